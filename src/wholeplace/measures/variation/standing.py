"""Standing: which units' data are late or partial for a measure: shown then, but not ranked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.core.calendar import window_start
from wholeplace.core.engine import Engine
from wholeplace.geography import Geography
from wholeplace.measures.measure import Measure
from wholeplace.measures.providers import Senders
from wholeplace.measures.variation.units import PRACTICE, Units
from wholeplace.record.person_table import PERIOD_MONTHS

AT_LEAST = 0.2
COMPARED, PARTIAL, LATE = "compared", "partial", "late"
MISSING = "Part of the records of a fifth or more of its people did not come."
CAME_LATE = "The records of a fifth or more of its people came late."
OPENED = "A fifth or more of its people are with a practice that opened or closed in the period."
SILENT = "A fifth or more of its people live nearest to a hospital that sends no data on this."
KINDS = {"silent": PARTIAL, "low": PARTIAL, "late": LATE}
Resting = Mapping[str, Mapping[str, Sequence[str]]]
Array = NDArray[np.float64]


class Standing(NamedTuple):
    """Where the data of units stand.

    Attributes:
        words: "compared", "partial" or "late" for each.
        because: Why not compared, as a sentence; empty where compared.
    """

    words: list[str]
    because: list[str]

    @property
    def trusted(self) -> NDArray[np.bool_]:
        """Whether the data of each are whole and in time."""
        return np.array([word == COMPARED for word in self.words], dtype=bool)


@dataclass(frozen=True)
class Evidence:
    """What is known of practices' data.

    Attributes:
        practices: Their codes, in the order of every array.
        people: People of each.
        near: Hospital → share of each practice's people who live nearest to it.
        problems: Rows of the release's table of problems.
        resting: Measure → data set → fields it rests on.
        sent: Data set → providers that sent any of it.
        changed: Whether each practice opened or closed in the period.
    """

    practices: list[str]
    people: Array
    near: Mapping[str, Array]
    problems: Sequence[Mapping[str, Any]]
    resting: Resting
    sent: Senders
    changed: NDArray[np.bool_]


def gather(
    engine: Engine,
    people: ir.Table,
    geography: Geography,
    practices: list[str],
    problems: Sequence[Mapping[str, Any]],
    resting: Resting,
    sent: Senders,
    as_at: dt.date,
) -> Evidence:
    """Count what has to be known of practices' data.

    Args:
        engine: The engine.
        people: The person table.
        geography: The geography of the run.
        practices: Codes of the practices.
        problems: Rows of the release's table of problems.
        resting: What each measure rests on.
        sent: Which providers sent data on care given in the period.
        as_at: The date of the run.
    """
    registered = people.filter(people.registered & people.practice.notnull())
    counted = engine.fetch(registered.group_by(["practice", "lsoa21"]).agg(n=registered.count()))
    small = geography.table("small_areas")
    nearest = dict(zip(small["lsoa21"].to_pylist(), _nearest(small), strict=True))
    at = {code: place for place, code in enumerate(practices)}
    whole = np.zeros(len(practices))
    near = {code: np.zeros(len(practices)) for code in sorted({h for h in nearest.values() if h})}
    columns = (counted[name].to_pylist() for name in ("practice", "lsoa21", "n"))
    for practice, area, n in zip(*columns, strict=True):
        if practice in at:
            whole[at[practice]] += n
            if hospital := nearest.get(area):
                near[hospital][at[practice]] += n
    known = np.where(whole > 0, whole, 1.0)
    return Evidence(
        practices,
        whole,
        {code: count / known for code, count in near.items()},
        problems,
        resting,
        sent,
        _changed(geography, practices, as_at),
    )


def standing(evidence: Evidence, measure: Measure, units: Units) -> Standing:
    """Whether each unit's data can be compared on a measure, and if not, why not.

    Args:
        evidence: What is known of practices' data.
        measure: The measure.
        units: The units.

    Returns:
        Where the data of each unit stand.
    """
    whole = units.added(evidence.people)
    reasons = {
        (PARTIAL, MISSING): _own(evidence, measure, PARTIAL),
        (PARTIAL, SILENT): _near_silent(evidence, measure),
        (PARTIAL, OPENED): evidence.changed * float(bool(measure.flow)),
        (LATE, CAME_LATE): _own(evidence, measure, LATE),
    }
    said = Standing([COMPARED] * len(units.codes), [""] * len(units.codes))
    for (word, because), shares in reversed(reasons.items()):
        reached = units.added(evidence.people * shares)
        for place in np.flatnonzero((reached >= AT_LEAST * whole) & (reached > 0)):
            said.words[place], said.because[place] = word, because
    return said


def _own(evidence: Evidence, measure: Measure, word: str) -> Array:
    """1 for practices whose own records are so, for the data sets a measure rests on."""
    rests_on = evidence.resting.get(measure.name, {})
    codes = {
        problem["provider"]
        for problem in evidence.problems
        if problem["area_type"] == PRACTICE
        and KINDS.get(problem["kind"]) == word
        and problem["dataset"] in rests_on
    }
    return np.array([code in codes for code in evidence.practices], dtype=np.float64)


def _near_silent(evidence: Evidence, measure: Measure) -> Array:
    """Share of each practice's people whose nearest hospital sends no data on a measure."""
    shares = np.zeros(len(evidence.practices))
    for dataset in evidence.resting.get(measure.name, {}):
        shares = np.maximum(shares, _nearest_to(evidence, _silent_in(evidence, dataset)))
    return shares


def _silent_in(evidence: Evidence, dataset: str) -> Collection[str]:
    """General hospitals that sent none of a data set that others of them sent."""
    sent = evidence.sent.get(dataset, frozenset())
    silent = evidence.near.keys() - sent
    return silent if evidence.near.keys() & sent else set()


def _nearest_to(evidence: Evidence, hospitals: Collection[str]) -> Array:
    total = np.zeros(len(evidence.practices))
    for code in hospitals:
        total = total + evidence.near[code]
    return total


def _nearest(small_areas: pa.Table) -> list[str | None]:
    if "nearest_hospital" not in small_areas.column_names:
        return [None] * small_areas.num_rows
    return list(small_areas["nearest_hospital"].to_pylist())


def _changed(geography: Geography, practices: list[str], as_at: dt.date) -> NDArray[np.bool_]:
    """Practices that opened or closed in the twelve months up to the date."""
    start = window_start(as_at, PERIOD_MONTHS)
    rows = geography.table("practices").to_pylist()
    days = {row["practice_code"]: (row["opened"], row["closed"]) for row in rows}
    return np.array(
        [
            any(day is not None and start <= day <= as_at for day in days.get(code, ()))
            for code in practices
        ],
        dtype=bool,
    )
