"""The person table: one row per linked person, with every attribute on the date of the run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import ibis
import ibis.expr.types as ir

from wholeplace.core.engine import Engine
from wholeplace.core.expressions import UNKNOWN, age_band, age_in_years, all_beside
from wholeplace.record.activity import use_per_person
from wholeplace.record.areas import lasts, practice_columns, small_area_columns
from wholeplace.record.codelists import CodeList
from wholeplace.record.ethnic_categories import NOT_KNOWN
from wholeplace.record.ethnicity import group_of
from wholeplace.record.events import coded_history
from wholeplace.record.histories import Histories
from wholeplace.record.needs import column_type
from wholeplace.record.person import BASE_COLUMNS, value_of
from wholeplace.record.plan import EVENTS, Plan
from wholeplace.record.presence import Presence, presence_on
from wholeplace.sources.contracts import Dataset

PERIOD_MONTHS = 12
MANY_JOINS = 8
"""More tables than these are joined first, and rules are worked out on what was written down."""
SEXES = {"1": "male", "2": "female"}


@dataclass(frozen=True)
class Inputs:
    """What a person table is made from.

    Attributes:
        datasets: The landed datasets known at the run, by name; those not landed are absent.
        links: ``record_id``, ``person``.
        people: ``person``: everybody linked.
        small_areas: The small areas of the system.
        practices: The practices.
        presence: Who was here, found for these dates and others.
        histories: What was coded of them, found for plans of these days and others.
    """

    datasets: Mapping[str, ir.Table]
    links: ir.Table
    people: ir.Table
    small_areas: ir.Table
    practices: ir.Table
    presence: Presence | None = None
    histories: Histories | None = None


def person_table(engine: Engine, plan: Plan, inputs: Inputs) -> ir.Table:
    """Everything true of each person on the date of the run.

    Args:
        engine: The engine.
        plan: What to work out.
        inputs: What to work it out from.

    Returns:
        One row per linked person who was registered or lived somewhere in the period that ends
        on the date, with :data:`~wholeplace.record.person.BASE_COLUMNS`, one column per attribute
        and one per activity; see :func:`schema`. People who left or died before the period are
        in no number, so nothing is worked out for them.
    """
    return next(person_tables(engine, [plan], inputs))


def person_tables(engine: Engine, plans: Sequence[Plan], inputs: Inputs) -> Iterator[ir.Table]:
    """The person tables of several dates, sharing all that can be found for them in one pass.

    Args:
        engine: The engine.
        plans: Plans that differ in nothing but their date.
        inputs: What to work them out from.

    Yields:
        What :func:`person_table` returns, for each plan.
    """
    days = [plan.as_at for plan in plans]
    presence = inputs.presence
    if presence is None or not {*days} <= {*presence.days}:
        presence = presence_of(engine, plans[0], days, inputs)
        inputs = replace(inputs, histories=None)
    inputs = replace(inputs, links=presence.links)
    histories = inputs.histories
    if histories is None or not all(map(histories.answer, plans)):
        histories = _histories(engine, plans, inputs)
    for plan in plans:
        found = [*_use(engine, plan, inputs), *histories.on(plan)]
        here = engine.named(presence.on(plan.as_at), "people_here")
        table = all_beside(here, found, "person")
        if len(found) > MANY_JOINS:
            # Each join hands on apart those it matched and those it did not: after many of them
            # the rules would work on scraps, which takes longer than writing this down.
            table = engine.keep(table, name="people_with_history")
        table = engine.named(_described(plan, inputs, _filled(plan, table)), "people_described")
        for layer in plan.layers:
            person = plan.person_over(table)
            worked_out = {a.name: _column(plan, a.name, a.rule(person)) for a in layer}
            table = engine.named(table.mutate(**worked_out), "people_worked_out")
        yield table.select(list(schema(plan)))


def for_days(engine: Engine, plans: Sequence[Plan], inputs: Inputs) -> Inputs:
    """Inputs with what the person tables of several days share: who was here, what was coded.

    Args:
        engine: The engine, which keeps what is found.
        plans: The plans of the days; the last day's needs all that the others do.
        inputs: What it is found from.
    """
    presence = presence_of(engine, plans[0], [plan.as_at for plan in plans], inputs)
    histories = _histories(engine, plans, replace(inputs, links=presence.links))
    return replace(inputs, presence=presence, histories=histories)


def presence_of(engine: Engine, plan: Plan, days: Sequence[dt.date], inputs: Inputs) -> Presence:
    """Who was here on several days, to make person tables of.

    Args:
        engine: The engine.
        plan: A plan of any date.
        days: The days.
        inputs: What it is found from.
    """
    contracts = plan.registry.all(Dataset)
    return presence_on(engine, days, inputs.datasets, inputs.links, contracts, PERIOD_MONTHS)


def schema(plan: Plan) -> dict[str, str]:
    """Column → Ibis type of the person table, in order."""
    attributes = {a.name: plan.kinds[a.name] for a in plan.attributes}
    use = {a.name: "int64" for a in plan.activities}
    return {**BASE_COLUMNS, **attributes, **use}


def _described(plan: Plan, inputs: Inputs, people: ir.Table) -> ir.Table:
    """People with their age, groups and areas on the date of the run.

    These come last because they are text, which every other join would have to carry along.
    """
    areas = small_area_columns(inputs.small_areas)
    table = people.left_join(areas, people.lsoa21 == areas.area)
    table = table.mutate(lsoa11=ibis.coalesce(table.lsoa11, table.area_lsoa11))
    practices = practice_columns(inputs.practices)
    table = table.left_join(practices, table.practice == practices.practice_code)
    alive = lasts(table.death_date, plan.as_at)
    age = age_in_years(table.birth_date, plan.as_at)
    return table.mutate(
        sex=table.sex.cases(*SEXES.items(), else_=UNKNOWN),
        ethnic_category=table.ethnic_category.fill_null(NOT_KNOWN),
        ethnic_group=group_of(table.ethnic_category),
        age=age,
        age_band=age_band(age),
        alive=alive,
        registered=alive & table.practice_code.notnull() & lasts(table.registered_to, plan.as_at),
        resident=alive & table.area.notnull() & lasts(table.living_to, plan.as_at),
    )


def _use(engine: Engine, plan: Plan, inputs: Inputs) -> Iterator[ir.Table]:
    """Use of services, per person."""

    def lists(name: str) -> CodeList:
        return plan.registry.get(CodeList, name)

    counted = [activity for activity in plan.activities if activity.name not in plan.coded]
    use = use_per_person(counted, inputs.datasets, inputs.links, lists, plan.as_at)
    for table in use:
        yield engine.keep(table, name="use_of_services")


def _histories(engine: Engine, plans: Sequence[Plan], inputs: Inputs) -> Histories:
    """Coded history by each plan's date, per person."""
    events = inputs.datasets.get(EVENTS)
    if events is None or not any(plan.needs for plan in plans):
        return Histories(())
    return coded_history(engine, plans, events, inputs.links)


def _filled(plan: Plan, table: ir.Table) -> ir.Table:
    """The table with a column for all that was asked: empty, not zero, where nothing was landed."""
    counted = dict[str, ir.Value]()
    for activity in plan.activities:
        coded = plan.coded.get(activity.name)
        column = coded.column if coded else activity.name
        landed = column in table.columns
        number = table[column].fill_null(0) if landed else ibis.null("int64")
        counted[activity.name] = number.cast("int64")
    gaps = {
        need.column: ibis.null(column_type(need))
        for need in plan.needs
        if need.column not in table.columns
    }
    return table.mutate(**counted, **gaps)


def _column(plan: Plan, name: str, answer: object) -> ir.Value:
    return value_of(answer).cast(plan.kinds[name])
