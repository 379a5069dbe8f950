"""Standard populations by age, and the fold from our age bands to theirs."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from wholeplace.core.calendar import AGE_BANDS
from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.intervals import FloatArray, as_floats


@dataclass(frozen=True, slots=True)
class StandardPopulation:
    """A made-up population whose ages every area is weighted to.

    Attributes:
        name: What to call it on a page.
        source: Where it is published.
        bands: Its age bands, youngest first.
        people: People in each band, in the same order.
        made_of: Which of our age bands make up a band of another name.
    """

    name: str
    source: str
    bands: tuple[str, ...]
    people: tuple[int, ...]
    made_of: MappingProxyType[str, tuple[str, ...]]

    @property
    def weights(self) -> FloatArray:
        """The people of each band, as an array to pass as the standard."""
        return np.array(self.people, dtype=np.float64)

    def fold(self, counts: ArrayLike, bands: tuple[str, ...] = AGE_BANDS) -> FloatArray:
        """Add counts by our age bands into the bands of this standard.

        Args:
            counts: Counts whose last axis is age band.
            bands: The labels of that axis, youngest first.

        Returns:
            Counts whose last axis is this standard's bands; NaN where any part is missing.

        Raises:
            StatisticsError: If the axis does not fit its labels, or a label has no place here.

        Under 1 and 1-4 become 0-4:

        >>> print(european_2013.fold(range(20))[:3])
        [1. 2. 3.]
        """
        fine = as_floats(counts)
        if fine.shape[-1:] != (len(bands),):
            raise StatisticsError(
                f"The last axis of the counts does not hold the {len(bands)} age bands.",
                "Put age band last, one place for each label.",
            )
        parts = [self.made_of.get(band, (band,)) for band in self.bands]
        if [part for group in parts for part in group] != list(bands):
            raise StatisticsError(
                f"These age bands do not add up to the bands of the {self.name}.",
                f"Count people by {', '.join(part for group in parts for part in group)}.",
            )
        starts = np.cumsum([0, *(len(group) for group in parts[:-1])])
        return np.asarray(np.add.reduceat(fine, starts, axis=-1))


european_2013 = StandardPopulation(
    name="2013 European Standard Population",
    source=(
        "Eurostat. Revision of the European Standard Population: report of Eurostat's task "
        "force. Luxembourg: Publications Office of the European Union, 2013"
    ),
    bands=("0-4", *AGE_BANDS[2:]),
    people=(
        *(5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000),
        *(7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000),
    ),
    made_of=MappingProxyType({"0-4": ("under 1", "1-4")}),
)
"""Weights of the 2013 European Standard Population, open at 90; they sum to 100,000."""
