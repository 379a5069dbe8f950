"""Text files of any making: one pass finds encoding and line ends, one more puts them right."""

from __future__ import annotations

import codecs
import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from wholeplace.core.errors import InputFileError

CHUNK = 4 << 20
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
HEADER_LIMIT = 1 << 16


@dataclass(frozen=True)
class TextFacts:
    """What one pass over a file's bytes finds.

    Attributes:
        sha256: Hash of the bytes, in hex.
        encoding: The codec that reads it.
        clean: Whether it is UTF-8 with one kind of line end and no blank lines, so that it can be
            read as it stands.
        notes: What was unusual.
    """

    sha256: str
    encoding: str
    clean: bool
    notes: tuple[str, ...]


def sha256_of(file: Path) -> str:
    """Hash of a file's bytes, in hex.

    Raises:
        InputFileError: If it cannot be opened.
    """
    digest = hashlib.sha256()
    for chunk in _chunks(file):
        digest.update(chunk)
    return digest.hexdigest()


def examine(file: Path) -> TextFacts:
    """Find out how a text file is written.

    Args:
        file: A delimited text file.

    Raises:
        InputFileError: If it is empty, cannot be opened or is not text.
    """
    digest, tally = hashlib.sha256(), _Tally()
    for chunk in _chunks(file):
        digest.update(chunk)
        tally.add(chunk)
    if not tally.last:
        raise InputFileError(file, "The file is empty.", "Send it again.")
    encoding = tally.encoding()
    wide = encoding.startswith("utf-16")
    if tally.zero_bytes and not wide:
        raise InputFileError(
            file, "This is not a text file.", "Send CSV or Parquet, not a spreadsheet or archive."
        )
    notes = []
    if encoding != "utf-8":
        notes.append(f"The file was read as {_encoding_name(encoding)}.")
    if tally.mixed and not wide:
        notes.append("The file mixes kinds of line ends.")
    clean = encoding == "utf-8" and not tally.mixed and not tally.blank_lines
    return TextFacts(digest.hexdigest(), encoding, clean, tuple(notes))


class _Tally:
    """What the bytes of a file hold, added up chunk by chunk."""

    def __init__(self) -> None:
        self.newlines = self.returns = self.pairs = 0
        self.blank_lines = self.zero_bytes = False
        self.last = b""
        self._marked = ""
        self._utf8 = codecs.getincrementaldecoder("utf-8")()
        self._is_utf8 = True

    def add(self, chunk: bytes) -> None:
        """Take in the next chunk."""
        if not self.last:
            self._marked = _marked_encoding(chunk)
            self.blank_lines = chunk[:1] in (b"\n", b"\r")
        self._is_utf8 = self._is_utf8 and _decodes(self._utf8, chunk)
        joined = self.last + chunk
        self.newlines += chunk.count(b"\n")
        self.returns += chunk.count(b"\r")
        self.pairs += joined.count(b"\r\n") - self.last.count(b"\r\n")
        self.blank_lines = self.blank_lines or b"\n\n" in joined or b"\n\r\n" in joined
        self.zero_bytes = self.zero_bytes or b"\0" in chunk
        self.last = joined[-2:]

    @property
    def mixed(self) -> bool:
        """Whether there are line ends other than all ``\\n`` or all ``\\r\\n``."""
        return self.returns != self.pairs or 0 < self.pairs < self.newlines

    def encoding(self) -> str:
        """The codec that reads the whole: as marked, or UTF-8 if it can be, or Windows-1252."""
        if self._marked:
            return self._marked
        return "utf-8" if self._is_utf8 and _decodes(self._utf8, b"", final=True) else "cp1252"


def normalise(file: Path, encoding: str, target: Path) -> None:
    """Write a copy in UTF-8 with plain line ends and without blank lines.

    Args:
        file: The file as it came.
        encoding: The codec that reads it.
        target: Where the copy goes; it holds what the file holds, so it belongs in the vault.

    Raises:
        InputFileError: If a byte cannot be read in that encoding.
    """
    try:
        # newline=None reads every kind of line end as one.
        with (
            file.open(encoding=encoding, newline=None) as source,
            target.open("w", encoding="utf-8", newline="\n") as copy,
        ):
            while block := source.read(CHUNK):
                block += source.readline()
                copy.write(re.sub(r"\n{2,}", "\n", block.lstrip("\n")))
    except UnicodeError as error:
        raise InputFileError(
            file, f"Its signs cannot be read as {_encoding_name(encoding)}.", "Save it as UTF-8."
        ) from error


def read_header(file: Path, original: Path) -> tuple[str, list[str]]:
    """The delimiter and column names of a UTF-8 text file.

    Args:
        file: The file, or its normalised copy.
        original: The file as the user named it, for messages.

    Returns:
        The delimiter that splits the first line into most names, and the names.

    Raises:
        InputFileError: If the first line is no header.
    """
    with file.open(encoding="utf-8", errors="replace", newline="") as handle:
        line = handle.readline(HEADER_LIMIT).rstrip("\r\n")
    outside_quotes = re.sub(r'"[^"]*"', "", line)
    delimiter = max(DELIMITERS, key=outside_quotes.count)
    try:
        names = next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        raise InputFileError(
            original, "Its first line is not a header.", "Begin it with the column names."
        ) from error
    return delimiter, names


def open_bytes(file: Path) -> BinaryIO:
    """Open a file that somebody sent.

    Raises:
        InputFileError: If it cannot be opened.
    """
    try:
        return file.open("rb")
    except OSError as error:
        raise InputFileError(
            file,
            f"The file cannot be opened ({error.strerror}).",
            "Check its path and permissions.",
        ) from error


def _chunks(file: Path) -> Iterator[bytes]:
    with open_bytes(file) as handle:
        while chunk := handle.read(CHUNK):
            yield chunk


def _marked_encoding(start: bytes) -> str:
    """The encoding that a byte-order mark, or the zero bytes of UTF-16, give away."""
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    head = start[:256]
    if head[1::2].count(0) * 4 > len(head):
        return "utf-16-le"
    if head[0::2].count(0) * 4 > len(head):
        return "utf-16-be"
    return ""


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _encoding_name(encoding: str) -> str:
    names = {"utf-8-sig": "UTF-8 with a byte-order mark", "cp1252": "Windows-1252"}
    return names.get(encoding, encoding.upper())
