"""Which code made a number: the release, and a hash of the sources as they stand."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import wholeplace


@cache
def code_version() -> str:
    """The package's version with 12 hexadecimal digits over its source files."""
    root = Path(wholeplace.__file__).parent
    digest = hashlib.sha256()
    for file in sorted(root.rglob("*")):
        if file.suffix in {".py", ".csv", ".toml"}:
            digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes())
    return f"{wholeplace.__version__}+{digest.hexdigest()[:12]}"
