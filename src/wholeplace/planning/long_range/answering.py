"""What the long-range model answers: a sentence, figures with ranges, tables, and flags."""

from __future__ import annotations

from collections.abc import Iterator

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
    if asked.pools and not job.headline_only:
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
        warnings=[*inputs.warnings, *_flags(asked)],
        tables=tables,
    )


Measured = tuple[str, str, str, str, str, Array]


def _measured(asked: Asked) -> Iterator[Measured]:
    """Name, title, unit, place, group and replications of every figure of the last year."""
    names = {one.name: one.title for one in asked.inputs.beds}
    for pool, need in asked.pools.items():
        yield "beds_needed", "Beds needed", "beds", "", names[pool], need.needed[:, -1]
        full = 100 * need.occupancy[:, -1]
        yield "occupancy", "How full the beds held would be", "%", "", names[pool], full
    for number, one in enumerate(asked.plan.activities):
        for name, title, unit, amounts in (
            ("admissions", one.title, one.unit, asked.found.admissions),
            ("bed_days", f"Bed days of: {one.title}", "bed days", asked.found.days),
        ):
            last = amounts[:, -1, number]
            if not last.any():
                continue
            yield name, title, unit, "", one.title, last.sum(axis=1)
            for place, area in enumerate(asked.inputs.base.areas):
                yield name, title, unit, area, one.title, last[:, place]


def _figure(name: str, title: str, unit: str, place: str, group: str, values: Array) -> Figure:
    return figure(name, title, unit, values, place=place, group=group, better="none")


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
