"""A source's tables opened as views with plain column names, whatever files they came in."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from duckdb import ColumnExpression, ConstantExpression, DuckDBPyRelation, FunctionExpression

from wholeplace.core.engine import duckdb_engine
from wholeplace.core.errors import InputFileError
from wholeplace.sources.headers import plain_name
from wholeplace.sources.mapping.definition import MappingError, SourceMapping, SourceTable
from wholeplace.sources.mapping.references import wanted_columns
from wholeplace.sources.tables import look_at, readable_text, split_lines

ENDINGS = (".parquet", ".csv", ".txt", ".tsv")
NAMELESS = re.compile(r"column\d+")


@dataclass(frozen=True)
class Opened:
    """One table of a source, ready to be mapped.

    Attributes:
        table: What the mapping says of it.
        files: Where it came from; empty where the source has none of it.
        columns: Plain column name → DuckDB type, as the view has them.
        header: The names as the first file has them.
        read: Rows in its files.
        broken: Rows that could not be split into columns, and so are in no view.
        notes: Sentences on how it was read.
    """

    table: SourceTable
    files: tuple[Path, ...]
    columns: Mapping[str, str]
    header: tuple[str, ...] = ()
    read: int = 0
    broken: int = 0
    notes: tuple[str, ...] = ()


def find_tables(mapping: SourceMapping, source: Path) -> dict[str, list[Path]]:
    """The files of each table that a source has.

    A table is a CSV or Parquet file, or a folder of them with the same columns. A source that is
    itself a file stands for the mapping's one required table.

    Args:
        mapping: The mapping.
        source: A folder, or a file.

    Raises:
        MappingError: If a required table is not there, or the source itself is not.
    """
    beside = {table.name: [table.beside] for table in mapping.tables if table.beside}
    if source.is_file():
        needed = [table for table in mapping.tables if table.required and not table.beside]
        if len(needed) != 1:
            names = ", ".join(table.name for table in needed)
            raise MappingError(
                f"{source.name} is one file, and the mapping needs {names}.", "Name a folder."
            )
        return {needed[0].name: [source], **beside}
    if not source.is_dir():
        raise MappingError(f"There is no folder or file {source}.", "Check the path.")
    there: dict[str, list[Path]] = {}
    for path in sorted(source.iterdir()):
        name = plain_name(path.name.split(".")[0])
        if path.is_dir():
            parts = sorted(p for p in path.iterdir() if p.suffix.lower() in ENDINGS)
            there.setdefault(name, []).extend(parts)
        elif path.suffix.lower() in ENDINGS:
            there.setdefault(name, []).append(path)
    found: dict[str, list[Path]] = dict(beside)
    for table in mapping.tables:
        if table.beside:
            continue
        paths = next((there[plain_name(n)] for n in table.files if plain_name(n) in there), [])
        if paths:
            found[table.name] = paths
        elif table.required:
            _refuse_absent(table, source, there)
    return found


def open_tables(
    connection: duckdb.DuckDBPyConnection,
    mapping: SourceMapping,
    files: Mapping[str, Sequence[Path]],
    scratch: Path,
) -> dict[str, Opened]:
    """Open every table of a source as a view of its own name.

    Text is trimmed, and an empty value or the word NULL becomes blank. A table that is absent, or
    a column that may be, is there with blanks.

    Args:
        connection: Where the views go.
        mapping: What the source should hold.
        files: Table → its files.
        scratch: A folder of the vault for working copies.

    Raises:
        InputFileError: If a file cannot be read, or names a column twice.
        MappingError: If a column that the mapping reads is not there.
    """
    opened = {}
    for table in mapping.tables:
        wanted = wanted_columns(mapping, table.name)
        paths = list(files.get(table.name, ()))
        opened[table.name] = (
            _open(connection, table, paths, wanted, scratch)
            if paths
            else _absent(connection, table, wanted)
        )
    return opened


def _open(
    connection: duckdb.DuckDBPyConnection,
    table: SourceTable,
    paths: list[Path],
    wanted: list[str],
    scratch: Path,
) -> Opened:
    parts = [_part(connection, path, scratch / f"{table.name}-{n}") for n, path in enumerate(paths)]
    for part, path in zip(parts, paths, strict=True):
        if part.names != parts[0].names:
            raise InputFileError(
                path,
                f"Its columns are not those of {paths[0].name}, the first part of {table.name}.",
                "Send every part with the same columns.",
            )
    positions = _positions(paths[0], table, parts[0].names)
    _refuse_missing(paths[0], table, wanted, positions)
    view: DuckDBPyRelation | None = None
    for part in parts:
        # Parts of one table may differ in the types a reader guessed, so they meet as text.
        chosen = _plain(part.relation, positions, wanted, as_text=len(parts) > 1)
        view = chosen if view is None else view.union(chosen)
    assert view is not None  # there is at least one part
    view.create_view(table.name)
    types = dict(zip(view.columns, map(str, view.types), strict=True))
    return Opened(
        table,
        tuple(paths),
        types,
        tuple(parts[0].names),
        sum(part.read for part in parts),
        sum(part.broken for part in parts),
        tuple(dict.fromkeys(note for part in parts for note in part.notes)),
    )


@dataclass(frozen=True)
class _Part:
    """One file of a table: its rows, the names in its header, and what was lost of it."""

    relation: DuckDBPyRelation
    names: list[str]
    read: int
    broken: int = 0
    notes: tuple[str, ...] = ()


def _part(connection: duckdb.DuckDBPyConnection, path: Path, scratch: Path) -> _Part:
    arrival = look_at(path)
    if arrival.text is None:
        return _parquet_part(connection, path)
    scratch.mkdir(parents=True, mode=0o700)
    readable, delimiter, header = readable_text(arrival, scratch)
    copy = scratch / "rows.parquet"
    # A connection of its own: DuckDB adds up the rows it could not split over a connection's life.
    with duckdb_engine(scratch / "engine") as engine:
        broken = split_lines(engine, readable, copy, delimiter, len(header), path)
    read = pq.read_metadata(copy).num_rows + len(broken.rows)
    relation = connection.from_parquet(str(copy))
    return _Part(relation, header, read, len(broken.rows), arrival.text.notes)


def _parquet_part(connection: duckdb.DuckDBPyConnection, path: Path) -> _Part:
    try:
        with pq.ParquetFile(path) as parquet:
            names, rows = parquet.schema_arrow.names, parquet.metadata.num_rows
        relation = connection.from_parquet(str(path))
        if rows == 1 and all(NAMELESS.fullmatch(name) for name in names):
            # An export of an empty table that took its header for the only row.
            first = relation.fetchone() or ()
            return _Part(relation.limit(0), [str(value) for value in first], 0)
    except (pa.ArrowException, duckdb.Error, OSError):
        raise InputFileError(
            path, "The Parquet file is damaged or incomplete.", "Send it again."
        ) from None
    return _Part(relation, names, rows)


def _positions(path: Path, table: SourceTable, header: Sequence[str]) -> dict[str, int]:
    """Where each plain column stands, by the mapping's name for it."""
    ours = {plain_name(o): column for column, others in table.names.items() for o in others}
    plain = [plain_name(name) for name in header]
    positions: dict[str, int] = {}
    for position, name in enumerate(plain):
        # Another name counts only where the column's own name is not there.
        known = ours[name] if name in ours and ours[name] not in plain else name
        if not known:
            continue
        if known in positions:
            raise InputFileError(
                path, f"The header names {known} twice.", "Keep one.", column=known
            )
        positions[known] = position
    return positions


def _plain(
    relation: DuckDBPyRelation, positions: Mapping[str, int], wanted: list[str], as_text: bool
) -> DuckDBPyRelation:
    """The columns by their plain names, those absent as blanks; text trimmed."""
    kinds = list(map(str, relation.types))
    chosen = []
    for name in dict.fromkeys([*positions, *wanted]):
        if name not in positions:
            chosen.append(ConstantExpression(None).cast("VARCHAR").alias(name))
            continue
        place = positions[name]
        value = ColumnExpression(relation.columns[place])
        if as_text or not _usable(kinds[place]):
            value = value.cast("VARCHAR")
        if as_text or kinds[place] == "VARCHAR":
            value = FunctionExpression("trim", value)
            for blank in ("", "NULL"):
                value = FunctionExpression("nullif", value, ConstantExpression(blank))
        chosen.append(value.alias(name))
    return relation.select(*chosen)


def _usable(kind: str) -> bool:
    """Whether a type of a Parquet file is one that landing knows how to read."""
    numbers = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE", "DECIMAL")
    return kind.removeprefix("U").startswith((*numbers, "DATE", "TIMESTAMP", "VARCHAR"))


def _absent(connection: duckdb.DuckDBPyConnection, table: SourceTable, wanted: list[str]) -> Opened:
    columns = wanted or ["nothing"]
    blanks = [ConstantExpression(None).cast("VARCHAR").alias(name) for name in columns]
    connection.values(ConstantExpression(1)).select(*blanks).limit(0).create_view(table.name)
    return Opened(table, (), dict.fromkeys(columns, "VARCHAR"))


def _refuse_missing(
    path: Path, table: SourceTable, wanted: list[str], positions: Mapping[str, int]
) -> None:
    for name in wanted:
        if name not in positions and name not in table.optional:
            near = difflib.get_close_matches(name, positions, n=1, cutoff=0.6)
            hint = f"Is it {near[0]}? Then say " if near else "If it has another name, say "
            other = near[0] if near else "its name"
            raise MappingError(
                f"{path.name} has no column {name}, which the mapping reads.",
                f'{hint}names = {{ {name} = ["{other}"] }} under the table {table.name}; '
                "if it may be absent, list it under optional.",
            )


def _refuse_absent(table: SourceTable, source: Path, there: Mapping[str, list[Path]]) -> None:
    near = difflib.get_close_matches(plain_name(table.files[0]), there, n=1, cutoff=0.5)
    raise MappingError(
        f"{source.name} has no table {' or '.join(table.files)}.",
        f"Is it {near[0]}? Then say so with file." if near else "Add it as CSV or Parquet.",
    )
