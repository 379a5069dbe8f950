"""On random people the engine and the plain-Python rules give the same answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.oracle.person_rules import (
    REGISTERS,
    age_on,
    is_obese,
    latest_reading,
    on_register_since,
    placed,
    smoking,
)
from wholeplace.core.engine import duckdb_engine
from wholeplace.core.registry import Registry
from wholeplace.record.attributes import Attribute, Measurement
from wholeplace.record.codelists import CodeList
from wholeplace.record.drawing.people import Admission, Coded, DrawnPerson, Reading
from wholeplace.record.drawing.world import AS_AT, person_rows
from wholeplace.record.segmentations import RULE_SUFFIX, Segmentation

REGISTRY = Registry.load(["wholeplace.definitions"])
LISTS = [item.name for item in REGISTRY.all(CodeList) if item.system == "snomed"]
MEASUREMENTS = {item.name: item for item in REGISTRY.all(Measurement)}
# Few days, so that codes fall on the same day, and on the days where windows begin and end.
DAYS = st.sampled_from(
    [
        *(dt.date(2003, 3, 31), dt.date(2003, 4, 1), dt.date(2006, 4, 1), dt.date(2020, 2, 29)),
        *(dt.date(2024, 4, 1), dt.date(2025, 3, 31), dt.date(2025, 4, 1), dt.date(2025, 5, 27)),
        *(dt.date(2025, 5, 28), dt.date(2026, 2, 28), dt.date(2026, 3, 1), AS_AT),
    ]
)
BIRTHDAYS = st.sampled_from(
    [
        *(dt.date(1930, 1, 1), dt.date(1946, 3, 31), dt.date(1961, 4, 1), dt.date(1976, 3, 31)),
        *(dt.date(1976, 4, 1), dt.date(2000, 2, 29), dt.date(2008, 3, 31), dt.date(2008, 4, 1)),
        *(dt.date(2009, 4, 1), dt.date(2020, 4, 1)),
    ]
)
VALUES = st.sampled_from([5.0, 18.0, 29.9, 30.0, 58.0, 90.0, 140.0, 141.0, 151.0, 999.0])
CODED = st.builds(Coded, DAYS, st.sampled_from(LISTS))
READINGS = st.builds(Reading, DAYS, st.sampled_from(sorted(MEASUREMENTS)), VALUES)
ADMISSIONS = st.builds(
    Admission,
    DAYS,
    st.sampled_from(["emergency", "planned", "maternity"]),
    st.integers(0, 30),
    st.sampled_from([("S720", "W19"), ("I500",), ("O80",), ("K358", "X60"), ()]),
)
PEOPLE = st.builds(
    DrawnPerson,
    number=st.just(0),
    born=BIRTHDAYS,
    sex=st.sampled_from(["female", "male"]),
    registered=st.booleans(),
    coded=st.lists(CODED, max_size=12),
    readings=st.lists(READINGS, max_size=4),
    admitted=st.lists(ADMISSIONS, max_size=2),
)
Rows = Callable[[list[DrawnPerson]], dict[int, dict[str, Any]]]


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rows]:
    """The person table of given people, by number."""
    with duckdb_engine(tmp_path_factory.mktemp("oracle") / "scratch", threads=1) as engine:
        yield lambda people: person_rows(engine, REGISTRY, people)


@settings(
    max_examples=4,
    # Each example is a whole run of many people; the message names the one person it is about.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(people=st.lists(PEOPLE, min_size=60, max_size=150))
def test_the_engine_agrees_with_the_plain_rules(people: list[DrawnPerson], rows: Rows) -> None:
    for number, person in enumerate(people, start=1):
        person.number = number
    found = rows(people)
    for person in people:
        row = found[person.number]
        told = {name: row[name] for name in expected_facts(person)}
        assert told == expected_facts(person)
        for model in REGISTRY.all(Segmentation):
            answer = (row[model.name], row[f"{model.name}{RULE_SUFFIX}"])
            assert answer == placed(model, true_of(row))


def expected_facts(person: DrawnPerson) -> dict[str, Any]:
    """What the plain rules say of one person."""
    registers = {
        name: on_register_since(person, register, AS_AT) for name, register in REGISTERS.items()
    }
    held = sum(since is not None for since in registers.values())
    recorded = [entry.day for entry in (*person.coded, *person.readings)]
    return {
        **registers,
        "age": age_on(person.born, AS_AT),
        "n_conditions": held,
        "any_condition": held >= 1,
        "multimorbidity": held >= 2,
        "obese": is_obese(person, MEASUREMENTS["bmi"], AS_AT),
        "smoking": smoking(person),
        "blood_pressure_at_target": pressure_at_target(person),
        "no_usable_record": not recorded or not person.registered,
    }


def pressure_at_target(person: DrawnPerson) -> bool:
    """Both pressures measured since last April, neither above the aim for the age."""
    systolic = latest_reading(person, MEASUREMENTS["systolic"])
    diastolic = latest_reading(person, MEASUREMENTS["diastolic"])
    for (day, value), aim in (
        (systolic, 150 if age_on(person.born, AS_AT) >= 80 else 140),
        (diastolic, 90),
    ):
        if day is None or value is None or day < dt.date(2025, 4, 1) or value > aim:
            return False
    return True


def true_of(row: dict[str, Any]) -> set[str]:
    """The names of everything the person table says is true of somebody."""
    return {
        name
        for name, value in row.items()
        if value is not None and value is not False and value != 0
    }


def test_the_plain_rules_cover_every_condition() -> None:
    conditions = {a.name for a in REGISTRY.all(Attribute) if a.kind == "condition"}
    assert conditions == set(REGISTERS)
