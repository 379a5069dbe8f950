"""FHIR files as documents: one JSON text per line of NDJSON, or one per file of JSON."""

from __future__ import annotations

import codecs
import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import pyarrow as pa

from wholeplace.core.errors import InputFileError

ENDINGS = (".json", ".ndjson", ".jsonl")
BATCH_BYTES = 24 << 20
"""About how much text is worked on at a time: what bounds the memory of an import."""
LONGEST_DOCUMENT = 128 << 20
"""The longest line or Bundle taken in one piece, in bytes."""

DOCUMENTS = pa.schema(
    [("file", pa.int32()), ("line", pa.int64()), ("text", pa.string()), ("last", pa.bool_())]
)


@dataclass(frozen=True)
class NotText:
    """A line of NDJSON that is not UTF-8.

    Attributes:
        file: Place of its file in the list, from 0.
        line: Its line, from 1.
    """

    file: int
    line: int


def find_files(place: Path) -> list[Path]:
    """The FHIR files of a folder and the folders in it, or the one file named.

    Args:
        place: A folder, or one file.

    Raises:
        InputFileError: If there is none.
    """
    if place.is_file():
        return [place]
    found = sorted(path for path in place.rglob("*") if path.is_file() and is_fhir_file(path))
    if not found:
        raise InputFileError(
            place,
            "There is no FHIR file here.",
            f"Files end in {', '.join(ENDINGS)}, with .gz behind where they are compressed.",
        )
    return found


def is_fhir_file(path: Path) -> bool:
    """Whether a file's name says that it may hold FHIR."""
    name = path.name.casefold().removesuffix(".gz")
    return name.endswith(ENDINGS)


def read_documents(files: list[Path]) -> Iterator[pa.RecordBatch | NotText]:
    """Every document of every file, a batch at a time.

    Args:
        files: The files, in the order their places are counted.

    Yields:
        Batches of about ``BATCH_BYTES``: file, line (from 1; 0 where the document is the whole
        file), text, and whether the file ends with it, so that it may be cut short; and lines that
        are no text.

    Raises:
        InputFileError: If a file cannot be read to its end.
    """
    batch = _Batch()
    for place, path in enumerate(files):
        for line, raw, last in _documents(path):
            text = _decoded(raw)
            if text is None:
                if not line:
                    raise InputFileError(path, "The text is not UTF-8.", "Write FHIR as UTF-8.")
                yield NotText(place, line)
                continue
            batch.rows.append((place, line, text, last))
            batch.size += len(raw)
            if batch.size >= BATCH_BYTES:
                yield batch.emptied()
    if batch.rows:
        yield batch.emptied()


def cut_short(path: Path, line: int, text: str) -> InputFileError:
    """The error for a file that ends before its JSON does.

    Args:
        path: The file.
        line: The line of its last document, or 0 where that is the whole file.
        text: The document.
    """
    found = ""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        line, found = max(line, 1) + error.lineno - 1, f" ({error.msg})"
    except (RecursionError, ValueError):
        found = " (it is nested too deeply)"
    return InputFileError(
        path,
        f"The file ends before its JSON does{found}, so more may be missing.",
        "Send the whole file again.",
        row=line,
    )


class _Batch:
    """Documents gathered until there are enough of them to work on together."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, int, str, bool]] = []
        self.size = 0

    def emptied(self) -> pa.RecordBatch:
        """What was gathered, and begin again."""
        columns = zip(*self.rows, strict=True)
        self.rows, self.size = [], 0
        return pa.RecordBatch.from_arrays(
            [pa.array(values, kind) for values, kind in zip(columns, DOCUMENTS.types, strict=True)],
            schema=DOCUMENTS,
        )


def _documents(path: Path) -> Iterator[tuple[int, bytes, bool]]:
    """Each document of a file with the line it stands on, and whether the file ends with it."""
    try:
        with _opened(path) as handle:
            first = handle.readline(LONGEST_DOCUMENT + 1).removeprefix(codecs.BOM_UTF8)
            if _one_per_line(path, first):
                yield from _lines(path, handle, first)
            else:
                yield _whole(path, handle, first)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputFileError(
            path, "The compressed file is cut short or damaged.", "Send it again."
        ) from error
    except OSError as error:
        raise InputFileError(
            path, f"The file cannot be read ({error}).", "Check it, or send it again."
        ) from error


def _opened(path: Path) -> IO[bytes]:
    with path.open("rb") as handle:
        compressed = handle.read(2) == b"\x1f\x8b"
    return cast(IO[bytes], gzip.open(path, "rb") if compressed else path.open("rb"))


def _one_per_line(path: Path, first: bytes) -> bool:
    """Whether a file has one document on each line, as its name or its first line says."""
    if path.name.casefold().removesuffix(".gz").endswith((".ndjson", ".jsonl")):
        return True
    # Some senders name NDJSON .json; then its first line is a whole document.
    return first.lstrip().startswith(b"{") and first.rstrip().endswith(b"}")


def _lines(path: Path, handle: IO[bytes], first: bytes) -> Iterator[tuple[int, bytes, bool]]:
    line, raw = 1, first
    while raw:
        if len(raw) > LONGEST_DOCUMENT:
            raise _too_long(path, line)
        if raw.strip():
            yield line, raw, not raw.endswith(b"\n")
        line, raw = line + 1, handle.readline(LONGEST_DOCUMENT + 1)


def _whole(path: Path, handle: IO[bytes], first: bytes) -> tuple[int, bytes, bool]:
    raw = first + handle.read(LONGEST_DOCUMENT + 1 - len(first))
    if len(raw) > LONGEST_DOCUMENT:
        raise _too_long(path, 1)
    if not raw.strip():
        raise InputFileError(path, "The file is empty.", "Send it again, or leave it out.")
    return 0, raw, True


def _decoded(raw: bytes) -> str | None:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _too_long(path: Path, line: int) -> InputFileError:
    return InputFileError(
        path,
        f"One document is longer than {LONGEST_DOCUMENT >> 20} MB.",
        "Send large exports as NDJSON, one resource on each line.",
        row=line,
    )
