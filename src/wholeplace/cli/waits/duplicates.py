"""``wholeplace waits duplicates``: how many are suspected, and the list for people to check."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click
import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.cli.stats.tidy import write
from wholeplace.core.errors import RunError
from wholeplace.core.settings import Settings
from wholeplace.measures.duplicates.writing import DUPLICATES, PAIRS_FILE, TRIAGE_FILE
from wholeplace.measures.release import Release
from wholeplace.record.openings import note_opening
from wholeplace.record.runs import final_folders
from wholeplace.reports import published

FOLDER = "validation"
FILLED_IN = ("same_wait", "kept_by", "checked_by", "checked_on")
"""Columns of the list that are left blank, for whoever checks it."""


@click.command()
@click.option("--run", "run_id", default="", help="A run; by default the one that is published.")
@click.option(
    "--purpose",
    help="What the list of people is for; written down in record/. Without it only counts are "
    "shown.",
)
@click.pass_obj
def duplicates(settings: Settings, run_id: str, purpose: str | None) -> None:
    """Show how many entries of waiting lists may be second ones; with --purpose, list them.

    The list says why each pair is suspected, and has blank columns for what was found. It is
    written inside the record zone, with pseudonyms, and takes nothing off any waiting list: that is
    for the providers, once somebody has looked.

    \b
    Example:
      wholeplace waits duplicates --purpose "validating diagnostic waiting lists"
    """
    release = published(settings.data_folder, run_id)
    rules = release.document(DUPLICATES)
    if rules is None:
        raise RunError(
            f"Run {release.run_id} did not look for duplicates.", "Run `wholeplace run` again."
        )
    for rule in rules:
        click.echo(_counted(release, rule))
    if (purpose or "").strip():
        what = f"waits duplicates of run {release.run_id}"
        note_opening(settings.data_folder, dt.datetime.now(dt.UTC), str(purpose), what)
        for name in (PAIRS_FILE, TRIAGE_FILE):
            click.echo(_listed(settings.data_folder, release.run_id, name))


def _counted(release: Release, rule: dict[str, str]) -> str:
    """One sentence of counts that have passed the disclosure gate."""
    if rule["missing"]:
        return f"{rule['title']}: {rule['missing']}."
    rows = release.select(DUPLICATES, rule=rule["name"], split="all")
    found = {row["measure"]: row for row in rows}
    if not found:
        return f"{rule['title']}: there are no entries."
    total = found["likely"]["denominator"]
    among = f"{total:,}" if total is not None else "few"
    parts = [f"{_number(found[name])} {name}" for name in ("likely", "suspected", "uncoded")]
    return f"{rule['title']}: of {among} entries {', '.join(parts)}."


def _number(row: dict[str, int | None]) -> str:
    number = row["numerator"]
    return "too few to show" if number is None else f"{number:,}"


def _listed(data: Path, run_id: str, name: str) -> str:
    """Write one list inside the record zone, readable by its owner only."""
    source = final_folders(data, run_id).record / f"{name}.parquet"
    if not source.exists():
        return f"There is no {name.replace('_', ' ')} of run {run_id}."
    table = _in_order(pq.read_table(source))
    folder = data / "record" / FOLDER / run_id
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{name}.csv"
    path.touch(mode=0o600)
    path.chmod(0o600)
    columns = {
        column: ["" if value is None else str(value) for value in table[column].to_pylist()]
        for column in table.column_names
    }
    write({**columns, **{blank: [""] * table.num_rows for blank in FILLED_IN}}, path)
    return f"Wrote {table.num_rows:,} rows to {path}"


def _in_order(table: pa.Table) -> pa.Table:
    """Most suspect first; entries to triage by how long they have waited."""
    if "score" in table.column_names:
        return table.sort_by([("score", "descending"), ("first_entry", "ascending")])
    return table.sort_by([("requested", "ascending"), ("entry", "ascending")])
