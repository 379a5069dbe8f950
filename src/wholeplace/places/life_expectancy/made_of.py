"""The section on what a gap in life expectancy is made of: by cause of death and by age."""

from __future__ import annotations

from wholeplace.measures.mortality.gaps import AGAINST_SYSTEM
from wholeplace.measures.mortality.parts import AGE_GROUPS, BY_AGE, BY_CAUSE, THE_REST
from wholeplace.places.figures import Cell, Figure, Headline, Section, Table, number_cell
from wholeplace.places.life_expectancy import words
from wholeplace.places.life_expectancy.pictures import MEN, NAMES, WOMEN, years_bars
from wholeplace.places.life_expectancy.reading import FEMALE, MALE, SEXES, LifeReading

_REST = "Parts with few deaths, together"


def made_of(reading: LifeReading, gap: str) -> Section | None:
    """What a gap is made of, by cause and by age; None where it has no parts."""
    parts = {sex: reading.parts(gap, sex, BY_CAUSE) for sex in SEXES}
    if not any(parts.values()):
        return None
    titles = reading.causes
    sentences = []
    for sex in (MALE, FEMALE):
        whole = reading.gap(gap, sex)
        named = [(titles.get(row["cause"], _REST), row["value"]) for row in parts[sex]]
        named = [one for one in named if one[0] not in (titles.get("other"), _REST)]
        if whole is not None and whole.apart:
            sentences.append(words.parts_sentence(words.PEOPLE[sex], whole, named))
    against = "the system" if gap == AGAINST_SYSTEM else "the least deprived fifth"
    ages = {sex: reading.parts(gap, sex, BY_AGE) for sex in SEXES}
    figures = (
        _parts_figure(reading, gap, "cause", parts, titles, f"Years fewer than {against}"),
        _parts_figure(reading, gap, "age_group", ages, _age_names(), f"Years fewer than {against}"),
    )
    return Section(
        f"made-of-{gap.replace('_', '-')}",
        f"What the gap with {against} is made of",
        tuple(Headline(sentence) for sentence in sentences if sentence),
        figures,
        notes=(
            "The parts add up to the gap (Arriaga's method). They say which deaths, at which ages, "
            "come sooner, not why they do. A part to the left of zero makes the gap narrower. "
            "Causes or ages with few deaths are put together.",
        ),
    )


def _parts_figure(
    reading: LifeReading,
    gap: str,
    column: str,
    parts: dict[str, list[dict[str, object]]],
    titles: dict[str, str],
    axis: str,
) -> Figure:
    order = [*titles.values(), _REST]
    rows = [
        (titles.get(str(row[column]), _REST), NAMES[sex], float(str(row["value"])))
        for sex in SEXES
        for row in parts[sex]
    ]
    rows.sort(key=lambda row: order.index(row[0]))
    held = {(name, group): value for name, group, value in rows}
    names = [name for name in order if any(name == row[0] for row in rows)]
    by = "cause of death" if column == "cause" else "age"
    whole = {sex: reading.gap(gap, sex) for sex in SEXES}
    last = (Cell("The whole gap"), *(number_cell(words.cell(whole[sex], 2)) for sex in SEXES))
    body = [
        (
            Cell(name),
            *(number_cell(_hundredths(held.get((name, NAMES[sex])))) for sex in SEXES),
        )
        for name in names
    ]
    return Figure(
        title=f"By {by}{_largest(held)}",
        subtitle=f"{reading.area.name}, years that each adds to the gap, women and men",
        spec=years_bars(rows, title=axis),
        table=Table(f"The gap by {by}, in years", ("Part", WOMEN, MEN), (*body, last)),
        source=reading.source,
    )


def _largest(held: dict[tuple[str, str], float]) -> str:
    """The largest part of women and men taken together."""
    both: dict[str, float] = {}
    for (name, _), years in held.items():
        if name != _REST:
            both[name] = both.get(name, 0.0) + years
    name = max(both, key=lambda part: both[part], default="")
    return f": the largest part is {words.inside(name)}" if name and both[name] > 0 else ""


def _hundredths(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _age_names() -> dict[str, str]:
    names = {age: age.replace("-", " to ").replace("+", " and over") for age in AGE_GROUPS}
    return {age: f"Aged {name}" for age, name in names.items()} | {THE_REST: _REST}
