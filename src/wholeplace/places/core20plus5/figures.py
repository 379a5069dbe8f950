"""The charts and tables of the Core20PLUS5 page."""

from __future__ import annotations

from wholeplace.measures.catalogue import ReleasedMeasure, ReleasedValue
from wholeplace.places import palette
from wholeplace.places.charts import Line, Row, axis_format, interval_chart
from wholeplace.places.core20plus5.change import change_sentence
from wholeplace.places.core20plus5.reading import GroupReading, Pair
from wholeplace.places.core20plus5.words import comparison, measure_sentence, value_words
from wholeplace.places.figures import Cell, Figure, Table, number_cell
from wholeplace.places.wording import (
    limits,
    people_counted,
    percent,
    period_words,
    unit_words,
    whole,
)


def measure_figure(groups: GroupReading, measure: ReleasedMeasure) -> Figure:
    """One measure for each group and everyone else, with its table."""
    pairs = groups.pairs(measure.name)
    else_value = groups.everyone_else(measure.name)
    rows = [_row(pair, measure) for pair in pairs if pair.group.name != "core20plus"]
    rows.append(_plain("Everyone else", else_value))
    period = next((period_words(p.inside) for p in pairs if p.inside is not None), "")
    line = (
        Line("Everyone else", else_value.value)
        if else_value is not None and else_value.shown and else_value.value is not None
        else None
    )
    return Figure(
        title=measure_sentence(groups, measure),
        subtitle=f"{unit_words(measure).capitalize()}, {period}, with 95% limits",
        spec=interval_chart(
            rows,
            number_format=axis_format(measure.statistic),
            title=unit_words(measure).capitalize(),
            comparator=line,
        ),
        table=measure_table(pairs, measure),
        source=groups.reading.source,
        measure=measure.name,
        note=change_sentence(groups, measure),
    )


def measure_table(pairs: list[Pair], measure: ReleasedMeasure) -> Table:
    """Each group beside everybody outside it; the groups overlap and have no total."""
    return Table(
        f"{measure.title}: each group beside everybody outside it",
        (
            "Group",
            "Value",
            "95% limits",
            "People counted",
            "Out of",
            "Everybody outside it",
            "95% limits",
            "Comparison",
        ),
        tuple(_cells(pair, measure) for pair in pairs),
    )


def people_table(groups: GroupReading) -> Table:
    """How many people are in each group, and of how many it is not known."""
    area = groups.reading.area
    everybody = groups.reading.numbers.overall(area, groups.people)
    total = everybody.value if everybody is not None else None
    rows = []
    for pair in groups.pairs(groups.people):
        rows.append(
            (
                Cell(pair.group.title),
                number_cell(people_counted(pair.inside)),
                number_cell(_share(pair.inside, total)),
                number_cell(people_counted(pair.not_known)),
            )
        )
    rows += [
        (Cell(group.title), number_cell("Not recorded"), number_cell(""), number_cell(""))
        for group in groups.silent
    ]
    caption = f"People in each group, {area.name}: groups overlap and are never added up"
    return Table(caption, ("Group", "People", "Of everybody", "Not known"), tuple(rows))


def unrecorded_table(groups: GroupReading) -> Table:
    """Groups that cannot be measured here: why, and how large others say they are."""
    rows = [
        (
            Cell(group.title),
            Cell("Nobody of the system is recorded in it, which is not the same as nobody in it."),
            Cell(group.estimate or "None is held here."),
            Cell(group.source),
        )
        for group in groups.silent
    ]
    rows += [
        (Cell(one.title), Cell(one.why), Cell(one.estimate), Cell(one.source))
        for one in groups.framework.unrecorded
    ]
    return Table(
        "Groups that these data cannot measure",
        ("Group", "Why not", "Published size", "Source"),
        tuple(rows),
    )


def _cells(pair: Pair, measure: ReleasedMeasure) -> tuple[Cell, ...]:
    words, verdict = comparison(pair, measure.polarity)
    inside = pair.inside
    return (
        Cell(pair.group.title),
        number_cell(value_words(inside)),
        number_cell(limits(inside)),
        number_cell(people_counted(inside)),
        number_cell(whole(inside.denominator) if inside and inside.denominator is not None else ""),
        number_cell(value_words(pair.outside)),
        number_cell(limits(pair.outside)),
        Cell(words, tone=verdict),
    )


def _row(pair: Pair, measure: ReleasedMeasure) -> Row:
    verdict = comparison(pair, measure.polarity)[1]
    return _plain(pair.group.label, pair.inside, verdict)


def _plain(name: str, value: ReleasedValue | None, verdict: str = "") -> Row:
    if value is None or not value.shown:
        return Row(name, None)
    return Row(name, value.value, value.lower, value.upper, palette.judged(verdict))


def _share(value: ReleasedValue | None, total: float | None) -> str:
    if value is None or value.value is None or not total:
        return ""
    return percent(value.value / total)
