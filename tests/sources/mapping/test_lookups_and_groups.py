"""Values from other tables, rows left out, rows gathered, and what comes of absent tables."""

from __future__ import annotations

import pytest

from tests.sources.mapping.workbench import Workbench
from wholeplace.sources.mapping.definition import MappingError
from wholeplace.sources.mapping.reading import mapping_of

VISITS = """
visit | who | place
1     | a   | x
2     | b   | y
3     | c   |
4     | a   | z
"""
PLACES = """
place | code | since
x     | RGN  | 2
y     | RGT  | 9
y     | RGM  | 10
y     | RGM  | 10
"""


def spells(lookup: str, rest: str = "", more: str = "") -> str:
    return f"""
[[table]]
name = "visits"
[[table]]
name = "places"
required = false
{more}
[[output]]
dataset = "hospital_spell"
from = "visits"
[[output.lookup]]
table = "places"
on = {{ place = "place" }}
{lookup}
{rest}
[output.columns]
spell_id = "visit"
local_id = "who"
provider_code = "places.code"
"""


@pytest.mark.parametrize(
    ("lookup", "expected", "unsure"),
    [
        ("", ["RGN", None, None, None], 1),
        ('pick = "first"\norder = ["since"]', ["RGN", "RGT", None, None], 0),
        ('pick = "last"\norder = ["since"]', ["RGN", "RGM", None, None], 0),
        ("where = \"code <> 'RGT'\"", ["RGN", "RGM", None, None], 0),
    ],
)
def test_a_lookup_takes_one_row_or_none_and_never_makes_more(
    bench: Workbench, lookup: str, expected: list[str | None], unsure: int
) -> None:
    bench.table("visits", VISITS)
    bench.table("places", PLACES)

    tried = bench.apply(spells(lookup))

    assert tried.column("hospital_spell", "provider_code") == expected
    assert tried.count("hospital_spell").unsure == ({"places": unsure} if unsure else {})


def test_keys_of_different_types_are_compared_as_text(bench: Workbench) -> None:
    bench.table("visits", [{"visit": 1, "who": "a", "place": 7.0}])
    bench.table("places", "place | code | since\n7 | RGN | 1")

    assert bench.apply(spells("")).column("hospital_spell", "provider_code") == ["RGN"]


def test_rows_are_left_out_for_the_first_reason_that_fits(bench: Workbench) -> None:
    bench.table("visits", VISITS)
    bench.table("places", PLACES)
    rest = """
[[output.leave_out]]
when = "who = 'c'"
reason = "somebody else's"
[[output.leave_out]]
blank = "provider_code"
reason = "no provider"
"""

    count = bench.apply(spells("", rest)).count("hospital_spell")

    assert (count.read, count.mapped) == (4, 1)
    assert count.left_out == {"somebody else's": 1, "no provider": 2}


def test_a_table_the_source_lacks_counts_as_empty_or_stops(bench: Workbench) -> None:
    bench.table("visits", VISITS)

    assert bench.apply(spells("")).column("hospital_spell", "provider_code") == [None] * 4
    with pytest.raises(MappingError, match="has no table places"):
        bench.apply(spells("").replace("required = false", ""))


def test_an_output_of_an_absent_table_is_not_made_and_says_why(bench: Workbench) -> None:
    bench.table("visits", VISITS)
    more = """
[[output]]
dataset = "gp_event"
from = "places"
[output.columns]
local_id = "place"
"""

    tried = bench.apply(spells("", more=more))

    assert tried.mapped.not_made == {"gp_event": "the source has no table places"}


def test_outputs_of_one_dataset_are_put_together(bench: Workbench) -> None:
    bench.table("visits", VISITS)
    bench.table("more", "n\n9")
    more = """
[[table]]
name = "more"
[[output]]
dataset = "hospital_spell"
from = "more"
[output.columns]
spell_id = "n"
admission_date = { constant = "2024-01-01" }
"""

    tried = bench.apply(spells("", more=more))

    assert tried.column("hospital_spell", "spell_id") == ["1", "2", "3", "4", "9"]
    assert tried.mapped.rows == {"hospital_spell": 5}


def test_a_group_makes_one_row_of_each_key(bench: Workbench) -> None:
    bench.table(
        "episodes",
        """
        spell | n  | code | also | began      | days
        s1    | 10 |      | E11  | 2024-01-09 | 2
        s1    | 2  | I63  | I10  | 2024-01-05 | 3
        s1    | 1  | R69  | I10  | 2024-01-02 |
              | 1  | X    |      | 2024-01-02 | 1
        s2    | 1  | J44  |      | 2024-02-01 | 1
        """.replace("\n        ", "\n"),
    )
    text = """
[[table]]
name = "episodes"
[[group]]
name = "spell"
from = "episodes"
by = ["spell"]
order = ["n"]
[group.columns]
opened = { first = "code" }
closed = { last = "code" }
began = { min = "began" }
ended = { max = "began" }
days = { sum = "days" }
codes = { all = ["code", "also"] }
[[output]]
dataset = "hospital_spell"
from = "spell"
[output.columns]
spell_id = "spell"
admission_date = "began"
discharge_date = "ended"
primary_diagnosis = "closed"
main_procedure = "opened"
secondary_diagnoses = "codes"
practice_code = "days"
"""

    tried = bench.apply(text)

    first, second = tried.rows("hospital_spell")
    assert first == {
        "spell_id": "s1",
        "admission_date": "2024-01-02",
        "discharge_date": "2024-01-09",
        "primary_diagnosis": "I63",
        "main_procedure": "R69",
        "secondary_diagnoses": "E11;I10;I63;R69",
        "practice_code": "5",
    }
    assert second["secondary_diagnoses"] == "J44"
    count = tried.count("spell")
    assert (count.read, count.mapped, count.gathered) == (5, 2, 2)
    assert count.left_out == {"no spell": 1}


def test_a_mapping_that_extends_another_replaces_what_it_names(bench: Workbench) -> None:
    bench.table("visits", VISITS)
    parent = mapping_of(spells(""), "parent")
    child = """
extends = "parent"
[[step]]
name = "marked"
from = "visits"
[step.columns]
visit = { expression = "'v' || visit" }
[[output]]
dataset = "hospital_spell"
from = "marked"
[output.columns]
spell_id = "visit"
"""

    tried = bench.apply(child, lambda name: parent)

    assert tried.column("hospital_spell", "spell_id") == ["v1", "v2", "v3", "v4"]


def test_a_mapping_that_extends_another_can_leave_a_dataset_to_somebody_else(
    bench: Workbench,
) -> None:
    bench.table("visits", VISITS)
    more = """
[[output]]
dataset = "person"
from = "visits"
[output.columns]
local_id = "who"
"""
    child = 'extends = "parent"\n[not_mapped]\nhospital_spell = "sent apart"\n'

    tried = bench.apply(child, lambda name: mapping_of(spells("", more=more), "parent"))

    assert set(tried.mapped.rows) == {"person"}


def test_a_file_beside_the_mapping_is_a_table_too(bench: Workbench) -> None:
    bench.table("visits", VISITS)
    (bench.folder / "list.csv").write_text("place,code,since\nz,RGM,1\n")

    tried = bench.apply(spells("").replace("required = false", 'beside = "list.csv"'))

    assert tried.column("hospital_spell", "provider_code") == [None, None, None, "RGM"]


def test_steps_that_read_one_another_are_refused(bench: Workbench) -> None:
    bench.table("visits", VISITS)
    more = """
[[step]]
name = "one"
from = "two"
[step.columns]
a = "a"
[[step]]
name = "two"
from = "one"
[step.columns]
a = "a"
"""

    with pytest.raises(MappingError, match="in a circle"):
        bench.apply(spells("", more=more))


def test_an_export_that_took_its_header_for_a_row_is_an_empty_table(bench: Workbench) -> None:
    bench.table("visits", VISITS)
    bench.table("places", [{"column0": "PLACE", "column1": "CODE", "column2": "SINCE"}])

    tried = bench.apply(spells(""))

    assert [table.read for table in tried.mapped.tables] == [4, 0]
