"""Worth: how much readers lose with a number, so that those of least worth are withheld first."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from wholeplace.measures.cells import ALL
from wholeplace.measures.disclosure.published import MONTH, Published
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


def worth_of(said: Published) -> NDArray[np.float64]:
    """What readers would lose with each count: every row that shows it, or rests on it.

    Args:
        said: What the release says.

    Returns:
        Worths, of shape (cells, tables); of a count that nobody shows next to nothing, and more of
        a larger area.
    """
    by_cell = np.array(
        [OF_AREA.get(kind, 1) * OF_GROUP.get(breakdown, 1) for kind, _, breakdown, _ in said.cells],
        dtype=np.float64,
    )
    rows = np.zeros(said.lower.shape)
    for table in (said.numerator, said.denominator):
        at = (table >= 0) & said.tells_numerator
        np.add.at(rows, (said.cell[at], table[at]), 1.0)
    return by_cell[:, None] * np.where(said.shown, rows + OF_HIDDEN, OF_HIDDEN)
