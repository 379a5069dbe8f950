"""The tables of a release in one in-memory engine, with nothing else in reach."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from wholeplace.core.errors import RunError

TABLES = (
    "values",
    "inequalities",
    "plus_group_years",
    "areas",
    "quality",
    "batches",
    "comorbidity",
    "coverage",
    "deprivation",
    "small_areas",
    "published",
    "published_series",
    "published_comparators",
    "published_conflicts",
    "feed_months",
    "field_quality",
    "lateness",
    "agreement",
    "problems",
    "served",
    "variation",
    "life_expectancy",
    "life_gaps",
    "life_gap_parts",
    "early_deaths",
    "years_without",
    "waits",
    "waiting_lists",
    "waiting_lists_ahead",
    "duplicates",
    "reach",
    "delays",
    "delays_weekly",
    "delays_services",
    "pressure_arrivals",
    "pressure_feeds",
    "bed_days",
    "occupied_beds",
    "stays_by_age",
    "forecasts",
    "forecast_records",
)
_OF_VALUES = ("values", "plus_group_years")
_ROUNDED_TO = ("numerator_rounded_to", "denominator_rounded_to")


class Store:
    """The tables of one release, read-only; safe to share between threads.

    The engine may read the release folder and no other file, and its configuration is locked, so
    no text that reaches a query can reach further. Values are always bound, never formatted.

    Args:
        folder: The release.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._local = threading.local()
        self._engine = duckdb.connect(":memory:")
        self._engine.execute("SET threads = 1")
        self._engine.execute("SET allowed_directories = $folders", {"folders": [str(folder)]})
        self._engine.execute("SET enable_external_access = false")
        self._engine.execute("SET lock_configuration = true")
        for table in TABLES:
            if self.has(table):
                rows = self._engine.read_parquet(str(self._file(table)))
                if table in _OF_VALUES:
                    # Releases of earlier versions do not say what counts are rounded to.
                    missing = [name for name in _ROUNDED_TO if name not in rows.columns]
                    rows = rows.project(", ".join(["*", *(f"NULL AS {n}" for n in missing)]))
                rows.create_view(f"released_{table}")

    @property
    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of this thread's own."""
        cursor: duckdb.DuckDBPyConnection | None = getattr(self._local, "cursor", None)
        if cursor is None:
            cursor = self._engine.cursor()
            self._local.cursor = cursor
        return cursor

    def has(self, table: str) -> bool:
        """Whether the release holds a table.

        Raises:
            RunError: If no release has a table of that name.
        """
        if table not in TABLES:
            raise RunError(f"A release has no table {table!r}.", f"Ask for one of {TABLES}.")
        return self._file(table).is_file()

    def columns(self, table: str) -> list[str]:
        """Names of a table's columns, in order; empty where the release lacks it."""
        return self.cursor.view(f"released_{table}").columns if self.has(table) else []

    def select(self, table: str, equals: Mapping[str, str]) -> list[dict[str, Any]]:
        """Rows of a table as records; empty where the release lacks it.

        Args:
            table: One of :data:`TABLES`.
            equals: Column → the value it must have; the columns are checked, the values bound.

        Raises:
            RunError: If there is no such table or column.
        """
        if not self.has(table):
            return []
        columns = self.columns(table)
        unknown = sorted(equals.keys() - set(columns))
        if unknown:
            raise RunError(f"The table {table} has no column {unknown[0]}.", "Ask for another.")
        rows = self.matching(table, columns, {name: [value] for name, value in equals.items()})
        return [dict(zip(columns, row, strict=True)) for row in rows]

    def matching(
        self, table: str, columns: Sequence[str], among: Mapping[str, Sequence[str]]
    ) -> list[tuple[Any, ...]]:
        """Rows of a table that the release holds.

        Args:
            table: One of :data:`TABLES`.
            columns: The columns wanted, in order; names of the program's own, never a reader's.
            among: Column, likewise → the values it may have, which are bound.
        """
        if not all(among.values()):
            return []
        bound: dict[str, str] = {}
        conditions = ["true"]
        for column, given in among.items():
            names = [f"{column}_{number}" for number in range(len(given))]
            bound.update(zip(names, given, strict=True))
            conditions.append(f'"{column}" IN ({", ".join("$" + name for name in names)})')
        # Only fixed column names and placeholders are written into the text; the rest is bound.
        chosen, where = ", ".join(f'"{name}"' for name in columns), " AND ".join(conditions)
        sql = f"SELECT {chosen} FROM released_{table} WHERE {where}"  # noqa: S608
        return self.cursor.execute(sql, bound).fetchall()

    def _file(self, table: str) -> Path:
        return self._folder / f"{table}.parquet"
