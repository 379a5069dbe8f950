"""Everything that leaves a run has passed the gate: a real release is searched, file by file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.measures.small_installation import Finished
from wholeplace.statistics import STATUSES

COUNTS = ("numerator", "denominator")
NUMBERS = (*COUNTS, "value", "lower", "upper")
BASE, SUPPRESSED = 5, range(1, 8)


def table(small: Finished, name: str) -> list[dict[str, Any]]:
    return pq.read_table(small.release.folder / f"{name}.parquet").to_pylist()


def gated(small: Finished) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row of every table with a status, by the table it stands in."""
    for path in small.release.folder.glob("*.parquet"):
        if "status" in pq.read_schema(path).names:
            for row in pq.read_table(path).to_pylist():
                yield path.stem, row


def test_no_released_count_is_small_and_all_are_multiples_of_five(small: Finished) -> None:
    found = set()
    for name, row in gated(small):
        found.add(name)
        for column in COUNTS:
            count = row.get(column)
            assert count is None or (count not in SUPPRESSED and count % BASE == 0), (name, row)
    assert found >= {"values", "comorbidity"}


def test_a_number_that_is_not_shown_is_nowhere_in_its_row(small: Finished) -> None:
    hidden = [row for _, row in gated(small) if row["status"] != "shown"]

    assert {row["status"] for row in hidden} >= {"suppressed", "no_data"}
    for row in hidden:
        assert [row.get(name) for name in ("numerator", "value", "lower", "upper")] == [None] * 4


def test_every_status_is_one_the_gate_gives(small: Finished) -> None:
    assert {row["status"] for _, row in gated(small)} <= set(STATUSES)


def test_shown_proportions_and_crude_rates_follow_from_the_rounded_counts(
    small: Finished,
) -> None:
    shown = [
        row
        for row in table(small, "values")
        if row["status"] == "shown" and row["statistic"] in ("proportion", "rate")
    ]

    assert len(shown) > 100
    for row in shown:
        per = 1_000 if row["statistic"] == "rate" else 1
        assert row["value"] == pytest.approx(per * row["numerator"] / row["denominator"])
        assert row["lower"] <= row["value"] <= row["upper"]


def test_a_standardised_rate_or_mean_has_three_figures_and_at_least_ten_events(
    small: Finished,
) -> None:
    shown = [
        row
        for row in table(small, "values")
        if row["status"] == "shown" and row["statistic"] in ("dsr", "mean")
    ]

    assert shown
    for row in shown:
        assert row["value"] == pytest.approx(float(f"{row['value']:.3g}"), rel=1e-12)
        assert row["denominator"] >= 10
        assert row["numerator"] is None or row["numerator"] >= 10


def test_populations_of_areas_are_rounded_too(small: Finished) -> None:
    for area in table(small, "areas"):
        for name in ("population_registered", "population_resident"):
            count = area[name]
            assert count is None or (count not in SUPPRESSED and count % BASE == 0)


def test_populations_of_areas_are_those_of_the_values(small: Finished) -> None:
    """A count that the values round more coarsely, or withhold, is told nowhere else."""
    values = {
        (row["basis"], row["area_type"], row["area_code"]): row["numerator"]
        for row in table(small, "values")
        if row["measure"] == "people" and row["breakdown"] == "all"
    }
    held = 0
    for area in table(small, "areas"):
        key = ("resident", area["area_type"], area["code"])
        if key in values:
            held += 1
            assert area["population_resident"] == values[key]
    assert held > 10


def test_an_area_with_a_few_people_in_it_hides_how_many(small: Finished) -> None:
    """The fourth practice of the small installation has few people: some cells must be hidden."""
    by_practice = [
        row
        for row in table(small, "values")
        if row["area_type"] == "practice" and row["breakdown"] == "age_band"
    ]

    assert any(row["status"] == "suppressed" for row in by_practice)
    assert any(row["status"] == "shown" for row in by_practice)


def secrets_of(small: Finished) -> dict[str, set[str]]:
    """Everything about one person that must not travel upward."""
    data = small.installation.data
    people = pq.read_table(data / "record" / "runs" / small.run_id / "pseudonyms.parquet")
    links = pq.read_table(data / "vault" / "person_link" / f"{small.run_id}.parquet")
    return {
        "NHS numbers": {life.nhs_number for life in small.lives},
        "local ids": {life.local_id for life in small.lives},
        "pseudonyms": set(people["pseudonym"].to_pylist()),
        "person ids": set(links["person_id"].to_pylist()),
        "record ids": {str(record) for record in links["record_id"].to_pylist()},
    }


def texts_in(path: Path) -> set[str]:
    """Every word and whole number of a file."""
    if path.suffix == ".parquet":
        found = pq.read_table(path)
        plain = [
            column.to_pylist()
            for column in found.columns
            if pa.types.is_string(column.type) or pa.types.is_integer(column.type)
        ]
        return {str(value) for column in plain for value in set(column)}
    return set(re.findall(r"\w+", path.read_text(encoding="utf-8")))


def test_no_file_of_the_release_or_the_cubes_holds_anything_of_one_person(
    small: Finished,
) -> None:
    secrets = secrets_of(small)
    assert all(len(values) > 500 for values in secrets.values())

    for zone in ("release", "cubes"):
        files = [path for path in (small.installation.data / zone).rglob("*") if path.is_file()]
        assert files
        for path in files:
            texts = texts_in(path)
            for kind, values in secrets.items():
                assert not texts & values, f"{path.name} holds {kind}"


def test_no_file_of_the_record_holds_an_nhs_number_or_a_local_id(small: Finished) -> None:
    secrets = secrets_of(small)
    for path in (small.installation.data / "record").rglob("*.parquet"):
        texts = texts_in(path)
        for kind in ("NHS numbers", "local ids", "person ids"):
            assert not texts & secrets[kind], f"{path.name} holds {kind}"


def test_the_manifest_says_what_the_run_rests_on(small: Finished) -> None:
    manifest = json.loads((small.release.folder / "manifest.json").read_text())

    assert manifest["disclosure_profile"] == "hes"
    assert len(manifest["batches"]) == 5
    cubes = small.installation.settings.data_folder / "cubes" / small.run_id
    linked = pq.read_table(cubes / "linkage.parquet").to_pylist()
    assert sum(row["records"] for row in linked) == len(small.lives) + len(
        [life for life in small.lives if life.stays]
    )
    said = {(row["source"], row["outcome"]): row["records"] for row in manifest["linkage"]}
    for row in linked:
        rounded = None if row["records"] in SUPPRESSED else (row["records"] + 2) // BASE * BASE
        assert said[row["source"], row["outcome"]] == rounded
    versions = manifest["definitions"]
    assert set(versions["measures"]) >= {"small_definitions:stroke_prevalence"}
    assert "small_definitions:stroke" in versions["attributes"] and versions["codelists"]
    assert all(re.fullmatch("[0-9a-f]{12}", v) for kind in versions.values() for v in kind.values())
