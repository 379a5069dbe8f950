"""The widest gaps of a place: its measures in the order of how far apart two groups surely are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from wholeplace.measures.catalogue import ReleasedMeasure, ReleasedValue
from wholeplace.measures.released_gaps import ReleasedGap, gaps_of
from wholeplace.places.group_words import (
    OFFERED,
    OVERLAPPING,
    Framework,
    group_title,
    group_words,
    overlapping_groups,
)
from wholeplace.places.reading import Reading
from wholeplace.places.sentences import Gap, judgement

GROUPS = ("conditions", "prevention", "use", "outcomes")
"""Groups of measures in which a gap between people is of interest."""


@dataclass(frozen=True)
class Compared:
    """Two groups of a place compared on one measure.

    Attributes:
        measure: The measure.
        row: The gap as released.
        group: The group's own number.
        reference: The number of the group it is compared with.
        titles: What the group and the reference are called.
        words: The same as they read after a number.
    """

    measure: ReleasedMeasure
    row: ReleasedGap
    group: ReleasedValue
    reference: ReleasedValue
    titles: tuple[str, str]
    words: tuple[str, str]

    @property
    def gap(self) -> Gap:
        """The two groups as a sentence is made of them."""
        return Gap(self.words[0], self.group, self.words[1], self.reference)

    @property
    def judged(self) -> str:
        """Whether the group fares "better" or "worse" than the reference; "" where neither."""
        if not self.row.apart or self.row.difference is None:
            return ""
        higher = self.row.difference > 0
        return judgement("higher" if higher else "lower", self.measure.polarity)


@dataclass(frozen=True)
class Gaps:
    """Every gap of a place, by breakdown."""

    reading: Reading
    rows: tuple[ReleasedGap, ...]

    @cached_property
    def breakdowns(self) -> tuple[str, ...]:
        """Breakdowns by which anything can be compared here, in the order they are offered."""
        held = {row.breakdown for row in self.rows if row.shown}
        return tuple(name for name in OFFERED if name in held)

    def of_measure(self, name: str) -> list[Compared]:
        """Gaps of one measure that are shown, by every breakdown."""
        return [
            one
            for breakdown in self.breakdowns
            for one in self.by(breakdown, [self.reading.release.measures[name]])
        ]

    def by(self, breakdown: str, measures: Iterable[ReleasedMeasure]) -> list[Compared]:
        """Gaps of some measures that are shown, the widest first.

        Args:
            breakdown: What people are divided by.
            measures: The measures.
        """
        wanted = {measure.name: self.reading.as_counted(measure) for measure in measures}
        found = [
            self._compared(wanted[row.measure], row)
            for row in self.rows
            if row.breakdown == breakdown
            and row.measure in wanted
            and self._held(row)
            and not _of_itself(row)
        ]
        return sorted(found, key=lambda one: (-one.row.sure_ratio, one.measure.title))

    def line(self, name: str) -> ReleasedGap | None:
        """The row that holds a measure's slope over the place's own tenths, if there is one."""
        rows = (row for row in self.rows if row.breakdown == "deprivation_tenth_2025")
        return next((row for row in rows if row.measure == name), None)

    def hidden(self, breakdown: str, measures: Iterable[ReleasedMeasure]) -> list[ReleasedMeasure]:
        """Measures that are not compared here because a group cannot be shown."""
        rows = [row for row in self.rows if row.breakdown == breakdown]
        seen = {row.measure for row in rows if row.shown}
        unseen = {row.measure for row in rows} - seen
        return [measure for measure in measures if measure.name in unseen]

    def _held(self, row: ReleasedGap) -> bool:
        """Whether the numbers of both groups are in the release too."""
        split = self.reading.numbers.split(self.reading.area, row.measure, row.breakdown)
        return row.shown and {row.group, row.reference} <= split.keys()

    def _compared(self, measure: ReleasedMeasure, row: ReleasedGap) -> Compared:
        split = self.reading.numbers.split(self.reading.area, measure.name, row.breakdown)
        group, reference = row.group or "", row.reference or ""
        titles, words = (
            tuple(say(row.breakdown, name, self._framework) for name in (group, reference))
            for say in (group_title, group_words)
        )
        return Compared(
            measure,
            row,
            split[group],
            split[reference],
            (titles[0], titles[1]),
            (words[0], words[1]),
        )

    @cached_property
    def _framework(self) -> Framework:
        return overlapping_groups(self.reading.release)


def _of_itself(row: ReleasedGap) -> bool:
    """Whether a PLUS group is made of what is measured: autism among people with autism."""
    return row.breakdown == OVERLAPPING and 0 in (row.group_value, row.reference_value)


def read_gaps(reading: Reading, measure: str = "") -> Gaps:
    """Read every gap of a place, or those of one measure."""
    return Gaps(reading, tuple(gaps_of(reading.release, reading.area, reading.basis, measure)))


def usual_breakdown(gaps: Gaps) -> str:
    """The breakdown shown where none is asked for: deprivation if it can be, or else the first."""
    return by_deprivation(gaps) or next(iter(gaps.breakdowns), "")


def by_deprivation(gaps: Gaps) -> str:
    """National fifths of the edition nearest the period of the data that has them; "" for none."""
    editions = (f"deprivation_{edition}" for edition in gaps.reading.editions)
    return next((name for name in editions if name in gaps.breakdowns), "")


def telling_measures(reading: Reading) -> list[ReleasedMeasure]:
    """Measures whose gaps are of interest: of health and care, with a good direction.

    Conditions are among them though having one recorded is neither good nor bad.
    """
    return [
        measure
        for measure in reading.measures(*GROUPS)
        if measure.polarity != "none" or measure.group == "conditions"
    ]
