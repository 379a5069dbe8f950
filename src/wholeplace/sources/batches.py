"""Batches: what was landed, append-only, found by content, and kept whole or not at all."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args

from wholeplace.core.errors import WholeplaceError
from wholeplace.sources.contracts import Zone

SubmissionKind = Literal["full", "increment", "period"]
SUBMISSION_KINDS = get_args(SubmissionKind)
STAGING = ".staging-"
MANIFEST = "manifest.json"
QUALITY = "quality.json"


class LandingError(WholeplaceError):
    """A landing could not start, or two would have run at once."""


@dataclass(frozen=True)
class Counts:
    """What became of the rows of a file: read = loaded + rejected + duplicate, always.

    Attributes:
        read: Rows in the file.
        loaded: Rows that reached the record.
        rejected: Rows refused, those dropped for a restricted code included.
        duplicate: Rows equal in every column to another row of the file.
        restricted: Of the rejected, those dropped for a restricted code; they are not listed.
    """

    read: int
    loaded: int
    rejected: int
    duplicate: int
    restricted: int = 0

    def __post_init__(self) -> None:
        if self.read != self.loaded + self.rejected + self.duplicate:
            raise AssertionError(f"The counts of a landing do not reconcile: {self}")


@dataclass(frozen=True)
class Batch:
    """The manifest of one landed file.

    Attributes:
        batch_id: What :func:`make_batch_id` makes of its content.
        dataset: The contract's name.
        source: The sending system.
        file: The file's name.
        sha256: Hash of the file's bytes.
        period: The period the sender says it covers.
        submission: ``full`` replaces all the source sent before; ``period`` all it sent for the
            period; ``increment`` adds to it, and replaces rows of the same key.
        received: The day it came.
        sequence: Its place among the landings of this data folder.
        supersedes: Batches that this one replaced whole when it was landed.
        synthetic: Whether the people are invented.
        contract: Version of the contract it was checked against.
        counts: What became of its rows.
        problems: Problem code → how many values had it.
        warnings: Warning code → how many values had it.
        notes: Sentences on how the file was read.
        restricted_list: Hash of the list of restricted codes applied; empty for none.
        zone: The zone of the data folder it is kept in.
    """

    batch_id: str
    dataset: str
    source: str
    file: str
    sha256: str
    period: str
    submission: SubmissionKind
    received: date
    sequence: int
    supersedes: tuple[str, ...]
    synthetic: bool
    contract: str
    counts: Counts
    problems: Mapping[str, int] = field(default_factory=dict)
    warnings: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    restricted_list: str = ""
    zone: Zone = "record"

    def to_json(self) -> str:
        """The manifest as text."""
        return json.dumps(asdict(self) | {"received": self.received.isoformat()}, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Batch:
        """The batch that a manifest describes."""
        values: dict[str, Any] = json.loads(text)
        values["received"] = date.fromisoformat(values["received"])
        values["counts"] = Counts(**values["counts"])
        for name in ("supersedes", "notes"):
            values[name] = tuple(values[name])
        return cls(**values)


def make_batch_id(
    dataset: str, source: str, sha256: str, period: str, kind: SubmissionKind = "full"
) -> str:
    """The id that this content, from this source, for this period, sent as this, always gets.

    Returns:
        The first 16 hexadecimal digits of a SHA-256.
    """
    # The usual kind is left unsaid, as it was before there were others that mattered.
    sent_as = () if kind == "full" else (kind,)
    parts = "|".join((dataset, source, sha256, period, *sent_as))
    return hashlib.sha256(parts.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Folders:
    """Where one batch is kept.

    Attributes:
        record: Rows and manifest; the batch exists once this folder does.
        vault: Identifiers.
        rejects: The reject file.
        warnings: The list of values left blank.
    """

    record: Path
    vault: Path
    rejects: Path
    warnings: Path


def home_of(data_folder: Path, zone: Zone) -> Path:
    """Where a zone's batches are kept: the stricter one has a data folder of its own, inside."""
    return data_folder if zone == "record" else data_folder / zone


def places_of(data_folder: Path, batch: Batch) -> Folders:
    """Where a landed batch is kept under a data folder, whichever its zone."""
    return folders(home_of(data_folder, batch.zone), batch.dataset, batch.batch_id)


def folders(data_folder: Path, dataset: str, batch_id: str) -> Folders:
    """Where a batch of a dataset is kept under the home of its zone."""
    rejects = data_folder / "vault" / "rejects"
    return Folders(
        record=data_folder / "record" / "landed" / dataset / batch_id,
        vault=data_folder / "vault" / "landed" / dataset / batch_id,
        rejects=rejects / f"{batch_id}.csv",
        warnings=rejects / f"{batch_id}.warnings.csv",
    )


def all_batches(data_folder: Path, zone: Zone = "record") -> list[Batch]:
    """Every batch of a zone landed under a data folder, in the order of landing.

    Args:
        data_folder: The data folder.
        zone: The zone; the stricter one is never among the others.
    """
    home = home_of(data_folder, zone)
    manifests = (home / "record" / "landed").glob(f"*/[!.]*/{MANIFEST}")
    found = [Batch.from_json(path.read_text(encoding="utf-8")) for path in manifests]
    return sorted(found, key=lambda batch: batch.sequence)


@dataclass(frozen=True)
class Stage:
    """Where a batch is prepared, unseen: one folder in each of the two zones.

    Attributes:
        vault: Scratch space and what goes to the vault; being there marks a landing unfinished.
        record: What goes to the record.
    """

    vault: Path
    record: Path


@contextmanager
def landing_lock(data_folder: Path) -> Iterator[None]:
    """Hold the data folder for one landing and clear what a killed one left behind.

    Raises:
        LandingError: If another landing holds it.
    """
    vault = data_folder / "vault"
    for zone in (vault, data_folder / "record"):
        zone.mkdir(parents=True, exist_ok=True)
        zone.chmod(0o700)
    with (vault / ".landing.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LandingError(
                "Another landing is running on this data folder.", "Try again when it has ended."
            ) from error
        for left in vault.glob(f"{STAGING}*"):
            dataset, _, batch_id = left.name.removeprefix(STAGING).rpartition("-")
            _discard(data_folder, dataset, batch_id)
        yield


@contextmanager
def staged(data_folder: Path, dataset: str, batch_id: str) -> Iterator[Stage]:
    """Prepare a batch out of sight; whatever was not committed is gone afterwards.

    Args:
        data_folder: The data folder, whose landing lock is held.
        dataset: The contract's name.
        batch_id: The batch.
    """
    stage = _stage(data_folder, dataset, batch_id)
    stage.vault.mkdir(mode=0o700)
    stage.record.mkdir(parents=True, mode=0o700)
    try:
        yield stage
    finally:
        _discard(data_folder, dataset, batch_id)


def commit(data_folder: Path, dataset: str, batch_id: str) -> None:
    """Make a staged batch visible; the last rename is the moment it exists.

    The vault's stage must hold ``identifiers.parquet`` and may hold ``rejects.csv`` and
    ``warnings.csv``; the record's stage must hold all that the record keeps.

    Args:
        data_folder: The data folder, whose landing lock is held.
        dataset: The contract's name.
        batch_id: The batch.
    """
    stage, places = _stage(data_folder, dataset, batch_id), folders(data_folder, dataset, batch_id)
    moves = [
        (stage.vault / "identifiers.parquet", places.vault / "identifiers.parquet"),
        (stage.vault / "rejects.csv", places.rejects),
        (stage.vault / "warnings.csv", places.warnings),
        (stage.record, places.record),
    ]
    for source, target in moves:
        if source.exists():
            for path in [*source.rglob("*"), source] if source.is_dir() else [source]:
                path.chmod(0o700 if path.is_dir() else 0o600)
                _flush(path)
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            source.replace(target)
            _flush(target.parent)
            _flush(target.parent.parent)


def _stage(data_folder: Path, dataset: str, batch_id: str) -> Stage:
    record = data_folder / "record" / "landed" / dataset / f"{STAGING}{batch_id}"
    return Stage(data_folder / "vault" / f"{STAGING}{dataset}-{batch_id}", record)


def _discard(data_folder: Path, dataset: str, batch_id: str) -> None:
    """Remove a stage, with what it had already moved to the vault if it never became a batch."""
    stage, places = _stage(data_folder, dataset, batch_id), folders(data_folder, dataset, batch_id)
    if not places.record.exists():
        shutil.rmtree(places.vault, ignore_errors=True)
        places.rejects.unlink(missing_ok=True)
        places.warnings.unlink(missing_ok=True)
    shutil.rmtree(stage.record, ignore_errors=True)
    shutil.rmtree(stage.vault, ignore_errors=True)


def _flush(path: Path) -> None:
    """Ask the system to put a file or folder on disk before going on."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
