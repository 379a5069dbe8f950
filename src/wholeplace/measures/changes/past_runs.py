"""A finished run as it was: dates, batches, links, code lists and counts, or why they are gone."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wholeplace.core.errors import RunError
from wholeplace.measures.catalogue import AreaKey
from wholeplace.measures.cubes import CUBES, RESIDENT, Cube
from wholeplace.record.landed import ROWS
from wholeplace.record.runs import RunFolders, final_folders, is_finished
from wholeplace.sources.batches import Batch, all_batches, places_of

GONE = "Only runs whose data are kept can be compared; what it released is still in its release."


@dataclass(frozen=True)
class PastRun:
    """A finished run whose data are kept.

    Attributes:
        run_id: The run.
        as_at: The date everything is true on.
        known_at: The day up to which it knew things.
        manifest: What it says of itself.
        batches: What it read.
        links: The links of records to people it made, in the vault.
        folders: Where its tables are.
    """

    run_id: str
    as_at: dt.date
    known_at: dt.date
    manifest: Mapping[str, Any]
    batches: tuple[Batch, ...]
    links: Path
    folders: RunFolders

    def measure(self, name: str) -> Mapping[str, Any] | None:
        """What its catalogue says of a measure; None where it had none or made none."""
        if name in self.manifest.get("not_produced", {}):
            return None
        return self._catalogue("measures").get(name)

    @property
    def flags(self) -> frozenset[str]:
        """The flags of the stricter zone that it was let read."""
        return frozenset(self.manifest.get("partner_flags", ()))

    def codes(self) -> dict[str, tuple[str, ...]]:
        """Code list → its codes."""
        return {name: tuple(e["codes"]) for name, e in self._catalogue("codelists").items()}

    def cube(self, cube: Cube) -> pa.Table:
        """Its exact counts by cell."""
        return pq.read_table(self.folders.cubes / f"{cube.basis}.parquet")

    def inside(self, cube: Cube, area: AreaKey) -> list[str]:
        """The small areas or practices that made up an area as the run drew it."""
        kind, code = area
        if cube.basis == RESIDENT.basis:
            small = pq.read_table(self.folders.release / "small_areas.parquet")
            return small.filter(pc.equal(small[kind], code))["lsoa21"].to_pylist()
        rows = pq.read_table(self.folders.release / "areas.parquet").to_pylist()
        above = {(r["area_type"], r["code"]): (r["parent_type"], r["parent_code"]) for r in rows}
        practices = [key for key in above if key[0] == "practice"]
        return [practice[1] for practice in practices if _is_within(practice, area, above)]

    def _catalogue(self, name: str) -> dict[str, Any]:
        file = self.folders.release / f"{name}.json"
        return {entry["name"]: entry for entry in json.loads(file.read_text(encoding="utf-8"))}


def read_run(data: Path, run_id: str) -> PastRun:
    """A finished run with all that is needed to compare it.

    Args:
        data: The data folder.
        run_id: The run.

    Raises:
        RunError: If there is no such run, or its counts, its links or the files it read are gone.
    """
    if not is_finished(data, run_id):
        raise RunError(f"There is no finished run {run_id}.", "See `wholeplace run --list`.")
    places = final_folders(data, run_id)
    manifest = json.loads((places.release / "manifest.json").read_text(encoding="utf-8"))
    links = data / "vault" / "person_link" / f"{run_id}.parquet"
    lost = [f"counts ({c.basis})" for c in CUBES if not _cube_file(places, c).exists()]
    lost += [] if links.exists() else ["links of records to people"]
    if lost:
        raise RunError(f"The {' and '.join(lost)} of run {run_id} are gone.", GONE)
    return PastRun(
        run_id=run_id,
        as_at=dt.date.fromisoformat(manifest["as_at"]),
        known_at=dt.date.fromisoformat(manifest["known_at"]),
        manifest=manifest,
        batches=tuple(_batches(data, run_id, manifest["batches"])),
        links=links,
        folders=places,
    )


def _batches(data: Path, run_id: str, wanted: Sequence[str]) -> list[Batch]:
    kept = {b.batch_id: b for b in (*all_batches(data), *all_batches(data, "partner"))}
    found = [kept[name] for name in wanted if name in kept]
    whole = [b for b in found if (places_of(data, b).record / ROWS).exists()]
    if len(whole) < len(wanted):
        gone = len(wanted) - len(whole)
        raise RunError(f"{gone} of the {len(wanted)} files that run {run_id} read are gone.", GONE)
    return whole


def _cube_file(places: RunFolders, cube: Cube) -> Path:
    return places.cubes / f"{cube.basis}.parquet"


def _is_within(area: AreaKey, sought: AreaKey, above: Mapping[AreaKey, AreaKey]) -> bool:
    seen: set[AreaKey] = set()
    while area in above and area not in seen:
        if area == sought:
            return True
        seen.add(area)
        area = above[area]
    return False
