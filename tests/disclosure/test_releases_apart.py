"""Two releases put together: what both hide is not told by a reader who takes it as unchanged."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest

from wholeplace.measures.disclosure.releases_apart import hold_against
from wholeplace.measures.disclosure.saying_less import RELEASED_SCHEMA
from wholeplace.measures.disclosure.whole_release import as_protected
from wholeplace.measures.disclosure.years_apart import Bounds, Year
from wholeplace.statistics import HES

ABOVE = {"registered": {("practice", code): [("pcn", "N")] for code in "ABC"}}


def released(**counts: int | None) -> pa.Table:
    """The people with a condition of a network N and its practices; None for 1 to 7."""
    rows = [
        {
            "area_type": "pcn" if code == "N" else "practice",
            "area_code": code,
            "basis": "registered",
            "measure": "stroke",
            "period_start": dt.date(2026, 3, 31),
            "period_end": dt.date(2026, 3, 31),
            "breakdown": "all",
            "category": "all",
            "statistic": "count",
            "numerator": count,
            "value": count,
            "status": "shown" if count is not None else "suppressed",
        }
        for code, count in counts.items()
    ]
    return pa.Table.from_pylist(rows, schema=RELEASED_SCHEMA)


def shown(table: pa.Table) -> dict[str, int | None]:
    return {row["area_code"]: row["numerator"] for row in table.to_pylist()}


FEBRUARY = released(N=10, A=10, B=None, C=0)
"""B is 12 less 8 at most, so 1 to 4."""


def test_ranges_that_share_one_value_are_kept_apart() -> None:
    """In March B is 28 less 12 and 12 at least: 4 to 7. With February's 1 to 4 it would be 4."""
    march = released(N=30, A=10, B=None, C=10)

    held = shown(hold_against(march, FEBRUARY, ABOVE, {}, HES))

    assert held["B"] is None
    assert held["N"] == 30
    assert [held["A"], held["C"]].count(None) == 1


def test_a_release_whose_sums_were_not_protected_is_held_against_too() -> None:
    march = released(N=30, A=10, B=None, C=10)
    bare = FEBRUARY.drop_columns(["numerator_rounded_to", "denominator_rounded_to"])

    held = hold_against(march, as_protected([bare]), ABOVE, {}, HES)

    assert held.equals(hold_against(march, FEBRUARY, ABOVE, {}, HES))


def test_ranges_that_share_four_values_stay_as_they_are() -> None:
    march = released(N=15, A=10, B=None, C=0)

    assert hold_against(march, FEBRUARY, ABOVE, {}, HES) == march


def test_nothing_is_withheld_for_a_count_that_must_have_changed() -> None:
    """In March B is 18 less 12 at least: 6 or 7, and no more than 4 in February."""
    march = released(N=20, A=10, B=None, C=0)

    assert hold_against(march, FEBRUARY, ABOVE, {}, HES) == march


@pytest.mark.parametrize(("most", "tells"), [(3.0, True), (9.0, False)])
def test_a_month_is_what_two_years_differ_by(most: float, tells: bool) -> None:
    """Eleven months of 5 or 6 in a year of 8 or 9 leave 2 to 4 for the twelfth."""
    new = Bounds(1.0, 7.0, secret=True)
    year = Year(0, Bounds(8.0, 6.0 + most), Bounds(5.0, 6.0), (new,), (Bounds(0.0, 0.0),))

    assert year.tells is tells
