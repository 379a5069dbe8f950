"""Where a column's values come from: each kind of rule, on a drawn table."""

from __future__ import annotations

import pytest

from tests.sources.mapping.workbench import Workbench
from wholeplace.sources.mapping.definition import MappingError

PEOPLE = """
id | born       | gender | y    | m | d  | a | b
1  | 03/04/1950 | F      | 1950 | 4 | 3  |   | x
2  | 17/11/1962 | m      | 1962 |   | 17 | w | x
3  |            | U      |      | 2 | 29 |   |
4  | NULL       |        | 88   | 2 | 29 | w |
"""


def person(rules: str) -> str:
    return f"""
[[table]]
name = "people"
[[output]]
dataset = "person"
from = "people"
[output.columns]
local_id = "id"
{rules}
"""


@pytest.mark.parametrize(
    ("rule", "column", "expected"),
    [
        ('birth_date = "born"', "birth_date", ["03/04/1950", "17/11/1962", None, None]),
        (
            'birth_date = { column = "born", format = "%d/%m/%Y" }',
            "birth_date",
            ["1950-04-03", "1962-11-17", None, None],
        ),
        (
            'birth_date = { column = "born", format = ["%Y%m%d", "%m/%d/%Y"] }',
            "birth_date",
            ["1950-03-04", "17/11/1962", None, None],
        ),
        (
            'sex = { column = "gender", values = { F = "2", M = "1" } }',
            "sex",
            ["2", "1", None, None],
        ),
        (
            'sex = { column = "gender", values = { F = "2", M = "1" }, otherwise = "0" }',
            "sex",
            ["2", "1", "0", None],
        ),
        (
            'sex = { column = "gender", values = { F = "2", U = "" }, keep_others = true }',
            "sex",
            ["2", "m", None, None],
        ),
        ('sex = { column = "gender", matching = "[FU]" }', "sex", ["F", None, "U", None]),
        ('sex = { constant = "0" }', "sex", ["0", "0", "0", "0"]),
        ('postcode = { first = ["a", "b"] }', "postcode", ["x", "w", None, "w"]),
        (
            "postcode = { expression = \"coalesce(a, '?') || upper(b)\" }",
            "postcode",
            ["?X", "wX", None, None],
        ),
        (
            'birth_date = { date = { year = "y", month = "m", day = "d" } }',
            "birth_date",
            ["1950-04-03", None, None, "0088-02-29"],
        ),
        (
            'birth_date = { date = { year = "y", month = "m", day = 15, missing_month = 7 } }',
            "birth_date",
            ["1950-04-15", "1962-07-15", None, "0088-02-15"],
        ),
    ],
)
def test_each_rule_gives_the_values_it_says(
    bench: Workbench, rule: str, column: str, expected: list[str | None]
) -> None:
    bench.table("people", PEOPLE)

    assert bench.apply(person(rule)).column("person", column) == expected


def test_values_no_rule_covers_are_counted(bench: Workbench) -> None:
    bench.table("people", PEOPLE)

    tried = bench.apply(
        person(
            'sex = { column = "gender", values = { F = "2", M = "1" }, matching = "[2]" }\n'
            'postcode = { column = "a", matching = "[0-9]+" }'
        )
    )

    assert tried.count("person").not_understood == {"sex": 2, "postcode": 2}


def test_typed_columns_keep_their_type_and_whole_doubles_lose_their_point(
    bench: Workbench,
) -> None:
    bench.table("people", [{"ID": 12.0, "Value": 1.5}, {"ID": 13.0, "Value": None}])
    text = """
[[table]]
name = "people"
[[output]]
dataset = "gp_event"
from = "people"
[output.columns]
local_id = "id"
event_date = { constant = "2024-01-01" }
code = { constant = "44054006" }
value = "value"
"""

    tried = bench.apply(text)

    assert tried.column("gp_event", "local_id") == ["12", "13"]
    assert tried.column("gp_event", "value") == [1.5, None]


def test_a_cast_that_fails_gives_a_blank_and_never_stops_an_import(bench: Workbench) -> None:
    bench.table("people", PEOPLE)

    tried = bench.apply(person('postcode = { expression = "(a::int / 0)::varchar" }'))

    assert tried.column("person", "postcode") == [None] * 4


def test_column_names_are_compared_without_case_spaces_and_signs(bench: Workbench) -> None:
    bench.table("people", "ID | Date of Birth \n 1 | 1950-04-03")

    tried = bench.apply(person('birth_date = "date-of-birth"'))

    assert tried.column("person", "birth_date") == ["1950-04-03"]


def test_another_name_of_a_column_counts_where_its_own_is_absent(bench: Workbench) -> None:
    bench.table("people", "hosp_no | dob \n 1 | 1950-04-03")
    text = person('birth_date = "born"\ngiven_name = "first"').replace(
        'name = "people"',
        'name = "people"\nnames = { id = ["hosp_no"], born = ["x", "dob"] }\noptional = ["first"]',
    )

    assert bench.apply(text).rows("person") == [
        {"local_id": "1", "given_name": None, "birth_date": "1950-04-03"}
    ]


def test_a_missing_column_is_named_with_the_nearest(bench: Workbench) -> None:
    bench.table("people", "ident | borne \n 1 | 1950-04-03")

    with pytest.raises(MappingError, match=r"people.csv has no column born.*Is it borne\?"):
        bench.apply(person('birth_date = "born"').replace('"id"', '"ident"'))
