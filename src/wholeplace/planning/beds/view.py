"""The page of bed days of one place: nights, what changed, long stays, beds in use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wholeplace.geography.deprivation import preferred_editions
from wholeplace.measures.bed_days.writing import BED_DAYS
from wholeplace.measures.broad_cells import LEVELS
from wholeplace.measures.catalogue import Area, ReleasedValue
from wholeplace.measures.release import Release
from wholeplace.places.figures import Figure, Headline, Section
from wholeplace.places.sentences import apart as apart_by_limits
from wholeplace.places.wording import area_kind
from wholeplace.planning.beds import figures, words
from wholeplace.planning.beds.reading import (
    AGES,
    BedDayNumbers,
    apart,
    ends_supposed,
    occupied,
    published_occupancy,
)

BELOW = {
    "resident": ("district", "upper_tier"),
    "registered": ("pcn", "place"),
}
"""Basis → the kinds of area a larger one is divided into, the smaller first."""
WHOLE = "All together"
NO_YEARS = (
    "Earlier years are not shown: the data do not reach back to them, the run was asked for none, "
    "or too few people were in hospital in them."
)


@dataclass(frozen=True)
class BedsView:
    """The page.

    Attributes:
        area: The place.
        basis: Whose nights are counted.
        lede: Nights of both ages against the system, and how they changed.
        sections: What can be shown, in order.
        apart: Nights that are in no area's number, in lines.
        landed: Whether the release has bed days at all.
    """

    area: Area
    basis: str
    lede: tuple[str, ...]
    sections: tuple[Section, ...]
    apart: tuple[str, ...]
    landed: bool


def build_beds_view(release: Release, area: Area, basis: str) -> BedsView:
    """Build the page of one place.

    Args:
        release: The release.
        area: The place.
        basis: "registered" or "resident".
    """
    reader = _Reader(release, area, basis)
    divided = area.area_type in LEVELS and bool(reader.here)
    sections = [*reader.ages(), reader.long()] if divided else []
    in_use = reader.in_use()
    lines = list(words.apart_words(apart(release)))
    supposed = ends_supposed(release)
    if supposed != 0:
        number = "A few" if supposed is None else f"{supposed:,}"
        lines.append(f"{number} stays came without an end, and were ended by the rule below")
    return BedsView(
        area,
        basis,
        tuple(reader.lede()) if divided else (),
        tuple([*sections, in_use] if in_use else sections),
        tuple(lines),
        bool(release.columns(BED_DAYS)),
    )


class _Reader:
    """Builds the sections of one place, beside the system's numbers."""

    def __init__(self, release: Release, area: Area, basis: str) -> None:
        self._release, self._area, self._basis = release, area, basis
        self._system = release.system
        self.here = BedDayNumbers(release, area, basis)
        own = area.key == release.system.key
        self._there = None if own else BedDayNumbers(release, release.system, basis)
        self._source = f"Wholeplace run {release.run_id}"

    def lede(self) -> Iterator[str]:
        """Nights of both ages, then what changed for the wider one."""
        for ages in AGES:
            yield self._nights(ages)
            if ages == AGES[0]:
                said = words.change_sentence(self.here, ages)
                if said:
                    yield said

    def ages(self) -> Iterator[Section]:
        """A section for each age, where anything is shown of it."""
        for ages in AGES:
            rate = self.here.latest(ages, "days")
            if rate is not None and rate.shown:
                yield self._of(ages)

    def long(self) -> Section:
        """Long stays of both ages."""
        sentences = [words.long_sentence(self.here, ages) for ages in AGES]
        sentences += [words.last_night_sentence(self.here, AGES[0])]
        return Section(
            "long-stays",
            "Long stays",
            tuple(Headline(text) for text in sentences if text),
            tables=(figures.long_table(self.here),),
            notes=(
                "A stay is long from the night that makes it so; nights before the year count.",
            ),
        )

    def in_use(self) -> Section | None:
        """Beds in use by hospital: as counted here, and apart from it as published."""
        names = {
            area.code: area.name
            for area in self._release.areas.values()
            if area.area_type == "provider"
        }
        made = (
            figures.occupied_figure(occupied(self._release), names, self._source),
            figures.published_figure(published_occupancy(self._release)),
        )
        kept = tuple(figure for figure in made if figure is not None)
        if not kept:
            return None
        return Section(
            "occupied",
            "Beds in use",
            (Headline("What hospitals send and what they report are two counts, shown apart."),),
            kept,
            notes=(
                "People in bed at midnight are counted as the national count of occupied beds "
                "does; how many beds are open is not in the data that hospitals send.",
            ),
        )

    def _of(self, ages: str) -> Section:
        sentences = [words.stays_sentence(self.here, ages)]
        if ages != AGES[0]:  # the change of the wider ages is said at the top, beside its rate
            sentences = [self._nights(ages), words.change_sentence(self.here, ages), *sentences]
        drawn: list[Figure | None] = [
            figures.years_figure(self.here, ages, _years_title(self.here, ages), self._source),
            self._areas(ages),
            figures.change_figure(self.here, ages, _change_title(self.here, ages), self._source),
        ]
        tables = [
            figures.group_table(self.here, ages, breakdown, f"{caption}, people {words.OLD[ages]}")
            for breakdown, caption in (
                (self._deprivation(ages), "By national fifth of deprivation"),
                ("sex", "By sex"),
            )
        ]
        alone = len([value for value in self.here.years(ages, "days") if value.shown]) < 2
        return Section(
            f"ages-{ages.rstrip('+')}",
            f"People {words.OLD[ages]}",
            tuple(Headline(text) for text in sentences if text),
            tuple(figure for figure in drawn if figure is not None),
            tuple(table for table in tables if table is not None),
            notes=(NO_YEARS,) if alone else (),
        )

    def _nights(self, ages: str) -> str:
        there = self._there.latest(ages, "days") if self._there else None
        here = self.here.latest(ages, "days")
        return words.nights_sentence(ages, here, self._area, self._system, there)

    def _deprivation(self, ages: str) -> str:
        """The breakdown by deprivation that the run has."""
        for edition in preferred_editions(self._release.manifest.as_at.year):
            name = f"deprivation_{edition}"
            if self.here.split(ages, "days", name):
                return name
        return "deprivation_2025"

    def _areas(self, ages: str) -> Figure | None:
        for kind in BELOW[self._basis]:
            inside = self._release.children(self._area, kind)
            values: list[tuple[Area, ReleasedValue]] = []
            for area in inside:
                found = BedDayNumbers(self._release, area, self._basis).latest(ages, "days")
                if found is not None:
                    values.append((area, found))
            own = self.here.latest(ages, "days")
            line = (WHOLE, own.value) if own and own.value is not None else None
            title = words.areas_title(values, own, area_kind(kind).lower())
            drawn = figures.areas_figure(values, line, ages, title, self._source)
            if drawn is not None:
                return drawn
        return None


def _years_title(numbers: BedDayNumbers, ages: str) -> str:
    """Whether the first and the latest year differ, by their limits."""
    years = [value for value in numbers.years(ages, "days") if value.shown]
    if len(years) < 2:
        return ""
    first, last = years[0], years[-1]
    if not apart_by_limits(last, first):
        return "About as many nights in hospital as in the first year shown"
    more = (last.value or 0) > (first.value or 0)
    return f"{'More' if more else 'Fewer'} nights in hospital than in the first year shown"


def _change_title(numbers: BedDayNumbers, ages: str) -> str:
    change = numbers.latest(ages, "change")
    if change is None or change.lower is None or change.upper is None:
        return "What the change is made of"
    if change.lower <= 0 <= change.upper:
        return "The change from the year before could be chance"
    return "What the change from the year before is made of"
