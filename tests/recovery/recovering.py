"""A synthetic population landed and run, set beside the truth it was made from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace import geography
from wholeplace.core.identifiers import load_key, pseudonyms
from wholeplace.core.registry import Registry
from wholeplace.core.settings import Settings
from wholeplace.measures.orders import PURPOSE, Order
from wholeplace.measures.pipeline import run
from wholeplace.measures.release import Release
from wholeplace.sources.contracts import Dataset
from wholeplace.sources.extracts import land_folder
from wholeplace.sources.landing import LandingReport, Store
from wholeplace.sources.synthetic import Synthesis, synthesise

AS_AT, KNOWN_AT = dt.date(2026, 3, 31), dt.date(2026, 12, 31)
TRUTH, FOUND = "_truth", "_found"
ABOUT_PEOPLE = tuple(
    f"wholeplace.definitions.{name}"
    for name in (
        *("datasets", "codelists", "conditions", "facts"),
        *("activities", "further_activities", "care_outside_hospital", "leaving_hospital"),
    )
)
"""Definitions of what is true of one person, without the measures: a quicker run."""


@dataclass(frozen=True)
class Recovered:
    """What a run found of a synthetic population, and the truth.

    Attributes:
        settings: The installation.
        made: The population.
        run_id: The run.
    """

    settings: Settings
    made: Synthesis
    run_id: str

    @property
    def release(self) -> Release:
        """The release of the run."""
        return Release(self.settings.data_folder / "release" / self.run_id)

    @cached_property
    def truth(self) -> pd.DataFrame:
        """The people as they truly are, by NHS number."""
        return pq.read_table(self.made.truth / "person.parquet").to_pandas().set_index("nhs_number")

    @cached_property
    def found(self) -> pd.DataFrame:
        """The person table, by NHS number; only the vault can join the two."""
        data = self.settings.data_folder
        index = pa.concat_tables(
            pq.read_table(file) for file in sorted((data / "vault" / "person_index").iterdir())
        ).to_pandas()
        key = load_key(self.settings.key_file)
        index["pseudonym"] = pseudonyms(key, PURPOSE, index["person_id"].tolist()).astype(str)
        run = data / "record" / "runs" / self.run_id
        people = pq.read_table(run / "person.parquet").to_pandas()
        people = people.merge(pq.read_table(run / "pseudonyms.parquet").to_pandas(), on="person")
        return people.merge(index, on="pseudonym").set_index("nhs_number")

    @cached_property
    def registered(self) -> pd.DataFrame:
        """Truly registered people, with columns of truth and person table side by side."""
        people = self.truth[self.truth["registered"]]
        return people.join(self.found, lsuffix=TRUTH, rsuffix=FOUND, how="left")

    @cached_property
    def errors(self) -> pd.DataFrame:
        """The mistakes planted: data set, source, kind, key of the row."""
        return pq.read_table(self.made.truth / "errors.parquet").to_pandas()

    @cached_property
    def planted(self) -> pd.DataFrame:
        """The chance planted for each condition in each area."""
        return pq.read_table(self.made.truth / "planted.parquet").to_pandas()

    def sent(self, dataset: str) -> pd.DataFrame:
        """The rows of a data set as sent, from all its sources."""
        parts = [
            pq.read_table(file).to_pandas().assign(source=file.parent.name)
            for file in sorted(self.made.extracts.glob(f"*/{dataset}.parquet"))
        ]
        return pd.concat(parts, ignore_index=True)


def recovered(
    folder: Path,
    people: int,
    seed: int,
    *,
    clean: bool,
    all_feeds: bool = False,
    packages: Sequence[str] = ("wholeplace.definitions",),
) -> Recovered:
    """Make a population on the made-up geography, land it and run.

    Args:
        folder: A folder for everything.
        people: Registered people.
        seed: The same seed gives the same people.
        clean: Whether to plant no mistakes.
        all_feeds: Whether hospitals outside the system send a feed too.
        packages: The definitions to run.
    """
    settings = Settings.from_mapping(
        {
            "installation": {"synthetic": True},
            "definitions": {"packages": list(packages)},
            "engine": {"threads": 1},
            "run": {"earlier_years": 0},
            "disclosure": {"protect_sums": False},
        },
        folder,
    )
    areas = geography.build(None, settings.data_folder / "record" / "reference")
    made = synthesise(
        areas, people, seed, AS_AT, folder / "made", errors=not clean, all_feeds=all_feeds
    )
    registry = Registry.load(settings.definitions.packages)
    contracts = {contract.name: contract for contract in registry.all(Dataset)}
    store = Store(settings.data_folder, load_key(settings.key_file), synthetic=True)
    for report in land_folder(made.extracts, contracts, store):
        assert isinstance(report, LandingReport), report
    return Recovered(settings, made, run(Order(settings, AS_AT, KNOWN_AT)))
