"""Bed days of older people by sex and area: no sum of theirs tells a hidden one."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa

from wholeplace.measures.bed_days.released import SCHEMA
from wholeplace.measures.disclosure.beside_tables import BESIDE
from wholeplace.measures.disclosure.beside_values import as_values, said_again
from wholeplace.measures.disclosure.withholding import withhold
from wholeplace.statistics import HES

BED_DAYS = next(one for one in BESIDE if one.name == "bed_days")


def row(category: str, stays: int | None, status: str) -> dict[str, object]:
    """Long stays of a district's people of one sex, or of all."""
    return {
        "area_type": "district",
        "area_code": "D",
        "basis": "resident",
        "ages": "65+",
        "measure": "last_night",
        "breakdown": "all" if category == "all" else "sex",
        "category": category,
        "period_start": dt.date(2025, 4, 1),
        "period_end": dt.date(2026, 3, 31),
        "statistic": "count",
        "numerator": stays,
        "value": stays,
        "status": status,
    }


def protected(rows: list[dict[str, object]]) -> list[tuple[str, int | None, str]]:
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    values, named = as_values(BED_DAYS, table)
    less = withhold(values, {}, {"resident": named}, HES).values
    made = said_again(BED_DAYS, table, less)
    return [(r["category"], r["numerator"], r["status"]) for r in made.to_pylist()]


def test_a_hidden_sex_is_not_what_the_other_leaves_of_both() -> None:
    """20 (18 to 22) less 10 (8 to 12) leave 6 or 7 of "1 to 7"."""
    said = protected(
        [row("all", 20, "shown"), row("female", 10, "shown"), row("male", None, "suppressed")]
    )

    assert [numerator for _, numerator, _ in said] != [20, 10, None] or said[2][2] == "withheld"


def test_too_few_people_stays_what_is_said() -> None:
    said = protected(
        [row("all", 40, "shown"), row("female", None, "too_few"), row("male", None, "too_few")]
    )

    assert [status for *_, status in said] == ["shown", "too_few", "too_few"]


def test_stays_that_a_share_withholds_are_told_by_no_rate() -> None:
    share = row("all", None, "withheld") | {"measure": "long_14", "statistic": "proportion"}
    rate = row("all", 20, "shown") | {"measure": "stays", "statistic": "dsr", "denominator": 300}
    rate |= {"value": 66.0, "lower": 41.0, "upper": 100.0}

    assert [(stays, status) for _, stays, status in protected([share, rate])] == [
        (None, "withheld"),
        (None, "withheld"),
    ]
