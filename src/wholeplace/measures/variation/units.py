"""Units that are compared: practices, and the neighbourhoods (primary care networks) they form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.measures.cells import Cells
from wholeplace.measures.cubes import denominator_column, numerator_column
from wholeplace.measures.measure import Measure

PRACTICE, NETWORK = "practice", "pcn"
STRATA = ("deprivation_2025", "sex", "age_band")
CASE_MIX = "age, sex and national fifth of deprivation (2025)"
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Units:
    """Units of one kind, each made of whole practices.

    Attributes:
        area_type: ``practice`` or ``pcn``.
        codes: Their codes.
        unit_of: The position of each practice's unit; -1 where it is in none.
    """

    area_type: str
    codes: list[str]
    unit_of: NDArray[np.int64]

    def added(self, by_practice: Array) -> Array:
        """Numbers of practices (the first axis) added up over each unit."""
        total = np.zeros((len(self.codes), *by_practice.shape[1:]))
        inside = self.unit_of >= 0
        np.add.at(total, self.unit_of[inside], by_practice[inside])
        return total


def units_of(cells: Cells, ladder: pa.Table) -> list[Units]:
    """The practices of a cube, and their neighbourhoods, each in order of code.

    Args:
        cells: The registered cube.
        ladder: Its ladder.
    """
    practices, _ = cells.levels[PRACTICE]
    above = dict(zip(ladder[PRACTICE].to_pylist(), ladder[NETWORK].to_pylist(), strict=True))
    own = [above.get(code) for code in practices]
    networks = sorted({code for code in own if code})
    at = {code: place for place, code in enumerate(networks)}
    return [
        Units(PRACTICE, practices, np.arange(len(practices))),
        Units(NETWORK, networks, np.array([at.get(code or "", -1) for code in own], np.int64)),
    ]


def by_stratum(cells: Cells, measures: Sequence[Measure]) -> Array:
    """Sums of measures by practice and stratum of case mix.

    Args:
        cells: The registered cube.
        measures: Some measures.

    Returns:
        An array of measures by practices by strata by (counted, people).
    """
    columns = [
        name(measure) for measure in measures for name in (numerator_column, denominator_column)
    ]
    sums = cells.added(PRACTICE, STRATA, columns)
    laid = sums.reshape(sums.shape[0], -1, len(measures), 2)
    return np.moveaxis(laid, 2, 0)
