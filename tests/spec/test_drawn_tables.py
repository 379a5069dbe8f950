"""A malformed drawn table says what is wrong with it."""

from __future__ import annotations

import datetime as dt

import pytest

from wholeplace.record.drawing.people import DrawnRow, DrawnTableError, Home
from wholeplace.record.drawing.tables import read_table


def test_a_row_without_a_person_continues_the_one_above() -> None:
    (person,) = read_table(
        """
        person | coded                   || hypertension
        1      | 2019-03-02 hypertension,
               | 2021-01-05 stroke       || since 2019-03-02
        """
    )
    assert [entry.code_list for entry in person.coded] == ["hypertension", "stroke"]
    assert person.expected == {"hypertension": "since 2019-03-02"}


def test_what_is_not_drawn_is_usual() -> None:
    (person,) = read_table("person || smokes\n1 || no")
    assert (person.born, person.sex, person.registered) == (dt.date(1970, 1, 1), "female", True)


def test_where_somebody_lives_and_when_they_left_are_read() -> None:
    here, elsewhere = read_table(
        """
        person | registered       | lives         || x
        1      | until 2025-12-31 | fifth 2 rural || no
        2      | no               | elsewhere     || no
        """
    )
    assert (here.registered, here.left, here.home) == (True, dt.date(2025, 12, 31), Home(2, True))
    assert (elsewhere.registered, elsewhere.left, elsewhere.home) == (False, None, Home(None))


@pytest.mark.parametrize(
    "text",
    [
        "person | talking_therapy || x\n1 | 2025-06-01 sessions=2 end_date=2025-09-01 || no",
        "person | recorded || x\n1 | 2025-06-01 talking_therapy\n| sessions=2\n"
        "| end_date=2025-09-01 || no",
    ],
)
def test_a_row_of_a_data_set_may_stand_in_its_own_column_or_with_the_rest(text: str) -> None:
    (person,) = read_table(text, {"talking_therapy"})
    assert person.rows == [
        DrawnRow(
            "talking_therapy",
            dt.date(2025, 6, 1),
            {"sessions": "2", "end_date": "2025-09-01"},
        )
    ]


@pytest.mark.parametrize(
    ("drawn", "says"),
    [
        ("person | coded\n1 | 2019-03-02 x", "|| before the answers"),
        ("", "|| before the answers"),
        ("born || x\n1970-01-01 || no", "first column must be `person`"),
        ("person | eyes || x\n1 | blue || no", "There is no column 'eyes'"),
        ("person ||\n1 || no", "answer column has no name"),
        ("person | coded || x\n1 || no", "Line 2 has 1 + 1 cells, the first line 2 + 1"),
        ("person | coded || x\n | 2019-03-02 y || no", "continues a row"),
        ("person | coded || x\none | 2019-03-02 y || no", "'one' is not a number of a person"),
        ("person | coded || x\n1 | 02/03/2019 y || no", "'02/03/2019' is not a date"),
        ("person | coded || x\n1 | 2019-03-02 || no", "is not a date and a code list"),
        ("person | readings || x\n1 | 2019-03-02 bmi || no", "is not a date, a measurement"),
        ("person | admitted || x\n1 | 2019-03-02 emergency || no", "nights and diagnoses"),
        ("person | registered || x\n1 | perhaps || no", "Registered is 'perhaps': say yes, no"),
        ("person | lives || x\n1 | fifth 6 || no", "Lives is 'fifth 6': say fifth 1 to 5"),
        ("person || x\n1 || no\n1 || yes", "Two people have one number"),
    ],
)
def test_a_mistake_is_named(drawn: str, says: str) -> None:
    with pytest.raises(DrawnTableError, match=says.replace("|", r"\|").replace("+", r"\+")):
        read_table(drawn)
