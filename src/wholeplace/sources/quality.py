"""First facts on the quality of a batch: rows, missing and invalid values and dates, per field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

from wholeplace.core.engine import Engine
from wholeplace.sources.checks import BAD, PROBLEM, Checked
from wholeplace.sources.restricted import RESTRICTED, WITHHELD
from wholeplace.sources.values import DAYS


@dataclass(frozen=True)
class Field:
    """What one pass over a file says of one column.

    Attributes:
        field: The column.
        rows: Rows read.
        missing: Blank values; all of them where the file lacks the column.
        invalid: Values with a problem, those that are missing though required included.
        earliest: The earliest date, in ISO form; empty for other columns.
        latest: The latest date.
    """

    field: str
    rows: int
    missing: int
    invalid: int
    earliest: str = ""
    latest: str = ""


@dataclass(frozen=True)
class FirstPass:
    """What one pass over a file finds.

    Attributes:
        rows: Rows that could be split into columns.
        bad: Of these, rows with a problem that costs the row.
        restricted: Rows in order that hold a restricted code.
        withheld: Restricted codes blanked in rows that stay.
        fields: The quality of each column.
    """

    rows: int
    bad: int
    restricted: int
    withheld: int
    fields: tuple[Field, ...]

    def invalid(self, column: str) -> int:
        """How many values of a column have a problem."""
        return next(field.invalid for field in self.fields if field.field == column)


def measure(engine: Engine, checked: Checked) -> FirstPass:
    """Count everything in one scan.

    Args:
        engine: DuckDB.
        checked: The checked file, its restricted rows marked.
    """
    table = checked.table
    good = ~table[BAD]
    wanted: dict[str, ir.Value] = {
        "rows": table.count(),
        "bad": table[BAD].sum(),
        "restricted": (good & table[RESTRICTED]).sum(),
        "withheld": ibis.ifelse(good & ~table[RESTRICTED], table[WITHHELD], 0).sum(),
    }
    present = [c for c in checked.dataset.columns if c.name in checked.present]
    for column in present:
        name = column.name
        blank = table[name].isnull() & table[name + PROBLEM].fill_null("missing").isin(["missing"])
        wanted[f"{name}|missing"] = blank.sum()
        wanted[f"{name}|invalid"] = table[name + PROBLEM].notnull().sum()
        if column.kind in DAYS:
            day = table[name].date() if column.kind == "datetime" else table[name]
            wanted[f"{name}|earliest"] = day.min()
            wanted[f"{name}|latest"] = day.max()
    found: dict[str, Any] = engine.fetch(table.aggregate(**wanted)).to_pylist()[0]
    rows = found["rows"]
    fields = [
        Field(
            name,
            rows,
            missing=found.get(f"{name}|missing", rows),
            invalid=found.get(f"{name}|invalid", 0),
            earliest=str(found.get(f"{name}|earliest") or ""),
            latest=str(found.get(f"{name}|latest") or ""),
        )
        for name in (column.name for column in checked.dataset.columns)
    ]
    return FirstPass(rows, found["bad"], found["restricted"], found["withheld"], tuple(fields))
