"""Which code made a number: the release, and a hash of the sources as they stand."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import wholeplace

SOURCES = {".py", ".csv", ".toml"}


def sources_hash(place: Path) -> str:
    """A hash of a module, or of a folder's source files and those in it: code, lists, tables."""
    files = sorted(place.rglob("*")) if place.is_dir() else [place]
    digest = hashlib.sha256()
    for file in files:
        if file.suffix in SOURCES:
            name = file.relative_to(place.parent).as_posix()
            digest.update(name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


@cache
def code_version() -> str:
    """The package's version with 12 hexadecimal digits over its source files."""
    root = Path(wholeplace.__file__).parent
    return f"{wholeplace.__version__}+{sources_hash(root)[:12]}"
