"""From Synthea's own CSV files to a release: the counts are those of plain Python."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.acceptance.eunomia import FULL_LISTS, Eunomia, whole_list
from wholeplace.core.registry import Registry
from wholeplace.core.settings import Settings
from wholeplace.measures.measure import Measure
from wholeplace.measures.release import Release

AS_AT, KNOWN_AT = "2024-02-29", "2024-12-31"
LISTS = {**FULL_LISTS, "hypertension": "hypertension", "diabetes": "diabetes"}


@pytest.fixture(scope="module")
def site(repository: Path, reference: Path, tmp_path_factory: pytest.TempPathFactory) -> Eunomia:
    """An installation with Synthea's people in it, and a published run."""
    folder = tmp_path_factory.mktemp("synthea")
    shutil.copytree(repository / "examples", folder / "examples")
    here = folder / "examples" / "synthea"
    tables = reference / "real" / "clinical" / "synthea_dbt_csv"
    made = Eunomia(here, tables, reference / "codelists" / "snomed")
    made.command("reference", "--synthetic")
    made.command(
        *("import", "synthea.toml", str(tables), "--period", "2024-02"),
        *("--received", "2024-02-29"),
    )
    made.command("run", "--as-at", AS_AT, "--known-at", KNOWN_AT)
    return made


def rows(site: Eunomia, table: str) -> list[dict[str, str]]:
    with (site.omop / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_people_with_each_condition_are_those_plain_python_counts(site: Eunomia) -> None:
    people = pq.read_table(
        site.folder / "data" / "record" / "runs" / site.run_id / "person.parquet"
    )
    coded = rows(site, "conditions") + rows(site, "procedures")
    alive_or_not = {row["Id"] for row in rows(site, "patients")}

    for name, file in LISTS.items():
        codes = whole_list(site.lists, file)
        expected = {row["PATIENT"] for row in coded if row["CODE"] in codes} & alive_or_not
        assert people.num_rows - people[name].null_count == len(expected), name


def test_births_deaths_and_sexes_are_those_of_the_file(site: Eunomia) -> None:
    people = pq.read_table(
        site.folder / "data" / "record" / "runs" / site.run_id / "person.parquet"
    ).to_pylist()
    patients = rows(site, "patients")

    assert sorted(str(p["birth_date"]) for p in people) == sorted(p["BIRTHDATE"] for p in patients)
    assert sum(p["death_date"] is not None for p in people) == sum(
        bool(p["DEATHDATE"]) for p in patients
    )
    assert sum(p["sex"] == "female" for p in people) == sum(p["GENDER"] == "F" for p in patients)


def test_visits_land_by_their_class(site: Eunomia) -> None:
    classes = [row["ENCOUNTERCLASS"] for row in rows(site, "encounters")]
    landed = {}
    for manifest in (site.folder / "data" / "record" / "landed").glob("*/*/manifest.json"):
        batch = json.loads(manifest.read_text())
        landed[batch["dataset"]] = batch["counts"]["loaded"]

    assert landed["hospital_spell"] == classes.count("inpatient")
    assert landed["outpatient_appointment"] == classes.count("outpatient")
    assert landed["emergency_attendance"] == (
        classes.count("emergency") + classes.count("urgentcare")
    )


def test_every_measure_is_produced_or_says_why_not(site: Eunomia) -> None:
    release = Release(site.release_zone / site.run_id)
    produced = {row.measure for row in release.values(area_types=["icb"])}
    silent = release.manifest.details["not_produced"]
    registry = Registry.load(Settings().definitions.packages)

    assert {measure.name for measure in registry.all(Measure)} == produced | set(silent)
    assert not produced & set(silent)
    assert all(why.startswith("no ") and why.endswith(" landed") for why in silent.values())
