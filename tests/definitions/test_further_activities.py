"""Use of clinics, waiting lists, calls, medicines, maternity and cancer care counts as drawn."""

# ruff: noqa: E501 - rows of several answers

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest

from wholeplace.core.engine import Engine, duckdb_engine
from wholeplace.core.registry import Registry
from wholeplace.measures.measure import Measure
from wholeplace.measures.orders import not_produced
from wholeplace.record.drawing.people import DrawnPerson
from wholeplace.record.drawing.world import AS_AT, small_inputs
from wholeplace.record.person_table import Inputs, person_table
from wholeplace.record.plan import Plan
from wholeplace.sources.contracts import Dataset

KINDS = {"date": pa.date32(), "integer": pa.int64(), "number": pa.float64()}
REGISTRY = Registry.load(["wholeplace.definitions"])

DRAWN = {
    "outpatient_appointment": """
    person | appointment_date | attended || outpatient_attendances | outpatient_missed
    1      | 2026-01-02       | 5        || 1                      | 0
    2      | 2026-01-02       | 3        || 0                      | 1
    3      | 2026-01-02       | 7        || 0                      | 1
    4      | 2026-01-02       | 6        || 1                      | 0
    5      | 2026-01-02       | 2        || 0                      | 0
    6      | 2025-03-31       | 5        || 0                      | 0
    7      | 2026-04-01       | 0        || 0                      | 0
    """,
    "waiting_list_entry": """
    person | clock_start_date | clock_stop_date | list_type || treatment_waits | treatment_waits_over_18_weeks
    1      | 2025-11-25       |                 | ORTT      || 1               | 0
    2      | 2025-11-24       |                 | IRTT      || 1               | 1
    3      | 2025-11-24       | 2026-03-31      | ORTT      || 0               | 0
    4      | 2025-11-24       | 2026-04-01      | ORTT      || 1               | 1
    5      | 2025-11-24       |                 | DIAG      || 0               | 0
    """,
    "nhs111_call": """
    person | call_date  | abandoned || nhs111_calls
    1      | 2026-01-02 | N         || 1
    2      | 2026-01-02 |           || 1
    3      | 2026-01-02 | Y         || 0
    """,
    "ambulance_incident": """
    person | incident_date | outcome || ambulance_incidents
    1      | 2026-01-02    | HT      || 1
    2      | 2026-01-02    |         || 0
    """,
    "prescription": """
    person | issued_date | bnf_code        || statin_items
    1      | 2025-10-01  | 0212000B0AAABAB || 1
    2      | 2025-09-30  | 0212000B0AAABAB || 0
    3      | 2026-01-02  | 0212000Y0       || 1
    4      | 2026-01-02  | 0212000L0AAAAAA || 0
    5      | 2026-01-02  |                 || 0
    """,
    "vaccination": """
    person | given_date | procedure        | status   || covid_vaccinations | pneumococcal_vaccinations
    1      | 2025-10-02 | 1362591000000103 | GIVEN    || 1                  | 0
    2      | 2025-10-02 | 1362591000000103 | DECLINED || 0                  | 0
    3      | 1999-10-02 | 12866006         | GIVEN    || 0                  | 1
    4      | 2025-10-02 | 86198006         | GIVEN    || 0                  | 0
    """,
    "maternity_booking": """
    person | booking_date | gestation_days | continuity_pathway || maternity_bookings | early_maternity_bookings | continuity_known | continuity_pathways
    1      | 2026-01-02   | 70             | Y                  || 1                  | 1                        | 1                | 1
    2      | 2026-01-02   | 71             | N                  || 1                  | 0                        | 1                | 0
    3      | 2026-01-02   |                | Z                  || 0                  | 0                        | 0                | 0
    """,
    "maternity_delivery": """
    person | delivery_date | smoking || deliveries_with_smoking_known | deliveries_smoking
    1      | 2026-01-02    | CURRENT || 1                             | 1
    2      | 2026-01-02    | EX      || 1                             | 0
    3      | 2026-01-02    | UNKNOWN || 0                             | 0
    """,
    "cancer_registration": """
    person | diagnosis_date | site | stage || staged_cancers | early_cancers
    1      | 2024-04-01     | C509 | 1A    || 1              | 1
    2      | 2024-03-31     | C509 | 1     || 0              | 0
    3      | 2025-04-01     | C349 | 4     || 1              | 0
    4      | 2025-04-01     | C349 | X     || 0              | 0
    5      | 2025-04-01     | C441 | 1     || 0              | 0
    6      | 2025-04-01     | D051 | 0     || 0              | 0
    """,
}  # fmt: skip


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def value_of(kind: str, cell: str) -> Any:
    if not cell:
        return None
    if kind == "date":
        return dt.date.fromisoformat(cell)
    return int(cell) if kind == "integer" else cell


def read_rows(contract: Dataset, text: str) -> tuple[pa.Table, dict[int, dict[str, int]]]:
    """Rows of a dataset as a run reads them, and the counts expected of each person."""
    header, *lines = inspect.cleandoc(text).splitlines()
    names, asked = (cells(part) for part in header.split("||"))
    rows, expected = [], {}
    for line in lines:
        given, answers = (cells(part) for part in line.split("||"))
        row = dict(zip(names, given, strict=True))
        person = int(row.pop("person"))
        kinds = {name: contract.column(name).kind for name in row}
        rows.append(
            {"record_id": person, **{n: value_of(kinds[n], cell) for n, cell in row.items()}}
        )
        expected[person] = dict(zip(asked, map(int, answers), strict=True))
    fields = [(c.name, KINDS.get(c.kind, pa.string())) for c in contract.facts]
    schema = pa.schema([("record_id", pa.int64()), *fields])
    return pa.Table.from_pylist(rows, schema=schema), expected


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with duckdb_engine(tmp_path_factory.mktemp("use") / "scratch", threads=1) as engine:
        yield engine


def people_with(engine: Engine, dataset: str, rows: pa.Table, numbers: list[int]) -> Inputs:
    born = dt.date(1970, 1, 1)
    small = small_inputs(engine, REGISTRY, [DrawnPerson(n, born, "female", True) for n in numbers])
    datasets = {**small.datasets, dataset: engine.table(rows)}
    return Inputs(datasets, small.links, small.people, small.small_areas, small.practices)


@pytest.mark.parametrize("dataset", DRAWN)
def test_rows_of_each_dataset_are_counted_as_drawn(engine: Engine, dataset: str) -> None:
    rows, expected = read_rows(REGISTRY.get(Dataset, dataset), DRAWN[dataset])
    plan = Plan.of(REGISTRY, AS_AT)

    made = person_table(engine, plan, people_with(engine, dataset, rows, list(expected)))

    found = {row["person"]: row for row in engine.fetch(made).to_pylist()}
    counted = {
        person: {n: found[person][n] for n in answers} for person, answers in expected.items()
    }
    assert counted == expected


def test_what_was_not_landed_is_not_counted_as_nothing(engine: Engine) -> None:
    inputs = small_inputs(engine, REGISTRY, [DrawnPerson(1, dt.date(1970, 1, 1), "female", True)])

    [row] = engine.fetch(person_table(engine, Plan.of(REGISTRY, AS_AT), inputs)).to_pylist()

    assert row["nhs111_calls"] is None
    assert row["treatment_waits"] is None


def test_a_measure_whose_data_were_not_landed_says_why_it_cannot_be_produced() -> None:
    plan = Plan.of(REGISTRY, AS_AT)
    landed = dict.fromkeys(("person", "registration", "residence", "gp_event", "hospital_spell"))

    found = not_produced(plan, REGISTRY.all(Measure), landed)

    assert found["waiting_over_18_weeks"] == "no waiting_list_entry data were landed"
    assert found["cancer_found_early"] == "no cancer_registration data were landed"
    assert found["statin_with_cardiovascular_disease"] == "no prescription data were landed"
    assert "hypertension_at_target" not in found
