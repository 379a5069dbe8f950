"""The release's table of delays: counts by one dimension at a time, through the gate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wholeplace.measures.delays.cube import BAND, FOUR_WEEKS, NOW, WEEK_BEFORE, WINDOWS, YEAR
from wholeplace.measures.delays.intervals import AFTER_READY, DELAYED, OF_DELAY, OF_STAY
from wholeplace.measures.delays.parts import released_parts
from wholeplace.measures.disclosure.parted_wholes import known_of, withheld_besides_whole
from wholeplace.measures.disclosure.saying_less import WITHHELD
from wholeplace.statistics import (
    DisclosureProfile,
    Interval,
    release_count,
    release_from_true_counts,
    release_proportion,
)

ALL, STALE = "all", "stale"
SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("measure", "moment")),
        ("day", pa.date32()),
        *((name, pa.string()) for name in ("breakdown", "category")),
        *((name, pa.int64()) for name in ("people", "days", "beds")),
        *((name, pa.float64()) for name in ("value", "lower", "upper")),
        ("status", pa.string()),
    ]
)
Counts = NDArray[np.int64]
Beds = Mapping[tuple[str, str], int]
"""(moment, hospital or ALL) → beds occupied at midnight, or bed days of the window."""


def delay_rows(
    cube: pa.Table, beds: Beds, stale: Sequence[str], as_at: dt.date, profile: DisclosureProfile
) -> pa.Table:
    """Gated rows of every measure, moment and breakdown.

    Args:
        cube: The cube of delays, without the rows of feeds that are not current.
        beds: Beds occupied, for the shares.
        stale: Hospitals whose feed is not current: they are named, and no number is given.
        as_at: The date of the run.
        profile: The disclosure profile.

    Returns:
        A table of :data:`SCHEMA`.
    """
    parts = [SCHEMA.empty_table()]
    for measure in pc.unique(cube["measure"]).to_pylist():
        for moment in (NOW, WEEK_BEFORE, FOUR_WEEKS, YEAR):
            mine = cube.filter(
                pc.and_(pc.equal(cube["measure"], measure), pc.equal(cube["moment"], moment))
            )
            rows = []
            for breakdown, categories, people, days in _sums(mine, measure, moment):
                found = _gated(people, days, profile)
                given = _beds(beds, moment, breakdown, categories)
                found |= _value(measure, moment, people, days, given, profile)
                about = (measure, moment, _day(moment, as_at), breakdown)
                rows.append(_rows(about, categories, found))
            parts.append(_withheld_where_told(pa.concat_tables(rows), profile))
        parts.append(_silent(measure, stale, as_at))
    return pa.concat_tables(parts)


def _withheld_where_told(rows: pa.Table, profile: DisclosureProfile) -> pa.Table:
    """Rows of one moment, with nothing where hospitals or services would tell a few people.

    Every breakdown makes up everybody.
    """
    told = rows.to_pylist()
    known = [known_of(row["people"], row["status"], profile) for row in told]
    nothing = dict.fromkeys(("people", "days", "value", "lower", "upper"))
    ways = [row["breakdown"] for row in told]
    for place in np.flatnonzero(withheld_besides_whole(ways, known, profile)):
        told[place] |= {**nothing, "status": WITHHELD}
    return pa.Table.from_pylist(told, schema=SCHEMA)


def _sums(
    cube: pa.Table, measure: str, moment: str
) -> Iterator[tuple[str, list[str], Counts, Counts]]:
    """Each breakdown of a measure at a moment: its categories, people and days."""
    people, days = (pc.sum(cube[name]).as_py() or 0 for name in ("people", "days"))
    yield ALL, [ALL], np.array([people], dtype=np.int64), np.array([days], dtype=np.int64)
    names = [*OF_STAY, *(OF_DELAY if measure == DELAYED else ())]
    for name in [*names, *([BAND] if moment not in WINDOWS else [])]:
        grouped = cube.group_by(name).aggregate([("people", "sum"), ("days", "sum")])
        grouped = grouped.sort_by(name)
        held, lasted = (
            grouped[f"{column}_sum"].to_numpy().astype(np.int64) for column in ("people", "days")
        )
        yield name, grouped[name].to_pylist(), held, lasted


def _gated(people: Counts, days: Counts, profile: DisclosureProfile) -> dict[str, NDArray]:
    """Counts of people, and of days where the people may be seen."""
    value, status = released_parts(people, int(people.sum()), profile)
    if len(people) == 1:  # everybody, or one category that is everybody
        status = release_count(people, profile=profile).status.astype(str)
    also, _ = released_parts(days, int(days.sum()), profile)
    return {
        "people": value,
        "days": np.where(status == "shown", also, np.nan),
        "status": status,
    }


def _value(
    measure: str,
    moment: str,
    people: Counts,
    days: Counts,
    beds: Counts,
    profile: DisclosureProfile,
) -> dict[str, NDArray]:
    """The share of occupied beds, or the mean days of those who left in the window."""
    if measure == AFTER_READY and moment in WINDOWS:
        mean = days / np.maximum(people, 1)
        nothing = np.full(len(mean), np.nan)
        estimate = Interval(mean, nothing, nothing)
        found = release_from_true_counts(estimate, days, people, "mean", profile=profile)
    else:
        held = np.minimum(days if moment in WINDOWS else people, beds)
        found = release_proportion(held, beds, profile=profile)
    shown = {name: getattr(found, name) for name in ("value", "lower", "upper")}
    return shown | {"beds": np.where(beds > 0, release_count(beds, profile=profile).value, np.nan)}


def _beds(beds: Beds, moment: str, breakdown: str, categories: list[str]) -> Counts:
    """Beds each category is a share of: known for everybody and for each hospital."""
    if breakdown not in (ALL, "hospital"):
        return np.zeros(len(categories), dtype=np.int64)
    return np.array([beds.get((moment, name), 0) for name in categories], dtype=np.int64)


def _silent(measure: str, stale: Sequence[str], as_at: dt.date) -> pa.Table:
    """A row without a number for each hospital whose feed is not current."""
    size = len(stale)
    nothing = np.full(size, np.nan)
    found = {name: nothing for name in ("people", "days", "beds", "value", "lower", "upper")}
    found["status"] = np.array([STALE] * size, dtype=str)
    return _rows((measure, NOW, as_at, "hospital"), list(stale), found)


def _day(moment: str, as_at: dt.date) -> dt.date:
    return as_at - dt.timedelta(days=7) if moment == WEEK_BEFORE else as_at


def _rows(
    about: tuple[str, str, dt.date, str], categories: list[str], found: Mapping[str, NDArray]
) -> pa.Table:
    size = len(categories)
    same = dict(zip(("measure", "moment", "day", "breakdown"), about, strict=True))
    columns = {name: pa.repeat(pa.scalar(value), size) for name, value in same.items()}
    columns["category"] = pa.array(categories, pa.string())
    for name, numbers in found.items():
        kind = SCHEMA.field(name).type
        columns[name] = pa.array(
            numbers.tolist() if name == "status" else numbers, from_pandas=True
        )
        columns[name] = columns[name].cast(kind)
    return pa.table({name: columns[name] for name in SCHEMA.names}, schema=SCHEMA)
