"""Writing extracts: one file per source and data set, and the list ``extract.toml``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

import numpy as np
import pyarrow as pa
import pyarrow.csv as pv
import pyarrow.parquet as pq
from numpy.typing import NDArray

from wholeplace.core.errors import WholeplaceError

FORMATS = ("parquet", "csv")
GROUP_ROWS = 1_000_000
RECEIVED_AFTER = 10  # days from the as-at date to the day the extract is received


def dates(days: NDArray[np.integer], missing: NDArray[np.bool_] | None = None) -> pa.Array:
    """Day numbers as dates, empty where missing."""
    return pa.array(np.asarray(days, dtype=np.int32), mask=missing).cast(pa.date32())


class Sink:
    """One growing file of a feed.

    Args:
        path: File without suffix.
        format: ``parquet`` or ``csv``.
    """

    def __init__(self, path: Path, format: str) -> None:
        self.path = path.with_suffix(f".{format}")
        self.format = format
        self.rows = 0
        self._writer: pq.ParquetWriter | pv.CSVWriter | None = None

    def write(self, table: pa.Table) -> None:
        """Append a table; the first one sets the columns."""
        if self._writer is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if self.format == "parquet":
                self._writer = pq.ParquetWriter(
                    self.path, table.schema, compression="zstd", compression_level=1
                )
            else:
                self._writer = pv.CSVWriter(self.path, _plain(table).schema)
        if self.format == "parquet":
            self._writer.write_table(table, row_group_size=GROUP_ROWS)
        else:
            self._writer.write_table(_plain(table))
        self.rows += len(table)

    def __enter__(self) -> Sink:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._writer is not None:
            self._writer.close()


def _plain(table: pa.Table) -> pa.Table:
    """Dictionaries as their values, which is all CSV can hold."""
    for place, name in enumerate(table.column_names):
        if pa.types.is_dictionary(table.schema.field(name).type):
            table = table.set_column(place, name, table[name].cast(pa.string()))
    return table


@dataclass
class ExtractFolder:
    """A folder of extracts being written.

    Args:
        folder: Where it is.
        as_at: Last day the extracts cover.
        format: ``parquet`` or ``csv``.
    """

    folder: Path
    as_at: dt.date
    format: str = "parquet"
    files: list[tuple[str, str, str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.format not in FORMATS:
            raise WholeplaceError(
                f"The format {self.format!r} is not known.", f"Use one of: {', '.join(FORMATS)}."
            )

    def sink(self, source: str, dataset: str) -> Sink:
        """A file of one feed; close it, then :meth:`list` it."""
        return Sink(self.folder / source / dataset, self.format)

    def list(self, source: str, dataset: str, sink: Sink) -> None:
        """Enter a written file in the list."""
        if sink.rows:
            path = sink.path.relative_to(self.folder).as_posix()
            self.files.append((dataset, source, path, sink.rows))

    def write(self, source: str, dataset: str, table: pa.Table) -> None:
        """Write a whole feed at once and list it."""
        with self.sink(source, dataset) as sink:
            sink.write(table)
        self.list(source, dataset, sink)

    def finish(self, missing: tuple[str, ...]) -> None:
        """Write ``extract.toml``, saying which hospitals' feeds are missing."""
        received = self.as_at + dt.timedelta(days=RECEIVED_AFTER)
        lines = ["# Synthetic extracts: invented people. Not real data.\n"]
        lines += [f"# No feed from: {name}.\n" for name in missing]
        for dataset, source, path, _ in self.files:
            lines.append(
                f'\n[[file]]\ndataset = "{dataset}"\nsource = "{source}"\npath = "{path}"\n'
                f'period = "{self.as_at:%Y-%m}"\nreceived = {received.isoformat()}\n'
                'submission = "full"\n'
            )
        (self.folder / "extract.toml").write_text("".join(lines), encoding="utf-8")
