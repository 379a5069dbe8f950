"""The profile of a place: three sentences, then who lives there, how well, and with what care."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wholeplace.measures.catalogue import Area, ReleasedMeasure
from wholeplace.measures.release import Release
from wholeplace.places import care, how_well, left_behind, who_lives_here
from wholeplace.places.figures import Headline, Section
from wholeplace.places.reading import TREATED_HERE, Reading, read_place
from wholeplace.places.sentences import compare, headline, population_sentence
from wholeplace.places.wording import population

_HEADLINE_GROUPS = ("conditions", "outcomes", "prevention", "use")
_MOST_HEADLINES = 3


@dataclass(frozen=True)
class Profile:
    """Everything the page of a place says, in its order.

    ``ancestors`` run from the whole system down to the place's parent.
    """

    area: Area
    basis: str
    ancestors: tuple[Area, ...]
    below: tuple[tuple[str, tuple[Area, ...]], ...]
    headlines: tuple[Headline, ...]
    sections: tuple[Section, ...]


def build_profile(release: Release, area: Area, basis: str = "") -> Profile:
    """Build the profile of a place.

    Args:
        release: The published release.
        area: The place.
        basis: "registered" or "resident"; by default the place's usual one.

    Raises:
        RunError: If the place has no numbers on that basis.
    """
    reading = read_place(release, area, basis)
    return Profile(
        area=area,
        basis=reading.basis,
        ancestors=ancestors(release, area),
        below=_below(release, area),
        headlines=tuple(_headlines(reading)),
        sections=tuple(builder(reading) for builder in _builders(reading)),
    )


def _builders(reading: Reading) -> tuple[Callable[[Reading], Section], ...]:
    """What is said of people, and of care; of a hospital only of care."""
    if reading.basis == TREATED_HERE:
        return (care.section,)
    return (who_lives_here.section, how_well.section, left_behind.section, care.section)


def ancestors(release: Release, area: Area) -> tuple[Area, ...]:
    """The areas above a place in its own hierarchy, widest first."""
    found: list[Area] = []
    above = release.parent(area)
    while above is not None and above not in found:
        found.insert(0, above)
        above = release.parent(above)
    return tuple(found)


def _below(release: Release, area: Area) -> tuple[tuple[str, tuple[Area, ...]], ...]:
    kinds = ("place", "upper_tier", "district", "pcn", "practice", "ward", "msoa", "provider")
    lists = [(kind, tuple(_direct(release, area, kind))) for kind in kinds]
    return tuple((kind, areas) for kind, areas in lists if areas)


def _direct(release: Release, area: Area, kind: str) -> Sequence[Area]:
    return [child for child in release.children(area, kind) if release.parent(child) == area]


def _headlines(reading: Reading) -> list[Headline]:
    said = []
    if reading.basis != TREATED_HERE:
        people = population(reading.area, reading.basis)
        said.append(Headline(population_sentence(reading.area, reading.basis, people)))
    for measure in _most_different(reading)[: _MOST_HEADLINES - len(said)]:
        words = headline(
            measure, reading.area, reading.here(measure), reading.system, reading.there(measure)
        )
        said.append(Headline(words, measure.name))
    return said


def _most_different(reading: Reading) -> list[ReleasedMeasure]:
    """Measures that stand out from the system, those of most people first, each group in turn.

    A gap is weighed by the people it amounts to here, since the widest ratio is often of something
    rare. Where nothing stands out, and for the system itself, the most common things come first;
    rates and means, which do not count people, come last.
    """
    ranked: list[tuple[bool, float, ReleasedMeasure]] = []
    for measure in reading.measures(*_HEADLINE_GROUPS):
        here, there = reading.here(measure), reading.there(measure)
        if here is None or not here.shown or not here.value:
            continue
        stands_out = compare(here, there) in ("higher", "lower") if there else False
        against = there.value if there and there.value and stands_out else 0.0
        among = here.denominator if here.statistic == "proportion" else None
        ranked.append((stands_out, abs(here.value - against) * (among or 0), measure))
    ranked.sort(key=lambda entry: (not entry[0], -entry[1]))
    in_order = [measure for _, _, measure in ranked]
    first_of_group = {measure.group: measure for measure in reversed(in_order)}
    leading = [measure for measure in in_order if first_of_group[measure.group] is measure]
    return leading + [measure for measure in in_order if measure not in leading]
