"""Change over time of flows counted in separate months: what a control chart says, in words.

Only such flows belong here: numbers of people on a day, rolling years and running totals follow
from one another, and a control chart would see change in them all the time (NHS England, Making
Data Count).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wholeplace.measures.catalogue import ReleasedMeasure, ReleasedValue
from wholeplace.places.wording import category_name, quantity
from wholeplace.statistics import ControlChart, variations, xmr_chart
from wholeplace.statistics.control_charts import RUN, Better, Variation

FEWEST_MONTHS = 12
"""Limits from fewer months than a year would move with every month that is added."""
_LEADS: dict[Variation, str] = {
    "common": "No clear change",
    "improvement": "Getting better",
    "concern": "Getting worse",
    "neutral_high": "Higher than usual",
    "neutral_low": "Lower than usual",
}
_TONES: dict[Variation, str] = {"improvement": "better", "concern": "worse"}
_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True)
class Step:
    """A lasting change that limits could be worked out afresh from, if somebody knows its cause.

    Attributes:
        month: Its first month, as a category of the breakdown.
        before: Mean of the months before it.
        after: Mean of the months from it on.
    """

    month: str
    before: float
    after: float


@dataclass(frozen=True)
class Change:
    """What a series of months says.

    Attributes:
        measure: The measure.
        months: The months, oldest first, none missing.
        chart: Their control chart.
        kinds: What each month says, given which direction is better.
        afresh: The month that limits were worked out afresh from, because somebody asked.
        step: A lasting change that nobody has explained yet, or None.
    """

    measure: ReleasedMeasure
    months: tuple[ReleasedValue, ...]
    chart: ControlChart
    kinds: tuple[Variation, ...]
    afresh: str
    step: Step | None

    @property
    def tone(self) -> str:
        """Better or worse, where the last month says so."""
        return _TONES.get(self.kinds[-1], "")

    @property
    def verdict(self) -> str:
        """The last month's verdict alone, such as "Getting worse"."""
        return _LEADS[self.kinds[-1]]

    @property
    def words(self) -> str:
        """The verdict and what it rests on: "Getting worse: seven months above the mean"."""
        said = self.reason(len(self.months) - 1)
        return f"{self.verdict}: {said}" if said else f"{self.verdict}: the months vary by chance"

    def reason(self, place: int) -> str:
        """The rule that a month meets, in words; "" where it meets none."""
        rule, side = str(self.chart.rule[place]), int(self.chart.side[place])
        beyond, way = ("above", "rising") if side > 0 else ("below", "falling")
        edge = "upper" if side > 0 else "lower"
        if rule == "outside":
            return f"{beyond} the {edge} limit"
        if rule == "two_of_three":
            return f"two of three months near the {edge} limit"
        if rule == "trend":
            return f"{_count(self._length(place, 'trend'))} months {way} in a row"
        if rule == "shift":
            return f"{_count(self._length(place, 'side'))} months {beyond} the mean"
        return ""

    def _length(self, place: int, of: str) -> int:
        """How many months in a row, up to one, keep rising or falling, or to one side."""
        values = np.array([month.value for month in self.months], dtype=float)
        inside = self.chart.segment == self.chart.segment[place]
        if of == "side":
            kept = np.sign(values - self.chart.mean) == self.chart.side[place]
        else:
            step = np.sign(np.diff(values, prepend=values[0]))
            kept = step == self.chart.side[place]
        held = (kept & inside)[: place + 1][::-1]
        length = int(np.argmin(held)) if not held.all() else held.size
        return length + (1 if of == "trend" else 0)


def change_of(
    measure: ReleasedMeasure, months: Sequence[ReleasedValue], afresh: str = ""
) -> Change | None:
    """What the latest unbroken months of a measure say.

    Args:
        measure: The measure.
        months: Its months, oldest first.
        afresh: A month to work limits out afresh from, as its category; ignored where the months
            do not hold it or too few lie on either side.

    Returns:
        The change; None where the measure counts no flow, or fewer than a year of months up to
        the last one are shown.
    """
    unbroken = _unbroken(months)
    if not measure.flow or len(unbroken) < FEWEST_MONTHS:
        return None
    values = np.array([month.value for month in unbroken], dtype=float)
    names = [month.category for month in unbroken]
    at = names.index(afresh) if afresh in names else 0
    fits = RUN <= at <= len(names) - RUN
    chart = xmr_chart(values, rebase_at=[at] if fits else ())
    better: Better = "neither"
    if measure.polarity in ("higher", "lower"):
        better = "higher" if measure.polarity == "higher" else "lower"
    return Change(
        measure,
        tuple(unbroken),
        chart,
        tuple(variations(chart, better)),
        afresh if fits else "",
        None if fits else _step(values, names, chart),
    )


def step_sentence(change: Change) -> str:
    """A lasting change put to the reader as a question; "" where there is none."""
    step = change.step
    if step is None:
        return ""
    before, after = (quantity(v, change.months[0].statistic) for v in (step.before, step.after))
    return (
        f"From {category_name('month', step.month)} the months stand apart from those before: "
        f"{after} on average, against {before}. If something is known to have changed then, the "
        "limits can be worked out afresh from that month."
    )


def _unbroken(months: Sequence[ReleasedValue]) -> list[ReleasedValue]:
    """The months up to the last one, back to the first that is not shown."""
    kept: list[ReleasedValue] = []
    for month in reversed(months):
        if not month.shown:
            break
        kept.append(month)
    return kept[::-1]


def _step(values: np.ndarray, names: list[str], chart: ControlChart) -> Step | None:
    """The month that best parts the series in two, where a run on one side begins at it.

    Proposed only where the months from it on, all but one in ten, stay on that side to the end:
    a run that came and went is no new level.
    """
    found: list[tuple[float, Step]] = []
    above = np.sign(values - chart.mean)
    for place in range(RUN, values.size - RUN + 1):
        side = above[place]
        begins = side != 0 and bool((above[place : place + RUN] == side).all())
        stays = float((above[place:] == side).mean()) >= 0.9
        if begins and stays and above[place - 1] != side:
            before, after = values[:place].mean(), values[place:].mean()
            spread = np.concatenate([values[:place] - before, values[place:] - after])
            found.append((float((spread**2).sum()), Step(names[place], before, after)))
    return min(found, key=lambda one: one[0])[1] if found else None


def _count(number: int) -> str:
    return _COUNTS[number] if number < len(_COUNTS) else str(number)
