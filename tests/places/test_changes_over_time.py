"""What months say over time: only by rule, only of flows, and no new level without being asked."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.measures.catalogue import ReleasedMeasure, ReleasedValue
from wholeplace.places.changes_over_time import FEWEST_MONTHS, change_of, step_sentence
from wholeplace.places.control_chart import control_chart

WORSE_UP = ReleasedMeasure(
    "admissions", "Admissions", statistic="rate", per=1000, polarity="lower", flow="admissions"
)
LEVEL = [20, 22, 19, 21, 20, 18, 21, 20, 22, 19, 20, 21, 19, 20, 22, 20, 19, 21]


def months(values: list[float | None]) -> list[ReleasedValue]:
    """A value for each month from January 2024 on; None where it is not shown."""
    made = []
    for place, value in enumerate(values):
        day = dt.date(2024 + place // 12, place % 12 + 1, 1)
        status = "suppressed" if value is None else "shown"
        parts = ("month", day.strftime("%Y-%m"), "rate", None, None, value, None, None, status)
        made.append(ReleasedValue("pcn", "Z", "registered", "admissions", day, day, *parts))
    return made


@pytest.mark.parametrize(
    ("last", "words"),
    [
        ([20, 21], "No clear change: the months vary by chance"),
        ([40], "Getting worse: above the upper limit"),
        ([2], "Getting better: below the lower limit"),
        ([22] * 7, "Getting worse: eight months above the mean"),
        ([19, 19.2, 19.4, 19.6, 19.8, 20.2, 20.6], "Getting worse: seven months rising in a row"),
        ([22, 21.8, 21.6, 21, 20, 19.8, 19], "Getting better: seven months falling in a row"),
    ],
)
def test_the_words_name_the_rule_that_the_last_month_meets(last: list[float], words: str) -> None:
    change = change_of(WORSE_UP, months([*LEVEL, *last]))

    assert change is not None
    assert change.words == words


def test_where_neither_way_is_better_nothing_is_called_better_or_worse() -> None:
    neutral = ReleasedMeasure("calls", "Calls", statistic="rate", flow="calls")

    change = change_of(neutral, months([*LEVEL, 40]))

    assert change is not None
    assert (change.verdict, change.tone) == ("Higher than usual", "")


def test_numbers_of_people_on_a_day_have_no_control_chart() -> None:
    on_a_day = ReleasedMeasure("diabetes", "Diabetes")

    assert change_of(on_a_day, months([*LEVEL, 40])) is None


def test_months_before_one_that_is_not_shown_are_left_out() -> None:
    change = change_of(WORSE_UP, months([90, 95, None, *LEVEL]))

    assert change is not None
    assert [month.value for month in change.months] == LEVEL
    assert change_of(WORSE_UP, months([*LEVEL, None])) is None
    assert change_of(WORSE_UP, months([None, *LEVEL[: FEWEST_MONTHS - 1]])) is None


def test_a_new_level_is_proposed_and_changes_nothing_until_it_is_asked_for() -> None:
    raised = months([*LEVEL, *(value + 12 for value in LEVEL)])
    first_raised = raised[len(LEVEL)].category

    proposed = change_of(WORSE_UP, raised)
    asked = change_of(WORSE_UP, raised, afresh=first_raised)

    assert proposed is not None
    assert asked is not None
    assert proposed.step is not None
    assert proposed.step.month == first_raised
    assert "July 2025" in step_sentence(proposed)
    assert set(proposed.chart.segment) == {0}
    assert set(asked.chart.segment) == {0, 1}
    assert asked.verdict == "No clear change"
    assert step_sentence(asked) == ""


def test_a_run_that_came_and_went_is_no_new_level() -> None:
    passed = change_of(WORSE_UP, months([*LEVEL, *([26.0] * 8), *LEVEL, *LEVEL]))

    assert passed is not None
    assert passed.step is None


@pytest.mark.parametrize("afresh", ["2099-01", "nonsense", "2024-02"])
def test_limits_are_not_worked_out_afresh_from_a_month_that_cannot_be(afresh: str) -> None:
    change = change_of(WORSE_UP, months([*LEVEL, 20.0]), afresh)

    assert change is not None
    assert change.afresh == ""
    assert set(change.chart.segment) == {0}


@given(st.lists(st.floats(0, 1000), min_size=FEWEST_MONTHS, max_size=40), st.booleans())
def test_every_series_can_be_said_and_drawn(values: list[float], raised: bool) -> None:
    change = change_of(
        WORSE_UP, months([v + (500 if raised and i > 14 else 0) for i, v in enumerate(values)])
    )

    assert change is not None
    assert change.words.split(":")[0] == change.verdict
    drawn = control_chart(change, number_format=",~f", title="per 1,000")
    assert [row["value"] for row in drawn["data"]["values"]] == [m.value for m in change.months]
    assert all(bool(change.reason(i)) == (kind != "common") for i, kind in enumerate(change.kinds))
