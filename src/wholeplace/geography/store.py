"""Writing the geography in one step, old or new and never half, and reading it back."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.core.errors import GeographyError
from wholeplace.geography.source import Row
from wholeplace.geography.tables import TABLES

MANIFEST = "reference.json"
BUILD_FIRST = "Run `wholeplace reference` first."


@dataclass(frozen=True)
class Geography:
    """The geography of the system, as written by ``build``.

    Args:
        folder: The folder of its tables and boundaries.
    """

    folder: Path

    def table(self, name: str) -> pa.Table:
        """Return one table; its columns are declared in ``geography.tables``.

        Args:
            name: A key of ``TABLES``.

        Raises:
            GeographyError: If there is no table of that name.
        """
        if name not in TABLES:
            raise GeographyError(
                f"There is no geography table {name!r}.", f"There are: {', '.join(TABLES)}."
            )
        return pq.read_table(self.folder / f"{name}.parquet")

    def path(self, name: str) -> Path:
        """Return the Parquet file of one table, for an engine to read."""
        return self.folder / f"{name}.parquet"

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What the geography was built from: kind, content hash, source files, notes."""
        return json.loads((self.folder / MANIFEST).read_text("utf-8"))

    @property
    def kind(self) -> str:
        """``real`` or ``synthetic``."""
        return self.manifest["kind"]

    @property
    def content_hash(self) -> str:
        """SHA-256 over every table and boundary file."""
        return self.manifest["content_hash"]

    def boundaries(self, area_type: str) -> dict[str, Any]:
        """Return the boundaries of one kind of area as a GeoJSON FeatureCollection.

        Args:
            area_type: For example ``msoa``; registered areas have none.

        Returns:
            Features with ``code``, ``name`` and ``slug``, in longitude and latitude.

        Raises:
            GeographyError: If that kind of area has no boundaries.
        """
        path = self.folder / "boundaries" / f"{area_type}.geojson"
        if not path.is_file():
            raise GeographyError(
                f"There are no boundaries for {area_type!r}.",
                "Registered areas (practices, networks, places) have none.",
            )
        return json.loads(path.read_text("utf-8"))

    @cached_property
    def _by_slug(self) -> dict[str, Row]:
        return {row["slug"]: row for row in self.table("areas").to_pylist()}

    def area(self, slug: str) -> Row | None:
        """Return the ``areas`` row with this slug, or None."""
        return self._by_slug.get(slug)


def load(folder: Path) -> Geography:
    """Open the geography in ``folder``.

    Args:
        folder: As given to ``build``.

    Raises:
        GeographyError: If nothing was built there, or not whole.
    """
    if not folder.exists() and _previous(folder).is_dir():
        folder = _previous(folder)  # a build stopped between its two renames
    if not (folder / MANIFEST).is_file():
        raise GeographyError(f"There is no geography in {folder}.", BUILD_FIRST)
    missing = [name for name in TABLES if not (folder / f"{name}.parquet").is_file()]
    if missing:
        raise GeographyError(
            f"The geography in {folder} has no table {', '.join(missing)}.", BUILD_FIRST
        )
    return Geography(folder)


def write(
    out: Path,
    tables: dict[str, list[Row]],
    boundaries: dict[str, str],
    manifest: dict[str, Any],
) -> None:
    """Write all tables, boundaries and the manifest, replacing what was there in one step.

    Args:
        out: The folder to write.
        tables: Rows by table name.
        boundaries: GeoJSON text by kind of area.
        manifest: What to say of the build; a content hash is added.
    """
    _recover(out)
    out.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    stage = out.parent / f".staging-{out.name}"
    shutil.rmtree(stage, ignore_errors=True)
    (stage / "boundaries").mkdir(parents=True)
    for name in TABLES:
        pq.write_table(to_arrow(name, tables[name]), stage / f"{name}.parquet", compression="zstd")
    for area_type, text in boundaries.items():
        (stage / "boundaries" / f"{area_type}.geojson").write_text(text, "utf-8")
    digest = hashlib.sha256()
    for path in sorted(p for p in stage.rglob("*") if p.is_file()):
        digest.update(path.relative_to(stage).as_posix().encode() + b"\0" + path.read_bytes())
    text = json.dumps(manifest | {"content_hash": digest.hexdigest()}, indent=1, ensure_ascii=False)
    (stage / MANIFEST).write_text(text + "\n", "utf-8")
    if out.exists():
        out.rename(_previous(out))
    stage.rename(out)
    shutil.rmtree(_previous(out), ignore_errors=True)


def to_arrow(name: str, rows: list[Row]) -> pa.Table:
    """Return rows as the Arrow table of that name, sorted by its key.

    Raises:
        GeographyError: If a required cell is empty, a value has the wrong type, or a key occurs
            twice.
    """
    table = TABLES[name]
    keys = [tuple(row.get(k) for k in table.key) for row in rows]
    if len(set(keys)) != len(keys):
        twice = next(k for k in keys if keys.count(k) > 1)
        raise GeographyError(
            f"The table {name} would hold {twice} twice.", "Remove the double from the source."
        )
    for column in table.columns:
        if column.required and any(row.get(column.name) is None for row in rows):
            raise GeographyError(
                f"The table {name} has an empty {column.name}.", f"It must hold {column.meaning}."
            )
    ordered = sorted(rows, key=lambda row: repr([row.get(k) for k in table.key]))
    return pa.Table.from_pylist(ordered, schema=table.schema)


def _previous(out: Path) -> Path:
    return out.parent / f".previous-{out.name}"


def _recover(out: Path) -> None:
    """Put back what a build killed between its two renames had moved aside."""
    previous = _previous(out)
    if previous.is_dir():
        if out.exists():
            shutil.rmtree(previous, ignore_errors=True)
        else:
            previous.rename(out)
