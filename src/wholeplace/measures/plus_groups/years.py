"""The measures of a framework on the same day of earlier years, from the data of one run.

A year is worked back to only where the data allow it: people who left or died since are still held,
each feed was as full then as it is now, and Core20 is of the same edition. Where they do not, the
years are left out, which is not the same as no change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.core.calendar import months_earlier, window_start
from wholeplace.core.engine import Engine
from wholeplace.core.settings import Settings
from wholeplace.geography.deprivation import preferred_editions
from wholeplace.measures.clustering import with_limits_of_lumps
from wholeplace.measures.cubes import CUBES
from wholeplace.measures.disclosure.published import Quantities
from wholeplace.measures.disclosure.saying_less import RELEASED_SCHEMA
from wholeplace.measures.disclosure.sums import Above, lies_in
from wholeplace.measures.disclosure.withholding import gated_alone, same_counts, withhold
from wholeplace.measures.ladders import ladder_of
from wholeplace.measures.measure import Measure
from wholeplace.measures.orders import Prepared
from wholeplace.measures.packed_sums import number_of
from wholeplace.measures.plus_groups.counting import (
    LEVELS,
    count_groups,
    plus_cube,
    released_groups,
)
from wholeplace.measures.plus_groups.framework import Framework
from wholeplace.measures.release_tables import AGE, VALUES_SCHEMA
from wholeplace.record.activity import amount
from wholeplace.record.attributes import Activity
from wholeplace.record.codelists import CodeList
from wholeplace.record.person_table import Inputs, person_tables
from wholeplace.record.plan import EVENTS, Plan
from wholeplace.record.runs import RunFolders

YEARS_FILE = "plus_group_years.parquet"
EVENT_DATE = "event_date"
EVERY_ROW, ROWS = "every row", "rows_of_the_day"
_ENOUGH = 0.5
_TELLING = 200
_YEAR = 12


@dataclass(frozen=True)
class History:
    """What earlier years are worked out from.

    Attributes:
        engine: The engine.
        settings: How what is worked out is protected.
        prepared: What the run rests on.
        inputs: What the run's person table was made from.
        days: The same day of earlier years, as far as the data reach back.
        recorded: How much was recorded of what in the year to a day, once it has been asked.
    """

    engine: Engine
    settings: Settings
    prepared: Prepared
    inputs: Inputs
    days: tuple[dt.date, ...]
    recorded: dict[tuple[str, str, dt.date], int] = field(default_factory=dict)

    @property
    def plan(self) -> Plan:
        """The plan of the run."""
        return self.prepared.plan


def write_years(
    history: History,
    measures: Sequence[Measure],
    dispersion: Mapping[str, float],
    staged: RunFolders,
) -> None:
    """Write every framework's measures for the earlier years there are, gated.

    Args:
        history: What they are worked out from.
        measures: The measures that can be produced.
        dispersion: Of rates that count people again, what their limits are made with.
        staged: The run's folders.
    """
    plan, profile = history.plan, history.prepared.profile
    above: dict[str, Above] = {
        cube.basis: lies_in(ladder_of(cube, history.prepared.geography), LEVELS[cube.basis][1])
        for cube in CUBES
    }
    made = [RELEASED_SCHEMA.empty_table()]
    for framework in plan.registry.all(Framework):
        wanted = [m for m in measures if m.name in framework.measures and apart(plan, m)]
        counted = {day: [m for m in wanted if covered(history, m, day)] for day in history.days}
        for values, same in _years(history, framework, counted, staged):
            if history.settings.disclosure.protect_sums:
                made.append(withhold(values, above, same, profile).values.cast(RELEASED_SCHEMA))
            else:
                made.append(gated_alone([values]).values.cast(RELEASED_SCHEMA))
    years = with_limits_of_lumps(pa.concat_tables(made), dispersion)
    pq.write_table(years, staged.release / YEARS_FILE, compression="zstd")


def earlier_days(
    engine: Engine, registrations: ir.Table, now: dt.date, number: int
) -> Iterator[dt.date]:
    """The same day of earlier years that the data reach back to, the latest first.

    They end where nobody held has left since, as then only those who stayed are held, or where
    another edition of the Index of Multiple Deprivation is nearer.

    Args:
        engine: The engine.
        registrations: The registrations as landed.
        now: The date of the run.
        number: How many years are wanted.
    """
    edition = preferred_editions(now.year)[0]
    for back in range(1, number + 1):
        day = months_earlier(now, _YEAR * back)
        next_day = months_earlier(now, _YEAR * (back - 1))
        left = registrations.filter(
            registrations.end_date.between(ibis.literal(day), ibis.literal(next_day))
        )
        leavers = engine.fetch(left.agg(number=left.count()))["number"][0].as_py()
        if not leavers or preferred_editions(day.year)[0] != edition:
            return
        yield day


def earlier_plans(
    plan: Plan, measures: Sequence[Measure], days: Sequence[dt.date]
) -> Iterator[Plan]:
    """What of a plan the earlier years of every framework rest on, by each of several days.

    Args:
        plan: The plan of the run.
        measures: The measures that can be produced.
        days: The same day of earlier years.
    """
    frameworks = plan.registry.all(Framework)
    named = {name for framework in frameworks for name in framework.measures}
    wanted = [measure for measure in measures if measure.name in named and apart(plan, measure)]
    groups = {group.attribute: _flag(group.attribute) for f in frameworks for group in f.recorded}
    rules = [*(measure.rule for measure in wanted), *groups.values()]
    for day in days:
        yield Plan.of(plan.registry, day).only(rules)


def apart(plan: Plan, measure: Measure) -> bool:
    """Whether a measure's years do not overlap: it counts nothing over more than one year."""
    return all(activity.months <= _YEAR for activity in _activities(plan, measure))


def covered(history: History, measure: Measure, as_at: dt.date) -> bool:
    """Whether what a measure counts was recorded in the year to a day as it is now.

    A feed that had less than half of what it has this year is taken not to have begun: before it
    there are no data, which is not zero. What is too rare to tell by is judged by all rows of its
    data set, or years in which it was rarer still would be left out.
    """
    days = (as_at, history.plan.as_at)
    fed: list[tuple[str, str, Activity | None]] = [
        (one.dataset, one.date, one) for one in _activities(history.plan, measure)
    ]
    if EVENTS in history.plan.behind(measure.rule).datasets:
        fed.append((EVENTS, EVENT_DATE, None))
    for dataset, date, activity in fed:
        then, now = (_recorded(history, dataset, date, activity, day) for day in days)
        if now < _TELLING:
            then, now = (_recorded(history, dataset, date, None, day) for day in days)
        if then < _ENOUGH * now:
            return False
    return True


def _activities(plan: Plan, measure: Measure) -> list[Activity]:
    names = plan.behind(measure.rule).activities
    return [activity for activity in plan.activities if activity.name in names]


def _recorded(
    history: History, dataset: str, date: str, activity: Activity | None, day: dt.date
) -> int:
    """How much of an activity, or how many rows, a data set holds of the year to a day.

    Many measures rest on one feed, and a feed may be long: it is looked through once for all days.
    """
    name = f"{dataset} {activity.name if activity else EVERY_ROW}"
    if (name, date, day) not in history.recorded:
        rows, days = history.inputs.datasets[dataset], (history.plan.as_at, *history.days)
        if activity is None:
            # A feed has millions of rows and few dates, which tell how many are of any year.
            rows = rows.group_by(date).agg(**{ROWS: rows.count()})
        counted = {
            f"number_{place}": _inside(history, activity, rows, rows[date], day).sum().cast("int64")
            for place, day in enumerate(days)
        }
        [found] = history.engine.fetch(rows.agg(**counted)).to_pylist()
        for day_found, number in zip(days, found.values(), strict=True):
            history.recorded[name, date, day_found] = number or 0
    return history.recorded[name, date, day]


def _inside(
    history: History,
    activity: Activity | None,
    rows: ir.Table,
    date: ir.DateValue,
    day: dt.date,
) -> ir.IntegerValue:
    """How much each row counts in the year to a day; of no activity, the rows there are."""
    counted = rows[ROWS] if activity is None else amount(activity, rows, _lists(history), day)
    start, end = ibis.literal(window_start(day, _YEAR)), ibis.literal(day)
    return ibis.ifelse(date.between(start, end), counted, 0)


def _lists(history: History) -> Callable[[str], CodeList]:
    return lambda name: history.plan.registry.get(CodeList, name)


def _years(
    history: History,
    framework: Framework,
    counted: Mapping[dt.date, Sequence[Measure]],
    staged: RunFolders,
) -> Iterator[tuple[pa.Table, dict[str, Quantities]]]:
    """The measures on each earlier day, for each basis, and which counts are the same."""
    engine, geography = history.engine, history.prepared.geography
    every = {m.name: m for measures in counted.values() for m in measures}
    if not every:
        return
    groups = [_flag(group.attribute) for group in framework.recorded]
    rules = [*(m.rule for m in every.values()), *groups]
    plans = [Plan.of(history.plan.registry, day).only(rules) for day in counted]
    cubes = [plus_cube(framework, basis) for basis in LEVELS]
    read = {name for cube in cubes for name in (cube.place, cube.inside, cube.basis)}
    read |= {AGE, *plans[0].used_by(rules)}
    tables = person_tables(engine, plans, history.inputs)
    most = number_of(engine, history.inputs.people)
    for plan, measures, whole in zip(plans, counted.values(), tables, strict=True):
        # Each year's people are counted once, so nothing is gained by writing them down.
        people = engine.view(whole.select(sorted(read)))
        parts = [VALUES_SCHEMA.empty_table()]
        found = count_groups(
            engine, plan, framework, people, measures, geography, most, staged, f"_{plan.as_at}"
        )
        for basis, cells in found.items():
            profile = history.prepared.profile
            parts += released_groups(cells, framework, measures, basis, plan.as_at, profile)
        by_basis = {str(basis): cells for basis, cells in found.items()}
        yield pa.concat_tables(parts), same_counts(by_basis, measures)


def _flag(attribute: str) -> Callable[[Any], ir.Value]:
    return lambda person: getattr(person, attribute)
