"""Reading golden files, and asking for agreement with what they hold."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from wholeplace.statistics import Interval

PRINTED = 1e-9
"""Golden numbers are printed to 15 figures; agreement is asked to 1 part in a thousand million."""
LEVELS = {0.95: ("lower95_0cl", "upper95_0cl"), 0.998: ("lower99_8cl", "upper99_8cl")}

Rows = list[dict[str, str]]
Golden = Callable[[str], Rows]


def rows_of(path: Path) -> Rows:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def column(rows: Rows, name: str) -> NDArray[np.float64]:
    """A column as numbers; blanks and NA are NaN."""
    return np.array([float(r[name]) if r[name] not in ("", "NA") else np.nan for r in rows])


def grouped(rows: Rows, *names: str) -> dict[tuple[str, ...], Rows]:
    """Rows by the values of some columns."""
    found: dict[tuple[str, ...], Rows] = defaultdict(list)
    for row in rows:
        found[tuple(row[name] for name in names)].append(row)
    return found


def assert_same(got: Interval, rows: Rows, value: str, limits: tuple[str, str]) -> None:
    """The estimate and its limits agree with three columns."""
    for found, wanted in zip(got, (value, *limits), strict=True):
        assert_allclose(found, column(rows, wanted), rtol=PRINTED, err_msg=wanted)
