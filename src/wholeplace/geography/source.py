"""What the build asks of a source of geography, whether a reference folder or a made-up one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from shapely.geometry.base import BaseGeometry

Row = dict[str, Any]
ENGLAND_AREAS: dict[int, int] = {2019: 32_844, 2025: 33_755}


class Source(Protocol):
    """A source of geography: rows by contract name, boundaries by kind of area."""

    synthetic: bool
    icb: str
    own_districts: frozenset[str]

    def rows(self, name: str) -> Iterator[Row]:
        """Yield the rows of one contract under our column names."""

    def boundaries(self, area_type: str) -> dict[str, BaseGeometry]:
        """Return the shapes of ``lsoa11`` or ``lsoa21`` by code, longitude and latitude."""

    def sources(self) -> list[dict[str, str]]:
        """Return the file, title, source and SHA-256 of everything used."""
