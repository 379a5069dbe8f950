"""Which code made a number: the release, and a hash of the sources as they stand."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import wholeplace

SOURCES = {".py", ".csv", ".toml"}


def folder_hash(folder: Path) -> str:
    """A hash of the source files of a folder and the folders in it: code, code lists, tables."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.suffix in SOURCES:
            name = file.relative_to(folder).as_posix()
            digest.update(name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


@cache
def code_version() -> str:
    """The package's version with 12 hexadecimal digits over its source files."""
    root = Path(wholeplace.__file__).parent
    return f"{wholeplace.__version__}+{folder_hash(root)[:12]}"
