"""Flattening: a folder of FHIR becomes flat tables and an account of every resource."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import ibis
import ibis.expr.types as ir

from wholeplace.core.engine import Engine, duckdb_engine
from wholeplace.sources.fhir import clinical, contacts, people, treatments
from wholeplace.sources.fhir.account import Account, account_for
from wholeplace.sources.fhir.files import find_files
from wholeplace.sources.fhir.identities import identify
from wholeplace.sources.fhir.judging import Reading, used
from wholeplace.sources.fhir.notes import notes_of
from wholeplace.sources.fhir.organisations import ods_codes
from wholeplace.sources.fhir.resources import ResourceReader


@dataclass
class _Flattening:
    """One folder's way to flat tables.

    Attributes:
        engine: DuckDB.
        target: Where the flat tables go.
        since: The first day of the period the files cover.
        reading: What was read.
        judged: Every kind of resource that has been judged.
        tables: The flat tables written so far.
    """

    engine: Engine
    target: Path
    since: date
    reading: Reading
    judged: dict[str, ir.Table] = field(default_factory=dict)
    tables: dict[str, ir.Table] = field(default_factory=dict)

    def has(self, kind: str) -> bool:
        """Whether there are resources of a kind."""
        return kind in self.reading.resources.elements

    def judge(self, kind: str, judged: ir.Table) -> ir.Table:
        """Keep what became of a kind of resource."""
        self.judged[kind] = self.engine.keep(judged)
        return self.judged[kind]

    def write(self, name: str, table: ir.Table) -> None:
        """Write a flat table, always in the same order: the same files land once."""
        path = self.target / f"{name}.parquet"
        types = {column: str(kind) for column, kind in table.schema().items()}
        self.engine.write(table, path, types, order_by=list(types))
        self.tables[name] = self.engine.read(path)

    def run(self) -> None:
        """Judge and flatten every kind of resource, those that others rest on first."""
        codes, judged = ods_codes(self.reading)
        self.judged |= judged
        self.reading = replace(self.reading, organisations=codes)
        self._people()
        self._clinical()
        self._treatments()
        self._contacts()

    def _people(self) -> None:
        found = people.read_people(self.reading, self.since)
        identities = replace(
            self.reading.identities,
            aliases=self.engine.keep(
                ibis.union(self.reading.identities.aliases, found.aliases, distinct=True)
            ),
        )
        self.reading = replace(self.reading, people=found.known, identities=identities)
        registered = [people.registrations(self.reading, found, self.since)]
        if self.has("Patient"):
            self.judged["Patient"] = found.judged
        if self.has("EpisodeOfCare"):
            judged = self.judge("EpisodeOfCare", people.episodes(self.reading))
            registered.append(used(judged).select(*people.REGISTRATION))
        self.write("patient", found.patients)
        self.write("address", people.addresses(self.reading, found, self.since))
        self.write("registration", ibis.union(*registered) if registered[1:] else registered[0])

    def _clinical(self) -> None:
        if self.has("Condition"):
            judged = self.judge("Condition", clinical.conditions(self.reading))
            self.write("condition", used(judged).select(*clinical.ENTRY))
        if self.has("Procedure"):
            judged = self.judge("Procedure", clinical.procedures(self.reading))
            self.write("procedure", used(judged).select(*clinical.ENTRY))
        if self.has("Observation"):
            self.judged["Observation"], measured = clinical.observations(self.reading)
            self.write("observation", measured)

    def _treatments(self) -> None:
        if self.has("Immunization"):
            judged = self.judge("Immunization", treatments.vaccinations(self.reading))
            self.write("immunization", used(judged).drop("row", "reason", "element"))
        if self.has("Medication"):
            self.judge("Medication", treatments.medications(self.reading))
        if self.has("MedicationRequest"):
            known = self.judged.get("Medication")
            judged = self.judge("MedicationRequest", treatments.prescriptions(self.reading, known))
            self.write("medication_request", used(judged).drop("row", "reason", "element"))

    def _contacts(self) -> None:
        if self.has("Encounter"):
            judged = self.judge("Encounter", contacts.encounters(self.reading))
            known = self.judged.get("Condition")
            flat = contacts.with_diagnoses(self.reading, judged, known)
            self.write("encounter", flat)
        if self.has("Appointment"):
            judged = self.judge("Appointment", contacts.appointments(self.reading))
            self.write("appointment", used(judged).drop("row", "reason", "element"))


def flatten(
    source: Path,
    target: Path,
    since: date,
    increment: bool = False,
    memory_limit: str = "1GB",
    threads: int = 0,
    say: Callable[[str], None] = lambda _: None,
) -> Account:
    """Turn a folder of FHIR into flat tables, one Parquet file each.

    Args:
        source: A folder of FHIR R4 files (JSON Bundles, NDJSON; gzip or plain), or one file.
        target: An empty folder of the vault for the flat tables and the list of those refused.
        since: The first day of the period the files cover; a registration, an address or a death
            without a date counts from it.
        increment: Whether entries may be about people whose Patient was sent before.
        memory_limit: Memory that DuckDB may use before it spills.
        threads: Threads; 0 means all cores.
        say: Told what is being done, in a few words.

    Returns:
        What became of every resource.

    Raises:
        InputFileError: If there is no FHIR file, a file is damaged or cut short, or the folder
            mixes resources of several servers.
    """
    files = find_files(source)
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    scratch = target / ".scratch"
    with duckdb_engine(scratch, memory_limit, threads) as engine:
        parts = scratch / "resources"
        parts.mkdir()
        say(f"reading {len(files):,} FHIR files")
        resources = ResourceReader(engine, parts).read(files)
        identities = identify(engine, resources)
        work = _Flattening(engine, target, since, Reading(engine, resources, identities, increment))
        say("flattening")
        work.run()
        notes = notes_of(engine, work.tables)
        return account_for(
            engine, resources, identities.states, list(work.judged.values()), notes, target
        )
