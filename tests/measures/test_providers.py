"""Care counted by who gave it equals a plain count of the rows, whoever they were given to."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest

from wholeplace.core.calendar import AGE_BANDS
from wholeplace.core.engine import Engine, duckdb_engine
from wholeplace.core.errors import DefinitionError
from wholeplace.core.registry import Registry
from wholeplace.measures.cells import read_cells
from wholeplace.measures.cubes import numerator_column
from wholeplace.measures.measure import Measure, measure, total
from wholeplace.measures.providers import released_treated, senders, treated_table
from wholeplace.record.attributes import Activity
from wholeplace.record.plan import Plan
from wholeplace.sources.contracts import Dataset
from wholeplace.statistics import PROFILES

AS_AT, FIRST = dt.date(2026, 3, 31), dt.date(2025, 4, 1)
HOSPITALS = ("RGN", "RGT", "RGM", "RCX")
OWN = ("RGM", "RGN", "RGT")
EMERGENCY = ("21", "22", "2A")
Row = dict[str, Any]


def flow(name: str, dataset: str, date: str, rule: Any, **says: Any) -> Activity:
    return Activity(name=name, title=name, dataset=dataset, date=date, rule=rule, **says)


ACTIVITIES = (
    flow(
        "admissions",
        "hospital_spell",
        "admission_date",
        lambda row: row.admission_method.isin(EMERGENCY),
    ),
    flow("nights", "hospital_spell", "admission_date", lambda row: row.nights()),
    flow(
        "attendances",
        "emergency_attendance",
        "arrival_date",
        lambda row: row.department_type == "01",
    ),
    flow("lately", "hospital_spell", "admission_date", lambda row: row.nights(), months=1),
)


def a_measure(name: str, rule: Any = None, **says: Any) -> Measure:
    def counted(person: Any) -> Any:
        return total(getattr(person, says.get("flow", name)))

    counted.__name__ = f"{name}_rate"
    usual = {
        "title": name,
        "statistic": "rate",
        "per": 1_000,
        "says": name,
        "numerator": name,
        "denominator": "everybody",
        "not_in_it": "nobody",
        "flow": name,
        "basis": ("registered", "treated_here"),
    }
    return measure(**(usual | says))(rule or counted)


def of_the_old(person: Any) -> Any:
    return total(person.nights, among=person.age >= 65)


MEASURES = tuple(a_measure(name) for name in ("admissions", "nights", "attendances"))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with duckdb_engine(tmp_path_factory.mktemp("engine") / "scratch", threads=1) as made:
        yield made


@pytest.fixture(scope="module")
def plan() -> Plan:
    return Plan.of(Registry(ACTIVITIES), AS_AT)


def made_people(chance: random.Random) -> list[Row]:
    bands, sexes = (*AGE_BANDS, "unknown"), ("female", "male", "unknown")
    return [
        {"person": n, "sex": chance.choice(sexes), "age_band": chance.choice(bands)}
        for n in range(60)
    ]


def made_care(chance: random.Random) -> list[Row]:
    """Stays of linked people (records under 60) and of others, around the edges of the period."""
    return [
        {
            "record_id": chance.randrange(90),
            "provider_code": chance.choice(HOSPITALS),
            "day": FIRST - dt.timedelta(days=3) + dt.timedelta(days=chance.randrange(372)),
            "nights": chance.randrange(5),
            "method": chance.choice(("21", "22", "2A", "11", "31")),
            "department": chance.choice(("01", "03", None)),
        }
        for _ in range(800)
    ]


def as_datasets(engine: Engine, care: list[Row], silent: str = "") -> dict[str, Any]:
    spells = [
        {
            "record_id": row["record_id"],
            "provider_code": row["provider_code"],
            "admission_date": row["day"],
            "discharge_date": row["day"] + dt.timedelta(days=row["nights"]),
            "admission_method": row["method"],
        }
        for row in care
    ]
    attendances = [
        {
            "record_id": row["record_id"],
            "provider_code": row["provider_code"],
            "arrival_date": row["day"],
            "department_type": row["department"],
        }
        for row in care
        if row["provider_code"] != silent
    ]
    return {
        "hospital_spell": engine.table(pa.Table.from_pylist(spells)),
        "emergency_attendance": engine.table(pa.Table.from_pylist(attendances)),
    }


def linked(engine: Engine, people: list[Row]) -> tuple[Any, Any]:
    numbers = [person["person"] for person in people]
    links = engine.table(pa.table({"record_id": numbers, "person": numbers}))
    return links, engine.table(pa.Table.from_pylist(people))


def counted_plainly(care: list[Row], people: list[Row]) -> Counter[tuple[str, str, str, str]]:
    found: Counter[tuple[str, str, str, str]] = Counter()
    by_number = {person["person"]: person for person in people}
    for row in care:
        if not FIRST <= row["day"] <= AS_AT:
            continue
        who = by_number.get(row["record_id"], {"sex": "unknown", "age_band": "unknown"})
        cell = (row["provider_code"], who["sex"], who["age_band"])
        left = min(row["day"] + dt.timedelta(days=row["nights"]), AS_AT)
        found[*cell, "admissions"] += row["method"] in EMERGENCY
        found[*cell, "nights"] += (left - row["day"]).days
        found[*cell, "attendances"] += row["department"] == "01"
    return +found


@pytest.mark.parametrize("seed", range(5))
def test_the_cube_equals_a_plain_count(engine: Engine, plan: Plan, seed: int) -> None:
    chance = random.Random(seed)
    people, care = made_people(chance), made_care(chance)

    cube = engine.fetch(
        treated_table(plan, MEASURES, as_datasets(engine, care), *linked(engine, people))
    )

    found = {
        (row["provider_code"], row["sex"], row["age_band"], m.flow): row[numerator_column(m)]
        for row in cube.to_pylist()
        for m in MEASURES
        if row[numerator_column(m)]
    }
    assert found == dict(counted_plainly(care, people))


def test_people_who_were_not_linked_are_counted_with_sex_and_age_unknown(
    engine: Engine, plan: Plan
) -> None:
    care = made_care(random.Random(1))
    links, people = linked(engine, [{"person": -1, "sex": "male", "age_band": "1-4"}])

    cube = engine.fetch(treated_table(plan, MEASURES, as_datasets(engine, care), links, people))

    assert {(r["sex"], r["age_band"]) for r in cube.to_pylist()} == {("unknown", "unknown")}


def test_released_counts_pass_the_gate_and_no_data_is_not_none(engine: Engine, plan: Plan) -> None:
    chance = random.Random(3)
    people, care = made_people(chance), made_care(chance)
    datasets = as_datasets(engine, care, silent="RGM")
    cube = engine.fetch(treated_table(plan, MEASURES, datasets, *linked(engine, people)))
    own = pa.array(OWN)
    cells = read_cells(
        cube,
        "provider_code",
        pa.table({"area": own, "provider": own}),
        {"sex": "sex", "age_band": "age_band"},
    )
    sent = {"hospital_spell": frozenset(HOSPITALS), "emergency_attendance": frozenset(["RGN"])}

    tables = list(released_treated(cells, plan, MEASURES, sent, PROFILES["hes"]))

    rows = pa.concat_tables(tables).to_pylist()
    plain = counted_plainly(care, people)
    assert {row["area_code"] for row in rows} == set(OWN)
    assert {row["statistic"] for row in rows} == {"count"}
    assert {row["period_start"] for row in rows} == {FIRST}
    for row in rows:
        name = row["measure"].removesuffix("_rate")
        if name == "attendances" and row["area_code"] != "RGN":
            assert (row["status"], row["value"]) == ("no_data", None)
            continue
        group = {"sex": 1, "age_band": 2}.get(row["breakdown"])
        true = sum(
            n
            for key, n in plain.items()
            if (key[0], key[3]) == (row["area_code"], name)
            and (group is None or key[group] == row["category"])
        )
        expected = None if 1 <= true <= 7 else (true + 2) // 5 * 5
        assert row["numerator"] == expected
        assert row["status"] == ("suppressed" if expected is None else "shown")


def test_a_provider_sent_data_if_any_row_falls_in_the_period(engine: Engine) -> None:
    days = {"RGN": FIRST, "RGT": FIRST - dt.timedelta(days=1), "RCX": AS_AT}
    rows = pa.table({"provider_code": list(days), "admission_date": list(days.values())})
    registry = Registry.load(["wholeplace.definitions.datasets"])

    sent = senders(engine, registry.all(Dataset), {"hospital_spell": engine.table(rows)}, AS_AT)

    assert sent == {"hospital_spell": frozenset({"RGN", "RCX"})}


@pytest.mark.parametrize(
    ("spoilt", "complaint"),
    [
        (a_measure("lately"), "another period"),
        (a_measure("admissions", flow=""), "counts no flow"),
        (a_measure("nights", of_the_old), "is not of everybody"),
    ],
)
def test_a_measure_that_cannot_be_counted_by_provider_is_refused(
    engine: Engine, plan: Plan, spoilt: Measure, complaint: str
) -> None:
    datasets = as_datasets(engine, made_care(random.Random(0)))

    with pytest.raises(DefinitionError, match=complaint):
        treated_table(plan, [spoilt], datasets, *linked(engine, made_people(random.Random(0))))
