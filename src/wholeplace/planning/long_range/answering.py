"""What the long-range model answers: a sentence, figures with ranges, tables, and flags."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

from wholeplace.planning.long_range.asking import Asked, ask
from wholeplace.planning.long_range.beds import financial_year
from wholeplace.planning.long_range.changes import change_words
from wholeplace.planning.long_range.inputs import LongRangeInputs
from wholeplace.planning.long_range.ranges import Array
from wholeplace.planning.long_range.sensitivity import sensitivity
from wholeplace.planning.long_range.tables import tables_of
from wholeplace.planning.models.model import Answer, AnswerTable, Job, Values
from wholeplace.planning.models.results import Figure, figure

OFTEN = 0.5


def answer(inputs: LongRangeInputs, values: Values, job: Job) -> Answer:
    """Answer a scenario of the long-range model.

    Args:
        inputs: The inputs.
        values: What holds for every assumption.
        job: How it is to be run; the model is fast, so it reports only beginning and end.

    Raises:
        ScenarioError: If the scenario cannot be asked of these inputs.
    """
    job.report(0, job.replications, "Projecting")
    asked = ask(inputs, values, job)
    measured = list(_measured(asked))
    figures = [_figure(*one) for one in measured]
    replications = pa.table(
        {
            "name": [n for n, *_, v in measured for _ in v],
            "place": [p for _, _, _, p, _, v in measured for _ in v],
            "group": [g for _, _, _, _, g, v in measured for _ in v],
            "replication": [number for *_, v in measured for number in range(len(v))],
            "value": [float(value) for *_, v in measured for value in v],
        }
    )
    tables = tables_of(asked)
    if asked.pools and job.sensitivity and not job.headline_only:
        job.report(job.replications // 2, job.replications, "Moving one assumption at a time")
        tables.append(
            AnswerTable(
                "sensitivity",
                "How far the answer moves with one assumption",
                "A row an assumption and pool: more beds needed in the last year with it moved "
                "down, and up.",
                pa.Table.from_pylist(sensitivity(inputs, values, job)),
            )
        )
    job.report(job.replications, job.replications, "Done")
    return Answer(
        headline=_headline(asked),
        figures=figures,
        replications=job.replications,
        by_replication=replications,
        sentences=list(_sentences(asked)),
        warnings=list(_flags(asked)),
        tables=tables,
    )


ALL = ""
"""The place, or the group, that stands for all of them."""
Measured = tuple[str, str, str, str, str, Array]


def _measured(asked: Asked) -> Iterator[Measured]:
    """Name, title, unit, place, group and replications of every figure of the last year."""
    yield from _of_beds(asked)
    areas = asked.inputs.base.areas
    filled = [n for n, one in enumerate(asked.plan.activities) if one.pool]
    days = asked.found.days[:, -1]
    groups = {ALL: days[:, filled].sum(axis=1)} if filled else {}
    groups |= {asked.plan.activities[n].title: days[:, n] for n in filled}
    for group, by_area in groups.items():
        yield from _by_place(("bed_days", "Bed days", "bed days"), group, by_area, areas)
    for number, one in enumerate(asked.plan.activities):
        about = ("admissions", one.title, one.unit)
        yield from _by_place(about, one.title, asked.found.admissions[:, -1, number], areas)


def _of_beds(asked: Asked) -> Iterator[Measured]:
    """Beds needed, and how full those held would be: of all pools, then of each of several."""
    needs = {ALL: sum(need.needed[:, -1] for need in asked.pools.values())} if asked.pools else {}
    held = {ALL: sum(held[-1] for held in asked.held.values())}
    if len(asked.pools) > 1:
        needs |= {one.title: asked.pools[one.name].needed[:, -1] for one in asked.inputs.beds}
        held |= {one.title: asked.held[one.name][-1] for one in asked.inputs.beds}
    for group, needed in needs.items():
        yield "beds_needed", "Beds needed", "beds", ALL, group, np.asarray(needed)
    for group, needed in needs.items():
        if held[group] > 0:
            full = 100 * np.asarray(needed) * asked.target / held[group]
            yield "occupancy", "How full the beds held would be", "%", ALL, group, full


def _by_place(
    about: tuple[str, str, str], group: str, by_area: Array, areas: Sequence[str]
) -> Iterator[Measured]:
    yield *about, ALL, group, by_area.sum(axis=1)
    for place, area in enumerate(areas):
        yield *about, area, group, by_area[:, place]


def _figure(name: str, title: str, unit: str, place: str, group: str, values: Array) -> Figure:
    return figure(name, title, unit, values, place=place, group=group, over="future")


def _headline(asked: Asked) -> str:
    year = financial_year(asked.plan.years[-1])
    parts = []
    for pool in asked.inputs.beds:
        need = asked.pools[pool.name].needed[:, -1]
        held = asked.held[pool.name][-1]
        parts.append(
            f"{_range(need)} {pool.title} would be needed to run {asked.target:.0%} full; "
            f"{held:,.0f} are held"
        )
    if parts:
        return f"In {year}, " + ". ".join(parts) + "."
    one = asked.plan.activities[0]
    found = asked.found.admissions[:, -1, 0].sum(axis=1)
    return f"In {year}, {_range(found)} {one.unit} are expected: {one.title.lower()}."


def _sentences(asked: Asked) -> Iterator[str]:
    """What the change is made of, pool by pool, then activity without beds."""
    for pool in asked.inputs.beds:
        yield change_words(asked, pool)
    start, end = (financial_year(asked.plan.years[place]) for place in (0, -1))
    for number, one in enumerate(asked.plan.activities):
        if not one.pool:
            found = asked.found.admissions[:, :, number].sum(axis=2)
            before = float(found[:, 0].mean())
            yield (
                f"{one.title}: from {before:,.0f} {one.unit} in {start} to "
                f"{_range(found[:, -1])} in {end}."
            )


def _flags(asked: Asked) -> Iterator[str]:
    """Where more is asked of beds than there are."""
    for pool in asked.inputs.beds:
        over = asked.pools[pool.name].over_full
        years = [y for y, share in zip(asked.plan.years, over, strict=True) if share > OFTEN]
        if years:
            yield (
                f"The {pool.title} held would be over 100% full from {financial_year(years[0])} "
                f"on in more than half of the simulated futures: they cannot do what is asked of "
                f"them."
            )
        elif over.any():
            yield (
                f"The {pool.title} held would be over 100% full by "
                f"{financial_year(asked.plan.years[-1])} in {over[-1]:.0%} of the simulated "
                f"futures."
            )


def _range(values: Array) -> str:
    """A mean with the range of nine in ten futures.

    >>> _range(np.array([90.0, 100.0, 110.0]))
    '100 (91 to 109)'
    """
    low, high = np.quantile(values, [0.05, 0.95])
    return f"{values.mean():,.0f} ({low:,.0f} to {high:,.0f})"
