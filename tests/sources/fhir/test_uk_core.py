"""What is read of UK Core is what it publishes: addresses, codes, identifiers and profiles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.sources.site import BY_NAME
from wholeplace.definitions.mappings import MAPPINGS
from wholeplace.sources.fhir import contacts, people, treatments
from wholeplace.sources.fhir.elements import READ
from wholeplace.sources.fhir.organisations import ODS_SYSTEMS

EXTENSIONS = {
    "Patient": [people.ETHNICITY, people.VERIFICATION],
    "Encounter": [contacts.ADMISSION_METHOD, contacts.EMERGENCY_STATUS],
    "Immunization": [treatments.VACCINATION],
}
SYSTEMS = [
    people.ETHNICITY_SYSTEM,
    *people.VERIFICATION_SYSTEMS,
    contacts.ADMISSION_SYSTEM,
    contacts.DESTINATION_SYSTEM,
    treatments.COURSE_SYSTEMS[0],
]
CODED = [
    (people.ETHNICITY_SYSTEM, "person", "ethnic_category"),
    (people.VERIFICATION_SYSTEMS[0], "person", "nhs_number_status"),
    (contacts.ADMISSION_SYSTEM, "hospital_spell", "admission_method"),
    (contacts.DESTINATION_SYSTEM, "hospital_spell", "discharge_destination"),
]


@pytest.fixture(scope="module")
def published(reference: Path) -> dict[str, dict[str, Any]]:
    """Address → definition."""
    folder = reference / "standards" / "fhir-uk-core"
    found = [json.loads(file.read_text(encoding="utf-8-sig")) for file in folder.glob("*.json")]
    return {definition["url"]: definition for definition in found if "url" in definition}


def test_every_extension_that_is_read_is_one_of_uk_core(
    published: dict[str, dict[str, Any]],
) -> None:
    for urls in EXTENSIONS.values():
        for url in urls:
            assert published[url]["type"] == "Extension"
            assert _value_type(published[url]) == {"CodeableConcept"}


def test_every_extension_is_read_where_its_profile_has_it(
    published: dict[str, dict[str, Any]],
) -> None:
    for kind, urls in EXTENSIONS.items():
        profile = json.dumps(
            published[f"https://fhir.hl7.org.uk/StructureDefinition/UKCore-{kind}"]
        )
        patient_number = kind == "Patient" and people.VERIFICATION
        assert all(url in profile for url in urls if url != patient_number)


def test_every_code_system_that_is_read_is_published(published: dict[str, dict[str, Any]]) -> None:
    assert [system for system in SYSTEMS if system not in published] == []


@pytest.mark.parametrize(("system", "dataset", "column"), CODED)
def test_every_code_of_uk_core_is_one_that_our_contract_takes(
    published: dict[str, dict[str, Any]], system: str, dataset: str, column: str
) -> None:
    codes = {concept["code"] for concept in published[system]["concept"]}

    assert codes <= BY_NAME[dataset].column(column).codes.keys()


def test_every_code_of_the_retired_verification_system_is_mapped(
    published: dict[str, dict[str, Any]],
) -> None:
    (mapping,) = [mapping for mapping in MAPPINGS if mapping.name == "fhir"]
    (person,) = [output for output in mapping.outputs if output.name == "person"]
    mapped = person.columns["nhs_number_status"].values
    kept = BY_NAME["person"].column("nhs_number_status").codes
    for system in people.VERIFICATION_SYSTEMS:
        codes = {concept["code"] for concept in published[system]["concept"]}
        assert codes <= {*mapped, *kept}, system


def test_identifiers_are_those_of_uk_core(published: dict[str, dict[str, Any]]) -> None:
    base = "https://fhir.hl7.org.uk/StructureDefinition/UKCore-"

    assert people.NHS_NUMBER in json.dumps(published[f"{base}Patient"])
    for system in ODS_SYSTEMS:
        assert system in json.dumps(published[f"{base}Organization"])


def test_every_kind_that_is_read_has_a_profile(published: dict[str, dict[str, Any]]) -> None:
    profiled = {d["type"] for d in published.values() if d["resourceType"] == "StructureDefinition"}

    assert set(READ) <= profiled


def _value_type(definition: dict[str, Any]) -> set[str]:
    return {
        kind["code"]
        for element in definition["differential"]["element"]
        if element["id"] == "Extension.value[x]"
        for kind in element.get("type", [])
    }


def test_every_element_that_is_read_is_in_the_reference(repository: Path) -> None:
    page = (repository / "docs" / "reference" / "fhir.md").read_text(encoding="utf-8")
    sections = {part.partition("\n")[0]: part for part in page.split("\n## ")[1:]}
    silent = [
        f"{kind}.{element}"
        for kind, elements in READ.items()
        for element in elements
        if f"`{element}`" not in next(text for name, text in sections.items() if kind in name)
    ]

    assert silent == []
