"""Files to resources: every resource numbered, and its elements read by kind, batch by batch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wholeplace.core.engine import Engine
from wholeplace.sources.fhir.bundles import (
    contained_of,
    documents_table,
    entries_of,
    entries_table,
    plain_entries,
    problem_entries,
)
from wholeplace.sources.fhir.elements import READ
from wholeplace.sources.fhir.files import NotText, cut_short, read_documents
from wholeplace.sources.fhir.heads import HEADS, elements_of, heads_of
from wholeplace.sources.fhir.json_text import json_valid

CONTAINED_KINDS = ("Medication", "Organization", "Location", "PractitionerRole")
HEADS_NAME = "heads"
PATIENT = "Patient"
"""Always among the kinds that were read, though there may be none: others refer to them."""

Build = Callable[[ir.Table], ir.Table]


@dataclass(frozen=True)
class Resources:
    """Every resource of a folder.

    Attributes:
        heads: One row for each, as ``heads.HEADS``.
        elements: Kind → its resources' row numbers, and the elements that are read.
        files: The files, as ``file`` counts them.
    """

    heads: ir.Table
    elements: dict[str, ir.Table]
    files: list[Path]


class ResourceReader:
    """Reads documents batch by batch, so that memory does not grow with the files.

    Args:
        engine: DuckDB.
        folder: An empty folder of the vault for the tables that are made.
    """

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine = engine
        self._folder = folder
        self._duck = engine.connection.con
        self._queries: dict[str, str] = {}
        self._writers: dict[str, pq.ParquetWriter] = {}
        self._rows = 0

    def read(self, files: list[Path]) -> Resources:
        """Read every file.

        Args:
            files: The files.

        Raises:
            InputFileError: If a file as a whole cannot be read.
        """
        try:
            self._write(HEADS_NAME, HEADS.empty_table())
            self._write(PATIENT, self._run(PATIENT, entries_table(), _none(), elements_of(PATIENT)))
            for documents in read_documents(files):
                if isinstance(documents, NotText):
                    self._take(problem_entries([(documents.file, documents.line)], "not_text"))
                else:
                    self._open(files, pa.Table.from_batches([documents]))
        finally:
            for writer in self._writers.values():
                writer.close()
        tables = {name: self._engine.read(self._file(name)) for name in self._writers}
        return Resources(tables.pop(HEADS_NAME), tables, files)

    def _open(self, files: list[Path], documents: pa.Table) -> None:
        """Work one batch of documents through."""
        valid = self._run("valid", documents_table(), documents, _valid)["valid"]
        broken = documents.filter(pc.invert(valid))
        for row in broken.filter(broken["last"]).to_pylist():
            raise cut_short(files[row["file"]], row["line"], row["text"])
        places = zip(broken["file"].to_pylist(), broken["line"].to_pylist(), strict=True)
        self._take(problem_entries(list(places), "not_json"))
        whole = documents.filter(valid)
        # Opening Bundles and writing out escapes takes longer than all else, and most lines of an
        # export hold neither.
        other = pc.or_(_holds(whole, '"Bundle"'), _holds(whole, "\\u"))
        self._take(plain_entries(whole.filter(pc.invert(other))))
        self._take(self._run("entries", documents_table(), whole.filter(other), entries_of))

    def _take(self, entries: pa.Table, contained: bool = False) -> None:
        """Number some entries, and write their heads and the elements of each kind."""
        if not entries.num_rows:
            return
        numbers = np.arange(self._rows, self._rows + entries.num_rows)
        self._rows += entries.num_rows
        numbered = entries.append_column("row", pa.array(numbers, pa.int64()))
        heads = self._run(HEADS_NAME, entries_table(), numbered, heads_of)
        self._write(HEADS_NAME, heads)
        sound = heads.filter(pc.is_null(heads["problem"]))
        for kind in pc.unique(sound["type"]).to_pylist():
            if kind in READ and (not contained or kind in CONTAINED_KINDS):
                found = self._run(kind, entries_table(), numbered, elements_of(kind))
                self._write(kind, found)
        if not contained:
            inside = self._run("contained", entries_table(), numbered, contained_of)
            self._take(inside, contained=True)

    def _run(self, name: str, table: ir.Table, data: pa.Table, build: Build) -> pa.Table:
        """Run a query on a batch; each is written out once, as compiling takes longer."""
        if name not in self._queries:
            self._queries[name] = self._engine.sql(build(table))
        self._duck.register(table.get_name(), data)
        return self._duck.sql(self._queries[name]).to_arrow_table()

    def _write(self, name: str, data: pa.Table) -> None:
        """Append to one of the tables that are made."""
        if name == HEADS_NAME:
            data = data.cast(HEADS)
        if name not in self._writers:
            self._writers[name] = pq.ParquetWriter(
                self._file(name), data.schema, compression="zstd"
            )
        self._writers[name].write_table(data)

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.parquet"


def _holds(documents: pa.Table, sign: str) -> pa.ChunkedArray:
    return pc.match_substring(documents["text"], sign)


def _valid(documents: ir.Table) -> ir.Table:
    return documents.select(valid=json_valid(documents.text))


def _none() -> pa.Table:
    return problem_entries([], "").append_column("row", pa.array([], pa.int64()))
