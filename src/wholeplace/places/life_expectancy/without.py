"""The section on years of life without long-term conditions on record."""

from __future__ import annotations

from wholeplace.measures.mortality.healthy import WITHOUT
from wholeplace.places.figures import Cell, Headline, Section, Table, number_cell
from wholeplace.places.life_expectancy import words
from wholeplace.places.life_expectancy.pictures import NAMES
from wholeplace.places.life_expectancy.reading import ALL, FIFTHS, SEXES, Estimate, LifeReading
from wholeplace.places.wording import category_name

ANY, SEVERAL = WITHOUT
_GROUPS = (ALL, "1", "5")
_NOTE = (
    "Life tables of these years, joined with who has a condition on record on the date of the run, "
    "by age (Sullivan's method). A condition that is not recorded is not counted, so a place that "
    "records more seems less healthy. This is not the healthy life expectancy of national "
    "statistics, which rests on what people say of their health in a survey; no such survey is in "
    "the data, so that cannot be produced here."
)


def years_without_conditions(reading: LifeReading) -> Section | None:
    """Years of life without any, and without two or more; None where neither is worked out."""
    if not any(_shown(reading.without(ANY, sex)) for sex in SEXES):
        return None
    sentences = [text for sex in SEXES if (text := _sentence(reading, sex))]
    rows = []
    for sex in SEXES:
        for group in _GROUPS:
            life = reading.expectancy(sex, ALL if group == ALL else FIFTHS, group)
            found = [life, *(reading.without(name, sex, group) for name in (SEVERAL, ANY))]
            cells = (part for one in found for part in _cells(one))
            rows.append((Cell(f"{NAMES[sex]}, {_group(group)}"), *cells))
    table = Table(
        "Years of life without conditions",
        (
            "Who",
            "All",
            "95% limits",
            "Without two or more",
            "95% limits",
            "Without any",
            "95% limits",
        ),
        tuple(rows),
    )
    title = "Years without long-term conditions"
    return Section("without", title, tuple(map(Headline, sentences)), (), (table,), (_NOTE,))


def _sentence(reading: LifeReading, sex: str) -> str:
    life, free = reading.expectancy(sex), reading.without(ANY, sex)
    if life is None or free is None or life.value is None or free.value is None:
        return ""
    return (
        f"Of the {words.years(life.value)} that {words.PEOPLE[sex]} in {reading.area.name} would "
        f"live, {words.plain(free.value)} would be without any long-term condition on record."
    )


def _group(group: str) -> str:
    return "everybody" if group == ALL else category_name(FIFTHS, group).lower()


def _shown(one: Estimate | None) -> bool:
    return one is not None and one.shown


def _cells(one: Estimate | None) -> tuple[Cell, Cell]:
    return number_cell(words.cell(one)), number_cell(words.between(one))
