"""Notes on an import: what was read by a rule of ours and not as it stands, counted."""

from __future__ import annotations

from collections.abc import Mapping

import ibis.expr.types as ir

from wholeplace.core.engine import Engine


def notes_of(engine: Engine, tables: Mapping[str, ir.Table]) -> list[str]:
    """Sentences with counts, of the flat tables that were written.

    Args:
        engine: DuckDB.
        tables: The flat tables, by name.
    """
    partial = sum(
        _count(engine, table, table.date_precision.isin(["month", "year"]))
        for table in tables.values()
        if "date_precision" in table.columns
    )
    patient = tables["patient"]
    born = _count(engine, patient, patient.birth_date_precision.isin(["month", "year"]))
    dead = _count(engine, patient, patient.death_date_precision == "unknown")
    notes = [
        (partial, "Entries that have a year or a month for a date, and count from its first day"),
        (born, "Birth dates that are a year or a month, and count from its first day"),
        (dead, "Deaths on a day not given, which count from the first day of the period"),
    ]
    if "observation" in tables:
        values = tables["observation"]
        limits = _count(engine, values, values.comparator.notnull())
        notes.append((limits, "Values that are limits (below, above), whose number is left blank"))
    return [f"{words}: {count:,}." for count, words in notes if count]


def _count(engine: Engine, table: ir.Table, which: ir.BooleanValue) -> int:
    return int(engine.fetch(table.filter(which).count().as_table()).column(0)[0].as_py())
