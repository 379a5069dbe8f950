"""Monthly submissions: finished extracts cut into what had been received by each month's end.

Whatever the data set, a row is sent once it has happened and been typed in; most in the month, some
later. Dates that lay ahead are blank at first and sent when they have come, and a few coded values
are missing at first and corrected a month later.
"""

from __future__ import annotations

import datetime as dt
import shutil
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as pds
from numpy.typing import NDArray

from wholeplace.core.calendar import months_earlier
from wholeplace.core.errors import WholeplaceError
from wholeplace.sources.contracts import LOCAL_ID, Column, Dataset
from wholeplace.sources.synthetic.feeds import RECEIVED_AFTER, Sink
from wholeplace.sources.synthetic.streams import stream

REGISTER = ("person", "registration", "residence")
"""Sent in full each month, as they stood at its end."""
MARK = "# Synthetic submissions: invented people. Not real data.\n"
MOST_MONTHS = 60
# Our assumptions: nineteen rows in twenty are typed in within a week, the rest within four months.
PROMPT, PROMPT_DAYS, LATE_DAYS = 0.95, 7, 120
CORRECTED = 0.01
# Dates that are set ahead, and values that are only known with a date of another column.
PLANNED = ("due_date", "booked_date")
KNOWN_WITH = {
    "discharge_date": ("discharge_destination", "primary_diagnosis", "secondary_diagnoses"),
}


@dataclass(frozen=True)
class Month:
    """One month's submission.

    Attributes:
        number: Its place among the months, from 0.
        end: The last day it covers.
        folder: Where it is written.
    """

    number: int
    end: dt.date
    folder: Path

    @property
    def received(self) -> dt.date:
        """The day it comes."""
        return self.end + dt.timedelta(days=RECEIVED_AFTER)


def monthly_submissions(
    extracts: Path,
    datasets: Mapping[str, Dataset],
    months: int,
    as_at: dt.date,
    seed: int,
    out: Path,
    format: str = "parquet",
) -> list[Path]:
    """Cut finished extracts into submissions of successive months.

    Args:
        extracts: A folder of Parquet extracts with ``extract.toml``.
        datasets: The contracts, by name.
        months: How many months, the last one ending on ``as_at``.
        as_at: The last day the extracts cover.
        seed: The same seed gives the same lateness and corrections.
        out: Folder for one folder a month, named like ``2026-03``; earlier ones are replaced.
        format: ``parquet`` or ``csv``.

    Returns:
        The months' folders, in order; each can be landed.

    Raises:
        WholeplaceError: If there are too few or too many months, or the folder holds other files.
    """
    if not 2 <= months <= MOST_MONTHS:
        raise WholeplaceError(
            f"{months} monthly submissions cannot be made.", f"Ask for 2 to {MOST_MONTHS}."
        )
    _make_room(out)
    after = as_at + dt.timedelta(days=1)
    ends = [months_earlier(after, back) - dt.timedelta(days=1) for back in range(months)][::-1]
    made = [Month(n, end, out / f"{end:%Y-%m}") for n, end in enumerate(ends)]
    listed = tomllib.loads((extracts / "extract.toml").read_text(encoding="utf-8"))["file"]
    for month in made:
        month.folder.mkdir(parents=True)
        (month.folder / "extract.toml").write_text(MARK, encoding="utf-8")
    for entry in listed:
        rng = stream(seed, "submissions", entry["source"], entry["dataset"])
        cut = _Cut(datasets[entry["dataset"]], entry["source"], made, as_at, rng)
        cut.write(extracts, entry["path"], format)
    return [month.folder for month in made]


@dataclass(frozen=True)
class _Cut:
    """The cutting of one feed."""

    dataset: Dataset
    source: str
    months: Sequence[Month]
    as_at: dt.date
    rng: np.random.Generator

    def write(self, extracts: Path, path: str, format: str) -> None:
        """Write the feed's file of every month, and list it."""
        name = self.dataset.name
        sinks = [Sink(month.folder / self.source / name, format) for month in self.months]
        here = _registered(extracts / path, self.months) if name == "person" else None
        for table in _tables(extracts / path):
            for month, rows in self._parts(table, here):
                sinks[month.number].write(rows)
        for month, sink in zip(self.months, sinks, strict=True):
            with sink:
                pass
            if sink.rows:
                self._list(month, sink.path.relative_to(month.folder).as_posix())

    def _parts(
        self, table: pa.Table, here: Sequence[pa.Array] | None
    ) -> Iterator[tuple[Month, pa.Table]]:
        if here is not None:
            for month, ids in zip(self.months, here, strict=True):
                yield month, self._as_known(table.filter(pc.is_in(table[LOCAL_ID], ids)), month)
        elif self.dataset.name in REGISTER:
            begun = _days(table[self.dataset.order[0]])
            for month in self.months:
                yield month, self._as_known(table.filter(pa.array(begun <= _day(month.end))), month)
        else:
            yield from self._events(table)

    def _events(self, table: pa.Table) -> Iterator[tuple[Month, pa.Table]]:
        """Rows in the month they were typed in, and again in the months they changed."""
        size = table.num_rows
        late = self.rng.random(size) >= PROMPT
        soon = self.rng.integers(0, PROMPT_DAYS, size)
        lag = np.where(late, self.rng.integers(PROMPT_DAYS, LATE_DAYS, size), soon)
        happened = _days(table[self.dataset.order[0]])
        wrong = self._wrong_at_first(size)
        came = np.zeros(size, dtype=bool)
        before = np.zeros(size, dtype=np.int64)
        for month in self.months:
            typed = happened + lag <= _day(month.received)
            arrives = ~came & typed & (happened <= _day(month.end))
            stage = self._settled(table, month)
            changed = came & ((stage > before) | wrong) if self.dataset.key else came & False
            sent = arrives | changed
            rows = self._as_known(table.filter(pa.array(sent)), month)
            yield month, self._spoilt(rows, (wrong & arrives)[sent])
            wrong, came, before = wrong & ~changed, came | arrives, stage

    def _settled(self, table: pa.Table, month: Month) -> NDArray[np.int64]:
        """How many of a row's later dates have come by a month's end."""
        come = np.zeros(table.num_rows, dtype=np.int64)
        for name in self._ahead(table):
            come += _days(table[name]) <= _day(month.end)
        return come

    def _ahead(self, table: pa.Table) -> list[str]:
        """Columns of dates that may lie ahead when a row is first sent."""
        if not self.dataset.key:
            return []
        main = self.dataset.order[0]
        return [
            column.name
            for column in self.dataset.columns
            if column.kind.startswith("date")
            and column.name in table.column_names
            and column.name not in (main, *PLANNED)
            and not column.required
        ]

    def _as_known(self, rows: pa.Table, month: Month) -> pa.Table:
        """Rows without the dates that lay ahead of a month's end, and what comes with them."""
        for name in self._ahead(rows):
            ahead = pa.array(_days(rows[name], missing=0) > _day(month.end))
            for column in (name, *KNOWN_WITH.get(name, ())):
                rows = _blank(rows, column, ahead)
        return rows

    def _wrong_at_first(self, size: int) -> NDArray[np.bool_]:
        if not self._correctable:
            return np.zeros(size, dtype=bool)
        return np.asarray(self.rng.random(size) < CORRECTED)

    @property
    def _correctable(self) -> list[Column]:
        """Coded columns that may be blank at first."""
        codes = [c for c in self.dataset.columns if c.kind == "code" and not c.required]
        return [c for c in codes if not c.identifying] if self.dataset.key else []

    def _spoilt(self, rows: pa.Table, wrong: NDArray[np.bool_]) -> pa.Table:
        columns = [c.name for c in self._correctable if c.name in rows.column_names]
        return _blank(rows, columns[0], pa.array(wrong)) if columns else rows

    def _list(self, month: Month, path: str) -> None:
        whole = month.number == 0 or self.dataset.name in REGISTER
        with (month.folder / "extract.toml").open("a", encoding="utf-8") as listing:
            listing.write(
                f'\n[[file]]\ndataset = "{self.dataset.name}"\nsource = "{self.source}"\n'
                f'path = "{path}"\nperiod = "{month.end:%Y-%m}"\n'
                f"received = {month.received.isoformat()}\n"
                f'submission = "{"full" if whole else "increment"}"\n'
            )


def _registered(person: Path, months: Sequence[Month]) -> list[pa.Array]:
    """Local ids of the people a register held at the end of each month."""
    spans = pds.dataset(person.with_stem("registration")).to_table(columns=[LOCAL_ID, "start_date"])
    begun = _days(spans["start_date"])
    return [
        pc.unique(spans[LOCAL_ID].filter(pa.array(begun <= _day(month.end)))) for month in months
    ]


def _tables(path: Path) -> Iterator[pa.Table]:
    for batch in pds.dataset(path).to_batches():
        if batch.num_rows:
            yield pa.Table.from_batches([batch])


def _blank(rows: pa.Table, name: str, where: pa.Array) -> pa.Table:
    """A column blank in some rows; unchanged where there is no such column."""
    if name not in rows.column_names:
        return rows
    place = rows.schema.get_field_index(name)
    nothing = pa.scalar(None, rows.schema.field(name).type)
    return rows.set_column(place, rows.schema.field(name), pc.if_else(where, nothing, rows[name]))


def _days(column: pa.ChunkedArray, missing: int = 2**31 - 1) -> NDArray[np.int64]:
    """Dates or moments as day numbers."""
    days = column.cast(pa.date32()).cast(pa.int32()).fill_null(missing)
    return np.asarray(days.to_numpy(), dtype=np.int64)


def _day(day: dt.date) -> int:
    return (day - dt.date(1970, 1, 1)).days


def _make_room(out: Path) -> None:
    """Remove the submissions made before, and nothing else."""
    for folder in sorted(out.glob("*")) if out.exists() else []:
        listing = folder / "extract.toml"
        if not listing.is_file() or not listing.read_text(encoding="utf-8").startswith(MARK):
            raise WholeplaceError(
                f"{out} holds files that no synthesis wrote.", "Name another folder with --out."
            )
        shutil.rmtree(folder)
