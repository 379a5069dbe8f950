"""Landing: one file in, checked against its contract, and kept as one batch or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wholeplace.core.engine import duckdb_engine
from wholeplace.sources.batches import (
    Batch,
    all_batches,
    commit,
    folders,
    landing_lock,
    make_batch_id,
    staged,
)
from wholeplace.sources.contracts import Dataset
from wholeplace.sources.periods import period_replaced
from wholeplace.sources.restricted import load_restricted
from wholeplace.sources.staging import FileLanding
from wholeplace.sources.submission import Store, Submission
from wholeplace.sources.tables import look_at

__all__ = ["LandingReport", "Store", "Submission", "land_file"]


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
    replaced = period_replaced(dataset, submission.kind, submission.period)
    restricted = load_restricted(store.restricted_codes, submission.received)
    data = store.data_folder
    with landing_lock(data):
        store.say(f"reading {file.name}")
        arrival = look_at(file)
        batch_id = make_batch_id(
            dataset.name, submission.source, arrival.sha256, submission.period, submission.kind
        )
        landed = all_batches(data)
        same = next((batch for batch in landed if batch.batch_id == batch_id), None)
        if same is not None:
            return _report(same, data, already=True)
        with staged(data, dataset.name, batch_id) as stage:
            scratch = stage.vault / "scratch"
            with duckdb_engine(scratch, store.memory_limit, store.threads) as engine:
                work = FileLanding(
                    engine,
                    dataset,
                    arrival,
                    submission,
                    store,
                    stage,
                    scratch,
                    restricted,
                    replaced,
                )
                batch = work.stage_batch(batch_id, landed)
            commit(data, dataset.name, batch_id)
    return _report(batch, data, already=False)


def _report(batch: Batch, data_folder: Path, already: bool) -> LandingReport:
    places = folders(data_folder, batch.dataset, batch.batch_id)
    rejects, warnings = (
        path if path.exists() else None for path in (places.rejects, places.warnings)
    )
    return LandingReport(batch, already, rejects, warnings)
