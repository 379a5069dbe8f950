"""The page of life expectancy of one place, put together."""

from __future__ import annotations

from dataclasses import dataclass

from wholeplace.measures.catalogue import Area
from wholeplace.measures.homes import RESIDENT_LEVELS as DIVIDED
from wholeplace.measures.mortality.gaps import AGAINST_SYSTEM, BETWEEN_FIFTHS
from wholeplace.measures.release import Release
from wholeplace.places.figures import Section
from wholeplace.places.life_expectancy import sections, words
from wholeplace.places.life_expectancy.made_of import made_of
from wholeplace.places.life_expectancy.published import published_section
from wholeplace.places.life_expectancy.reading import PERSONS, SEXES, LifeReading
from wholeplace.places.life_expectancy.without import years_without_conditions
from wholeplace.places.sentences import frequency

METHOD = (
    "Life tables for the pooled years, with age bands to 90 and over (Chiang's method; Silcocks' "
    "variance of the last band). People at risk are those living in each place in the middle of "
    "each year, those who have since left or died included; a death belongs to the year it was "
    "registered in. Nothing is given for fewer than 5,000 years of life, or where nobody died at "
    "90 or over.",
    "A life expectancy says how long people would live if death rates at every age stayed as they "
    "were in these years. It is not a forecast of anybody's life.",
)


@dataclass(frozen=True)
class LifeView:
    """What the page shows.

    Attributes:
        sentences: The finding first.
        sections: The parts of the page.
        notes: How it is worked out and what cannot be.
        not_in_it: Who is not in the figures.
        why_not: Why there is no figure at all; empty where there are some.
    """

    sentences: tuple[str, ...]
    sections: tuple[Section, ...]
    notes: tuple[str, ...]
    not_in_it: str
    why_not: str = ""


def build_life_view(release: Release, area: Area) -> LifeView:
    """Everything the page of a place says.

    Args:
        release: The published release.
        area: A place that people live in.
    """
    reading = LifeReading(release, area)
    why_not = str(reading.about.get("why_not") or "")
    lives = {sex: reading.expectancy(sex) for sex in (*SEXES, PERSONS)}
    if why_not or lives[PERSONS] is None:
        reason = why_not or "no life expectancy is worked out for areas of this kind"
        return LifeView((), (), METHOD, _not_in_it(reading), reason)
    sentences = [words.length_sentence(area.name, lives)]
    if not reading.is_system:
        against = words.gap_sentence(
            {sex: reading.gap(AGAINST_SYSTEM, sex) for sex in (*SEXES, PERSONS)},
            "here",
            "in the system as a whole",
            similar="{people} here live about as long as in the system as a whole.",
        )
        sentences += [against] if against else []
    fifths = sections.by_fifth(reading)
    if fifths is not None and reading.is_system:
        sentences.append(fifths.sentences[0].text)
    shown = (
        fifths,
        made_of(reading, BETWEEN_FIFTHS),
        None if reading.is_system else made_of(reading, AGAINST_SYSTEM),
        sections.places(reading),
        years_without_conditions(reading),
        sections.early(reading),
        published_section(release) if area.area_type in DIVIDED else None,
    )
    kept = tuple(section for section in shown if section is not None)
    return LifeView(tuple(sentences), kept, METHOD, _not_in_it(reading))


def _not_in_it(reading: LifeReading) -> str:
    said = "People registered here who live elsewhere, and deaths not yet registered."
    share = reading.about.get("unlinked_share")
    if share:
        said += (
            f" Besides, {frequency(share, 100)} registered deaths could not be linked to a person "
            "by a verified NHS number, so their age and sex are not known: lives look a little "
            "longer here than they are."
        )
    return said
