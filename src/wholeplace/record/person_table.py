"""The person table: one row per linked person, with every attribute on the date of the run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import ibis
import ibis.expr.types as ir

from wholeplace.core.calendar import window_start
from wholeplace.core.engine import Engine
from wholeplace.core.expressions import (
    UNKNOWN,
    age_band,
    age_in_years,
    beside,
    first_of_each,
    known,
)
from wholeplace.record.activity import use_per_person
from wholeplace.record.areas import (
    last_registration,
    last_residence,
    lasts,
    practice_columns,
    small_area_columns,
)
from wholeplace.record.codelists import CodeList
from wholeplace.record.ethnic_categories import NOT_KNOWN
from wholeplace.record.ethnicity import chosen_ethnicity, group_of
from wholeplace.record.events import Matched, event_columns, match_events
from wholeplace.record.needs import column_type
from wholeplace.record.person import BASE_COLUMNS, value_of
from wholeplace.record.plan import Plan
from wholeplace.sources.contracts import Dataset

PERIOD_MONTHS = 12
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
        matched: Events found for a wider or later plan, so that they are not looked through again.
    """

    datasets: Mapping[str, ir.Table]
    links: ir.Table
    people: ir.Table
    small_areas: ir.Table
    practices: ir.Table
    matched: Matched | None = None


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
    here = engine.keep(_here(engine, plan, inputs), name="people_here")
    links = inputs.links.join(here.select("person"), "person")
    kept = engine.keep(links, {"record_id": "int64", "person": "int64"}, name="records_here")
    inputs = replace(inputs, links=kept)
    # Every join carries the columns of those before it along: the narrow tables come first.
    table = here.select("person")
    for found in _found(engine, plan, inputs):
        table = beside(table, found, "person")
    table = _filled(plan, beside(table, here, "person"))
    table = engine.named(_described(plan, inputs, table), "people_described")
    for layer in plan.layers:
        person = plan.person_over(table)
        worked_out = {a.name: _column(plan, a.name, a.rule(person)) for a in layer}
        table = engine.named(table.mutate(**worked_out), "people_worked_out")
    return table.select(list(schema(plan)))


def schema(plan: Plan) -> dict[str, str]:
    """Column → Ibis type of the person table, in order."""
    attributes = {a.name: plan.kinds[a.name] for a in plan.attributes}
    use = {a.name: "int64" for a in plan.activities}
    return {**BASE_COLUMNS, **attributes, **use}


def _here(engine: Engine, plan: Plan, inputs: Inputs) -> ir.Table:
    """People registered or living somewhere in the period, with where and since when."""
    links, datasets = inputs.links, inputs.datasets
    people = inputs.people.select("person")
    since = window_start(plan.as_at, PERIOD_MONTHS)
    contracts = plan.registry.all(Dataset)
    found = {
        "demography": demography(datasets["person"], links),
        "ethnicity": chosen_ethnicity(engine, datasets, links, contracts, plan.as_at),
        "registrations": last_registration(datasets["registration"], links, since, plan.as_at),
        "residences": last_residence(datasets["residence"], links, since, plan.as_at),
    }
    for name, table in found.items():
        people = beside(people, engine.named(table, name), "person")
    return people.filter(people.practice.notnull() | people.lsoa21.notnull())


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


def demography(people: ir.Table, links: ir.Table) -> ir.Table:
    """Birth, death and sex from the register of people received last.

    Args:
        people: The register of people as landed.
        links: ``record_id``, ``person``.

    Returns:
        ``person``, ``birth_date``, ``death_date``, ``sex`` as it is coded, or unknown.
    """
    facts = ("birth_date", "death_date", "sex")
    linked = people.select("record_id", "received", *facts).join(links, "record_id")
    latest = first_of_each(linked, "person", {"received": "desc", "record_id": "asc"})
    return latest.select(
        "person",
        "birth_date",
        "death_date",
        sex=known(latest.sex),
    )


def _found(engine: Engine, plan: Plan, inputs: Inputs) -> Iterator[ir.Table]:
    """Use of services and then coded history, per person."""

    def lists(name: str) -> CodeList:
        return plan.registry.get(CodeList, name)

    use = use_per_person(plan.activities, inputs.datasets, inputs.links, lists, plan.as_at)
    for table in use:
        yield engine.keep(table, name="use_of_services")
    events = inputs.datasets.get("gp_event")
    if events is not None:
        matched = inputs.matched or match_events(engine, plan, events, inputs.links)
        yield from event_columns(engine, plan, matched, events, inputs.links)


def _filled(plan: Plan, table: ir.Table) -> ir.Table:
    """The table with a column for all that was asked: empty, not zero, where nothing was landed."""
    counted = {
        activity.name: table[activity.name].fill_null(0)
        if activity.name in table.columns
        else ibis.null("int64")
        for activity in plan.activities
    }
    gaps = {
        need.column: ibis.null(column_type(need))
        for need in plan.needs
        if need.column not in table.columns
    }
    return table.mutate(**counted, **gaps)


def _column(plan: Plan, name: str, answer: object) -> ir.Value:
    return value_of(answer).cast(plan.kinds[name])
