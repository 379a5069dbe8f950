"""Landing: files in, each checked against its contract, and kept as batches or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from wholeplace.core.engine import duckdb_engine
from wholeplace.sources.batches import (
    Batch,
    LandingError,
    all_batches,
    commit,
    folders,
    home_of,
    landing_lock,
    make_batch_id,
    staged,
)
from wholeplace.sources.contracts import Dataset
from wholeplace.sources.periods import period_replaced
from wholeplace.sources.restricted import load_restricted
from wholeplace.sources.staging import FileLanding
from wholeplace.sources.submission import Extract, Store, Submission
from wholeplace.sources.tables import look_at

__all__ = ["LandingReport", "Store", "Submission", "land_file", "land_together"]


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
        LandingError: If another landing is running, or the file is to replace a period that
            cannot be read or that the dataset's rows cannot be placed in.
    """
    return land_together([Extract(dataset, file, submission)], store)[0]


def land_together(extracts: Sequence[Extract], store: Store) -> list[LandingReport]:
    """Land several files, all of them or none: every one is checked before the first is kept.

    Args:
        extracts: The files, in order.
        store: Where they go.

    Returns:
        For each file what became of it; the same file lands once.

    Raises:
        InputFileError: If one of them cannot be used; nothing of any is kept.
        LandingError: As for :func:`land_file`.
    """
    data = _home_of_all(extracts, store)
    with landing_lock(data), ExitStack() as stages:
        landed, reports = all_batches(data), []
        for extract in extracts:
            batch, already = _prepare(extract, store, data, landed, stages)
            reports.append((batch, already))
            landed = landed if already else [*landed, batch]
        for batch, already in reports:
            if not already:
                commit(data, batch.dataset, batch.batch_id)
    return [_report(batch, data, already) for batch, already in reports]


def _home_of_all(extracts: Sequence[Extract], store: Store) -> Path:
    """The home of the zone the files belong to, open to its owner only."""
    zones = {extract.dataset.zone for extract in extracts} or {"record"}
    if len(zones) > 1:
        raise LandingError(
            "These files belong to different zones of the data folder.",
            "Land the files of the stricter zone apart from the others.",
        )
    home = home_of(store.data_folder, zones.pop())
    home.mkdir(parents=True, exist_ok=True)
    if home != store.data_folder:
        home.chmod(0o700)
    return home


def _prepare(
    extract: Extract, store: Store, data: Path, landed: list[Batch], stages: ExitStack
) -> tuple[Batch, bool]:
    """Stage one file as a batch, or find the batch that it already is."""
    dataset, submission = extract.dataset, extract.submission
    replaced = period_replaced(dataset, submission.kind, submission.period)
    restricted = load_restricted(store.restricted_codes, submission.received)
    store.say(f"reading {extract.path.name}")
    arrival = look_at(extract.path)
    batch_id = make_batch_id(
        dataset.name, submission.source, arrival.sha256, submission.period, submission.kind
    )
    same = next((batch for batch in landed if batch.batch_id == batch_id), None)
    if same is not None:
        return same, True
    stage = stages.enter_context(staged(data, dataset.name, batch_id))
    scratch = stage.vault / "scratch"
    with duckdb_engine(scratch, store.memory_limit, store.threads) as engine:
        work = FileLanding(
            engine, dataset, arrival, submission, store, stage, scratch, restricted, replaced
        )
        return work.stage_batch(batch_id, landed), False


def _report(batch: Batch, data_folder: Path, already: bool) -> LandingReport:
    places = folders(data_folder, batch.dataset, batch.batch_id)
    rejects, warnings = (
        path if path.exists() else None for path in (places.rejects, places.warnings)
    )
    return LandingReport(batch, already, rejects, warnings)
