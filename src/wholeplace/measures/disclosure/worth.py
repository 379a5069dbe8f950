"""Worth: how much readers lose with a number, so that those of least worth are withheld first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from wholeplace.measures.cells import ALL
from wholeplace.measures.disclosure.published import MONTH, CellKey, Published
from wholeplace.statistics import OF_HIDDEN

OF_AREA: Mapping[str, float] = {
    "icb": 30,
    "upper_tier": 20,
    "place": 20,
    "district": 20,
    "provider": 20,
    "pcn": 5,
}
"""Larger areas are read more: boards and districts first, then networks; 1 for the others."""
OF_GROUP: Mapping[str, float] = {ALL: 10, MONTH: 3}
"""Numbers of everybody are read more than those of a group, which are 1."""


def worth_of(cells: Sequence[CellKey], readers: NDArray[np.float64]) -> NDArray[np.float64]:
    """What readers would lose with each count: more of a larger area, and of everybody.

    Args:
        cells: The cells.
        readers: The rows that show each count or rest on it, of shape (cells, tables); none for
            a count that nobody shows, which is worth next to nothing.

    Returns:
        Worths, of the same shape.
    """
    return worth_of_cells(cells)[:, None] * (readers + OF_HIDDEN)


def worth_of_cells(cells: Sequence[CellKey]) -> NDArray[np.float64]:
    """How much more is read of each cell than of a group of a small area."""
    return np.array(
        [OF_AREA.get(kind, 1) * OF_GROUP.get(breakdown, 1) for kind, _, breakdown, _ in cells],
        dtype=np.float64,
    )


def readers_of(said: Published) -> NDArray[np.float64]:
    """How many rows show each count, or rest on it; none of a count that no row shows."""
    rows = np.zeros(len(said.cell))
    for count in (said.numerator, said.denominator):
        rows += np.bincount(count[(count >= 0) & said.tells_numerator], minlength=len(rows))
    return np.where(said.told, rows, 0.0)
