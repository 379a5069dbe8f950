"""The sections of the page: lives by fifth and by district, and deaths that come too early."""

from __future__ import annotations

from wholeplace.measures.catalogue import Area
from wholeplace.measures.mortality.early import STATISTICS as EARLY_STATISTICS
from wholeplace.measures.mortality.gaps import AGAINST_SYSTEM, BETWEEN_FIFTHS, SLOPE
from wholeplace.places import palette
from wholeplace.places.charts import Line, Row, interval_chart
from wholeplace.places.figures import Cell, Figure, Headline, Section, Table, number_cell
from wholeplace.places.life_expectancy import words
from wholeplace.places.life_expectancy.pictures import NAMES
from wholeplace.places.life_expectancy.reading import (
    FIFTHS,
    PERSONS,
    SEXES,
    Estimate,
    LifeReading,
)
from wholeplace.places.wording import category_name

FIFTH_CODES = ("1", "2", "3", "4", "5")
NO_SLOPES = (
    "The slope index of inequality, a line over tenths of deprivation within each area, cannot be "
    "shown for the system or for any district: some tenth has too few people or deaths."
)


def by_fifth(reading: LifeReading) -> Section | None:
    """Life expectancy of each national fifth; None where the place is not divided."""
    found = {s: [reading.expectancy(s, FIFTHS, fifth) for fifth in FIFTH_CODES] for s in SEXES}
    if not any(one and one.shown for of_sex in found.values() for one in of_sex):
        return None
    gaps = {sex: reading.gap(BETWEEN_FIFTHS, sex) for sex in (*SEXES, PERSONS)}
    sentence = words.gap_sentence(
        gaps,
        "in the most deprived fifth",
        "those in the least deprived fifth",
        similar="{people} in the most and the least deprived fifths live about as long as each "
        "other, as far as these deaths tell.",
    )
    if not sentence:
        sentence = (
            f"Too few people in {reading.area.name} live in the most or in the least deprived "
            "fifth of England to compare the two"
            + ("; see the slope over all its tenths below." if _slope_words(reading) else ".")
        )
    figures = tuple(_fifths_figure(reading, sex, found[sex], _domain(found)) for sex in SEXES)
    note = (
        "Fifths are national: the most deprived fifth of small areas in England, by the English "
        "Indices of Deprivation 2025."
    )
    return Section("fifths", "By deprivation", (Headline(sentence),), figures, notes=(note,))


def _fifths_figure(
    reading: LifeReading,
    sex: str,
    found: list[Estimate | None],
    domain: tuple[float, float],
) -> Figure:
    names = [category_name(FIFTHS, fifth) for fifth in FIFTH_CODES]
    rows = [
        _row(name, one, palette.FIFTHS[number])
        for number, (name, one) in enumerate(zip(names, found, strict=True))
    ]
    everybody = reading.expectancy(sex)
    line = Line("everybody", everybody.value) if everybody and everybody.value else None
    at_65 = [reading.expectancy(sex, FIFTHS, fifth, 65) for fifth in FIFTH_CODES]
    table = Table(
        f"Life expectancy of {words.PEOPLE[sex]} by deprivation",
        ("Group", "At birth", "95% limits", "At 65, years left", "95% limits", "Deaths"),
        tuple(
            (Cell(name), *_cells(one), *_cells(later), number_cell(_deaths(one)))
            for name, one, later in zip(names, found, at_65, strict=True)
        ),
    )
    return Figure(
        title=words.finding(
            NAMES[sex], found[0], "in the most deprived fifth", found[-1], "in the least"
        ),
        subtitle=f"{reading.area.name}, years of life at birth by national fifth of deprivation "
        "(IMD 2025), with 95% limits",
        spec=interval_chart(
            rows, number_format="~f", title="Years", comparator=line, domain=domain
        ),
        table=table,
        source=reading.source,
    )


def places(reading: LifeReading) -> Section | None:
    """Each district against the system: on the system's page and on districts' own."""
    if reading.area.area_type not in ("icb", "district", "upper_tier"):
        return None
    areas = reading.areas("district")
    found = {sex: [reading.of_area(area, sex) for area in areas] for sex in SEXES}
    figures = tuple(_districts_figure(reading, sex, areas, found) for sex in SEXES)
    sentence = _slope_words(reading)
    note = (
        "The slope is a straight line over tenths of deprivation within each area, from its most "
        "to its least deprived end: all of its people count, not only two ends. Tenths are of "
        "the area's own people and are not the national fifths above."
    )
    sentences = (Headline(sentence),) if sentence else ()
    title = "By district, and along the slope of deprivation"
    table = slopes(reading)
    if table is None:
        return Section("districts", title, sentences, figures, notes=(NO_SLOPES,))
    return Section("districts", title, sentences, figures, (table,), (note,))


def _districts_figure(
    reading: LifeReading,
    sex: str,
    areas: list[Area],
    found: dict[str, list[Estimate | None]],
) -> Figure:
    pool = next((one.pool for one in found[sex] if one), 0)
    system = reading.of_system(sex, pool)
    rows = [
        _row(area.name, one, palette.PLACE, here=area.key == reading.area.key)
        for area, one in zip(areas, found[sex], strict=True)
    ]
    gaps = [reading.gap(AGAINST_SYSTEM, sex, area) for area in areas]
    table = Table(
        f"Life expectancy of {words.PEOPLE[sex]} at birth by district",
        ("District", "Years", "95% limits", "Fewer than the system", "95% limits"),
        tuple(
            (Cell(area.name, area=area.slug), *_cells(one), *_cells(gap))
            for area, one, gap in zip(areas, found[sex], gaps, strict=True)
        ),
    )
    line = Line("the system", system.value) if system and system.value else None
    whole = [(area.name, one) for area, one in zip(areas, found[sex], strict=True) if area.whole]
    ranked = sorted((o.value, n, o) for n, o in whole if o is not None and o.value is not None)
    names = [name for _, name, _ in ranked] or [""]
    low, high = (ranked[0][2], ranked[-1][2]) if ranked else (None, None)
    return Figure(
        title=words.finding(NAMES[sex], low, f"in {names[0]}", high, f"in {names[-1]}"),
        subtitle="Years of life at birth by district, against the whole system, with 95% limits",
        spec=interval_chart(
            rows, number_format="~f", title="Years", comparator=line, domain=_domain(found)
        ),
        table=table,
        source=reading.source,
    )


def slopes(reading: LifeReading) -> Table | None:
    """The slope index of inequality of the system and of each district; None if none is shown."""
    rows = []
    any_shown = False
    for area in (reading.release.system, *reading.areas("district")):
        for sex in SEXES:
            gap, ratio = reading.gap(SLOPE, sex, area), reading.relative(sex, area)
            row = (Cell(area.name, area=area.slug), Cell(NAMES[sex]))
            rows.append((*row, *_cells(gap), *_cells(ratio, digits=2)))
            any_shown |= gap is not None and gap.shown
    if not any_shown:
        return None
    return Table(
        "Slope index of inequality, by area",
        ("Area", "Sex", "Years", "95% limits", "Relative index", "95% limits"),
        tuple(rows),
    )


def _slope_words(reading: LifeReading) -> str:
    gaps = {sex: reading.gap(SLOPE, sex) for sex in (*SEXES, PERSONS)}
    return words.gap_sentence(
        gaps,
        f"at the most deprived end of {reading.area.name}",
        "those at its least deprived end, by the slope over its tenths",
        similar="{people} live about as long along the whole slope of deprivation, as far as these "
        "deaths tell.",
    )


def early(reading: LifeReading) -> Section | None:
    """Deaths under 75, how many of them could have been avoided, and years lost."""
    everybody = {name: reading.early(name, PERSONS) for name in EARLY_STATISTICS}
    if not any(one and one.shown for one in everybody.values()):
        return None
    caption = "Early deaths per 100,000 people"
    table = Table(caption, *_early_rows(reading, everybody))
    avoidable, all_early = everybody["avoidable"], everybody["under_75"]
    sentences = []
    if avoidable and all_early and avoidable.value and all_early.value:
        sentences.append(
            f"In {reading.area.name}, for every 100,000 people under 75 and allowing for age, "
            f"{all_early.value:,.0f} died in a year. Of those deaths {avoidable.value:,.0f} were "
            "from causes that prevention or care in time can avoid."
        )
    lists = [found for found in reading.about.get("causes") or [] if found["use"] == "avoidable"]
    notes = [f"{found['title']}: {found['doc']} Source: {found['source']}." for found in lists]
    return Section(
        "early",
        "Deaths that come too early",
        tuple(map(Headline, sentences)),
        (),
        (table,),
        tuple(notes),
    )


def _early_rows(
    reading: LifeReading, everybody: dict[str, Estimate | None]
) -> tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]:
    """Headings and rows of early deaths: of everybody, and of the outer fifths if there are any."""
    ends = (FIFTH_CODES[0], FIFTH_CODES[-1])
    divided = [fifth for fifth in ends if reading.early(EARLY_STATISTICS[0], PERSONS, fifth)]
    groups = ("Everybody", *(category_name(FIFTHS, fifth) for fifth in divided))
    heads = ("Rate", *(head for group in groups for head in (group, "95% limits")))
    rows = []
    for name in EARLY_STATISTICS:
        found = [everybody[name], *(reading.early(name, PERSONS, fifth) for fifth in divided)]
        cells = (part for one in found for part in _cells(one, digits=0))
        rows.append((Cell(words.STATISTICS[name].capitalize()), *cells))
    return heads, tuple(rows)


def _row(name: str, one: Estimate | None, colour: str, *, here: bool = False) -> Row:
    if one is None or not one.shown:
        return Row(name, None)
    return Row(name, one.value, one.lower, one.upper, colour, here)


def _cells(one: Estimate | None, digits: int = 1) -> tuple[Cell, Cell]:
    return number_cell(words.cell(one, digits)), number_cell(words.between(one, digits))


def _deaths(one: Estimate | None) -> str:
    return f"{one.deaths:,}" if one is not None and one.deaths is not None else ""


def _domain(found: dict[str, list[Estimate | None]]) -> tuple[float, float]:
    """One scale for women and men, from a whole number of years below the lowest limit."""
    ends = [
        end
        for of_sex in found.values()
        for one in of_sex
        if one is not None and one.shown
        for end in (one.lower, one.upper)
        if end is not None
    ]
    return (float(int(min(ends)) - 1), float(int(max(ends)) + 2)) if ends else (0.0, 100.0)
