"""The main job on Eunomia, clinical data that nobody here wrote, through the command line."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

AS_AT, KNOWN_AT = "2019-07-31", "2019-12-31"
PROGRAM = Path(sys.executable).with_name("wholeplace")
FULL_LISTS = {
    "stroke": "stroke",
    "coronary_heart_disease": "chd",
    "atrial_fibrillation": "atrial_fibrillation",
    "dementia": "dementia",
    "copd": "copd",
    "asthma": "asthma",
}
"""Attribute and code list → the file of the whole published list."""

CODED_TABLES = {
    "condition": "condition_occurrence",
    "observation": "observation",
    "procedure": "procedure_occurrence",
    "measurement": "measurement",
}
"""Start of the name of the column of source values → the OMOP table."""

OVERRIDE = """
[{name}]
title = "{name}, the whole published list"
file = "{name}.csv"
overrides = "wholeplace"
reason = "Our clinicians agreed the whole list."
"""
LOCAL_DEFINITIONS = """
from pathlib import Path

from wholeplace.record.codelists import from_folder

LISTS = from_folder(Path(__file__).parent)
"""


@dataclass(frozen=True)
class Eunomia:
    """An installation that holds Eunomia.

    Attributes:
        folder: Where it is.
        omop: The OMOP tables.
        lists: The folder of whole published code lists.
    """

    folder: Path
    omop: Path
    lists: Path

    def run(self) -> dict[str, int]:
        """Run and publish; people with each condition in the person table."""
        self.command("run", "--as-at", AS_AT, "--known-at", KNOWN_AT)
        run = self.folder / "data" / "record" / "runs" / self.run_id
        table = pq.read_table(run / "person.parquet")
        return {name: table.num_rows - table[name].null_count for name in FULL_LISTS}

    @property
    def run_id(self) -> str:
        """The published run."""
        return json.loads((self.release_zone / "current.json").read_text())["run_id"]

    @property
    def release_zone(self) -> Path:
        """The folder of releases."""
        return self.folder / "data" / "release"

    def use_whole_lists(self) -> None:
        """Replace the starter lists by the whole ones, in a folder of the partnership's own."""
        ours = self.folder / "our_lists"
        ours.mkdir()
        for name, file in FULL_LISTS.items():
            shutil.copyfile(self.lists / f"{file}.csv", ours / f"{name}.csv")
        (ours / "lists.toml").write_text("".join(OVERRIDE.format(name=n) for n in FULL_LISTS))
        (ours / "lists.py").write_text(LOCAL_DEFINITIONS)
        with (self.folder / "wholeplace.toml").open("a") as settings:
            settings.write('\n[definitions]\nfolders = ["our_lists"]\n')

    def plain_counts(self) -> dict[str, int]:
        """People whose OMOP record holds a code of each whole list, in plain Python."""
        recorded: list[tuple[int, str]] = []
        for kind, table in CODED_TABLES.items():
            rows = duckdb.read_parquet(str(self.omop / f"{table}.parquet"))
            recorded += rows.project(f"person_id, {kind}_source_value").fetchall()
        lists = {name: self.codes(file) for name, file in FULL_LISTS.items()}
        return {
            name: len({person for person, code in recorded if str(code) in codes})
            for name, codes in lists.items()
        }

    def codes(self, file: str) -> set[str]:
        """The codes of a whole published list."""
        return whole_list(self.lists, file)

    def command(self, *arguments: str) -> str:
        """Run the program in the installation's folder."""
        return _run([str(PROGRAM), *arguments], self.folder)

    def pages(self, addresses: Sequence[str]) -> dict[str, tuple[int, str]]:
        """What each page answers: status and text."""
        script = Path(__file__).with_name("ask_pages.py")
        said = _run([sys.executable, str(script), *addresses], self.folder)
        return {address: (status, text) for address, (status, text) in json.loads(said).items()}


def whole_list(folder: Path, file: str) -> set[str]:
    """The codes of a whole published list."""
    with (folder / f"{file}.csv").open(encoding="utf-8-sig", newline="") as handle:
        return {row["code"] for row in csv.DictReader(handle)}


def installed(folder: Path, repository: Path, reference: Path) -> Eunomia:
    """An installation with a made-up geography, and Eunomia mapped and landed: runs of one year."""
    folder.mkdir()
    made = Eunomia(
        folder, reference / "real" / "clinical" / "eunomia_omop", reference / "codelists" / "snomed"
    )
    example = repository / "examples" / "eunomia"
    settings = (example / "wholeplace.toml").read_text(encoding="utf-8")
    # The run over Synthea has its earlier years; here they would be worked out three times over.
    (folder / "wholeplace.toml").write_text(f"{settings}\n[run]\nearlier_years = 0\n")
    made.command("reference", "--synthetic")
    made.command(
        *("import", str(example / "eunomia.toml"), str(made.omop)),
        *("--period", "2019-07", "--received", "2019-07-31"),
    )
    return made


def _run(command: list[str], folder: Path) -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("WHOLEPLACE_")}
    environment["WHOLEPLACE_SETTINGS"] = str(folder / "wholeplace.toml")
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout
