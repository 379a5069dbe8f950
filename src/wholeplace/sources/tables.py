"""Files as tables: CSV and Parquet become one raw table with row numbers, still unchecked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.core.engine import ROW_GROUP_SIZE, Engine
from wholeplace.core.errors import InputFileError
from wholeplace.sources.contracts import Dataset
from wholeplace.sources.headers import match_header
from wholeplace.sources.text_files import (
    DELIMITERS,
    TextFacts,
    examine,
    normalise,
    open_bytes,
    read_header,
    sha256_of,
)

ROW = "file_row_number"
PARQUET_MARK = b"PAR1"
NEVER = "\x01"  # stands for "missing" nowhere, so that blanks stay apart from absent columns
ENOUGH_GROUPS = 16  # for any machine's threads to share
MOST_BROKEN = 1_000_000  # held in memory, and no list that anybody would read
BROKEN = {
    "MISSING COLUMNS": "too_few",
    "TOO MANY COLUMNS": "too_many",
    "UNQUOTED VALUE": "quotes",
}


@dataclass(frozen=True)
class Arrival:
    """A file that came, before it is opened as a table.

    Attributes:
        path: Where it lies.
        sha256: Hash of its bytes, in hex.
        text: How it is written, or None for Parquet.
    """

    path: Path
    sha256: str
    text: TextFacts | None


@dataclass(frozen=True)
class BrokenRows:
    """Rows of a text file that could not be split into the header's columns.

    Attributes:
        rows: Their numbers in the file, from 1, ascending.
        lines: The lines as they stand.
        problems: What is wrong with each.
    """

    rows: np.ndarray
    lines: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    def row_numbers(self, index: np.ndarray) -> np.ndarray:
        """Row numbers in the file, from 1, of rows counted from 0 among the unbroken ones."""
        good_before = self.rows - 1 - np.arange(len(self.rows))
        return index + 1 + np.searchsorted(good_before, index, side="right")


@dataclass(frozen=True)
class RawTable:
    """A file as a table, before any check.

    Attributes:
        table: The file's columns as it has them, ``c0``, ``c1`` … in its order, with
            ``file_row_number`` from 0.
        names: Contract column → its name in the table.
        broken: Rows left out of the table.
        notes: Sentences on how the file was read.
        few_groups: Whether it is a Parquet file of a few large row groups. A thread takes a group
            at a time, so that of one group all others would sit idle.
    """

    table: ir.Table
    names: dict[str, str]
    broken: BrokenRows
    notes: tuple[str, ...]
    few_groups: bool = False


def look_at(file: Path) -> Arrival:
    """Hash a file and find out how it is written.

    Raises:
        InputFileError: If it cannot be opened, is empty, or is neither text nor Parquet.
    """
    with open_bytes(file) as handle:
        parquet = handle.read(4) == PARQUET_MARK
    if parquet:
        return Arrival(file, sha256_of(file), None)
    facts = examine(file)
    return Arrival(file, facts.sha256, facts)


def open_table(engine: Engine, arrival: Arrival, dataset: Dataset, scratch: Path) -> RawTable:
    """Open a file as a table of raw columns.

    Args:
        engine: DuckDB.
        arrival: The file.
        dataset: The contract, for the names of columns.
        scratch: A folder of the vault for working copies.

    Raises:
        InputFileError: If it has no header, lacks a required column, or has no rows.
    """
    opened = _open_parquet if arrival.text is None else _open_text
    return opened(engine, arrival, dataset, scratch)


def _open_parquet(engine: Engine, arrival: Arrival, dataset: Dataset, scratch: Path) -> RawTable:
    try:
        with pq.ParquetFile(arrival.path) as parquet:
            header, rows = parquet.schema_arrow.names, parquet.metadata.num_rows
            groups = parquet.num_row_groups
    except (pa.ArrowException, OSError):
        raise InputFileError(
            arrival.path, "The Parquet file is damaged or incomplete.", "Send it again."
        ) from None
    match = match_header(arrival.path, header, dataset)
    if ROW in (name.casefold() for name in header):
        raise InputFileError(arrival.path, f"A column is called {ROW}.", "Leave it out.")
    if not rows:
        raise _no_rows(arrival.path)
    table = engine.connection.read_parquet(str(arrival.path), file_row_number=True)
    # By place, because DuckDB renames columns whose names differ in case alone.
    renamed = {f"c{place}": table[table.columns[place]] for place in range(len(header))}
    names = {name: f"c{place}" for name, place in match.positions.items()}
    return RawTable(
        table.select(**renamed, **{ROW: table[ROW]}),
        names,
        BrokenRows(np.empty(0, int)),
        match.notes,
        few_groups=groups < ENOUGH_GROUPS and rows > 2 * groups * ROW_GROUP_SIZE,
    )


def readable_text(arrival: Arrival, scratch: Path) -> tuple[Path, str, list[str]]:
    """A text file in a form that can be split, with its delimiter and the names in its header.

    Args:
        arrival: The file.
        scratch: A folder of the vault for a copy, where one is needed.

    Raises:
        InputFileError: If its signs cannot be read, or its first line is no header.
    """
    facts, readable = arrival.text, arrival.path
    assert facts is not None  # the caller chose by this
    if not facts.clean:
        readable = scratch / "normalised.csv"
        normalise(arrival.path, facts.encoding, readable)
    return readable, *read_header(readable, arrival.path)


def _open_text(engine: Engine, arrival: Arrival, dataset: Dataset, scratch: Path) -> RawTable:
    facts = arrival.text
    assert facts is not None  # the caller chose by this
    readable, delimiter, header = readable_text(arrival, scratch)
    match = match_header(arrival.path, header, dataset)
    copy = scratch / "raw.parquet"
    broken = split_lines(engine, readable, copy, delimiter, len(header), arrival.path)
    table = engine.connection.read_parquet(str(copy), file_row_number=True)
    if not pq.read_metadata(copy).num_rows:
        raise _no_rows(arrival.path) if not len(broken.rows) else _all_broken(arrival.path, broken)
    notes = list(facts.notes)
    if delimiter != ",":
        notes.append(f"The columns are separated by {DELIMITERS[delimiter]}.")
    names = {name: f"c{place}" for name, place in match.positions.items()}
    return RawTable(table, names, broken, (*notes, *match.notes))


def split_lines(
    engine: Engine, file: Path, copy: Path, delimiter: str, width: int, original: Path
) -> BrokenRows:
    """Copy a text file to Parquet as text, in order; return the rows that could not be split.

    Args:
        engine: DuckDB, which has split no other file: it adds up the rows it could not split.
        file: The text in UTF-8, with a header line.
        copy: The Parquet file to write, its columns ``c0``, ``c1`` …
        delimiter: What stands between values.
        width: How many columns the header names.
        original: The file as the user named it, for messages.

    Raises:
        InputFileError: If it cannot be split, or a quotation mark is never closed.
    """
    duck = engine.connection.con
    duck.execute("SET preserve_insertion_order = true")
    try:
        lines = duck.read_csv(
            str(file),
            header=False,
            skiprows=1,
            columns={f"c{place}": "VARCHAR" for place in range(width)},
            delimiter=delimiter,
            quotechar='"',
            escapechar='"',
            na_values=NEVER,
            auto_detect=False,
            ignore_errors=True,
            store_rejects=True,
        )
        lines.write_parquet(str(copy), compression="zstd")
        broken = duck.execute("SELECT count(DISTINCT line) FROM reject_errors").fetchone()
        if broken and broken[0] > MOST_BROKEN:
            raise _too_broken(original, broken[0])
        found = duck.execute(
            "SELECT line, any_value(csv_line) AS text, min(error_type) AS kind "
            "FROM reject_errors GROUP BY line ORDER BY line"
        ).fetchall()
    except duckdb.Error:
        raise InputFileError(
            original, "The file cannot be split into rows and columns.", "Send it as plain CSV."
        ) from None
    for line, text, kind in found:
        if kind == "UNQUOTED VALUE" and "\n" in text:
            raise InputFileError(
                original,
                "A quotation mark that opens here is never closed.",
                "Close it, or double it where it belongs to the value.",
                row=line - 1,
            )
    return BrokenRows(
        np.array([line - 1 for line, _, _ in found], dtype=np.int64),
        tuple(text.strip("\n") for _, text, _ in found),
        tuple(BROKEN.get(kind, "unreadable_row") for _, _, kind in found),
    )


def _no_rows(file: Path) -> InputFileError:
    return InputFileError(file, "The file has a header and no rows.", "Send it again with rows.")


def _too_broken(file: Path, rows: int) -> InputFileError:
    return InputFileError(
        file,
        f"{rows:,} rows do not have as many values as the header has names.",
        "Check the separator, and put values that hold it in quotation marks.",
    )


def _all_broken(file: Path, broken: BrokenRows) -> InputFileError:
    return InputFileError(
        file,
        "No row has as many values as the header has names.",
        "Check the separator, and put values that hold it in quotation marks.",
        row=int(broken.rows[0]),
    )
