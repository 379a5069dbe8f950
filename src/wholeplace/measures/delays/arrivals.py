"""What comes to the front door: a week of attendances, ambulances and admissions by hospital."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import NamedTuple

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wholeplace.core.clock_times import minutes_between
from wholeplace.core.engine import Engine
from wholeplace.core.expressions import flag, known
from wholeplace.measures.delays.cube import NOW, WEEK_BEFORE
from wholeplace.measures.delays.parts import WITHHELD, released_parts
from wholeplace.measures.delays.table import ALL
from wholeplace.statistics import DisclosureProfile, release_count, release_proportion

FOUR_HOURS, HANDOVER = 240, 30  # minutes
EMERGENCY = ("21", "22", "23", "24", "25", "28", "2A", "2B", "2D")
SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("name", "hospital", "moment")),
        *((name, pa.date32()) for name in ("first_day", "last_day")),
        *((name, pa.int64()) for name in ("events", "counted")),
        *((name, pa.float64()) for name in ("value", "lower", "upper")),
        *((name, pa.string()) for name in ("status", "share_status")),
    ]
)


class Arrivals(NamedTuple):
    """Something that arrives.

    Attributes:
        dataset: Its data set.
        day: The column that says when.
        where: The column that says at which hospital.
        among: Which rows count.
        counted: Which of them count against a standard, if any.
    """

    dataset: str
    day: str
    where: str
    among: Callable[[ir.Table], ir.BooleanValue]
    counted: Callable[[ir.Table], ir.BooleanValue]


def _timed(rows: ir.Table) -> ir.BooleanValue:
    return rows.arrived_at.notnull() & rows.departed_at.notnull()


ARRIVALS: dict[str, Arrivals] = {
    "attendances": Arrivals(
        "emergency_attendance",
        "arrival_date",
        "provider_code",
        _timed,
        lambda rows: minutes_between(rows.arrived_at, rows.departed_at) > FOUR_HOURS,
    ),
    "handovers": Arrivals(
        "ambulance_incident",
        "incident_date",
        "destination",
        lambda rows: rows.handover_minutes.notnull(),
        lambda rows: rows.handover_minutes > HANDOVER,
    ),
    "emergency_admissions": Arrivals(
        "hospital_spell",
        "admission_date",
        "provider_code",
        lambda rows: rows.admission_method.isin(EMERGENCY),
        lambda rows: rows.discharge_date == rows.admission_date,
    ),
}


def arrival_rows(
    engine: Engine,
    datasets: Mapping[str, ir.Table],
    stale: Mapping[str, list[str]],
    as_at: dt.date,
    profile: DisclosureProfile,
) -> pa.Table:
    """Gated counts of the last seven days and of the seven before, by hospital.

    Args:
        engine: The engine.
        datasets: The landed datasets.
        stale: Data set → the sources whose feed is not current; their rows are left out.
        as_at: The date of the run.
        profile: The disclosure profile.

    Returns:
        A table of :data:`SCHEMA`.
    """
    parts = [SCHEMA.empty_table()]
    for name, kind in ARRIVALS.items():
        if kind.dataset not in datasets:
            continue
        rows = datasets[kind.dataset]
        rows = rows.filter(~rows.source.isin([*stale[kind.dataset], ""]))
        counted = engine.fetch(_weeks(rows, kind, as_at)).sort_by("hospital")
        for moment, last in ((NOW, as_at), (WEEK_BEFORE, as_at - dt.timedelta(days=7))):
            week = (last - dt.timedelta(days=6), last)
            mine = counted.filter(pc.equal(counted["moment"], moment))
            parts.append(_gated(mine, name, moment, week, profile))
    return pa.concat_tables(parts)


def _weeks(rows: ir.Table, kind: Arrivals, as_at: dt.date) -> ir.Table:
    """Events of the last two weeks by hospital, and how many count against the standard."""
    before, first = (ibis.literal(as_at - dt.timedelta(days=days)) for days in (13, 6))
    day = rows[kind.day].cast("date")
    mine = rows.filter(day.between(before, ibis.literal(as_at)) & kind.among(rows))
    mine = mine.mutate(
        hospital=known(mine[kind.where]),
        over=flag(kind.counted(mine)),
        moment=ibis.ifelse(mine[kind.day].cast("date") >= first, NOW, WEEK_BEFORE),
    )
    return mine.group_by("hospital", "moment").agg(events=mine.count(), over=mine.over.sum())


def _gated(
    counted: pa.Table,
    name: str,
    moment: str,
    week: tuple[dt.date, dt.date],
    profile: DisclosureProfile,
) -> pa.Table:
    hospitals = [*counted["hospital"].to_pylist(), ALL]
    events, over = (
        np.append(counted[column].to_numpy(), counted[column].to_numpy().sum()).astype(np.int64)
        for column in ("events", "over")
    )
    share = release_proportion(over, events, profile=profile)
    parts, statuses = released_parts(events[:-1], int(events[-1]), profile)
    _, of_counted = released_parts(over[:-1], int(over[-1]), profile)
    every = release_count(events[-1:], profile=profile)
    shown, hidden = np.append(parts, every.value), [*statuses, *every.status.astype(str)]
    why = np.where(np.append(of_counted, "") == WITHHELD, WITHHELD, hidden)
    told = why == "shown"
    size = len(hospitals)
    columns = {
        "name": pa.repeat(pa.scalar(name), size),
        "hospital": pa.array(hospitals),
        "moment": pa.repeat(pa.scalar(moment), size),
        "first_day": pa.array([week[0]] * size, pa.date32()),
        "last_day": pa.array([week[1]] * size, pa.date32()),
        "events": pa.array(shown, pa.int64(), from_pandas=True),
        "counted": pa.array(np.where(told, share.numerator, np.nan), pa.int64(), from_pandas=True),
        **{
            part: pa.array(np.where(told, getattr(share, part), np.nan), from_pandas=True)
            for part in ("value", "lower", "upper")
        },
        "status": pa.array([str(one) for one in hidden]),
        "share_status": pa.array(np.where(told, share.status, why).astype(str).tolist()),
    }
    return pa.table(columns).select(SCHEMA.names).cast(SCHEMA)
