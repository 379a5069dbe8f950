"""Community, mental-health and social care, times and deaths are counted as drawn, row by row."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest

from wholeplace.core.engine import Engine, duckdb_engine
from wholeplace.core.registry import Registry
from wholeplace.record.activity import amount
from wholeplace.record.attributes import Activity
from wholeplace.record.codelists import CodeList
from wholeplace.sources.checks import TYPES
from wholeplace.sources.contracts import Dataset

AS_AT = dt.date(2026, 3, 31)

DRAWN = {
    "emergency_attendance": """
        arrived_at       | departed_at      || timed_emergency_attendances | emergency_attendances_over_four_hours
        2026-01-02 09:00 | 2026-01-02 13:00 || 1 | 0
        2026-01-02 09:00 | 2026-01-02 13:01 || 1 | 1
        2026-01-02 23:30 | 2026-01-03 03:29 || 1 | 0
        2026-01-31 23:30 | 2026-02-01 03:31 || 1 | 1
        2026-01-02 09:00 |                  || 0 | 0
                         | 2026-01-02 13:01 || 0 | 0
    """,  # noqa: E501 - a row of answers
    "hospital_spell": """
        main_procedure | other_procedures || hip_or_knee_replacements
        W371           | Z843;Z942        || 1
        W401           |                  || 1
        W372           |                  || 0
        W37            |                  || 0
        C751           | W371             || 0
                       |                  || 0
    """,
    "community_contact": """
        attendance || community_contacts
        5          || 1
        6          || 1
        7          || 0
        3          || 0
                   || 0
    """,
    "mental_health_contact": """
        attendance || mental_health_contacts
        5          || 1
        2          || 0
    """,
    "talking_therapy": """
        referral_date | first_treatment_date || talking_therapies_begun | talking_therapies_begun_late
        2026-01-01    | 2026-02-12           || 1 | 0
        2026-01-01    | 2026-02-13           || 1 | 1
        2026-01-01    |                      || 0 | 0
    """,  # noqa: E501 - a row of answers
    "talking_therapy ends": """
        sessions | phq9_first | phq9_last | gad7_first | gad7_last || talking_therapy_courses | talking_therapy_recoveries
        2        | 10         | 9         | 7          | 7         || 1 | 1
        2        | 9          | 4         | 8          | 7         || 1 | 1
        8        | 16         | 9         | 12         | 8         || 1 | 0
        8        | 16         | 10        | 12         | 2         || 1 | 0
        1        | 16         | 2         | 12         | 2         || 0 | 0
        8        | 9          | 2         | 7          | 2         || 0 | 0
        8        |            |           |            |           || 0 | 0
    """,  # noqa: E501 - a row of answers
    "social_care_service": """
        start_date | end_date   | service_type                        || long_term_support | care_home_admissions
        2020-01-01 |            | LONG TERM SUPPORT: NURSING CARE     || 1 | 1
        2026-01-01 | 2026-04-01 | LONG TERM SUPPORT: RESIDENTIAL CARE || 1 | 1
        2026-01-01 | 2026-03-31 | LONG TERM SUPPORT: RESIDENTIAL CARE || 0 | 1
        2026-01-01 |            | LONG TERM SUPPORT: COMMUNITY        || 1 | 0
        2026-01-01 |            | SHORT TERM SUPPORT: ST-MAX          || 0 | 0
        2026-01-01 |            | CARER SUPPORT: DIRECT TO CARER      || 0 | 0
        2026-01-01 |            |                                     || 0 | 0
    """,  # noqa: E501 - a row of answers
    "death": """
        underlying_cause || circulatory_deaths | cancer_deaths
        I251             || 1 | 0
        C349             || 0 | 1
        D469             || 0 | 0
                         || 0 | 0
    """,
}  # fmt: skip
Line = tuple[dict[str, Any], dict[str, int]]


def read(text: str, contract: Dataset) -> list[Line]:
    """The rows of a drawn table with their answers; what is not drawn is blank."""
    head, *lines = inspect.cleandoc(text).splitlines()
    names, asked = ([cell.strip() for cell in part.split("|")] for part in head.split("||"))
    rows = []
    for line in lines:
        given, answers = ([cell.strip() for cell in part.split("|")] for part in line.split("||"))
        typed = {n: typed_value(contract, n, c) for n, c in zip(names, given, strict=True)}
        expected = {n: int(c) for n, c in zip(asked, answers, strict=True)}
        rows.append((typed, expected))
    return rows


def typed_value(contract: Dataset, name: str, cell: str) -> Any:
    if not cell:
        return None
    kind = contract.column(name).kind
    return {
        "date": dt.date.fromisoformat,
        "datetime": dt.datetime.fromisoformat,
        "integer": int,
    }.get(kind, str)(cell)


def schema(contract: Dataset) -> pa.Schema:
    types = {"int64": pa.int64(), "float64": pa.float64(), "date": pa.date32()}
    types[TYPES["datetime"]] = pa.timestamp("us")
    return pa.schema(
        [(c.name, types.get(TYPES.get(c.kind, ""), pa.string())) for c in contract.facts]
    )


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load(["wholeplace.definitions"])


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with duckdb_engine(tmp_path_factory.mktemp("drawn") / "scratch", threads=1) as made:
        yield made


@pytest.mark.parametrize("drawn", DRAWN)
def test_each_row_counts_as_drawn(drawn: str, registry: Registry, engine: Engine) -> None:
    contract = registry.get(Dataset, drawn.split()[0])
    lines = read(DRAWN[drawn], contract)
    rows = [
        dict.fromkeys((c.name for c in contract.facts), None) | typed | {"row": row}
        for row, (typed, _) in enumerate(lines)
    ]
    table = engine.table(
        pa.Table.from_pylist(rows, schema(contract).append(pa.field("row", pa.int64())))
    )
    asked = {
        name: amount(
            registry.get(Activity, name), table, lambda n: registry.get(CodeList, n), AS_AT
        )
        for name in lines[0][1]
    }
    found = engine.fetch(table.select("row", **asked).order_by("row")).drop(["row"])
    assert found.to_pylist() == [expected for _, expected in lines]
