"""Every measure counts its drawn population as drawn, and every population shows a boundary."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import ibis
import pytest

from wholeplace.core.engine import Engine, duckdb_engine
from wholeplace.core.registry import Registry
from wholeplace.measures.checking.check import check
from wholeplace.measures.measure import Measure, Terms
from wholeplace.record.drawing.world import AS_AT
from wholeplace.record.person import Person

Rule = Callable[[Person], Terms]

REGISTRY = Registry.load(["wholeplace.definitions"])
# Their boundary is a group or a code, which a day does not move.
WITHOUT_DATES = {"most_deprived_fifth", "ethnicity_recorded"}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with duckdb_engine(tmp_path_factory.mktemp("drawn") / "scratch", threads=1) as made:
        yield made


def test_every_measure_counts_its_drawn_population_as_drawn(engine: Engine) -> None:
    checked = check(engine, REGISTRY)

    assert [f"{fault.measure}: {fault.says}" for fault in checked.faults] == []
    assert checked.measures == len(REGISTRY.all(Measure))


def test_a_day_earlier_or_later_every_drawn_population_counts_otherwise(engine: Engine) -> None:
    moved = {
        fault.measure
        for days in (-1, 1)
        for fault in check(engine, REGISTRY, on=AS_AT + dt.timedelta(days=days)).faults
    }

    unmoved = {measure.name for measure in REGISTRY.all(Measure)} - moved
    assert unmoved == WITHOUT_DATES


def unnoticed(engine: Engine, spoilt: Callable[[Rule], Rule]) -> set[str]:
    """The measures whose drawn populations pass although every rule was spoilt."""
    measures = REGISTRY.all(Measure)
    wrong = [replace(measure, rule=spoilt(measure.rule)) for measure in measures]
    found = {fault.measure for fault in check(engine, REGISTRY.replacing(wrong)).faults}
    return {measure.name for measure in measures} - found


def test_a_measure_that_counts_everybody_among_is_told(engine: Engine) -> None:
    def all_counted(rule: Rule) -> Rule:
        def spoilt(person: Person) -> Terms:
            among = rule(person).among
            return Terms(ibis.literal(True) if among is None else among, among)

        return spoilt

    # It counts everybody.
    assert unnoticed(engine, all_counted) == {"people"}


def test_a_measure_that_forgets_whom_it_is_about_is_told(engine: Engine) -> None:
    about_everybody = set()

    def no_population(rule: Rule) -> Rule:
        def spoilt(person: Person) -> Terms:
            if rule(person).among is None:
                about_everybody.add(rule)
            return Terms(rule(person).numerator)

        return spoilt

    missed = unnoticed(engine, no_population)
    assert missed == {m.name for m in REGISTRY.all(Measure) if m.rule in about_everybody}


class YearOlder(Person):
    """A person whose age is a year too high; says when it is asked."""

    def __init__(self, person: Person, asked: Callable[[], None]) -> None:
        vars(self).update(vars(person))
        self._asked = asked

    def __getattr__(self, name: str) -> Any:
        if name != "age":
            return super().__getattr__(name)
        self._asked()
        return super().__getattr__("age") + 1


def test_a_measure_whose_ages_are_a_year_out_is_told(engine: Engine) -> None:
    by_age = set()

    def a_year_out(rule: Rule) -> Rule:
        return lambda person: rule(YearOlder(person, lambda: by_age.add(rule)))

    missed = unnoticed(engine, a_year_out)
    asked = {measure.name for measure in REGISTRY.all(Measure) if measure.rule in by_age}
    # Registers of all ages ask for an age of 0 or more.
    all_ages = {name for name in asked if name.endswith("_prevalence")}
    assert len(asked) > len(all_ages)
    assert missed & asked <= all_ages
