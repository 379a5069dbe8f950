"""Twelve months and their year where other areas bound the hidden months as well."""

from __future__ import annotations

import pyarrow as pa

from tests.disclosure.a_year_of_months import year_and_months
from wholeplace.measures.disclosure.months_and_year import months_beside_years
from wholeplace.measures.disclosure.months_told import less_of_told_months
from wholeplace.measures.disclosure.saying_less import RELEASED_SCHEMA
from wholeplace.measures.disclosure.seen import seen_of
from wholeplace.statistics import HES, NARROWEST

ABOVE = {"registered": {("practice", code): [("pcn", "N")] for code in "AB"}}
NONE = [0] * 9


def released(**said: list[int | None]) -> pa.Table:
    """The year and the months of a network N and its practices; None for 1 to 7."""
    rows = []
    for code, counts in said.items():
        statuses = ["suppressed" if count is None else "shown" for count in counts]
        area, people = (("pcn", code), 10_000) if code == "N" else (("practice", code), 5_000)
        rows += year_and_months(counts, statuses, area, people)
    return pa.Table.from_pylist(rows, schema=RELEASED_SCHEMA)


def values_left(rows: pa.Table, code: str) -> list[float]:
    """In how many values each hidden month of a practice is possible, beside its year and sums."""
    bounds = {}
    for monthly in (False, True):
        seen = seen_of(rows, "registered", monthly, ABOVE, {}, HES)
        assert seen is not None
        for row, count in zip(seen.said.rows, seen.said.numerator, strict=True):
            if rows["area_code"][row].as_py() == code:
                month = rows["category"][row].as_py()
                bounds[month] = seen.least[count], seen.most[count], seen.secret[count]
    low_year, high_year, _ = bounds.pop("all")
    least, most = (sum(one[at] for one in bounds.values()) for at in (0, 1))
    return [
        min(high, high_year - (least - low)) - max(low, low_year - (most - high)) + 1
        for low, high, secret in bounds.values()
        if secret
    ]


def shown(rows: pa.Table, code: str) -> list[int | None]:
    return [row["numerator"] for row in rows.to_pylist() if row["area_code"] == code]


TOLD = released(N=[35, 15, 15, 10, *NONE], A=[10, None, None, 10, *NONE], B=[25, 10, 10, 0, *NONE])
"""April and May are 1 at least each, by the network and B; A's year leaves them 4 beside June."""


def test_a_month_that_is_shown_says_less_where_it_and_the_year_tell_others() -> None:
    quiet = months_beside_years(TOLD, ABOVE, {}, HES)
    assert min(values_left(quiet, "A")) < NARROWEST

    kept = less_of_told_months(quiet, ABOVE, {}, HES)

    assert min(values_left(kept, "A")) >= NARROWEST
    assert min(values_left(kept, "B"), default=NARROWEST) >= NARROWEST
    assert shown(kept, "A")[:3] == shown(quiet, "A")[:3]


def test_months_that_nothing_tells_stay_as_they_are() -> None:
    rows = released(
        N=[50, 15, 15, 20, *NONE], A=[25, None, None, 20, *NONE], B=[25, 10, 10, 0, *NONE]
    )

    assert less_of_told_months(rows, ABOVE, {}, HES) == rows


def test_months_that_cannot_be_their_year_are_left() -> None:
    """People moved: nobody can take the months to make the year."""
    rows = released(
        N=[80, 15, 15, 10, *NONE], A=[55, None, None, 10, *NONE], B=[25, 10, 10, 0, *NONE]
    )

    assert less_of_told_months(rows, ABOVE, {}, HES) == rows
