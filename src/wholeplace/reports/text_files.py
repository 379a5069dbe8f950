"""Numbers as CSV with CSV on the Web metadata, as JSON and as Parquet, each with its notes.

Source of the metadata's form: W3C Recommendation "Metadata Vocabulary for Tabular Data" (2015).
"""

from __future__ import annotations

import json
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from wholeplace.core.spreadsheets import safe_text
from wholeplace.reports.notes import Notes
from wholeplace.reports.rows import COLUMNS, DAY, DECIMAL, TEXT, WHOLE

PARQUET_KEY = b"wholeplace"
CSVW_TYPES = {TEXT: "string", WHOLE: "integer", DECIMAL: "double", DAY: "date"}


def write_csv(table: pa.Table, notes: Notes, stream: BinaryIO) -> None:
    """Write numbers as CSV that a spreadsheet opens safely; the notes go in a file beside it."""
    pacsv.write_csv(_safe(table), stream)


def write_json(table: pa.Table, notes: Notes, stream: BinaryIO) -> None:
    """Write notes and numbers as one JSON object."""
    said = {"notes": notes.as_data(), "numbers": table.to_pylist()}
    if notes.gaps is not None:
        said["gaps"] = notes.gaps.to_pylist()
    stream.write(as_json(said))


def write_parquet(table: pa.Table, notes: Notes, stream: BinaryIO) -> None:
    """Write numbers as Parquet, the notes as JSON in the file's own metadata."""
    said = {PARQUET_KEY: as_json(notes.as_data())}
    pq.write_table(table.replace_schema_metadata(said), stream, compression="zstd")


def csv_metadata(notes: Notes, file: str) -> dict[str, Any]:
    """The notes of a CSV file as CSV on the Web metadata.

    Args:
        notes: The notes.
        file: The name of the CSV file.
    """
    columns = [
        {
            "name": column.name,
            "titles": column.name,
            "datatype": CSVW_TYPES[column.kind],
            "dc:description": column.description,
        }
        for column in COLUMNS
    ]
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": file,
        "dc:title": notes.title,
        "tableSchema": {"columns": columns},
        "notes": [notes.as_data()],
    }


def as_json(content: Any) -> bytes:
    """Readable JSON in UTF-8; dates as ISO 8601."""
    return json.dumps(content, indent=1, ensure_ascii=False, default=str).encode()


def _safe(table: pa.Table) -> pa.Table:
    """The table with every text made safe, one different text at a time."""
    for place, column in enumerate(table.columns):
        if column.type == TEXT:
            packed = pc.dictionary_encode(column).combine_chunks()
            words = pa.array([safe_text(text) for text in packed.dictionary.to_pylist()], TEXT)
            made = words.take(packed.indices)
            table = table.set_column(place, table.field(place), made)
    return table
