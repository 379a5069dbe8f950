"""One file's way to a staged batch: opened, checked, placed, its rejects listed, rows counted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import duckdb

from wholeplace.core.engine import Engine
from wholeplace.core.errors import InputFileError
from wholeplace.sources.batches import MANIFEST, QUALITY, Batch, Counts, Stage
from wholeplace.sources.checks import BAD, Checked, Rules, check, costs_row
from wholeplace.sources.contracts import Dataset
from wholeplace.sources.periods import Period
from wholeplace.sources.placing import Placed, Placing, number_people
from wholeplace.sources.quality import FirstPass, measure
from wholeplace.sources.refusals import refuse_bad_file, refuse_identity
from wholeplace.sources.rejects import listed, write_list
from wholeplace.sources.restricted import RESTRICTED, RestrictedCodes, withhold
from wholeplace.sources.shapes import refuse_month_first, refuse_shifted
from wholeplace.sources.submission import Store, Submission
from wholeplace.sources.superseding import superseded_by
from wholeplace.sources.tables import Arrival, RawTable, open_table

NOT_THE_FILE = (duckdb.OutOfMemoryException, duckdb.InterruptException, duckdb.InternalException)


@dataclass(frozen=True)
class FileLanding:
    """The landing of one file, up to the moment it is committed.

    Attributes:
        engine: DuckDB.
        dataset: The contract.
        arrival: The file.
        submission: What its sender says.
        store: Where and how it lands.
        stage: Where the batch is prepared.
        scratch: A folder of the vault for working copies.
        restricted: The restricted codes in force.
        replaced: The period whose rows it replaces, if it does.
    """

    engine: Engine
    dataset: Dataset
    arrival: Arrival
    submission: Submission
    store: Store
    stage: Stage
    scratch: Path
    restricted: RestrictedCodes
    replaced: Period | None = None

    def stage_batch(self, batch_id: str, landed: list[Batch]) -> Batch:
        """Prepare everything a batch consists of in its stage.

        Args:
            batch_id: Its id.
            landed: The batches landed before.

        Returns:
            Its manifest.

        Raises:
            InputFileError: If the file as a whole cannot be used.
        """
        raw = open_table(self.engine, self.arrival, self.dataset, self.scratch)
        checked, first = self._check(raw)
        placed = self._place(checked, first)
        problems, warnings = self._list(raw, checked, first, placed)
        counts = Counts(
            read=first.rows + len(raw.broken.rows),
            loaded=placed.loaded,
            rejected=len(raw.broken.rows) + first.bad + first.restricted + placed.conflicts,
            duplicate=placed.duplicate,
            restricted=first.restricted,
        )
        refuse_bad_file(self.arrival.path, counts, problems)
        batch = Batch(
            batch_id=batch_id,
            dataset=self.dataset.name,
            source=self.submission.source,
            file=self.arrival.path.name,
            sha256=self.arrival.sha256,
            period=self.submission.period,
            submission=self.submission.kind,
            received=self.submission.received,
            sequence=1 + max((earlier.sequence for earlier in landed), default=0),
            supersedes=(),
            synthetic=self.store.synthetic,
            contract=self.dataset.version,
            counts=counts,
            problems=problems,
            warnings=warnings,
            notes=(*raw.notes, *_note_on_withheld(first)),
            restricted_list=self.restricted.sha256,
            zone=self.dataset.zone,
        )
        batch = replace(batch, supersedes=superseded_by(batch, landed))
        self._describe(batch, first)
        return batch

    def _check(self, raw: RawTable) -> tuple[Checked, FirstPass]:
        """Check every value once, and refuse a file whose identity or shape is wrong."""
        file = self.arrival.path
        rules = Rules(
            self.submission.received,
            self.submission.thousands,
            self.store.synthetic,
            self.store.pseudonymised,
            self.replaced,
        )
        self.store.say("checking")
        try:
            refuse_identity(self.engine, file, raw, self.dataset, rules)
            checked = check(self.engine, raw, self.dataset, rules)
        except duckdb.Error as error:
            if self.arrival.text is not None or isinstance(error, NOT_THE_FILE):
                raise
            raise InputFileError(
                file,
                "The Parquet file cannot be read to its end.",
                "See that the data folder has room; then ask for the file again.",
            ) from None
        checked = replace(checked, table=withhold(checked.table, self.dataset, self.restricted))
        first = measure(self.engine, checked)
        refuse_month_first(self.engine, file, checked, first)
        refuse_shifted(self.engine, file, raw, checked, first, rules)
        return checked, first

    def _place(self, checked: Checked, first: FirstPass) -> Placed:
        """Write the rows that may land to the record's stage, and who they are to the vault's."""
        valid_rows = first.rows - first.bad - first.restricted
        self.store.say(f"sorting {valid_rows:,} rows")
        valid = checked.table.filter(~checked.table[BAD] & ~checked.table[RESTRICTED])
        ids = number_people(
            self.engine, valid, self.store.key, self.submission.source, self.scratch
        )
        return Placing(self.engine, self.dataset, ids, self.stage).place(valid, valid_rows)

    def _list(
        self, raw: RawTable, checked: Checked, first: FirstPass, placed: Placed
    ) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """Write the reject file and the list of values left blank; count both by problem."""
        file = self.arrival.path.name
        with_problems = [c for c in self.dataset.columns if first.invalid(c.name)]
        wrong = [column.name for column in with_problems if costs_row(column)]
        blank = [column.name for column in with_problems if not costs_row(column)]
        rejects = [listed(checked.table, wrong)] if wrong else []
        rejects += [placed.conflicting] if placed.conflicting is not None else []
        warnings = [listed(checked.table, blank)] if blank else []
        vault = self.stage.vault
        return (
            write_list(vault / "rejects.csv", file, rejects, raw.broken, with_broken=True),
            write_list(vault / "warnings.csv", file, warnings, raw.broken, with_broken=False),
        )

    def _describe(self, batch: Batch, first: FirstPass) -> None:
        """Write the manifest and the facts on quality beside the rows."""
        feed = {"dataset": batch.dataset, "source": batch.source, "batch_id": batch.batch_id}
        quality = json.dumps([feed | asdict(field) for field in first.fields], indent=1)
        (self.stage.record / QUALITY).write_text(quality, encoding="utf-8")
        (self.stage.record / MANIFEST).write_text(batch.to_json(), encoding="utf-8")


def _note_on_withheld(first: FirstPass) -> list[str]:
    if not first.withheld:
        return []
    return [f"{first.withheld:,} restricted codes were taken out of rows that stayed."]
