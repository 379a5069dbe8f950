"""Lists drawn by hand for the tests of duplicates: entries as rows, and what is found of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa

from wholeplace.core.engine import Engine
from wholeplace.definitions.duplicates import EQUIVALENT_TESTS
from wholeplace.measures.duplicates.definition import DuplicateRule
from wholeplace.measures.duplicates.finding import Found, find

AS_AT = dt.date(2026, 3, 31)
DATES = ("clock_start_date", "clock_stop_date", "booked_date")
TEXTS = (
    *("source", "pathway_id", "provider_code", "list_type", "status", "priority"),
    *("treatment_function", "procedure", "diagnostic_test", "planned", "referrer_code"),
)
Row = dict[str, Any]


def entry(pathway_id: str, provider: str, days_ago: int, **given: Any) -> Row:
    """An entry for an MRI of the left knee, asked for by practice P some days ago, of person 1."""
    made = dict.fromkeys(("record_id", *DATES, *TEXTS))
    made |= {
        "record_id": 1,
        "source": provider.lower(),
        "pathway_id": pathway_id,
        "provider_code": provider,
        "clock_start_date": AS_AT - dt.timedelta(days=days_ago),
        "list_type": "DIAG",
        "diagnostic_test": "MKNEL",
        "referrer_code": "P",
    }
    return made | given


def found(engine: Engine, rule: DuplicateRule, rows: list[Row], linked: Row | None = None) -> Found:
    """What a rule finds in some rows; every record is of the person of its own number."""
    kinds = {name: pa.date32() if name in DATES else pa.string() for name in (*DATES, *TEXTS)}
    kinds["record_id"] = pa.int64()
    columns = {name: pa.array([row[name] for row in rows], kind) for name, kind in kinds.items()}
    whose = linked if linked is not None else {row["record_id"]: row["record_id"] for row in rows}
    links = pa.table(
        {
            "record_id": pa.array(list(whose), pa.int64()),
            "person": pa.array(list(whose.values()), pa.int64()),
        }
    )
    return find(
        engine, rule, EQUIVALENT_TESTS, engine.table(pa.table(columns)), engine.table(links), AS_AT
    )


def pairs(engine: Engine, rule: DuplicateRule, rows: list[Row]) -> list[Row]:
    """The pairs found, the highest score first."""
    table = engine.fetch(found(engine, rule, rows).pairs)
    return sorted(table.to_pylist(), key=lambda pair: -pair["score"])
