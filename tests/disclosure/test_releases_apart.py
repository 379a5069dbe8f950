"""Two releases put together: what both hide is not told by a reader who takes it as unchanged."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from wholeplace.measures.disclosure.alike import read_same_counts, write_same_counts
from wholeplace.measures.disclosure.by_turns import ByItself, by_turns
from wholeplace.measures.disclosure.claims import Bounds
from wholeplace.measures.disclosure.published import Quantities
from wholeplace.measures.disclosure.releases_apart import Earlier, hold_against
from wholeplace.measures.disclosure.saying_less import RELEASED_SCHEMA
from wholeplace.measures.disclosure.seen import seen_of
from wholeplace.measures.disclosure.sums_again import sums_again
from wholeplace.measures.disclosure.whole_release import as_protected
from wholeplace.measures.disclosure.withholding import withhold
from wholeplace.measures.disclosure.years_apart import Year
from wholeplace.measures.release_tables import VALUES_SCHEMA
from wholeplace.statistics import HES, NARROWEST

APART: dict[str, Quantities] = {}
"""No count is the same as another."""
ABOVE = {"registered": {("practice", code): [("pcn", "N")] for code in "ABC"}}


def released(
    schema: pa.Schema = RELEASED_SCHEMA, category: str = "all", **counts: int | None
) -> pa.Table:
    """The people with a condition of a network N and its practices; None for 1 to 7."""
    rows = [
        {
            "area_type": "pcn" if code == "N" else "practice",
            "area_code": code,
            "basis": "registered",
            "measure": "stroke",
            "period_start": dt.date(2026, 3, 31),
            "period_end": dt.date(2026, 3, 31),
            "breakdown": "all" if category == "all" else "sex",
            "category": category,
            "statistic": "count",
            "numerator": count,
            "value": count,
            "status": "shown" if count is not None else "suppressed",
        }
        for code, count in counts.items()
    ]
    return pa.Table.from_pylist(rows, schema=schema)


def shown(table: pa.Table) -> dict[str, int | None]:
    return {row["area_code"]: row["numerator"] for row in table.to_pylist()}


FEBRUARY = released(N=10, A=10, B=None, C=0)
"""B is 12 less 8 at most, so 1 to 4."""


def held_against(
    rows: pa.Table,
    before: pa.Table,
    told: pa.Table | None = None,
    same: dict[str, Quantities] = APART,
) -> tuple[pa.Table, pa.Table]:
    """A release held against the one before, and what both tell for the next."""
    return hold_against(rows, Earlier.of(before, ABOVE, same, HES, told), ABOVE, same, HES)


def test_ranges_that_share_one_value_are_kept_apart() -> None:
    """In March B is 28 less 12 and 12 at least: 4 to 7. With February's 1 to 4 it would be 4."""
    march = released(N=30, A=10, B=None, C=10)

    held = held_against(march, FEBRUARY)[0]

    assert shown(held)["B"] is None
    assert set(held["numerator_rounded_to"].to_pylist()) == {None, 10}
    assert told_by_both(FEBRUARY, march) == 1
    assert told_by_both(FEBRUARY, held) == 0


def without(rows: pa.Table, area: str) -> pa.Table:
    """The rows, with nothing said of one area."""
    gone = {"numerator": None, "value": None, "status": "withheld"}
    quiet = [row | gone if row["area_code"] == area else row for row in rows.to_pylist()]
    return pa.Table.from_pylist(quiet, schema=rows.schema)


def test_the_release_before_is_asked_again_until_it_finds_nothing() -> None:
    """Only once nothing is said of A can B seem not to have changed."""

    def against_february(rows: pa.Table) -> tuple[pa.Table, pa.Table]:
        said = shown(rows)
        return without(rows, "B" if said["A"] is None else "A"), rows.slice(0, 0)

    def by_itself(rows: pa.Table) -> ByItself:
        return ByItself(rows, rows, rows.slice(0, 0))

    held, _ = by_turns(released(N=30, A=10, B=10, C=10), by_itself, against_february)

    assert shown(held.shown) == {"N": 30, "A": None, "B": None, "C": 10}


def test_what_a_rate_takes_with_it_is_held_against_the_release_before_too() -> None:
    """B's rate would tell an age band, so B is hidden as well: with the others 4 to 16, so 4."""
    march = released(N=30, A=10, B=5, C=10)

    def by_itself(rows: pa.Table) -> ByItself:
        return ByItself(rows, without(rows, "B"), rows.slice(0, 0))

    def against_february(rows: pa.Table) -> tuple[pa.Table, pa.Table]:
        return held_against(rows, FEBRUARY)

    once = by_itself(against_february(march)[0]).shown
    held, _ = by_turns(by_itself(march).whole, by_itself, against_february)

    assert shown(once)["B"] is None
    assert told_by_both(FEBRUARY, once) == 1
    assert shown(held.shown)["B"] is None
    assert told_by_both(FEBRUARY, held.shown) == 0


def test_counts_of_many_areas_are_matched_too() -> None:
    """A count among fifty thousand: its place times their number is more than half a word holds."""
    others = released(**{f"X{number}": 10 for number in range(50_000)})
    february, march = (
        pa.concat_tables([others, rows]) for rows in (FEBRUARY, released(N=30, A=10, B=None, C=10))
    )

    held = held_against(march, february)[0]

    assert set(held["numerator_rounded_to"].to_pylist()) == {None, 10}


def test_three_releases_tell_no_more_than_two() -> None:
    """January leaves B 1 to 4, February 1 to 7, and March 4 to 7: 4, if it has not changed."""
    january, february = FEBRUARY, released(N=15, A=10, B=None, C=0)
    march = released(N=30, A=10, B=None, C=10)
    then, told = held_against(february, january)

    alone = held_against(march, then)[0]
    held = held_against(march, then, told)[0]

    assert told_by_both(january, alone) == 1
    assert told_by_both(january, held) == 0


def test_a_release_whose_sums_were_not_protected_is_held_against_too() -> None:
    march = released(N=30, A=10, B=None, C=10)
    bare = FEBRUARY.drop_columns(["numerator_rounded_to", "denominator_rounded_to"])

    held = held_against(march, as_protected([bare]))[0]

    assert held.equals(held_against(march, FEBRUARY)[0])


def test_ranges_that_share_four_values_stay_as_they_are() -> None:
    march = released(N=15, A=10, B=None, C=0)

    assert held_against(march, FEBRUARY)[0] == march


def test_nothing_is_withheld_for_a_count_that_must_have_changed() -> None:
    """In March B is 28 less 12 at least, of which nothing is said: no more than 4 in February."""
    march = without(released(N=30, A=10, B=20, C=0), "B")

    assert held_against(march, FEBRUARY)[0] == march


def test_what_sums_tell_by_themselves_is_mended_too() -> None:
    """B is 18 less 12 at least: 6 or 7."""
    march = released(N=20, A=10, B=None, C=0)

    held = held_against(march, FEBRUARY)[0]

    assert told_by_sums(march) == 1
    assert told_by_sums(held) == 0


def test_the_count_of_a_rate_withheld_is_not_left_to_the_sums() -> None:
    """Nothing is said of the network: its practices have 24 at most, its women 23 at least."""
    march = without(released(N=20, A=10, B=10, C=0), "N")
    march = pa.concat_tables([march, released(category="female", N=25)])
    others = [row | {"basis": "resident"} for row in march.to_pylist()]
    march = pa.concat_tables([march, pa.Table.from_pylist(others, schema=march.schema)])
    gone = np.array([row["status"] == "withheld" for row in march.to_pylist()])

    held = sums_again(march, gone, ABOVE, {"registered": {}, "resident": {}}, HES)

    assert told_by_sums(march) == 1
    assert told_by_sums(held) == 0
    assert sums_again(held, ~gone, ABOVE, {"registered": {}}, HES) is held


def test_a_group_that_others_are_counted_among_is_said_less_of_too() -> None:
    """The practice's people are the group of a share; they alone are what tells."""
    rows = released(N=30, A=10, B=None, C=10).to_pylist()
    share = rows[1] | {"measure": "at_risk", "statistic": "proportion", "numerator": 10}
    march = pa.Table.from_pylist(
        [*rows, share | {"denominator": 10, "value": 1.0}], schema=RELEASED_SCHEMA
    )
    same = {"registered": {("stroke", "numerator"): "people", ("at_risk", "denominator"): "people"}}

    held = held_against(march, FEBRUARY, same=same)[0]

    assert told_by_both(FEBRUARY, march) == 1
    assert told_by_both(FEBRUARY, held) == 0


@pytest.mark.parametrize("seed", [1, 7, 8, 25, 36])
def test_no_count_of_drawn_releases_is_told_by_both_together(seed: int) -> None:
    """By sex, practice and network; a fifth of the counts change in the month.

    The seeds are those of the first forty of which both releases as protected tell a count.
    """
    chance = np.random.default_rng(seed)
    february = chance.poisson(6, (3, 2))
    march = np.where(chance.random((3, 2)) < 0.2, chance.poisson(6, (3, 2)), february)
    before, after = (withhold(gated(counts), ABOVE, {}, HES).values for counts in (february, march))

    held = held_against(after, before)[0]

    assert told_by_both(before, after) > 0
    assert told_by_both(before, held) == 0


def gated(counts: np.ndarray) -> pa.Table:
    """Counts by practice and sex, and what they add up to, each rounded or hidden alone."""
    whole = np.vstack([counts, counts.sum(axis=0)])
    whole = np.hstack([whole, whole.sum(axis=1, keepdims=True)])
    said = [
        [None if 0 < count < 8 else int((count + 2) // 5 * 5) for count in row] for row in whole.T
    ]
    return pa.concat_tables(
        released(VALUES_SCHEMA, category, **dict(zip("ABCN", row, strict=True)))
        for category, row in zip(("female", "male", "all"), said, strict=True)
    )


def told_by_sums(rows: pa.Table) -> int:
    """Hidden counts that the sums of one release leave fewer than four values."""
    seen = seen_of(rows, "registered", False, ABOVE, {}, HES)
    assert seen is not None
    return int((seen.secret & (seen.most - seen.least + 1 < NARROWEST)).sum())


def told_by_both(before: pa.Table, after: pa.Table) -> int:
    """Counts that both hide and both tell, taken not to have changed."""
    found = []
    for rows in (before, after):
        seen = seen_of(as_protected([rows]), "registered", False, ABOVE, {}, HES)
        assert seen is not None
        cells = [seen.said.cells[cell] for cell in seen.said.cell]
        counts = zip(seen.said.table, cells, strict=True)
        bounds = zip(seen.least, seen.most, seen.secret, strict=True)
        found.append(dict(zip(counts, bounds, strict=True)))
    told = 0
    for key in found[0].keys() & found[1].keys():
        (low, high, hidden), (least, most, secret) = (one[key] for one in found)
        values = min(high, most) - max(low, least) + 1
        told += bool(hidden and secret and 0 < values < NARROWEST)
    return told


@pytest.mark.parametrize(("most", "tells"), [(3.0, True), (9.0, False)])
def test_a_month_is_what_two_years_differ_by(most: float, tells: bool) -> None:
    """Eleven months of 5 or 6 in a year of 8 or 9 leave 2 to 4 for the twelfth."""
    new = Bounds(1.0, 7.0, secret=True)
    year = Year(0, Bounds(5.0, 6.0), (new,), (Bounds(0.0, 0.0),))

    assert year.tells(Bounds(8.0, 6.0 + most)) is tells


def test_which_counts_are_the_same_is_kept_beside_the_cubes(tmp_path: Path) -> None:
    counts = {("", "people"): 0, ("stroke", "denominator"): 0, ("falls", "numerator"): 1}

    assert read_same_counts(tmp_path) is None
    write_same_counts(tmp_path, {"registered": counts})

    found = read_same_counts(tmp_path)
    assert found is not None
    ids = found["registered"]
    assert ids.keys() == counts.keys()
    assert ids["", "people"] == ids["stroke", "denominator"] != ids["falls", "numerator"]
