"""Landing: one file in, checked against its contract, and kept as one batch or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Literal

import duckdb

from wholeplace.core.engine import Engine, duckdb_engine
from wholeplace.core.errors import InputFileError
from wholeplace.sources.batches import (
    MANIFEST,
    QUALITY,
    Batch,
    Counts,
    Stage,
    SubmissionKind,
    all_batches,
    commit,
    folders,
    landing_lock,
    make_batch_id,
    staged,
    superseded_by,
)
from wholeplace.sources.checks import BAD, Checked, Rules, check, costs_row
from wholeplace.sources.contracts import Dataset
from wholeplace.sources.placing import Placed, number_people, place
from wholeplace.sources.quality import FirstPass, measure
from wholeplace.sources.refusals import refuse_bad_file, refuse_identity
from wholeplace.sources.rejects import listed, write_list
from wholeplace.sources.restricted import RESTRICTED, RestrictedCodes, load_restricted, withhold
from wholeplace.sources.shapes import refuse_month_first, refuse_shifted
from wholeplace.sources.tables import Arrival, RawTable, look_at, open_table

NOT_THE_FILE = (duckdb.OutOfMemoryException, duckdb.InterruptException, duckdb.InternalException)


@dataclass(frozen=True)
class Submission:
    """What the sender says about a file.

    Attributes:
        source: The sending system.
        period: The period it covers, such as ``2026-03``.
        received: The day it came.
        kind: ``full`` replaces all the source sent before; ``increment`` adds to it.
        thousands: The thousands separator confirmed for its numbers, or nothing.
    """

    source: str
    period: str
    received: date
    kind: SubmissionKind = "full"
    thousands: Literal["", ",", "."] = ""


@dataclass(frozen=True)
class Store:
    """Where data land, and how this installation lands them.

    Attributes:
        data_folder: The folder of the four zones.
        key: The secret key behind record ids.
        pseudonymised: Whether data arrive pseudonymised at source.
        synthetic: Whether the people are invented.
        restricted_codes: The list of restricted codes, if there is one.
        memory_limit: Memory the engine may use before it spills to disk.
        threads: Threads; 0 means all cores.
        say: Told what is being done, in a few words.
    """

    data_folder: Path
    key: bytes = field(repr=False)
    pseudonymised: bool = False
    synthetic: bool = False
    restricted_codes: Path | None = None
    memory_limit: str = "2GB"
    threads: int = 0
    say: Callable[[str], None] = lambda _: None


@dataclass(frozen=True)
class LandingReport:
    """What became of a file.

    Attributes:
        batch: Its manifest.
        already: Whether it had been landed before, so that nothing was changed.
        rejects: The reject file, if there is one.
        warnings: The list of values left blank, if there is one.
    """

    batch: Batch
    already: bool
    rejects: Path | None
    warnings: Path | None


def land_file(dataset: Dataset, file: Path, submission: Submission, store: Store) -> LandingReport:
    """Land one file: all its good rows, or nothing at all.

    Args:
        dataset: The contract.
        file: A CSV or Parquet file.
        submission: What the sender says about it.
        store: Where it goes.

    Returns:
        What became of it; the same file lands once.

    Raises:
        InputFileError: If the file as a whole cannot be used; nothing of it is kept.
        LandingError: If another landing is running.
    """
    restricted = load_restricted(store.restricted_codes, submission.received)
    with landing_lock(store.data_folder):
        store.say(f"reading {file.name}")
        arrival = look_at(file)
        batch_id = make_batch_id(dataset.name, submission.source, arrival.sha256, submission.period)
        landed = all_batches(store.data_folder)
        for batch in landed:
            if batch.batch_id == batch_id:
                return _report(batch, store, already=True)
        with staged(store.data_folder, dataset.name, batch_id) as stage:
            with duckdb_engine(
                stage.vault / "scratch", store.memory_limit, store.threads
            ) as engine:
                work = _Work(engine, dataset, arrival, submission, store, stage, restricted)
                batch = _batch(work, batch_id, landed)
            (stage.record / MANIFEST).write_text(batch.to_json(), encoding="utf-8")
            commit(store.data_folder, dataset.name, batch_id)
    return _report(batch, store, already=False)


@dataclass(frozen=True)
class _Work:
    """What the steps of one landing share."""

    engine: Engine
    dataset: Dataset
    arrival: Arrival
    submission: Submission
    store: Store
    stage: Stage
    restricted: RestrictedCodes


def _batch(work: _Work, batch_id: str, landed: list[Batch]) -> Batch:
    """Check and place the rows of a file, and write its manifest."""
    scratch = work.stage.vault / "scratch"
    raw = open_table(work.engine, work.arrival, work.dataset, scratch)
    rules = Rules(
        work.submission.received,
        work.submission.thousands,
        work.store.synthetic,
        work.store.pseudonymised,
    )
    file = work.arrival.path
    checked, first = _first_pass(work, raw, rules)
    work.store.say(f"sorting {first.rows - first.bad:,} rows")
    valid = checked.table.filter(~checked.table[BAD] & ~checked.table[RESTRICTED])
    valid_rows = first.rows - first.bad - first.restricted
    ids = number_people(work.engine, checked.table, work.store.key, work.submission.source, scratch)
    placed = place(work.engine, valid, valid_rows, ids, work.dataset, work.stage)
    problems, warnings = _write_lists(work, raw, checked, first, placed)
    rejected = len(raw.broken.rows) + first.bad + first.restricted + placed.conflicts
    counts = Counts(
        read=first.rows + len(raw.broken.rows),
        loaded=placed.loaded,
        rejected=rejected,
        duplicate=placed.duplicate,
        restricted=first.restricted,
    )
    refuse_bad_file(file, counts, problems)
    batch = Batch(
        batch_id=batch_id,
        dataset=work.dataset.name,
        source=work.submission.source,
        file=file.name,
        sha256=work.arrival.sha256,
        period=work.submission.period,
        submission=work.submission.kind,
        received=work.submission.received,
        sequence=1 + max((b.sequence for b in landed), default=0),
        supersedes=(),
        synthetic=work.store.synthetic,
        contract=work.dataset.version,
        counts=counts,
        problems=problems,
        warnings=warnings,
        notes=(*raw.notes, *_note_withheld(first)),
        restricted_list=work.restricted.sha256,
    )
    _write_quality(work.stage, batch, first)
    return replace(batch, supersedes=superseded_by(batch, landed))


def _first_pass(work: _Work, raw: RawTable, rules: Rules) -> tuple[Checked, FirstPass]:
    """Check every value once, and refuse a file whose identity or shape is wrong."""
    file = work.arrival.path
    work.store.say("checking")
    try:
        refuse_identity(work.engine, file, raw, work.dataset, rules)
        checked = check(work.engine, raw, work.dataset, rules)
        marked = withhold(checked.table, work.dataset, work.restricted)
        checked = replace(checked, table=marked)
        first = measure(work.engine, checked, marked)
    except duckdb.Error as error:
        if work.arrival.text is not None or isinstance(error, NOT_THE_FILE):
            raise
        raise InputFileError(
            file,
            "The Parquet file cannot be read to its end.",
            "See that the data folder has room; then ask for the file again.",
        ) from None
    refuse_month_first(work.engine, file, checked, first)
    refuse_shifted(work.engine, file, raw, checked, first, rules)
    return checked, first


def _write_lists(
    work: _Work, raw: RawTable, checked: Checked, first: FirstPass, placed: Placed
) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Write the reject file and the list of values left blank; count both by problem."""
    file = work.arrival.path.name
    wrong = [c.name for c in checked.dataset.columns if costs_row(c) and first.invalid(c.name)]
    blank = [c.name for c in checked.dataset.columns if not costs_row(c) and first.invalid(c.name)]
    tables = [listed(checked.table, wrong)] if wrong else []
    if placed.conflicts and placed.conflicting is not None:
        tables.append(placed.conflicting)
    problems = write_list(work.stage.vault / "rejects.csv", file, tables, raw.broken, True)
    tables = [listed(checked.table, blank)] if blank else []
    warnings = write_list(work.stage.vault / "warnings.csv", file, tables, raw.broken, False)
    return dict(problems), dict(warnings)


def _note_withheld(first: FirstPass) -> list[str]:
    if not first.withheld:
        return []
    return [f"{first.withheld:,} restricted codes were taken out of rows that stayed."]


def _write_quality(stage: Stage, batch: Batch, first: FirstPass) -> None:
    rows = [
        {"dataset": batch.dataset, "source": batch.source, "batch_id": batch.batch_id}
        | asdict(field)
        for field in first.fields
    ]
    (stage.record / QUALITY).write_text(json.dumps(rows, indent=1), encoding="utf-8")


def _report(batch: Batch, store: Store, already: bool) -> LandingReport:
    places = folders(store.data_folder, batch.dataset, batch.batch_id)
    return LandingReport(
        batch,
        already,
        places.rejects if places.rejects.exists() else None,
        places.warnings if places.warnings.exists() else None,
    )
