"""Every measure can be read aloud, worked out, and says who is not in it."""

from __future__ import annotations

import datetime as dt

import ibis
import pytest

from wholeplace.core.registry import Registry
from wholeplace.measures.cubes import terms_of
from wholeplace.measures.measure import Measure
from wholeplace.record.attributes import Activity, Attribute
from wholeplace.record.person_table import schema
from wholeplace.record.plan import Plan

REGISTRY = Registry.load(["wholeplace.definitions"])
MEASURES = REGISTRY.all(Measure)
PLAN = Plan.of(REGISTRY, dt.date(2026, 3, 31))
GROUPS = {
    "population",
    "segments",
    "conditions",
    "conditions_summary",
    "prevention",
    "use",
    "outcomes",
}


def test_there_are_thirty_measures_or_more_of_every_statistic_and_group() -> None:
    assert len(MEASURES) >= 30
    assert {m.statistic for m in MEASURES} == {"count", "proportion", "rate", "dsr", "mean"}
    assert {m.group for m in MEASURES} == GROUPS


def test_there_are_twenty_long_term_conditions_each_with_a_measure() -> None:
    conditions = [a.name for a in REGISTRY.all(Attribute) if a.kind == "condition"]
    assert len(conditions) == 20
    assert {f"{name}_prevalence" for name in conditions} <= {m.name for m in MEASURES}


@pytest.mark.parametrize("measure", MEASURES, ids=lambda m: m.name)
def test_a_measure_says_everything_its_page_needs(measure: Measure) -> None:
    for said in (measure.doc, measure.says, measure.source, measure.not_in_it, measure.owner):
        assert said.strip()
    assert measure.numerator.endswith(".") and measure.denominator.endswith(".")
    assert measure.not_in_it.endswith(".")
    assert not measure.says.endswith(".")


@pytest.mark.parametrize("measure", MEASURES, ids=lambda m: m.name)
def test_a_measure_can_be_worked_out_of_the_person_table(measure: Measure) -> None:
    people = ibis.table(schema(PLAN), name="person")
    number, among = terms_of(measure, PLAN, people)
    assert ibis.to_sql(people.select(number=number, among=among))


def test_rates_say_what_they_are_per_and_flows_name_an_activity() -> None:
    activities = {a.name for a in REGISTRY.all(Activity)}
    for measure in MEASURES:
        assert (measure.per > 1) == (measure.statistic in ("rate", "dsr")), measure.name
        assert measure.flow in activities | {""}, measure.name


def test_every_definition_has_a_title_a_source_and_words() -> None:
    for definition in [*REGISTRY.all(Attribute), *REGISTRY.all(Activity)]:
        assert definition.source.strip(), definition.name
        assert definition.doc.strip(), definition.name
