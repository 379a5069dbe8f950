"""Tidy tables of a long-range answer: activity, beds and mitigations by year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from wholeplace.planning.long_range.asking import Asked
from wholeplace.planning.long_range.beds import financial_year
from wholeplace.planning.long_range.changes import change_in_days
from wholeplace.planning.long_range.ranges import Array
from wholeplace.planning.models.model import AnswerTable

QUANTILES = {"p05": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}
Row = dict[str, Any]


def tables_of(asked: Asked) -> list[AnswerTable]:
    """The tables of an answer.

    Args:
        asked: A scenario and what came out.
    """
    over = "The mean over replications, and the 5th, 25th, 50th, 75th and 95th of 100."
    made = [
        AnswerTable(
            "activity",
            "Activity by year and area",
            f"A row a year, activity, area (blank for all) and measure. {over}",
            pa.Table.from_pylist(list(_activity(asked))),
        ),
        AnswerTable(
            "changes",
            "What the change in bed days is made of",
            "A row an activity: mean bed days of the base year and of the last, and the parts of "
            "the change, which add up.",
            pa.Table.from_pylist(list(_changes(asked))),
        ),
    ]
    if asked.pools:
        made.append(
            AnswerTable(
                "beds",
                "Beds needed, beds held and how full they would be",
                f"A row a year and pool. {over} over_full is the share of replications over 100 %.",
                pa.Table.from_pylist(list(_beds(asked))),
            )
        )
    if asked.found.taken:
        made.append(
            AnswerTable(
                "mitigations",
                "What each mitigation takes away",
                f"A row a year, mitigation and measure: only what those before it left. {over}",
                pa.Table.from_pylist(list(_mitigations(asked))),
            )
        )
    return made


def _activity(asked: Asked) -> Iterator[Row]:
    amounts = {"admissions": asked.found.admissions, "bed_days": asked.found.days}
    for number, one in enumerate(asked.plan.activities):
        for measure, values in amounts.items():
            mine = values[:, :, number]
            if not mine.any():
                continue
            areas = {"": mine.sum(axis=2)}
            areas |= {area: mine[..., n] for n, area in enumerate(asked.inputs.base.areas)}
            for area, by_year in areas.items():
                about = {"activity": one.title, "area": area, "measure": measure}
                yield from _years(asked, about, by_year)


def _beds(asked: Asked) -> Iterator[Row]:
    titles = {one.name: one.title for one in asked.inputs.beds}
    for pool, need in asked.pools.items():
        rows = _years(asked, {"pool": titles[pool], "measure": "beds needed"}, need.needed)
        for row, held in zip(rows, asked.held[pool], strict=True):
            yield row | {"held": float(held), "over_full": None}
        rows = _years(asked, {"pool": titles[pool], "measure": "occupancy"}, need.occupancy)
        for row, held, over in zip(rows, asked.held[pool], need.over_full, strict=True):
            yield row | {"held": float(held), "over_full": float(over)}


def _mitigations(asked: Asked) -> Iterator[Row]:
    titles = {one.name: one.title for one in asked.plan.mitigations}
    for name, both in asked.found.taken.items():
        for measure, by_year in zip(("admissions", "bed_days"), both, strict=True):
            yield from _years(asked, {"mitigation": titles[name], "measure": measure}, by_year)


def _changes(asked: Asked) -> Iterator[Row]:
    for number, one in enumerate(asked.plan.activities):
        days = asked.found.days[:, :, number].sum(axis=2).mean(axis=0)
        if days.any():
            change = change_in_days(asked, [number])
            yield {"activity": one.title, "first": float(days[0]), "last": float(days[-1])} | {
                name: float(part) for name, part in change._asdict().items()
            }


def _years(asked: Asked, about: Row, by_year: Array) -> Iterator[Row]:
    """A row a year of values by replication and year."""
    quantiles = np.quantile(by_year, list(QUANTILES.values()), axis=0)
    for n, year in enumerate(asked.plan.years):
        spread = dict(zip(QUANTILES, quantiles[:, n].tolist(), strict=True))
        mean = float(by_year[:, n].mean())
        yield {"year": financial_year(year), **about, "mean": mean, **spread}
