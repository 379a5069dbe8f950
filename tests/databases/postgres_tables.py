"""Arrow tables put into PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

TYPES = {
    "int64": "bigint",
    "int32": "integer",
    "double": "double precision",
    "string": "text",
    "date32[day]": "date",
    "bool": "boolean",
    "timestamp[us]": "timestamp",
}


def load(connection: Any, tables: Mapping[str, pa.Table]) -> None:
    """Make each table and fill it.

    Args:
        connection: A connection of the driver's own.
        tables: Name → rows.
    """
    for name, table in tables.items():
        columns = ", ".join(f'"{field.name}" {TYPES[str(field.type)]}' for field in table.schema)
        connection.execute(f"DROP TABLE IF EXISTS {name}")
        connection.execute(f"CREATE TABLE {name} ({columns})")
        with connection.cursor() as cursor, cursor.copy(f"COPY {name} FROM STDIN") as copy:
            for batch in table.to_batches(max_chunksize=50_000):
                for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    copy.write_row(row)
        connection.execute(f"ANALYZE {name}")
