"""One place being read: its numbers beside the system's, on one basis, ready for each section."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wholeplace.core.errors import RunError
from wholeplace.geography.deprivation import preferred_editions
from wholeplace.measures.catalogue import Area, ReleasedMeasure, ReleasedValue
from wholeplace.measures.release import Release
from wholeplace.places.figures import Cell, Table, number_cell
from wholeplace.places.marks import interval_mark
from wholeplace.places.numbers import Numbers
from wholeplace.places.sentences import compare, judgement
from wholeplace.places.wording import limits, shown, unit_words

TREATED_HERE = "treated_here"


@dataclass(frozen=True)
class Reading:
    """A place, its basis, and the numbers of the place and of the system on that basis."""

    release: Release
    area: Area
    basis: str
    numbers: Numbers

    @property
    def system(self) -> Area:
        """What the place is compared with."""
        return self.release.system

    @property
    def is_system(self) -> bool:
        """Whether the place is the whole system itself."""
        return self.area.key == self.system.key

    @property
    def compared(self) -> bool:
        """Whether the system has numbers on this basis to compare the place with."""
        return not self.is_system and self.basis in self.system.bases

    @property
    def editions(self) -> tuple[int, int]:
        """Deprivation editions, the one nearest the data's period first."""
        return preferred_editions(self.release.manifest.as_at.year)

    @property
    def source(self) -> str:
        """The source line of everything on the page."""
        return f"Wholeplace run {self.release.run_id}"

    def measures(self, *groups: str) -> list[ReleasedMeasure]:
        """Measures of some groups that are worked out on this basis, in catalogue order."""
        return [
            self.as_counted(measure)
            for measure in self.release.measures.values()
            if measure.group in groups and (not measure.basis or self.basis in measure.basis)
        ]

    def as_counted(self, measure: ReleasedMeasure) -> ReleasedMeasure:
        """A measure as it is counted on this basis: care given here is a count, not a rate."""
        if self.basis == TREATED_HERE:
            return replace(measure, statistic="count", per=None, among="")
        return measure

    def here(self, measure: ReleasedMeasure) -> ReleasedValue | None:
        """The place's number for everybody."""
        return self.numbers.overall(self.area, measure.name)

    def there(self, measure: ReleasedMeasure) -> ReleasedValue | None:
        """The system's number for everybody; None where the place is not compared with it."""
        return self.numbers.overall(self.system, measure.name) if self.compared else None

    def judged(self, measure: ReleasedMeasure) -> tuple[str, str]:
        """Comparison with the system in words, and whether it is better or worse."""
        here, there = self.here(measure), self.there(measure)
        found = compare(here, there) if here and there else None
        verdict = judgement(found, measure.polarity)
        words = (found or "").capitalize()
        return (f"{words}, {verdict}" if verdict else words), verdict


def read_place(release: Release, area: Area, basis: str = "") -> Reading:
    """Read a place's numbers.

    Args:
        release: The published release.
        area: The place.
        basis: "registered" or "resident"; by default the place's usual one.

    Raises:
        RunError: If the place has no numbers on that basis.
    """
    chosen = basis or area.bases[0]
    if chosen not in area.bases:
        raise RunError(
            f"{area.name} has no {chosen} numbers.", f"Ask for {' or '.join(area.bases)} ones."
        )
    values = release.values(
        area_types=sorted({area.area_type, release.system.area_type}),
        area_codes=sorted({area.code, release.system.code}),
        basis=chosen,
    )
    return Reading(release, area, chosen, Numbers(values))


def comparison_table(reading: Reading, measures: list[ReleasedMeasure], caption: str) -> Table:
    """Measures as rows: the place, its limits, the system, and a drawing of where it stands."""
    with_limits = any(limits(reading.here(measure)) for measure in measures)
    columns: tuple[str, ...] = ("Measure", reading.area.name)
    columns += ("95% limits",) if with_limits else ()
    if reading.compared:
        columns += ("System", "Against the system", "Comparison")
    rows = []
    for measure in measures:
        here, there = reading.here(measure), reading.there(measure)
        if here is None:
            continue
        row: tuple[Cell, ...] = (
            Cell(named_with_unit(measure), measure=measure.name),
            number_cell(shown(here), measure.name),
        )
        row += (number_cell(limits(here)),) if with_limits else ()
        if reading.compared:
            words, verdict = reading.judged(measure)
            mark = interval_mark(here, there, verdict)
            row += (number_cell(shown(there)), Cell("", mark=mark), Cell(words, tone=verdict))
        rows.append(row)
    return Table(caption, columns, tuple(rows))


def named_with_unit(measure: ReleasedMeasure) -> str:
    """A measure's title, with its unit where that is not a percentage."""
    if measure.statistic == "proportion":
        return measure.title
    return f"{measure.title} ({unit_words(measure).replace(' people', '')})"
