"""The section "Who lives here": ages, ethnicity and deprivation of a place's people."""

from __future__ import annotations

from wholeplace.core.calendar import AGE_BANDS
from wholeplace.measures.catalogue import Area, ReleasedMeasure
from wholeplace.places import palette
from wholeplace.places.bars import pyramid, share_bars
from wholeplace.places.figures import Cell, Figure, Headline, Section, Table, number_cell
from wholeplace.places.numbers import FIFTHS, UNKNOWN, Split
from wholeplace.places.reading import Reading
from wholeplace.places.sentences import unknown_sentence
from wholeplace.places.wording import (
    BREAKDOWNS,
    category_name,
    people_counted,
    percent,
    short_category,
)

_OLDER_FROM = 65


def section(reading: Reading) -> Section:
    """The section for one place."""
    people = _people(reading)
    figures: list[Figure] = []
    sentences: list[Headline] = []
    if people is not None:
        figures += [
            figure
            for figure in (
                _ages(reading, people),
                _ethnicity(reading, people),
                _deprivation(reading, people),
            )
            if figure is not None
        ]
        sentences += _unknowns(reading, people)
    title = "Who is registered here" if reading.basis == "registered" else "Who lives here"
    notes = () if figures else ("The release holds no breakdown of the people of this place.",)
    return Section("who", title, tuple(sentences), tuple(figures), notes=notes)


def _people(reading: Reading) -> ReleasedMeasure | None:
    counts = [m for m in reading.measures("population") if m.statistic == "count"]
    return counts[0] if counts else None


def _counts(split: Split) -> dict[str, int]:
    return {key: value.numerator for key, value in split.items() if value.numerator is not None}


def _shares(
    reading: Reading, area: Area, measure: ReleasedMeasure, breakdown: str
) -> dict[str, float]:
    counts = _counts(reading.numbers.split(area, measure.name, breakdown))
    total = sum(counts.values())
    return {key: count / total for key, count in counts.items()} if total else {}


def _ages(reading: Reading, people: ReleasedMeasure) -> Figure | None:
    split = reading.numbers.split(reading.area, people.name, "age_sex")
    shares = _shares(reading, reading.area, people, "age_sex")
    if not shares:
        return None
    compared = _shares(reading, reading.system, people, "age_sex") if reading.compared else {}
    data, rows = [], []
    for band in AGE_BANDS:
        cells = [Cell(category_name("age_band", band))]
        for sex in ("female", "male"):
            key = f"{sex}|{band}"
            data.append(
                {
                    "band": category_name("age_band", band),
                    "sex": category_name("sex", sex),
                    "share": shares.get(key),
                    "system": compared.get(key),
                }
            )
            cells.append(number_cell(people_counted(split.get(key))))
        rows.append(tuple(cells))
    against = f" Thin lines: {reading.system.name}." if reading.compared else ""
    return Figure(
        title=_older_finding(reading, shares, compared),
        subtitle=f"Share of everybody by age and sex.{against}{_not_drawn(split)}",
        spec=pyramid(data),
        table=Table("People by age and sex", ("Age", "Female", "Male"), tuple(rows)),
        source=reading.source,
        measure=people.name,
        tall=True,
    )


def _not_drawn(split: Split) -> str:
    """What a gap in a chart means, where there is one."""
    hidden = any(value.numerator is None and value.status != "no_data" for value in split.values())
    return " A group without a bar is hidden, not empty: the table says why." if hidden else ""


def _older_finding(reading: Reading, shares: dict[str, float], compared: dict[str, float]) -> str:
    here = _older(shares)
    words = f"{round(here * 100)} in 100 people are aged {_OLDER_FROM} or over"
    return _beside(reading, words, here, _older(compared) if compared else None)


def _older(shares: dict[str, float]) -> float:
    older = set(AGE_BANDS[AGE_BANDS.index(f"{_OLDER_FROM}-{_OLDER_FROM + 4}") :])
    return sum(share for key, share in shares.items() if key.partition("|")[2] in older)


def _ethnicity(reading: Reading, people: ReleasedMeasure) -> Figure | None:
    groups = ("white", "asian", "black", "mixed", "other", "not_stated", UNKNOWN)
    return _share_chart(reading, people, "ethnic_group", groups, "largest")


def _deprivation(reading: Reading, people: ReleasedMeasure) -> Figure | None:
    breakdown, _ = reading.numbers.deprivation(reading.area, people.name, reading.editions)
    return _share_chart(reading, people, breakdown, (*FIFTHS, UNKNOWN), "deprived")


def _share_chart(
    reading: Reading,
    people: ReleasedMeasure,
    breakdown: str,
    groups: tuple[str, ...],
    finding: str,
) -> Figure | None:
    split = reading.numbers.split(reading.area, people.name, breakdown)
    shares = _shares(reading, reading.area, people, breakdown)
    if not shares:
        return None
    compared = _shares(reading, reading.system, people, breakdown) if reading.compared else {}
    kept = [group for group in groups if group in split]
    rows = []
    for group in kept:
        cells = [Cell(category_name(breakdown, group)), number_cell(people_counted(split[group]))]
        cells.append(number_cell(percent(shares[group]) if group in shares else ""))
        if compared:
            cells.append(number_cell(percent(compared.get(group, 0.0))))
        rows.append(tuple(cells))
    columns: tuple[str, ...] = (BREAKDOWNS[breakdown], "People", "Share")
    if compared:
        columns += ("Share in the system",)
    return Figure(
        title=_finding(reading, shares, compared, breakdown, finding),
        subtitle=f"{BREAKDOWNS[breakdown]}, share of people.{_not_drawn(split)}",
        spec=share_bars(
            [(short_category(breakdown, g), shares.get(g), compared.get(g)) for g in kept],
            _colours(breakdown, kept),
        ),
        table=Table(f"People by {BREAKDOWNS[breakdown].lower()}", columns, tuple(rows)),
        source=reading.source,
        measure=people.name,
    )


def _finding(
    reading: Reading,
    shares: dict[str, float],
    compared: dict[str, float],
    breakdown: str,
    finding: str,
) -> str:
    if finding == "deprived":
        key, where = "1", "live in the most deprived fifth of areas in England"
    else:
        known = {key: share for key, share in shares.items() if key not in (UNKNOWN, "not_stated")}
        key = max(known or shares, key=lambda group: shares[group])
        where = f"are recorded as {category_name(breakdown, key)}"
    words = f"{round(shares.get(key, 0) * 100)} in 100 people {where}"
    there = compared.get(key, 0.0) if compared else None
    return _beside(reading, words, shares.get(key, 0.0), there)


def _beside(reading: Reading, words: str, here: float, there: float | None) -> str:
    """A finding with the system beside it: "against 19 in 100", or "as in" where it is the same."""
    if there is None:
        return f"{words}."
    if round(here * 100) == round(there * 100):
        return f"{words}, as in {reading.system.name}."
    return f"{words}, against {round(there * 100)} in 100 in {reading.system.name}."


def _colours(breakdown: str, groups: list[str]) -> list[str]:
    if not breakdown.startswith("deprivation"):
        return []
    return [palette.FIFTHS[int(g) - 1] if g in FIFTHS else palette.SYSTEM for g in groups]


def _unknowns(reading: Reading, people: ReleasedMeasure) -> list[Headline]:
    said = []
    for breakdown, what in (("ethnic_group", "Ethnicity"), ("sex", "Sex"), ("age_band", "Age")):
        counts = _counts(reading.numbers.split(reading.area, people.name, breakdown))
        words = unknown_sentence(what, counts.get(UNKNOWN, 0), sum(counts.values()))
        if words:
            said.append(Headline(words, people.name))
    return said
