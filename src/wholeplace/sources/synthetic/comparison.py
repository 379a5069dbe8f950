"""One target beside what was achieved, and the truth person table read for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.sources.synthetic import targets

TOLERANCE = 0.05
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Line:
    """One target.

    Attributes:
        topic: Heading it stands under.
        what: The figure in words, with its basis.
        source: Where it is published.
        low, high: The target; equal unless a range is published.
        achieved: What the population has.
        spread: One standard error of chance at this size, in the unit of the target.
        unit: ``%``, ``people``, ``a year``, ``per 100,000`` or ``years``.
        tolerance: Relative tolerance.
    """

    topic: str
    what: str
    source: str
    low: float
    high: float
    achieved: float
    spread: float
    unit: str
    tolerance: float = TOLERANCE

    @property
    def verdict(self) -> str:
        """``met``, ``met within chance`` (two standard errors wide of tolerance) or ``missed``."""
        low, high = self.low * (1 - self.tolerance), self.high * (1 + self.tolerance)
        if low <= self.achieved <= high:
            return "met"
        if low - 2 * self.spread <= self.achieved <= high + 2 * self.spread:
            return "met within chance"
        return "missed"


class Truth:
    """Columns of the truth person table as arrays.

    Args:
        table: The truth person table.
        district_names: Name of each district code.
    """

    def __init__(self, table: pa.Table, district_names: dict[str, str]) -> None:
        self.table = table
        self.registered = self.column("registered")
        self.age = self.column("age")
        self.north = self.text("place") == "north"
        self.south = self.text("place") == "south"
        codes = self.text("district")
        keys = {code: targets.district_key(name) for code, name in district_names.items()}
        self.district = np.array([keys.get(code, "") for code in np.unique(codes)])[
            np.unique(codes, return_inverse=True)[1]
        ]
        self.people = int(self.registered.sum())
        self.scale = self.people / targets.REGISTERED

    def column(self, name: str) -> NDArray:
        """A column without empty cells."""
        return self.table[name].combine_chunks().to_numpy(zero_copy_only=False)

    def text(self, name: str) -> NDArray[np.str_]:
        """A column of text, empty cells as no text."""
        return np.array(self.table[name].fill_null("").to_pylist())

    def has(self, name: str) -> Mask:
        """Who has a condition; for obesity, a reading of 30 or more in the last year."""
        if name == "obesity":
            day = self.table["bmi_date"].cast(pa.int32()).fill_null(0).to_numpy()
            last = int(day.max())
            return (self.table["bmi"].fill_null(0).to_numpy() >= 30) & (day > last - 365)
        return self.table[name].is_valid().to_numpy()


def share(
    topic: str, what: str, source: str, low: float, among: Mask, having: Mask, high: float = 0.0
) -> Line:
    """A share of people against its target.

    Args:
        topic, what, source: Words of the line.
        low: Target, 0 to 1.
        among: Who is counted.
        having: Who has it.
        high: Upper end of the target where it is a range.
    """
    size = max(int(among.sum()), 1)
    share = (among & having).sum() / size
    error = float(np.sqrt(max(share * (1 - share), 1e-9) / size))
    return Line(topic, what, source, 100 * low, 100 * (high or low), 100 * share, 100 * error, "%")


def count(
    truth: Truth, topic: str, what: str, source: str, target: float, achieved: float, unit: str
) -> Line:
    """A number of people or events against its target, scaled to the population's size.

    Args:
        truth: The population.
        topic, what, source: Words of the line.
        target: The published number.
        achieved: The number found.
        unit: Its unit.
    """
    scaled = target * truth.scale
    return Line(topic, what, source, scaled, scaled, achieved, float(np.sqrt(achieved)), unit)


def life_expectancy(deaths: NDArray[np.int64], years: NDArray[np.floating]) -> float:
    """Life expectancy at birth from an abridged life table in fives (Chiang 1968)."""
    died = deaths.reshape(-1, 5).sum(axis=1)
    lived = np.maximum(years.reshape(-1, 5).sum(axis=1), 1.0)
    rate = died / lived
    chance = np.minimum(5 * rate / (1 + 2.5 * rate), 1.0)
    alive = np.concatenate([[1.0], np.cumprod(1 - chance)])
    closed = (5 * alive[:-2] * (1 - chance[:-1] / 2)).sum()
    return float(closed + alive[-2] / max(rate[-1], 1e-6))
