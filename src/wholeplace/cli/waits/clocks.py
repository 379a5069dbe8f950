"""``wholeplace waits clocks``: referral-to-treatment clocks of pathways, by the national rules."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

import click
import numpy as np
import pyarrow as pa

from wholeplace.cli.stats.options import column
from wholeplace.cli.stats.tidy import MISSING, TidyFile, write
from wholeplace.cli.waits.reading import DAY, dates_of
from wholeplace.core.engine import duckdb_engine
from wholeplace.core.errors import InputFileError
from wholeplace.record.clocks import NO_CLOCK, RUNS_ON, STARTS, STOPS
from wholeplace.record.clocks import clocks as clocks_of

YES = ("y", "yes", "true", "1")
STATUSES = (*STARTS, *RUNS_ON, *STOPS, *NO_CLOCK)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--as-at", type=DAY, help="The date clocks are read on; by default today.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="A file; else screen.")
@column("pathway", "pathway", "The pathway.")
@column("date", "date", "The date of the activity.")
@column("status", "status", "Its referral to treatment period status, such as 10.")
@click.option("--period-start", metavar="COLUMN", help="Start of the period as the provider says.")
@click.option("--admitted", metavar="COLUMN", help="Whether the person was admitted: yes or no.")
def clocks(
    file: Path,
    as_at: dt.datetime | None,
    out: Path | None,
    pathway: str,
    date: str,
    status: str,
    period_start: str | None,
    admitted: str | None,
) -> None:
    """Read the clocks of each pathway from what happened on it, by the national rules.

    FILE has a row for each activity. A wait of exactly 126 days is not over 18 weeks.

    \b
    Example:
      wholeplace waits clocks activities.csv --as-at 2026-03-31 --admitted admitted
    """
    rows = TidyFile.read(file)
    nothing = np.full(rows.rows, np.datetime64("NaT"), dtype="datetime64[D]")
    started = dates_of(rows, period_start, may_be_blank=True) if period_start else nothing
    cells = rows.text(admitted) if admitted else [""] * rows.rows
    events = pa.table(
        {
            "pathway": pa.array(rows.text(pathway), pa.string()),
            "date": pa.array(dates_of(rows, date)),
            "status": pa.array(_statuses(rows, status), pa.string()),
            "period_start": pa.array(started),
            "admitted": pa.array([cell.lower() in YES for cell in cells], pa.bool_()),
        }
    )
    last = as_at.date() if as_at else dt.datetime.now(dt.UTC).date()
    with (
        tempfile.TemporaryDirectory() as folder,
        duckdb_engine(Path(folder) / "scratch") as engine,
    ):
        found = engine.fetch(clocks_of(engine.table(events), last).order_by("pathway", "clock"))
    lines = {name: found[name].to_pylist() for name in found.column_names}
    write({name: ["" if v is None else v for v in values] for name, values in lines.items()}, out)


def _statuses(rows: TidyFile, name: str) -> list[str]:
    """The status of each row; one that is missing is not yet known."""
    codes = []
    for number, cell in enumerate(rows.text(name), start=1):
        code = "99" if cell.lower() in MISSING else cell.zfill(2)
        if code not in STATUSES:
            raise InputFileError(
                rows.name,
                f"{cell!r} is no referral to treatment period status.",
                f"Use one of {', '.join(STATUSES)}.",
                row=number,
                column=name,
            )
        codes.append(code)
    return codes
