"""What a release holds of Core20PLUS5 for one place: the framework, and each group's numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from wholeplace.measures.catalogue import ReleasedMeasure, ReleasedValue
from wholeplace.measures.plus_groups.framework import (
    ANY_PLUS,
    EITHER,
    Framework,
    PlusGroup,
    framework_from,
)
from wholeplace.measures.release import Release
from wholeplace.places.numbers import Split
from wholeplace.places.reading import Reading

FRAMEWORK = "core20plus5"
BREAKDOWN = "plus_group"
YEARS = "plus_group_years"


@dataclass(frozen=True)
class Pair:
    """A group's number beside that of everybody else; either may be missing."""

    group: PlusGroup
    inside: ReleasedValue | None
    outside: ReleasedValue | None
    not_known: ReleasedValue | None


@dataclass(frozen=True)
class GroupReading:
    """A place's numbers for every group.

    Attributes:
        reading: The place on its basis.
        framework: The groups, the clinical areas, and what is not recorded.
    """

    reading: Reading
    framework: Framework

    def split(self, measure: str, *, of_system: bool = False) -> Split:
        """Category → number for one measure."""
        area = self.reading.system if of_system else self.reading.area
        return self.reading.numbers.split(area, measure, BREAKDOWN)

    def pair(self, measure: str, group: PlusGroup) -> Pair:
        """One group beside everybody outside it."""
        split = self.split(measure)
        names = (group.name, group.not_in_it, group.not_known)
        return Pair(group, *(split.get(name) for name in names))

    def pairs(self, measure: str) -> list[Pair]:
        """Every group beside everybody outside it, those nobody is recorded in left out."""
        return [self.pair(measure, group) for group in self.groups]

    def everyone_else(self, measure: str) -> ReleasedValue | None:
        """The number of people known to be in neither Core20 nor any PLUS group."""
        return self.split(measure).get(f"not_{EITHER}")

    @property
    def core20(self) -> PlusGroup:
        """The most deprived national fifth."""
        return next(group for group in self.framework.groups if group.part == "core20")

    @property
    def any_plus(self) -> PlusGroup:
        """Everybody in at least one PLUS group."""
        return next(group for group in self.framework.groups if group.name == ANY_PLUS)

    @cached_property
    def groups(self) -> tuple[PlusGroup, ...]:
        """Groups that somebody of the system is recorded in."""
        found = self.split(self.people, of_system=True)
        return tuple(
            group
            for group in self.framework.groups
            if group.name not in found or found[group.name].value != 0
        )

    @cached_property
    def earlier(self) -> tuple[ReleasedValue, ...]:
        """The place's numbers on the same day of earlier years, where the run has them."""
        area = self.reading.area
        rows = self.reading.release.select(
            YEARS, area_type=area.area_type, area_code=area.code, basis=self.reading.basis
        )
        return tuple(ReleasedValue(**row) for row in rows)

    @property
    def silent(self) -> tuple[PlusGroup, ...]:
        """Groups that nobody of the system is recorded in: not measurable, which is not none."""
        return tuple(group for group in self.framework.groups if group not in self.groups)

    @cached_property
    def people(self) -> str:
        """The measure that counts everybody."""
        counts = [m for m in self.reading.measures("population") if m.statistic == "count"]
        return counts[0].name if counts else ""

    @property
    def has_numbers(self) -> bool:
        """Whether the place is of a kind that groups are counted for."""
        return bool(self.split(self.people))

    def measure(self, name: str) -> ReleasedMeasure | None:
        """A measure, where it is worked out on this basis."""
        found = self.reading.release.measures.get(name)
        if found is None or (found.basis and self.reading.basis not in found.basis):
            return None
        return found


def released_framework(release: Release) -> Framework | None:
    """The framework that a release was counted by; None where it was made without one."""
    entry = release.document(FRAMEWORK)
    return framework_from(entry, "The release") if entry else None
