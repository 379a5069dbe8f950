"""From somebody else's clinical records to pages: the counts are those of plain Python."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

from tests.acceptance.eunomia import FULL_LISTS, Eunomia
from wholeplace.core.registry import Registry
from wholeplace.core.settings import Settings
from wholeplace.measures.measure import Measure
from wholeplace.measures.release import Release
from wholeplace.statistics import round_count

EXPECTED = {
    "stroke": 224,
    "coronary_heart_disease": 192,
    "atrial_fibrillation": 137,
    "dementia": 136,
    "copd": 125,
    "asthma": 101,
}
PEOPLE = 2_694


def test_the_counts_in_plain_python_are_those_known_of_eunomia(landed: Eunomia) -> None:
    assert landed.plain_counts() == EXPECTED


def test_the_starter_lists_find_everybody_the_whole_lists_find(
    landed: Eunomia, counted: dict[str, int]
) -> None:
    assert counted == landed.plain_counts()


def test_whole_lists_of_a_partnership_replace_the_starter_lists_and_agree(
    landed: Eunomia, counted: dict[str, int], tmp_path: Path
) -> None:
    ours = replace(landed, folder=Path(shutil.copytree(landed.folder, tmp_path / "site")))
    ours.use_whole_lists()

    assert ours.run() == landed.plain_counts()

    assert ours.run_id != landed.run_id
    lists = json.loads((ours.release_zone / ours.run_id / "codelists.json").read_text())
    by_name = {entry["name"]: entry for entry in lists}
    for name, file in FULL_LISTS.items():
        assert by_name[name]["id"] == f"our_lists:{name}"
        assert by_name[name]["overrides"] == "wholeplace"
        assert set(by_name[name]["codes"]) == ours.codes(file)


def test_everybody_is_linked_registered_and_resident(
    landed: Eunomia, counted: dict[str, int]
) -> None:
    release = Release(landed.release_zone / landed.run_id)

    assert release.manifest.details["linkage"] == [
        {"source": "eunomia", "outcome": "linked", "records": round_count(PEOPLE)}
    ]
    assert release.system.population_registered == round_count(PEOPLE)
    assert release.system.population_resident == round_count(PEOPLE)


def test_the_released_counts_are_the_plain_ones_rounded(
    landed: Eunomia, counted: dict[str, int]
) -> None:
    release = Release(landed.release_zone / landed.run_id)
    for name in ("coronary_heart_disease", "atrial_fibrillation", "dementia"):
        (row,) = release.values(
            area_types=["icb"],
            measures=[f"{name}_prevalence"],
            breakdowns=["all"],
            basis="registered",
        )
        assert row.numerator == round_count(EXPECTED[name])
        assert row.denominator == round_count(PEOPLE)


def test_what_eunomia_does_not_hold_is_not_produced_and_says_why(
    landed: Eunomia, counted: dict[str, int]
) -> None:
    release = Release(landed.release_zone / landed.run_id)
    missing = release.manifest.details["not_produced"]

    assert "no emergency_attendance data were landed" in missing.values()
    assert not [name for name in missing if "prevalence" in name]


def test_every_measure_is_produced_or_says_why_not(
    landed: Eunomia, counted: dict[str, int]
) -> None:
    release = Release(landed.release_zone / landed.run_id)
    produced = {row.measure for row in release.values(area_types=["icb"])}
    silent = release.manifest.details["not_produced"]
    registry = Registry.load(Settings().definitions.packages)

    assert {measure.name for measure in registry.all(Measure)} == produced | set(silent)
    assert not produced & set(silent)
    assert all(why.startswith("no ") for why in silent.values())


def test_nothing_of_the_import_is_left_in_the_vault(landed: Eunomia) -> None:
    vault = landed.folder / "data" / "vault"

    assert not (vault / ".import").exists()
    assert not list(vault.rglob("gp_event.parquet"))


def test_importing_again_changes_nothing(landed: Eunomia) -> None:
    example = Path(__file__).parents[2] / "examples" / "eunomia" / "eunomia.toml"

    said = landed.command(
        *("import", str(example), str(landed.omop)),
        *("--period", "2019-07", "--received", "2019-07-31"),
    )

    assert said.count("already landed") == 5


def test_the_pages_answer_and_say_where_the_data_came_from(
    landed: Eunomia, counted: dict[str, int]
) -> None:
    pages = landed.pages(
        [
            "/",
            "/places/fenland",
            "/places/peterborough",
            "/measures/dementia_prevalence",
            "/measures/coronary_heart_disease_prevalence",
            "/data",
            "/definitions",
            "/definitions/measures/dementia_prevalence",
            "/definitions/code-lists/dementia",
            "/places/nowhere",
        ]
    )

    statuses = {address: status for address, (status, _) in pages.items()}
    assert statuses.pop("/places/nowhere") == 404
    assert set(statuses.values()) == {200}, statuses
    assert "eunomia" in pages["/data"][1]
    assert "Fenland" in pages["/places/fenland"][1]
