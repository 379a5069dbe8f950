"""Mappings found: those of a folder of definitions, and the one a user names."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path

from wholeplace.sources.mapping.definition import MappingError, SourceMapping
from wholeplace.sources.mapping.reading import read_mapping


def from_folder(folder: Path) -> list[SourceMapping]:
    """The mappings of a folder, one for each TOML file; each may extend another of them.

    Args:
        folder: The folder.

    Raises:
        MappingError: If one cannot be read.
    """
    made: dict[str, SourceMapping] = {}

    def find(name: str) -> SourceMapping:
        file = folder / f"{name}.toml"
        if name not in made:
            if not file.is_file():
                raise MappingError(f"There is no mapping {name} to extend.", "Correct its name.")
            made[name] = read_mapping(file, find)
        return made[name]

    return [find(file.stem) for file in sorted(folder.glob("*.toml"))]


def find_mapping(named: str, known: Mapping[str, SourceMapping]) -> SourceMapping:
    """The mapping that a user names: a TOML file, or one of the installation's definitions.

    Args:
        named: A path that ends in ``.toml``, or a name.
        known: The installation's mappings, by name.

    Raises:
        MappingError: If there is none, or the file cannot be read.
    """

    def find(name: str) -> SourceMapping:
        if name in known:
            return known[name]
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.0)
        raise MappingError(
            f"There is no mapping {name}.",
            f"Did you mean {near[0]}?" if near else "Name a TOML file.",
        )

    return read_mapping(Path(named), find) if named.endswith(".toml") else find(named)
