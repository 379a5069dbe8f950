"""A measure by deprivation, ethnicity, sex and age, as small charts that share one scale."""

from __future__ import annotations

from wholeplace.measures.catalogue import ReleasedMeasure
from wholeplace.places import palette
from wholeplace.places.charts import Line, Row, axis_format, interval_chart
from wholeplace.places.figures import Cell, Figure, Table, number_cell
from wholeplace.places.numbers import FIFTHS, Split
from wholeplace.places.reading import Reading
from wholeplace.places.sentences import Gap, apart, gap_sentence
from wholeplace.places.wording import (
    BREAKDOWNS,
    category_name,
    fifth_words,
    limits,
    people_counted,
    short_category,
    shown,
    unit_words,
    whole,
)


def group_figures(reading: Reading, measure: ReleasedMeasure) -> list[Figure]:
    """Deprivation, ethnicity, sex and age on one shared scale."""
    deprivation, _ = reading.numbers.deprivation(reading.area, measure.name, reading.editions)
    breakdowns = [deprivation, "age_band", "ethnic_group", "sex", "rurality"]
    splits = {
        breakdown: reading.numbers.split(reading.area, measure.name, breakdown)
        for breakdown in breakdowns
    }
    tops = [
        value.upper if value.upper is not None else value.value
        for split in splits.values()
        for value in split.values()
        if value.value is not None
    ]
    known = [top for top in tops if top is not None]
    if not known or measure.statistic == "count":
        return []
    domain = (0.0, max(known))
    return [
        _group_figure(reading, measure, breakdown, split, domain)
        for breakdown, split in splits.items()
        if any(value.shown for value in split.values())
    ]


def group_figure(reading: Reading, measure: ReleasedMeasure, breakdown: str) -> Figure | None:
    """A measure by one breakdown, on a scale of its own; None where no group can be shown."""
    split = reading.numbers.split(reading.area, measure.name, breakdown)
    tops = [part for v in split.values() for part in (v.value, v.upper) if part is not None]
    if measure.statistic == "count" or not tops:
        return None
    return _group_figure(reading, measure, breakdown, split, (0.0, max(tops)))


def _group_figure(
    reading: Reading,
    measure: ReleasedMeasure,
    breakdown: str,
    split: Split,
    domain: tuple[float, float],
) -> Figure:
    kept = {key: v for key, v in split.items() if v.shown or v.status not in ("no_data",)}
    name = BREAKDOWNS[breakdown]
    rows = [
        Row(
            short_category(breakdown, key),
            value.value if value.shown else None,
            value.lower,
            value.upper,
            palette.PLACE,
        )
        for key, value in kept.items()
    ]
    overall = reading.here(measure)
    line = (
        Line(f"All of {reading.area.name}", overall.value)
        if overall is not None and overall.value is not None
        else None
    )
    return Figure(
        title=_group_finding(measure, breakdown, kept),
        subtitle=f"{name}, {unit_words(measure)}, with 95% limits",
        spec=interval_chart(
            rows,
            number_format=axis_format(measure.statistic),
            title=unit_words(measure).capitalize(),
            comparator=line,
            domain=domain,
        ),
        table=Table(
            f"{measure.title} by {name[0].lower()}{name[1:]}",
            (name, "Value", "95% limits", "People counted", "Out of"),
            tuple(
                (
                    Cell(category_name(breakdown, key)),
                    number_cell(shown(value)),
                    number_cell(limits(value)),
                    number_cell(people_counted(value)),
                    number_cell(whole(value.denominator) if value.denominator is not None else ""),
                )
                for key, value in kept.items()
            ),
        ),
        source=reading.source,
        measure=measure.name,
        tall=breakdown == "age_band",
    )


def _group_finding(measure: ReleasedMeasure, breakdown: str, split: Split) -> str:
    """The widest difference the limits support, or that there is none."""
    known = {key: v for key, v in split.items() if v.shown and key not in ("unknown", "not_stated")}
    if breakdown.startswith("deprivation") and len(known) > 1:
        most, *_, least = [fifth for fifth in FIFTHS if fifth in known]
        gap = Gap(fifth_words(most), known[most], fifth_words(least), known[least])
        return gap_sentence(measure, gap)
    if len(known) < 2:
        return f"{BREAKDOWNS[breakdown]}: only one group can be shown."
    ordered = sorted(known.items(), key=lambda entry: entry[1].value or 0.0)
    (low_key, low), (high_key, high) = ordered[0], ordered[-1]
    if not apart(low, high):
        return "The groups are similar."
    names = [category_name(breakdown, key) for key in (low_key, high_key)]
    if breakdown == "age_band":
        low_name, high_name = (f"at ages {name.lower()}" for name in names)
    else:
        low_name, high_name = (f"in the group “{name}”" for name in names)
    return gap_sentence(measure, Gap(high_name, high, low_name, low))
