"""A reference folder as a source of geography."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from shapely.geometry.base import BaseGeometry

from wholeplace.geography.contracts import Reference, contracts
from wholeplace.geography.shapes import read_geojson
from wholeplace.geography.source import Row
from wholeplace.geography.system import districts, icb


class ReferenceFolder:
    """Published files in a folder, read against their contracts.

    Args:
        folder: The reference folder, or the one above a folder named ``real``.

    Raises:
        GeographyError: If the folder does not exist.
    """

    synthetic = False

    def __init__(self, folder: Path) -> None:
        self._reference = Reference(folder)
        self.icb = icb()["code"]
        self.own_districts = frozenset(d["code"] for d in districts() if d["in_districts"])

    def rows(self, name: str) -> Iterator[Row]:
        """Yield the rows of one contract under our column names."""
        return self._reference.rows(name)

    def boundaries(self, area_type: str) -> dict[str, BaseGeometry]:
        """Return the shapes of ``lsoa11`` or ``lsoa21`` by code."""
        name = f"boundaries_{area_type}"
        path = self._reference.path(name)
        return read_geojson(path, contracts()[name].columns["code"][0]) if path else {}

    def sources(self) -> list[dict[str, str]]:
        """Return file, title, source and SHA-256 of every file used."""
        return self._reference.sources()
