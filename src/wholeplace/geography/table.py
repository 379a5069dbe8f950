"""What a table is: its columns, their types and what they mean."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Args:
        name: Column name.
        type: Arrow type it is stored as.
        meaning: What it holds, in plain English.
        required: Whether an empty cell is a mistake.
    """

    name: str
    type: pa.DataType
    meaning: str
    required: bool = True


@dataclass(frozen=True)
class Table:
    """One geography table.

    Args:
        name: File name without ``.parquet``.
        meaning: What one row is.
        key: Columns that together identify a row.
        columns: The columns, in order.
    """

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema, with each column's meaning as field metadata."""
        return pa.schema(
            [
                pa.field(c.name, c.type, nullable=not c.required, metadata={"meaning": c.meaning})
                for c in self.columns
            ],
            metadata={"meaning": self.meaning},
        )
