"""Counts of duplicates that sums would tell: providers, and tests, each make up all entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.core.errors import StatisticsError
from wholeplace.measures.disclosure.saying_less import WITHHELD
from wholeplace.statistics import (
    ANY,
    NOTHING_SAID,
    DisclosureProfile,
    Sums,
    could_have_been,
    withheld_besides,
)

WHOLE = "all"
_WORTH = {WHOLE: 100.0, "provider": 10.0}
"""What readers lose with a number: most with that of all entries, least with that of a test."""
_SUPPRESSED, _NO_DATA = "suppressed", "no_data"
Row = dict[str, Any]
Bounds = tuple[float, float, bool]


def withheld_where_told(table: pa.Table, profile: DisclosureProfile) -> pa.Table:
    """Withhold numbers until no sum tells a hidden one to within four values.

    Args:
        table: Rows of one rule, of :data:`~.counting.DUPLICATES_SCHEMA`, each gated alone.
        profile: The disclosure profile they passed.

    Returns:
        The rows; a number that goes takes its share with it, and entries that go take all.
    """
    rows = table.to_pylist()
    by_measure: dict[str, list[Row]] = {}
    for row in rows:
        by_measure.setdefault(row["measure"], []).append(row)
    for each in list(by_measure.values())[:1]:
        entries = [_entries(row, profile) for row in each]
        for place in np.flatnonzero(_told(each, entries, profile)):
            for some in by_measure.values():
                some[place] |= {**_NOTHING, "denominator": None}
    for each in by_measure.values():
        counted = [_counted(row, profile) for row in each]
        for place in np.flatnonzero(_told(each, counted, profile)):
            each[place] |= _NOTHING
    return pa.Table.from_pylist(rows, schema=table.schema)


_NOTHING: Mapping[str, Any] = {"numerator": None, "value": None, "status": WITHHELD}


def _entries(row: Row, profile: DisclosureProfile) -> Bounds:
    """What the entries of a group can be, and whether they are hidden."""
    if row["denominator"] is None:
        return 1.0, float(profile.suppressed_up_to), True
    return *_shown(row["denominator"], profile), False


def _counted(row: Row, profile: DisclosureProfile) -> Bounds:
    """What the number counted among them can be, and whether it is hidden."""
    if row["numerator"] is not None:
        return *_shown(row["numerator"], profile), False
    _, most, few = _entries(row, profile)
    if row["status"] == _SUPPRESSED:
        return 0.0 if few else 1.0, float(profile.suppressed_up_to), True
    if row["status"] == WITHHELD:
        return 0.0, ANY, True
    return 0.0, most, row["status"] != _NO_DATA


def _shown(count: int, profile: DisclosureProfile) -> tuple[float, float]:
    (low,), (high,) = could_have_been([count], profile)
    return float(low), float(high)


def _told(
    rows: Sequence[Row], bounds: Sequence[Bounds], profile: DisclosureProfile
) -> NDArray[np.bool_]:
    """Which numbers to withhold."""
    low, high, hidden = (np.array(part)[:, np.newaxis] for part in zip(*bounds, strict=True))
    worth = np.array([[_WORTH.get(row["split"], 1.0)] for row in rows])
    sums = _sums([row["split"] for row in rows])
    if not sums or not hidden.any():
        return np.zeros(len(rows), dtype=np.bool_)
    try:
        step = withheld_besides(
            low, high, hidden, sums, np.where(hidden, 0.0, worth), None, profile
        )
    except StatisticsError:  # Nothing less helps.
        return np.ones(len(rows), dtype=np.bool_)
    return step[:, 0] == NOTHING_SAID


def _sums(splits: Sequence[str]) -> list[Sums]:
    """All entries as the sum of every way of parting them."""
    whole = [place for place, split in enumerate(splits) if split == WHOLE]
    made = []
    for split in dict.fromkeys(splits):
        parts = np.array([place for place, one in enumerate(splits) if one == split])
        if split != WHOLE and whole:
            made.append(Sums(np.array(whole), parts, np.zeros(len(parts), dtype=np.int64)))
    return made
