"""A plan restricted to some rules holds what they rest on, and nothing else."""

from __future__ import annotations

import datetime as dt

import pytest

from wholeplace.core.registry import Registry
from wholeplace.measures.measure import Measure
from wholeplace.record.person_table import schema
from wholeplace.record.plan import Plan


@pytest.fixture(scope="module")
def plan() -> Plan:
    return Plan.of(Registry.load(["wholeplace.definitions"]), dt.date(2026, 3, 31))


def test_a_part_for_no_rule_works_nothing_out(plan: Plan) -> None:
    part = plan.only([])
    assert (part.needs, part.layers, part.activities) == ((), (), ())


def test_the_part_for_a_measure_holds_all_it_rests_on_and_no_more(plan: Plan) -> None:
    for measure in plan.registry.all(Measure):
        part = plan.only([measure.rule])
        behind = plan.behind(measure.rule)
        assert {a.name for a in part.attributes} == set(behind.attributes)
        assert {a.name for a in part.activities} == set(behind.activities)
        assert set(part.needs) <= set(plan.needs)


def test_the_part_for_every_attribute_is_the_whole(plan: Plan) -> None:
    whole = plan.only([lambda person, n=a.name: getattr(person, n) for a in plan.attributes])
    assert {*whole.needs, *plan.coded.values()} == set(plan.needs)
    assert [a.name for a in whole.attributes] == [a.name for a in plan.attributes]


def test_columns_of_a_part_are_of_the_same_types_as_in_the_whole(plan: Plan) -> None:
    part = plan.only([measure.rule for measure in plan.registry.all(Measure)[:5]])
    whole = schema(plan)
    assert {name: whole[name] for name in schema(part)} == schema(part)
