"""Turns small people into the tables a run reads, and runs the real passes over them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from wholeplace.core.engine import Engine
from wholeplace.core.registry import Registry
from wholeplace.record.attributes import Measurement
from wholeplace.record.codelists import CodeList
from wholeplace.record.drawing.people import Admission, DrawnPerson, DrawnRow, DrawnTableError, Home
from wholeplace.record.person_table import Inputs, person_table
from wholeplace.record.plan import Plan
from wholeplace.sources.contracts import Column, Dataset

AS_AT = dt.date(2026, 3, 31)
PRACTICE, PRACTICE_ELSEWHERE, HOME_ELSEWHERE = "X00001", "X99999", "X01999999"
HOMES = [Home(fifth, rural) for rural in (False, True) for fifth in range(1, 6)]
METHODS = {"emergency": "21", "planned": "11", "maternity": "31"}
SEX = {"male": "1", "female": "2"}
SINCE = dt.date(2000, 1, 1)
ALWAYS = ("person", "registration", "residence", "gp_event", "hospital_spell")
KINDS: dict[str, pa.DataType] = {
    "integer": pa.int64(),
    "number": pa.float64(),
    "date": pa.date32(),
    "datetime": pa.timestamp("us"),
}

# Data set → rows.
Rows = dict[str, list[dict[str, Any]]]


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
    """The tables a run would read if these were all the people there are.

    Raises:
        DefinitionError: As :func:`drawn_rows` does.
    """
    numbers = [person.number for person in people]
    rows = drawn_rows(registry, people)
    datasets = {name: _table(registry.get(Dataset, name), kept) for name, kept in rows.items()}
    return Inputs(
        datasets={name: engine.table(made) for name, made in datasets.items()},
        links=engine.table(pa.table({"record_id": numbers, "person": numbers})),
        people=engine.table(pa.table({"person": numbers})),
        small_areas=engine.table(_small_areas()),
        practices=engine.table(_practices()),
    )


def drawn_rows(registry: Registry, people: Sequence[DrawnPerson]) -> Rows:
    """What is recorded of people, as rows of data sets.

    Raises:
        DefinitionError: If a person was drawn with a code list, measurement or data set that is
            not defined.
        DrawnTableError: If a data set has no such column, or its column no such value.
    """
    rows: Rows = {name: [] for name in ALWAYS}
    for person in people:
        _add(rows, registry, person)
    return rows


def codes_of(registry: Registry, code_list: str) -> tuple[int, ...]:
    """The codes of a list as the data hold them."""
    return tuple(int(code) for code in registry.get(CodeList, code_list).codes)


def reading_code(registry: Registry, measurement: str) -> int:
    """A code a measurement is recorded under."""
    return int(registry.get(Measurement, measurement).codes[0])


def _add(rows: Rows, registry: Registry, person: DrawnPerson) -> None:
    """Add everything recorded of one person to the rows of each data set."""

    def add(dataset: str, **values: Any) -> None:
        rows.setdefault(dataset, []).append({"record_id": person.number, **values})

    add(
        "person",
        birth_date=person.born,
        death_date=person.died,
        sex=SEX.get(person.sex),
        ethnic_category=person.ethnicity or None,
    )
    practice = PRACTICE if person.registered else PRACTICE_ELSEWHERE
    add("registration", practice_code=practice, start_date=SINCE, end_date=person.left)
    add("residence", lsoa21=_small_area(person.home), start_date=SINCE)
    for entry in person.coded:
        code = codes_of(registry, entry.code_list)[0]
        add("gp_event", event_date=entry.day, code=code)
    for read in person.readings:
        code = reading_code(registry, read.measurement)
        add("gp_event", event_date=read.day, code=code, value=read.value)
    for stay in person.admitted:
        add("hospital_spell", **_spell(stay))
    for row in person.rows:
        add(row.dataset, **_values(registry.get(Dataset, row.dataset), row))


def _spell(stay: Admission) -> dict[str, Any]:
    main, *others = stay.diagnoses or ("",)
    return {
        "admission_date": stay.day,
        "discharge_date": stay.day + dt.timedelta(days=stay.nights),
        "admission_method": METHODS[stay.kind],
        "primary_diagnosis": main or None,
        "secondary_diagnoses": ";".join(others) or None,
    }


def _values(contract: Dataset, row: DrawnRow) -> dict[str, Any]:
    columns = {column.name: column for column in contract.facts}
    for name in row.values:
        if name not in columns:
            raise DrawnTableError(
                f"The data set {contract.name} has no column {name!r}.",
                f"Use {', '.join(columns)}.",
            )
    read = {name: _value(columns[name], text) for name, text in row.values.items()}
    return {contract.day: row.day, **read}


def _value(column: Column, text: str) -> Any:
    """A drawn value in the type the data hold it in."""
    if column.codes and text not in column.codes:
        raise DrawnTableError(
            f"{text!r} is not a value of {column.name}.", f"Use {', '.join(column.codes)}."
        )
    try:
        match column.kind:
            case "integer":
                return int(text)
            case "number":
                return float(text)
            case "date":
                return dt.date.fromisoformat(text)
            case "datetime":
                return dt.datetime.fromisoformat(text)
            case _:
                return text
    except ValueError as error:
        raise DrawnTableError(f"{text!r} cannot be the {column.kind} {column.name}.") from error


def _table(contract: Dataset, rows: Sequence[dict[str, Any]]) -> pa.Table:
    """Rows of a data set as landing keeps them."""
    kept = {column.name: KINDS.get(column.kind, pa.string()) for column in contract.facts}
    types = {"record_id": pa.int64(), **kept, "received": pa.date32(), "source": pa.string()}
    landed = [{"received": AS_AT, "source": "gp", **row} for row in rows]
    return pa.Table.from_pylist(landed, schema=pa.schema(list(types.items())))


def _small_area(home: Home) -> str:
    return f"X01{HOMES.index(home) + 1:06}" if home.fifth else HOME_ELSEWHERE


def _small_areas() -> pa.Table:
    words = ("lsoa21", "lsoa11", "msoa", "ward", "district", "upper_tier", "icb")
    rows = [
        {name: _small_area(home) for name in words}
        | {"imd19_fifth": home.fifth, "imd25_fifth": home.fifth, "rural": home.rural}
        for home in HOMES
    ]
    types = {
        **{name: pa.string() for name in words},
        "rural": pa.bool_(),
        "imd19_fifth": pa.int32(),
        "imd25_fifth": pa.int32(),
    }
    return pa.Table.from_pylist(rows, schema=pa.schema(list(types.items())))


def _practices() -> pa.Table:
    return pa.table(
        {
            "practice_code": [PRACTICE],
            "pcn_code": ["U00001"],
            "place": ["north"],
            "in_system": [True],
        }
    )
