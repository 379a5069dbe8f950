"""A mapping tried on a few small tables, and what came of it read back."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.definitions.datasets import DATASETS
from wholeplace.sources.landing import Store, Submission
from wholeplace.sources.mapping.applying import Mapped, apply_mapping
from wholeplace.sources.mapping.counts import StepCount
from wholeplace.sources.mapping.definition import SourceMapping
from wholeplace.sources.mapping.importing import Imported, import_source, workshop
from wholeplace.sources.mapping.reading import Find, mapping_of

BY_NAME = {dataset.name: dataset for dataset in DATASETS}
SUBMISSION = Submission("somewhere", "2026-03", date(2026, 4, 10))


def drawn(table: str) -> str:
    """A table drawn with bars as CSV text; a blank cell is an empty value."""
    rows = [line.split("|") for line in table.strip().splitlines()]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([[c.strip() for c in row] for row in rows])
    return out.getvalue()


@dataclass(frozen=True)
class Tried:
    """What a mapping made of a source."""

    mapped: Mapped

    def rows(self, dataset: str) -> list[dict[str, Any]]:
        return pq.read_table(self.mapped.folder / f"{dataset}.parquet").to_pylist()

    def column(self, dataset: str, name: str) -> list[Any]:
        return [row[name] for row in self.rows(dataset)]

    def count(self, name: str) -> StepCount:
        (found,) = [step for step in self.mapped.steps if step.name == name]
        return found


class Workbench:
    """A folder to try mappings in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.source = folder / "source"
        self.source.mkdir()
        self.store = Store(folder / "data", b"k" * 32, synthetic=True, threads=1)
        self._tries = 0
        self.checks = 0

    def table(self, name: str, content: str | Sequence[Mapping[str, Any]]) -> None:
        """Put a table in the source: drawn, or rows with types as Parquet."""
        if isinstance(content, str):
            (self.source / f"{name}.csv").write_text(drawn(content))
        else:
            pq.write_table(pa.Table.from_pylist(list(content)), self.source / f"{name}.parquet")

    def apply(self, text: str | SourceMapping, find: Find | None = None) -> Tried:
        self._tries += 1
        mapping = mapping_of(text, "mine", find, self.folder) if isinstance(text, str) else text
        place = self.folder / f"try-{self._tries}"
        with workshop(place / "work", BY_NAME, self.store) as work:
            return Tried(apply_mapping(mapping, self.source, place / "out", SUBMISSION, work))

    def land(self, text: str | SourceMapping) -> Imported:
        mapping = mapping_of(text, "mine") if isinstance(text, str) else text
        return import_source(mapping, self.source, SUBMISSION, BY_NAME, self.store)

    def landed(self) -> dict[str, bytes]:
        """Everything under the data folder but locks."""
        data = self.store.data_folder
        return {
            str(path.relative_to(data)): path.read_bytes()
            for path in sorted(data.rglob("*"))
            if path.is_file() and path.suffix != ".lock"
        }
