"""The reference package's lists, scalar cases and rows, and what is right where it is not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np

from tests.golden.reading import Rows, rows_of
from wholeplace.statistics.waiting_list_sizes import ListStatistics, waiting_list_statistics
from wholeplace.statistics.waiting_lists import DatedList, dated_list
from wholeplace.statistics.waiting_theory import (
    queue_load,
    relief_capacity,
    target_capacity,
    target_mean_wait,
    target_queue_size,
    waiting_list_pressure,
)

SCALARS = {
    "calc_queue_load": queue_load,
    "calc_target_mean_wait": target_mean_wait,
    "calc_target_queue_size": target_queue_size,
    "calc_target_capacity": target_capacity,
    "calc_relief_capacity": relief_capacity,
    "calc_waiting_list_pressure": waiting_list_pressure,
}
OUR_NAMES = {"target_queue_size": "target_size"}
RAISED = "calc_relief_capacity"
RAISED_WRONGLY = {"30;400;0.5": 62.732794, "3;400;1.2": 34.562937, "30;100;1": 68.653846}
"""Relief capacity for an estimated demand, right, by ``demand;num_referrals;cv_demand``.

The reference takes two errors of cv ÷ √n **times the demand** from 1, so its answer depends on
whether people are counted by the week or by the day: at 30 a week it raises nothing at all.
"""


class Case(NamedTuple):
    """A list and its window, and what is right where the reference is not."""

    name: str
    start: str
    capacity: float
    cv_removal: float
    queue: int
    faults: tuple[str, ...]


BEFORE, AFTER, EMPTIED = "removed before", "removed after", "emptied"
"""Why a row is wrong:

- *removed before*: people removed before the window stay in its queue for ever, and the first of
  them is removed a negative time after the window's first day;
- *removed after*: removals after the window count as made in it;
- *emptied*: on a day that ends with nobody waiting the empty list comes before that day's
  removals, so the removal that empties the list takes no time at all.
"""
CASES = (
    Case("1", "", 10.932584, 0.752242, 5, ()),
    Case("1", "2024-02-01", 11.103448, 0.769837, 5, (BEFORE,)),
    Case("2", "", 17.558659, 1.229531, 56, ()),
    Case("2", "2024-02-01", 17.736486, 1.240115, 56, (BEFORE,)),
    Case("3", "", 14.172603, 1.465626, 2, (AFTER, EMPTIED)),
    Case("3", "2024-02-01", 14.712575, 1.108785, 2, (BEFORE, AFTER, EMPTIED)),
    Case("4", "", 25.0, 1.604184, 289, ()),
    Case("4", "2024-02-01", 25.078078, 1.607716, 289, (BEFORE,)),
    Case("5", "", 7.48, 0.43727, 2, (EMPTIED,)),
    Case("5", "2024-02-01", 7.632399, 0.423284, 2, (BEFORE, EMPTIED)),
    Case("6", "", 3.764706, 1.939989, 133, (AFTER,)),
    Case("6", "2024-02-01", 5.011364, 0.353064, 133, (BEFORE, AFTER)),
    Case("7", "", 25.311385, 1.620749, 16, (EMPTIED,)),
    Case("7", "2024-02-01", 25.442693, 1.626692, 16, (BEFORE, EMPTIED)),
    Case("8", "", 18.161644, 1.376615, 22, (AFTER,)),
    Case("8", "2024-02-01", 18.568862, 1.286298, 22, (BEFORE, AFTER)),
)


class Given(NamedTuple):
    """What the golden files hold."""

    lists: dict[str, list[tuple[date, date | None]]]
    queues: dict[str, list[int]]
    rows: Rows
    scalars: Rows


def read_given(reference: Path) -> Given:
    """Read the golden files of a reference folder."""
    folder = reference / "golden" / "nhsrwaitinglist"
    lists: dict[str, list[tuple[date, date | None]]] = {}
    for row in rows_of(folder / "lists.csv"):
        removed = None if row["Removal"] in ("", "NA") else date.fromisoformat(row["Removal"])
        lists.setdefault(row["id"], []).append((date.fromisoformat(row["Referral"]), removed))
    queues: dict[str, list[int]] = {}
    for row in rows_of(folder / "queue_size_expected.csv"):
        queues.setdefault(row["id"], []).append(int(row["queue_size"]))
    return Given(
        lists,
        queues,
        rows_of(folder / "wl_stats_expected.csv"),
        rows_of(folder / "scalar_cases.csv"),
    )


def three_targets(given: Given, case: Case) -> Iterator[tuple[dict[str, str], ListStatistics]]:
    """Each row of a case, beside what we say."""
    rows = [
        row
        for row in given.rows
        if row["id"].strip() == case.name and row["start"].strip() == case.start
    ]
    assert len(rows) == 3
    for row in rows:
        listed = dated(given, case.name, row["start"], row["end"])
        yield row, waiting_list_statistics(listed, float(row["target_wait"]))


def dated(given: Given, name: str, start: str, end: str) -> DatedList:
    """A list seen through a window; "" for the first or the last referral."""
    referred, removed = zip(*given.lists[name], strict=True)
    return dated_list(
        np.array(referred, "datetime64[D]"),
        np.array(removed, "datetime64[D]"),
        date.fromisoformat(start) if start else None,
        date.fromisoformat(end) if end else None,
    )
