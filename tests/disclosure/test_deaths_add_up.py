"""Early deaths and life tables by sex, fifth and area: no sum of theirs tells a hidden one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from wholeplace.measures.disclosure.beside_tables import BESIDE, that_add_up
from wholeplace.measures.disclosure.beside_values import said_again
from wholeplace.measures.disclosure.gaps_of_lives import without_withheld_sides
from wholeplace.measures.disclosure.whole_release import as_protected
from wholeplace.measures.disclosure.withholding import withhold
from wholeplace.measures.mortality.early import EARLY_SCHEMA
from wholeplace.measures.mortality.expectancy import EXPECTANCY_SCHEMA
from wholeplace.measures.mortality.gaps import BETWEEN_FIFTHS, GAPS_SCHEMA
from wholeplace.measures.mortality.parts import PARTS_SCHEMA
from wholeplace.statistics import HES, NARROWEST, could_have_been

EARLY = next(one for one in BESIDE if one.name == "early_deaths")
PERIOD = {
    "years_pooled": 5,
    "period_start": dt.date(2021, 4, 1),
    "period_end": dt.date(2026, 3, 31),
}
DISTRICT = {"area_type": "district", "area_code": "D", "basis": "resident"}
FIFTHS = ("1", "2")


def row(sex: str, category: str, deaths: int | None, statistic: str = "under_75") -> dict[str, Any]:
    """Deaths of a district's people of a sex, or of all; None for fewer than ten."""
    shown = deaths is not None
    rate = {"value": 300.0, "lower": 200.0, "upper": 400.0} if shown else {}
    return {
        **DISTRICT,
        **PERIOD,
        **rate,
        "sex": sex,
        "breakdown": "all" if category == "all" else "deprivation_2025",
        "category": category,
        "statistic": statistic,
        "deaths": deaths,
        "person_years": 4_000,
        "status": "shown" if shown else "too_few",
    }


def protected(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    table = pa.Table.from_pylist(rows, schema=EARLY_SCHEMA)
    values, named = that_add_up(EARLY, table, {}, HES)
    less = withhold(values, {}, {"resident": named}, HES).values
    made = said_again(EARLY, table, less)
    assert made.column_names == [
        *table.column_names,
        "deaths_rounded_to",
        "person_years_rounded_to",
    ]
    return made.to_pylist()


def told(rows: list[dict[str, Any]]) -> bool:
    """Whether the hidden sex of three rows is what the other leaves of both."""
    both, other, hidden = rows
    if hidden["deaths"] is not None or both["deaths"] is None or other["deaths"] is None:
        return False
    if both["deaths_rounded_to"] or other["deaths_rounded_to"]:
        return False
    low, high = could_have_been([both["deaths"], other["deaths"]])
    low = np.maximum(low, HES.minimum_events)
    least, most = max(low[0] - high[1], 0), high[0] - low[1]
    if hidden["status"] == "too_few":
        most = min(most, HES.minimum_events - 1)
    return bool(most - least + 1 < NARROWEST)


def test_deaths_of_men_are_not_what_those_of_women_leave_of_all() -> None:
    """30 less 20 leave 6 to 9 of fewer than ten: open; 10 (10 to 12) less 10, 0 to 2."""
    open_ = [row("persons", "all", 30), row("female", "all", 20), row("male", "all", None)]
    shut = [row("persons", "all", 10), row("female", "all", 10), row("male", "all", None)]

    assert [line["status"] for line in protected(open_)] == ["shown", "shown", "too_few"]
    assert told([one | {"deaths_rounded_to": None} for one in shut])
    assert not told(protected(shut))


def test_deaths_and_years_of_life_lost_are_one_count() -> None:
    shut = [row("persons", "all", 10), row("female", "all", 10), row("male", "all", None)]
    lost = [row(r["sex"], "all", r["deaths"], "years_of_life_lost") for r in shut]

    said = protected([*shut, *lost])

    assert [r["deaths"] for r in said[:3]] == [r["deaths"] for r in said[3:]]
    assert not told(said[:3])
    assert not told(said[3:])


def test_a_fifth_of_men_is_not_what_all_else_leaves() -> None:
    deaths = {("persons", "2"): 20, ("male", "1"): None}
    table = [
        row(sex, fifth, deaths.get((sex, fifth), 10))
        for sex in ("persons", "female", "male")
        for fifth in FIFTHS
    ]

    said = {(line["sex"], line["category"]): line for line in protected(table)}

    assert not told([said[sex, "1"] for sex in ("persons", "female", "male")])


def test_sexes_that_do_not_make_up_everybody_do_not_stop_a_release() -> None:
    """Somebody died whose sex is not known: 50 (48 to 52) is more than 20 and 20 (36 to 44)."""
    unknown = [row("persons", "all", 50), row("female", "all", 20), row("male", "all", 20)]

    assert [line["deaths"] for line in protected(unknown)] == [50, 20, 20]


@pytest.mark.parametrize("status", ["withheld", "shown"])
def test_a_gap_is_not_told_where_one_side_is_withheld(tmp_path: Path, status: str) -> None:
    about = {**DISTRICT, **PERIOD, "sex": "male"}
    side = {**about, "breakdown": "deprivation_2025", "category": "1", "age": 0, "status": status}
    gap = {**about, "gap": BETWEEN_FIFTHS, "value": 8.1, "lower": 5.0, "upper": 11.2}
    part = {**about, "gap": BETWEEN_FIFTHS, "split": "age", "value": 8.1}
    for name, rows, schema in (
        ("life_expectancy", [side], EXPECTANCY_SCHEMA),
        ("life_gaps", [gap | {"status": "shown"}], GAPS_SCHEMA),
        ("life_gap_parts", [part], PARTS_SCHEMA),
    ):
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), tmp_path / f"{name}.parquet")

    without_withheld_sides(tmp_path)

    (said,) = pq.read_table(tmp_path / "life_gaps.parquet").to_pylist()
    parts = pq.read_table(tmp_path / "life_gap_parts.parquet").num_rows
    assert (said["status"], said["value"], parts) == (
        ("withheld", None, 0) if status == "withheld" else ("shown", 8.1, 1)
    )


def test_a_later_release_reads_what_deaths_were_rounded_to() -> None:
    rows = [row("persons", "all", 90) | {"deaths_rounded_to": 20, "person_years_rounded_to": None}]
    rounded = (("deaths_rounded_to", pa.int64()), ("person_years_rounded_to", pa.int64()))
    table = pa.Table.from_pylist(rows, schema=pa.schema([*EARLY_SCHEMA, *rounded]))

    then = as_protected([that_add_up(EARLY, table, {}, HES)[0]])

    assert then["numerator"].to_pylist() == [90]
    assert then["numerator_rounded_to"].to_pylist() == [20]
