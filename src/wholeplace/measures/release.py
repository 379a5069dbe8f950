"""Reading a published release: its areas, measures and numbers, by name."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from wholeplace.core.errors import RunError
from wholeplace.measures.catalogue import (
    Area,
    AreaKey,
    Manifest,
    ReleasedMeasure,
    ReleasedValue,
    manifest_from,
    measure_from,
)
from wholeplace.measures.release_store import Store

POINTER = "current.json"
_ABOVE_SMALL_AREAS = ("msoa", "ward", "district", "upper_tier", "icb")
_VALUE_COLUMNS = tuple(ReleasedValue.__dataclass_fields__)
_AREA_COLUMNS = tuple(Area.__dataclass_fields__)


def current_run(zone: Path) -> str | None:
    """The id of the run that is published in a release zone, or None before the first.

    Args:
        zone: The release zone of the data folder.

    Raises:
        RunError: If the pointer file cannot be read.
    """
    pointer = zone / POINTER
    try:
        return str(json.loads(pointer.read_text(encoding="utf-8"))["run_id"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError) as error:
        raise RunError(f"{pointer} does not name a run.", "Publish a run again.") from error


class Release:
    """One published run, read-only; safe to share between threads.

    Args:
        folder: ``release/<run_id>`` of the data folder.

    Raises:
        RunError: If the folder holds no complete release.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        if not (self.folder / "manifest.json").is_file():
            raise RunError(f"There is no release in {folder}.", "Run `wholeplace run` again.")
        self.store = Store(self.folder)

    @cached_property
    def manifest(self) -> Manifest:
        """What the run says of itself."""
        return manifest_from(self.document("manifest"))

    @property
    def run_id(self) -> str:
        """The id that links and downloads of this release carry."""
        return self.manifest.run_id

    @cached_property
    def areas(self) -> dict[AreaKey, Area]:
        """Every area with numbers, by kind and code."""
        rows = self.rows("areas")
        made = [Area(**{key: row[key] for key in _AREA_COLUMNS if key in row}) for row in rows]
        return {area.key: area for area in made}

    @cached_property
    def areas_by_slug(self) -> dict[str, Area]:
        """Every area, by the name it has in addresses."""
        return {area.slug: area for area in self.areas.values()}

    @cached_property
    def system(self) -> Area:
        """The whole system every place is compared with.

        Raises:
            RunError: If the release has no such area.
        """
        for area in self.areas.values():
            if area.area_type == "icb":
                return area
        raise RunError("The release has no area for the whole system.", "Run it again.")

    @cached_property
    def measures(self) -> dict[str, ReleasedMeasure]:
        """Every measure by name, in the order of the catalogue."""
        entries = self.document("measures") or []
        return {measure.name: measure for measure in map(measure_from, entries)}

    @cached_property
    def hospital_flows(self) -> frozenset[str]:
        """Names of the activities counted from data that hospitals send."""
        sent_by_hospitals = {
            entry["name"]
            for entry in self.document("datasets") or []
            if any(column["name"] == "provider_code" for column in entry["columns"])
        }
        described = self.document("attributes") or []
        return frozenset(e["name"] for e in described if e.get("dataset") in sent_by_hospitals)

    def document(self, name: str) -> Any:
        """A JSON document of the release (``manifest``, ``measures``, ``segments`` …), or None."""
        file = self.folder / f"{name}.json"
        return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None

    def boundaries(self, area_type: str) -> list[dict[str, Any]]:
        """Boundary features of a kind of area, empty where the release has none.

        Each feature is GeoJSON with ``properties.code``.
        """
        file = self.folder / "boundaries" / f"{area_type}.geojson"
        if not file.is_file():
            return []
        return list(json.loads(file.read_text(encoding="utf-8"))["features"])

    def parent(self, area: Area) -> Area | None:
        """The next area up an area's own hierarchy, or None at the top."""
        return self.areas.get((area.parent_type or "", area.parent_code or ""))

    def children(self, area: Area, area_type: str) -> list[Area]:
        """Areas of one kind anywhere below an area, by name."""
        inside = {area.key}
        found: list[Area] = []
        waiting = [area.key]
        while waiting:
            below = [child for key in waiting for child in self._below.get(key, [])]
            below = [child for child in below if child.key not in inside]
            inside.update(child.key for child in below)
            found += [child for child in below if child.area_type == area_type]
            waiting = [child.key for child in below]
        return sorted(found, key=lambda child: child.name)

    def values(
        self,
        *,
        area_codes: Sequence[str] | None = None,
        area_types: Sequence[str] | None = None,
        measures: Sequence[str] | None = None,
        breakdowns: Sequence[str] | None = None,
        basis: str | None = None,
    ) -> list[ReleasedValue]:
        """Gated numbers, every filter left out meaning all.

        Args:
            area_codes: Areas wanted.
            area_types: Kinds of area wanted; give them with codes too, as the table is sorted so.
            measures: Names of measures wanted.
            breakdowns: Breakdowns wanted, such as "all" or "sex".
            basis: "registered", "resident" or "treated_here".

        Returns:
            One record per row of the table, in its order.
        """
        wanted = {
            "area_type": area_types,
            "area_code": area_codes,
            "measure": measures,
            "breakdown": breakdowns,
            "basis": [basis] if basis else None,
        }
        among = {column: given for column, given in wanted.items() if given is not None}
        rows = self.store.matching("values", _VALUE_COLUMNS, among)
        return [ReleasedValue(*row) for row in rows]

    def rows(self, table: str) -> list[dict[str, Any]]:
        """A whole small table of the release as records; empty where the release lacks it.

        Raises:
            RunError: If no release has a table of that name.
        """
        return self.select(table)

    def columns(self, table: str) -> list[str]:
        """Names of a table's columns, in order; empty where the release lacks it."""
        return self.store.columns(table)

    def select(self, table: str, **equals: str) -> list[dict[str, Any]]:
        """Rows of a table whose columns equal some values; empty where the release lacks it.

        Args:
            table: One of :data:`~wholeplace.measures.release_store.TABLES`.
            equals: Column → value; the columns are checked, the values bound.

        Raises:
            RunError: If there is no such table or column.
        """
        return self.store.select(table, equals)

    def comorbidity(self, area: Area) -> list[dict[str, Any]]:
        """Pairs of conditions in one area: of people with ``condition``, how many ``also`` …"""
        return self.select("comorbidity", area_type=area.area_type, area_code=area.code)

    def coverage(self, area: Area) -> list[dict[str, Any]]:
        """Shares of an area's residents whose nearest general hospital sends no data.

        The row whose ``provider_code`` is ``any`` is of all such hospitals together; empty for
        areas that are not of residents.
        """
        return self.select("coverage", area_type=area.area_type, area_code=area.code)

    def small_areas(self, area: Area) -> list[dict[str, Any]]:
        """The small areas (LSOA 2021) of a resident area, with their open statistics."""
        if area.area_type not in _ABOVE_SMALL_AREAS:
            return []
        return self.select("small_areas", **{area.area_type: area.code})

    @cached_property
    def _below(self) -> dict[AreaKey, list[Area]]:
        below: dict[AreaKey, list[Area]] = {}
        for area in self.areas.values():
            if area.parent_type and area.parent_code:
                below.setdefault((area.parent_type, area.parent_code), []).append(area)
        return below
