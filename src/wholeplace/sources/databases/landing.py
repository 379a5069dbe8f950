"""A dataset landed from a database: read into the vault, then landed as any file is."""

from __future__ import annotations

import fcntl
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import ibis.expr.types as ir

from wholeplace.core.errors import InputFileError
from wholeplace.sources.batches import LandingError, home_of
from wholeplace.sources.contracts import Dataset
from wholeplace.sources.databases.reading import Database
from wholeplace.sources.headers import match_header
from wholeplace.sources.landing import LandingReport, land_file
from wholeplace.sources.submission import Store, Submission

READING = ".reading-"


def land_from_database(
    dataset: Dataset,
    database: Database,
    what: str | Path,
    submission: Submission,
    store: Store,
) -> LandingReport:
    """Land the rows of a table or query against a contract.

    Only the contract's own columns are read. They are written to the vault as Parquet in an order
    that repeats, and landed from there, so checks, counts, rejects and the rule that the same
    content lands once are those of a file. The working copy is removed.

    Args:
        dataset: The contract.
        database: The database.
        what: A table's name, or the file of a query.
        submission: What is said about the rows.
        store: Where they go.

    Returns:
        What became of them.

    Raises:
        DatabaseError: If the database does not hold them or refuses.
        InputFileError: If they cannot be landed; nothing of them is kept.
        LandingError: If another landing is running.
    """
    table = database.query(what) if isinstance(what, Path) else database.table(what)
    label = what.name if isinstance(what, Path) else what
    chosen = _columns_of(dataset, table, label)
    left = [name for name in table.columns if name not in chosen.values()]
    if left:
        store.say(f"not read, since {dataset.name} has no such columns: {', '.join(left)}")
    with _reading_folder(home_of(store.data_folder, dataset.zone) / "vault") as folder:
        file = folder / f"{re.sub(r'[^A-Za-z0-9._-]', '_', label)}.parquet"
        store.say(f"reading {label} from the database")
        with database.snapshot():
            wanted = table.select(**{name: table[column] for name, column in chosen.items()})
            rows = database.write(wanted, file, [key for key in dataset.key if key in chosen])
        if not rows:
            raise InputFileError(label, "It has no rows.", "See that the account may read them.")
        return land_file(dataset, file, submission, store)


def _columns_of(dataset: Dataset, table: ir.Table, label: str) -> dict[str, str]:
    """Contract column → the table's column that holds it, in the contract's order."""
    match = match_header(Path(label), table.columns, dataset)
    found = {name: table.columns[place] for name, place in match.positions.items()}
    return {c.name: found[c.name] for c in dataset.columns if c.name in found}


@contextmanager
def _reading_folder(vault: Path) -> Iterator[Path]:
    """A private folder of the vault for one reading; what a killed reading left is removed."""
    vault.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (vault / f"{READING}lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LandingError(
                "Another reading from a database is running.", "Try again when it has ended."
            ) from None
        for left in vault.glob(f"{READING}*/"):
            shutil.rmtree(left, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix=READING, dir=vault))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
