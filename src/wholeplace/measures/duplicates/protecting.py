"""Counts of duplicates that sums would tell: providers, and tests, each make up all entries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from wholeplace.measures.disclosure.parted_wholes import Known, known_of, withheld_besides_whole
from wholeplace.measures.disclosure.saying_less import WITHHELD
from wholeplace.statistics import DisclosureProfile

Row = dict[str, Any]
_NOTHING: Mapping[str, Any] = {"numerator": None, "value": None, "status": WITHHELD}


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
        ways = [row["split"] for row in each]
        entries = [known_of(row["denominator"], "suppressed", profile) for row in each]
        for place in np.flatnonzero(withheld_besides_whole(ways, entries, profile)):
            for some in by_measure.values():
                some[place] |= {**_NOTHING, "denominator": None}
    for each in by_measure.values():
        ways = [row["split"] for row in each]
        counted = [_counted(row, profile) for row in each]
        for place in np.flatnonzero(withheld_besides_whole(ways, counted, profile)):
            each[place] |= _NOTHING
    return pa.Table.from_pylist(rows, schema=table.schema)


def _counted(row: Row, profile: DisclosureProfile) -> Known:
    """What is known of a number counted among entries: none, or all of them, or a small one."""
    few = row["denominator"] is None
    known = known_of(row["numerator"], row["status"], profile, 0.0 if few else 1.0)
    if row["status"] not in ("all_or_none", "no_data"):
        return known
    entries = known_of(row["denominator"], "suppressed", profile)
    return known._replace(most=entries.most, hidden=row["status"] == "all_or_none")
