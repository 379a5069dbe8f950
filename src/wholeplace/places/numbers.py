"""Looking up released numbers by area, measure, breakdown and category; latest period first."""

from __future__ import annotations

from collections.abc import Iterable

from wholeplace.measures.catalogue import Area, AreaKey, ReleasedValue

ALL = "all"
FIFTHS = ("1", "2", "3", "4", "5")
UNKNOWN = "unknown"

Split = dict[str, ReleasedValue]


class Numbers:
    """Released values of some areas, indexed for the builders of a page.

    Args:
        values: Rows of one basis; where a cell has several periods the latest is kept, except for
            months, which are separate categories already.
    """

    def __init__(self, values: Iterable[ReleasedValue]) -> None:
        self._splits: dict[tuple[AreaKey, str, str], Split] = {}
        for value in values:
            split = self._splits.setdefault((value.area, value.measure, value.breakdown), {})
            held = split.get(value.category)
            if held is None or held.period_end < value.period_end:
                split[value.category] = value

    def overall(self, area: Area, measure: str) -> ReleasedValue | None:
        """The number for everybody in an area, or None where the release has no row for it."""
        return self.split(area, measure, ALL).get(ALL)

    def split(self, area: Area, measure: str, breakdown: str) -> Split:
        """Category → number for one breakdown, in the order of the release; may be empty."""
        return self._splits.get((area.key, measure, breakdown), {})

    def months(self, area: Area, measure: str) -> list[ReleasedValue]:
        """Monthly numbers, oldest first."""
        split = self.split(area, measure, "month")
        return [split[month] for month in sorted(split)]

    def deprivation(self, area: Area, measure: str, editions: Iterable[int]) -> tuple[str, Split]:
        """National deprivation fifths, from the first edition that has numbers.

        Args:
            area: The area.
            measure: The measure.
            editions: Editions of the Index of Multiple Deprivation, the preferred one first.

        Returns:
            The breakdown's name and its categories; the last edition's where none has numbers.
        """
        name, split = "", {}
        for edition in editions:
            name = f"deprivation_{edition}"
            split = self.split(area, measure, name)
            if any(value.shown for value in split.values()):
                break
        return name, split
