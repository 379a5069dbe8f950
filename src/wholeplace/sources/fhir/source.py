"""A FHIR source made ready for a mapping: flat tables, and the tables that lie beside the files."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from wholeplace.core.identifiers import slug
from wholeplace.sources.fhir.account import Account
from wholeplace.sources.fhir.flattening import flatten
from wholeplace.sources.periods import read_period
from wholeplace.sources.submission import Store, Submission

TABLE_ENDINGS = (".csv", ".parquet")
REFUSED = "refused_resources"


def flatten_source(source: Path, target: Path, submission: Submission, store: Store) -> Account:
    """Flatten a folder of FHIR for a mapping.

    CSV and Parquet files in the folder, such as a list of postcodes, are passed on. The list of
    refused resources goes to the vault, where it stays.

    Args:
        source: A folder of FHIR, or one file.
        target: A folder of the vault for the tables; it does not exist yet.
        submission: What the sender says about the files.
        store: Where data land, and how much of the machine may be used.

    Raises:
        InputFileError: If the files cannot be used.
        LandingError: If the period does not say which days it covers.
    """
    since = read_period(submission.period).start
    account = flatten(
        source,
        target,
        since,
        increment=submission.kind != "full",
        memory_limit=store.memory_limit,
        threads=store.threads,
        say=store.say,
    )
    beside = sorted(source.iterdir()) if source.is_dir() else []
    for table in beside:
        if table.suffix.casefold() in TABLE_ENDINGS and not (target / table.name).exists():
            shutil.copyfile(table, target / table.name)
    if account.refused is None:
        return account
    kept = store.data_folder / "vault" / REFUSED
    kept.mkdir(mode=0o700, exist_ok=True, parents=True)
    name = slug(f"{submission.source} {submission.period} {submission.received}")
    return replace(account, refused=Path(shutil.move(account.refused, kept / f"{name}.csv")))
