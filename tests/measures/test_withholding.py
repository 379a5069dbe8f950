"""What is withheld from a release so that no hidden count can be worked out, and what is not."""

from __future__ import annotations

import json

import pyarrow as pa
import pyarrow.parquet as pq

from tests.measures.small_installation import AS_AT, Finished
from wholeplace.measures.disclosure.columns import ROUNDED_TO, Words
from wholeplace.measures.disclosure.sums import lies_in, sums_of
from wholeplace.measures.disclosure.withholding import withhold
from wholeplace.measures.release_tables import VALUES_SCHEMA
from wholeplace.statistics import HES

ABOVE = {"registered": {("practice", "A"): [("pcn", "P")], ("practice", "B"): [("pcn", "P")]}}


def row(
    area: str, numerator: int | None, status: str = "shown", **says: object
) -> dict[str, object]:
    """A row of the release's values; of a PCN if the area is called P."""
    usual = {
        "area_type": "pcn" if area == "P" else "practice",
        "area_code": area,
        "basis": "registered",
        "measure": "stroke",
        "period_start": AS_AT,
        "period_end": AS_AT,
        "breakdown": "all",
        "category": "all",
        "statistic": "proportion",
        "numerator": numerator,
        "denominator": 200,
        "value": None if numerator is None else numerator / 200,
        "lower": None,
        "upper": None,
        "status": status,
    }
    return usual | says


def kept(*rows: dict[str, object]) -> list[dict[str, object]]:
    table = pa.Table.from_pylist(list(rows), schema=VALUES_SCHEMA)
    return withhold(table, ABOVE, {}, HES).values.to_pylist()


def test_a_total_that_gives_a_hidden_part_away_takes_a_shown_part_with_it() -> None:
    """15 is 13 to 17; two tens are 16 at the least: the hidden part would be 1."""
    above = {("practice", code): [("pcn", "P")] for code in "ABC"}
    rows = [row("P", 15, denominator=600), row("A", 10), row("B", 10), row("C", None, "suppressed")]
    table = pa.Table.from_pylist(rows, schema=VALUES_SCHEMA)

    found = withhold(table, {"registered": above}, {}, HES)

    statuses = [line["status"] for line in found.values.to_pylist()]
    assert statuses == ["shown", "withheld", "shown", "suppressed"]
    assert found.counts == {"small": 1, "besides": 1}


def test_a_row_that_is_withheld_says_nothing_but_its_group() -> None:
    above = {("practice", code): [("pcn", "P")] for code in "ABC"}
    rows = [row("P", 15, denominator=600), row("A", 10), row("B", 10), row("C", None, "suppressed")]
    table = pa.Table.from_pylist(rows, schema=VALUES_SCHEMA)

    gone = withhold(table, {"registered": above}, {}, HES).values.to_pylist()[1]

    assert [gone[name] for name in ("numerator", "value", "lower", "upper")] == [None] * 4
    assert gone["denominator"] == 200


def test_nothing_is_withheld_where_rounding_is_enough() -> None:
    rows = [row("P", 50, denominator=400), row("A", 45), row("B", None, "suppressed")]

    assert [line["status"] for line in kept(*rows)] == ["shown", "shown", "suppressed"]


def test_a_count_that_one_measure_hides_is_hidden_in_every_other() -> None:
    """Of 20 people all have it, which is hidden; the same 20 are the group of another measure."""
    same = {"registered": {("stroke", "numerator"): 0, ("treated", "denominator"): 0}}
    rows = [
        row("A", None, "all_or_none", denominator=20),
        row("A", 10, measure="treated", denominator=20),
    ]
    table = pa.Table.from_pylist(rows, schema=VALUES_SCHEMA)

    lines = withhold(table, {}, same, HES).values.to_pylist()

    assert [line["status"] for line in lines] == ["withheld", "withheld"]
    assert lines[1]["denominator"] is None and lines[1]["value"] is None


def test_an_area_lies_only_in_areas_that_hold_it_whole() -> None:
    ladder = pa.table(
        {"msoa": ["M1", "M1", "M2", "M3"], "ward": ["W1", "W2", "W2", "W3"], "icb": ["I"] * 4}
    )

    inside = lies_in(ladder, ("msoa", "ward", "icb"))

    assert inside["msoa", "M1"] == [("icb", "I")]
    assert inside["msoa", "M3"] == [("ward", "W3"), ("icb", "I")]
    assert inside["ward", "W2"] == [("icb", "I")]


def test_women_and_men_of_a_fifth_are_all_of_it_only_in_tables_that_count_them() -> None:
    """Twenty people of the fifth are of no known sex; deaths by sex and fifth know two sexes."""
    groups = {
        "sex": {"female": 40, "male": 40, "unknown": 20},
        "deprivation_2019": {"1": 100},
        "age_band": {"0-4": None, "5-9": 95},
    }
    rows = [row("A", 100, statistic="count")]
    rows += [
        row(
            "A",
            number,
            "suppressed" if number is None else "shown",
            breakdown=breakdown,
            category=category,
            statistic="count",
        )
        for breakdown, numbers in groups.items()
        for category, number in numbers.items()
    ]
    deaths = {"measure": "deaths", "breakdown": "sex|deprivation_2019", "statistic": "count"}
    rows += [row("A", 10, category=f"{sex}|1", **deaths) for sex in ("female", "male")]

    statuses = [line["status"] for line in kept(*rows)]

    assert statuses.count("suppressed") == 1


def test_groups_ranked_within_an_area_are_not_added_up_over_areas() -> None:
    cells = [
        ("practice", "A", "deprivation_tenth_2025", "1"),
        ("pcn", "P", "deprivation_tenth_2025", "1"),
    ]

    assert sums_of(cells, ABOVE["registered"]) == []


def test_months_of_two_snapshots_say_the_same(small: Finished) -> None:
    """The choice rests on what is shown: a month that did not change is withheld alike in both."""
    values = pq.read_table(small.release.folder / "values.parquet")
    values = values.drop_columns(list(ROUNDED_TO))
    months = values.filter(Words.of(values, "breakdown").are("month"))
    months = months.filter(~Words.of(months, "status").are("withheld"))
    last = max(Words.of(months, "category").words)

    earlier = withhold(months.filter(~Words.of(months, "category").are(last)), {}, {}, HES).values
    later = withhold(months, {}, {}, HES).values

    assert earlier.equals(later.filter(~Words.of(later, "category").are(last)))


def test_a_run_says_how_much_it_hides(small: Finished) -> None:
    manifest = json.loads((small.release.folder / "manifest.json").read_text())

    assert manifest["hidden"]["small"] > 0
    assert manifest["hidden"]["besides"] <= 0.2 * manifest["hidden"]["small"]
