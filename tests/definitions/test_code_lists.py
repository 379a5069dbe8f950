"""Starter lists are parts of published lists, and a partnership's full lists take their place."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from wholeplace.core.registry import Registry
from wholeplace.definitions.codelists import LISTS
from wholeplace.record.codelists import CodeList, ListWanted, from_folder, read_codes

PUBLISHED = [item for item in LISTS if item.published]
FOLDER = Path(__file__).parents[2] / "src" / "wholeplace" / "definitions" / "codelists"


def published_files(reference: Path) -> dict[str, Path]:
    """OpenCodelists id → its file in the reference folder."""
    with (reference / "codelists" / "PROVENANCE.csv").open(encoding="utf-8") as handle:
        rows = csv.DictReader(handle)
        return {row["opencodelists_id"]: reference / "codelists" / row["file"] for row in rows}


@pytest.mark.reference
@pytest.mark.parametrize("item", PUBLISHED, ids=lambda item: item.name)
def test_every_id_is_in_the_published_list_it_names(item: CodeList, reference: Path) -> None:
    published = read_codes(published_files(reference)[item.published])
    assert set(item.codes) <= set(published)


def test_no_list_is_clinically_approved() -> None:
    assert not any(item.clinically_approved for item in LISTS)


def test_every_list_says_where_it_comes_from_and_holds_something() -> None:
    assert all(item.source and item.codes for item in LISTS)


def test_a_list_without_a_published_one_says_so() -> None:
    (resolved,) = (item for item in LISTS if item.name == "hypertension_resolved")
    assert "no published list was at hand" in resolved.source


def test_lists_hold_ids_and_no_terms() -> None:
    for file in FOLDER.glob("*.csv"):
        header = file.read_text(encoding="utf-8").splitlines()[0]
        assert header == "code", file.name


def test_conditions_without_a_list_are_named_with_the_reason() -> None:
    wanted = {
        item.name: item.why for item in Registry.load(["wholeplace.definitions"]).all(ListWanted)
    }
    assert "osteoarthritis" in wanted
    assert all(wanted.values())


@pytest.mark.reference
def test_a_full_published_list_takes_the_place_of_a_starter(
    reference: Path, tmp_path: Path
) -> None:
    """Given a partnership's folder that names the full list, when definitions load, it is used."""
    full = published_files(reference)["nhsd-primary-care-domain-refsets/strk_cod/78779ff3"]
    local = tmp_path / "our_lists"
    local.mkdir()
    (local / "lists.toml").write_text(
        f"""
        [stroke]
        title = "Stroke"
        published = "nhsd-primary-care-domain-refsets/strk_cod/78779ff3"
        file = "{full}"
        overrides = "wholeplace"
        reason = "The full list as published"
        """,
        encoding="utf-8",
    )
    (local / "lists.py").write_text(
        "from pathlib import Path\n"
        "from wholeplace.record.codelists import from_folder\n"
        "LISTS = from_folder(Path(__file__).parent)\n",
        encoding="utf-8",
    )
    registry = Registry.load(["wholeplace.definitions"], [local])
    stroke = registry.get(CodeList, "stroke")
    assert stroke.id == "our_lists:stroke"
    assert stroke.codes == read_codes(full)


@pytest.mark.reference
@pytest.mark.parametrize(
    ("name", "people"),
    [
        ("stroke", 224),
        ("coronary_heart_disease", 192),
        ("atrial_fibrillation", 137),
        ("dementia", 136),
    ],
)
def test_the_starter_finds_everybody_in_eunomia_whom_the_full_list_finds(
    name: str, people: int, reference: Path
) -> None:
    """Counted in plain Python, over data nobody here wrote."""
    import pyarrow.parquet as pq

    folder = reference / "real" / "clinical" / "eunomia_omop"
    (item,) = (item for item in LISTS if item.name == name)
    full = set(read_codes(published_files(reference)[item.published]))
    concepts = pq.read_table(folder / "concept.parquet").to_pylist()
    code_of = {row["CONCEPT_ID"]: row["CONCEPT_CODE"] for row in concepts}
    found: dict[str, set[int]] = {"starter": set(), "full": set()}
    for table, column in (
        ("condition_occurrence", "CONDITION_CONCEPT_ID"),
        ("observation", "OBSERVATION_CONCEPT_ID"),
    ):
        for row in pq.read_table(folder / f"{table}.parquet").to_pylist():
            code = code_of.get(row[column])
            if code in full:
                found["full"].add(row["PERSON_ID"])
            if code in item.codes:
                found["starter"].add(row["PERSON_ID"])
    assert found["starter"] == found["full"]
    assert len(found["full"]) == people


def test_from_folder_refuses_a_list_that_says_something_unknown(tmp_path: Path) -> None:
    (tmp_path / "lists.toml").write_text('[stroke]\ntitle = "Stroke"\ncolour = "red"\n')
    with pytest.raises(Exception, match="says 'colour' of the list stroke"):
        from_folder(tmp_path)


def test_from_folder_refuses_a_list_without_its_file(tmp_path: Path) -> None:
    (tmp_path / "lists.toml").write_text('[stroke]\ntitle = "Stroke"\n')
    with pytest.raises(Exception, match=r"stroke has no file stroke\.csv"):
        from_folder(tmp_path)
