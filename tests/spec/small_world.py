"""Turns small people into the tables a run reads, and runs the real passes over them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from tests.spec.drawn_tables import Admission, DrawnPerson
from wholeplace.core.engine import Engine
from wholeplace.core.registry import Registry
from wholeplace.record.attributes import Measurement
from wholeplace.record.codelists import CodeList
from wholeplace.record.person_table import Inputs, person_table
from wholeplace.record.plan import Plan

AS_AT = dt.date(2026, 3, 31)
HOME, PRACTICE, ELSEWHERE = "X01000001", "X00001", "X99999"
METHODS = {"emergency": "21", "planned": "11", "maternity": "31"}
SEX = {"male": "1", "female": "2"}


def table(rows: Sequence[dict[str, Any]], **types: pa.DataType) -> pa.Table:
    """A table with declared types, also where there are no rows."""
    return pa.Table.from_pylist(list(rows), schema=pa.schema(list(types.items())))


def codes_of(registry: Registry, code_list: str) -> tuple[int, ...]:
    """The codes of a list as the data hold them."""
    return tuple(int(code) for code in registry.get(CodeList, code_list).codes)


def reading_code(registry: Registry, measurement: str) -> int:
    """A code a measurement is recorded under."""
    return int(registry.get(Measurement, measurement).codes[0])


def person_rows(
    engine: Engine, registry: Registry, people: Sequence[DrawnPerson]
) -> dict[int, dict[str, Any]]:
    """Run the real passes over small people.

    Args:
        engine: The engine.
        registry: The definitions.
        people: The people; their numbers must differ.

    Returns:
        Each person's row of the person table, by number.
    """
    plan = Plan.of(registry, AS_AT)
    made = person_table(engine, plan, small_inputs(engine, registry, people))
    return {row["person"]: row for row in engine.fetch(made).to_pylist()}


def small_inputs(engine: Engine, registry: Registry, people: Sequence[DrawnPerson]) -> Inputs:
    """The tables a run would read if these were all the people there are."""
    numbers = [person.number for person in people]
    datasets = {
        "person": _persons(people),
        "registration": _registrations(people),
        "residence": _residences(people),
        "gp_event": _events(registry, people),
        "hospital_spell": _spells(people),
    }
    return Inputs(
        datasets={name: engine.table(rows) for name, rows in datasets.items()},
        links=engine.table(pa.table({"record_id": numbers, "person": numbers})),
        people=engine.table(
            pa.table({"person": numbers, "pseudonym": [str(number) for number in numbers]})
        ),
        small_areas=engine.table(_small_areas()),
        practices=engine.table(_practices()),
    )


def _persons(people: Sequence[DrawnPerson]) -> pa.Table:
    rows = [
        {
            "record_id": person.number,
            "birth_date": person.born,
            "sex": SEX.get(person.sex),
            "received": AS_AT,
            "source": "gp",
        }
        for person in people
    ]
    return table(
        rows,
        record_id=pa.int64(),
        birth_date=pa.date32(),
        death_date=pa.date32(),
        sex=pa.string(),
        ethnic_category=pa.string(),
        received=pa.date32(),
        source=pa.string(),
    )


def _registrations(people: Sequence[DrawnPerson]) -> pa.Table:
    rows = [
        {
            "record_id": person.number,
            "practice_code": PRACTICE if person.registered else ELSEWHERE,
            "start_date": dt.date(2000, 1, 1),
        }
        for person in people
    ]
    return table(
        rows,
        record_id=pa.int64(),
        practice_code=pa.string(),
        start_date=pa.date32(),
        end_date=pa.date32(),
    )


def _residences(people: Sequence[DrawnPerson]) -> pa.Table:
    rows = [
        {"record_id": person.number, "lsoa21": HOME, "start_date": dt.date(2000, 1, 1)}
        for person in people
    ]
    return table(
        rows,
        record_id=pa.int64(),
        lsoa21=pa.string(),
        lsoa11=pa.string(),
        household=pa.string(),
        start_date=pa.date32(),
        end_date=pa.date32(),
    )


def _events(registry: Registry, people: Sequence[DrawnPerson]) -> pa.Table:
    coded = [
        {
            "record_id": person.number,
            "event_date": entry.day,
            "code": codes_of(registry, entry.code_list)[0],
        }
        for person in people
        for entry in person.coded
    ]
    readings = [
        {
            "record_id": person.number,
            "event_date": entry.day,
            "code": reading_code(registry, entry.measurement),
            "value": entry.value,
        }
        for person in people
        for entry in person.readings
    ]
    return table(
        coded + readings,
        record_id=pa.int64(),
        event_date=pa.date32(),
        code=pa.int64(),
        value=pa.float64(),
    )


def _spells(people: Sequence[DrawnPerson]) -> pa.Table:
    rows = [_spell(person.number, entry) for person in people for entry in person.admitted]
    return table(
        rows,
        record_id=pa.int64(),
        admission_date=pa.date32(),
        discharge_date=pa.date32(),
        admission_method=pa.string(),
        primary_diagnosis=pa.string(),
        secondary_diagnoses=pa.string(),
        main_procedure=pa.string(),
    )


def _spell(number: int, entry: Admission) -> dict[str, Any]:
    main, *others = entry.diagnoses or ("",)
    return {
        "record_id": number,
        "admission_date": entry.day,
        "discharge_date": entry.day + dt.timedelta(days=entry.nights),
        "admission_method": METHODS[entry.kind],
        "primary_diagnosis": main or None,
        "secondary_diagnoses": ";".join(others) or None,
    }


def _small_areas() -> pa.Table:
    words = ("lsoa21", "lsoa11", "msoa", "ward", "district", "upper_tier", "icb")
    return table(
        [{name: HOME for name in words} | {"imd19_fifth": 1, "imd25_fifth": 1, "rural": False}],
        **{name: pa.string() for name in words},
        rural=pa.bool_(),
        imd19_fifth=pa.int32(),
        imd25_fifth=pa.int32(),
    )


def _practices() -> pa.Table:
    row = {"practice_code": PRACTICE, "pcn_code": "U00001", "place": "north", "in_system": True}
    return table(
        [row],
        practice_code=pa.string(),
        pcn_code=pa.string(),
        place=pa.string(),
        in_system=pa.bool_(),
    )
