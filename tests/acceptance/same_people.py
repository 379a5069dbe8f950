"""The people of one set of extracts written again as CSV and as FHIR, and nothing else changed."""

from __future__ import annotations

import gzip
import json
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from wholeplace.core.identifiers import nhs_number_is_valid

UK_CORE = "https://fhir.hl7.org.uk"
SNOMED = "http://snomed.info/sct"
UCUM = "http://unitsofmeasure.org"
ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
SYSTOLIC, DIASTOLIC, BLOOD_PRESSURE = 271649006, 271650006, 75367002
DATASETS = ("person", "registration", "residence", "gp_event", "hospital_spell")
LISTS = {
    "registration": "registrations",
    "residence": "residences",
    "gp_event": "events",
    "hospital_spell": "spells",
}
GENDER = {"1": "male", "2": "female", "9": "other"}
IN_A_BUNDLE = 40

Row = dict[str, Any]


@dataclass
class Person:
    """One person, as the extracts tell of them.

    Attributes:
        facts: The row of the extract of people.
        nhs_number: A synthetic NHS number.
        registrations: Practices, with the first day and the last.
        residences: Small areas, likewise.
        events: Coded entries.
        spells: Stays in hospital.
    """

    facts: Row
    nhs_number: str
    registrations: list[Row] = field(default_factory=list)
    residences: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    spells: list[Row] = field(default_factory=list)


def as_csv(extracts: Path, folder: Path) -> None:
    """Write every extract as CSV, with the list of them."""
    folder.mkdir()
    for parquet in extracts.glob("*.parquet"):
        pa_csv.write_csv(pq.read_table(parquet), folder / f"{parquet.stem}.csv")
    listed = (extracts / "extract.toml").read_text().replace(".parquet", ".csv")
    (folder / "extract.toml").write_text(listed.replace('"eunomia"', '"eunomia_csv"'))


def as_fhir(extracts: Path, folder: Path) -> None:
    """Write half of the people as compressed NDJSON and half as Bundles that refer by UUID."""
    folder.mkdir()
    people = list(_people(extracts))
    whole, bundled = people[: len(people) // 2], people[len(people) // 2 :]
    by_kind: dict[str, list[Row]] = defaultdict(list)
    for person in whole:
        for resource in _resources(person):
            by_kind[resource["resourceType"]].append(resource)
    for kind, resources in by_kind.items():
        with gzip.open(folder / f"{kind}.ndjson.gz", "wt", compresslevel=1) as handle:
            handle.writelines(json.dumps(resource) + "\n" for resource in resources)
    for start in range(0, len(bundled), IN_A_BUNDLE):
        entries = [e for person in bundled[start : start + IN_A_BUNDLE] for e in _entries(person)]
        bundle = {"resourceType": "Bundle", "type": "transaction", "entry": entries}
        (folder / f"bundle-{start}.json").write_text(json.dumps(bundle, indent=1))
    homes = [home for person in people for home in person.residences]
    areas = {_postcode(home): (home["lsoa21"], home.get("lsoa11") or "") for home in homes}
    assert len(areas) == len({home["lsoa21"] for home in homes})
    lines = [",".join((postcode, *codes)) + "\n" for postcode, codes in areas.items()]
    (folder / "postcodes.csv").write_text("".join(["postcode,lsoa21,lsoa11\n", *lines]))


def _people(extracts: Path) -> Iterator[Person]:
    files = {name: extracts / f"{name}.parquet" for name in DATASETS}
    tables = {name: pq.read_table(f).to_pylist() for name, f in files.items() if f.exists()}
    rows = sorted(tables["person"], key=lambda row: row["local_id"])
    numbers = _nhs_numbers(len(rows))
    people = {
        row["local_id"]: Person(row, number) for row, number in zip(rows, numbers, strict=True)
    }
    for name, rows_of in LISTS.items():
        for row in tables.get(name, []):
            getattr(people[row["local_id"]], rows_of).append(row)
    return iter(people.values())


def _nhs_numbers(wanted: int) -> list[str]:
    """Numbers of the block that is never issued."""
    found = (str(n) for n in range(9_000_000_000, 9_990_000_000) if nhs_number_is_valid(str(n)))
    return [next(found) for _ in range(wanted)]


def _resources(person: Person) -> Iterator[Row]:
    """Everything about one person."""
    key = person.facts["local_id"]
    about = {"reference": f"Patient/{key}"}
    yield _patient(person)
    for number, spell in enumerate(person.registrations):
        if spell.get("end_date") is not None:
            yield _episode(f"{key}-r{number}", spell, about)
    yield from _coded(person.events, key, about)
    for spell in person.spells:
        yield _encounter(spell, about)


def _entries(person: Person) -> Iterator[Row]:
    """Everything about one person as entries of a Bundle, with references by UUID."""
    key = person.facts["local_id"]
    made = _urn(key)
    for number, resource in enumerate(_resources(person)):
        text = json.dumps(resource).replace(f'"Patient/{key}"', f'"{made}"')
        about = {**json.loads(text), "id": f"{key}-{number}"}
        own = made if number == 0 else _urn(f"{key} {number}")
        request = {"method": "POST", "url": resource["resourceType"]}
        yield {"fullUrl": own, "resource": about, "request": request}


def _urn(name: str) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, name)}"


def _patient(person: Person) -> Row:
    facts, made = person.facts, f"{UK_CORE}/StructureDefinition/Extension-UKCore"
    systems = f"{UK_CORE}/CodeSystem/UKCore"
    status = _concept(
        facts.get("nhs_number_status") or "01", f"{systems}-NHSNumberVerificationStatusEngland"
    )
    verified = {"url": f"{made}-NHSNumberVerificationStatus", "valueCodeableConcept": status}
    number = {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": person.nhs_number}
    resource = {
        "resourceType": "Patient",
        "id": facts["local_id"],
        "identifier": [{"extension": [verified], **number}],
        "gender": GENDER.get(facts["sex"], "unknown"),
        "birthDate": _day(facts["birth_date"]),
        "generalPractitioner": [
            {"identifier": _ods(row["practice_code"], period=_period(row))}
            for row in person.registrations
            if row.get("end_date") is None
        ],
        "address": [_address(row) for row in person.residences],
    }
    if facts.get("family_name"):
        name = {"use": "official", "family": facts["family_name"], "given": [facts["given_name"]]}
        resource["name"] = [name]
    if facts.get("ethnic_category"):
        category = _concept(facts["ethnic_category"], f"{systems}-EthnicCategoryEngland")
        resource["extension"] = [
            {"url": f"{made}-EthnicCategory", "valueCodeableConcept": category}
        ]
    if facts.get("death_date"):
        resource["deceasedDateTime"] = _day(facts["death_date"])
    return resource


def _address(row: Row) -> Row:
    use = "home" if row.get("end_date") is None else "old"
    return {"use": use, "postalCode": _postcode(row), "period": _period(row)}


def _episode(key: str, row: Row, about: Row) -> Row:
    return {
        "resourceType": "EpisodeOfCare",
        "id": key,
        "status": "finished",
        "patient": about,
        "managingOrganization": {"identifier": _ods(row["practice_code"])},
        "period": _period(row),
    }


def _period(row: Row) -> Row:
    days = {"start": row["start_date"], "end": row.get("end_date")}
    return {name: _day(day) for name, day in days.items() if day is not None}


def _ods(code: str, **more: Any) -> Row:
    return {"system": ODS, "value": code, **more}


def _day(value: object) -> str:
    return str(value)[:10]


def _coded(events: Iterable[Row], key: str, about: Row) -> Iterator[Row]:
    """Entries with a number as observations, the others as conditions."""
    days: dict[str, dict[int, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for event in events:
        days[_day(event["event_date"])][int(event["code"])].append(event)
    number = 0
    for day, codes in days.items():
        while codes[SYSTOLIC] and codes[DIASTOLIC]:
            number += 1
            pair = (codes[SYSTOLIC].pop(), codes[DIASTOLIC].pop())
            parts = [{"code": _snomed(e["code"]), **_value(e)} for e in pair]
            # A panel of a code that nothing counts, as the extracts have no entry for it.
            panel = {"code": _concept("85354-9", "http://loinc.org"), "component": parts}
            yield _observation(f"{key}-o{number}", day, about, panel)
        for entries in codes.values():
            for event in entries:
                number += 1
                if event["value"] is None:
                    yield _condition(f"{key}-c{number}", day, about, event)
                else:
                    said = {"code": _snomed(event["code"]), **_value(event)}
                    yield _observation(f"{key}-o{number}", day, about, said)


def _condition(key: str, day: str, about: Row, event: Row) -> Row:
    return {
        "resourceType": "Condition",
        "id": key,
        "code": _snomed(event["code"]),
        "subject": about,
        "onsetDateTime": day,
    }


def _observation(key: str, day: str, about: Row, said: Row) -> Row:
    head = {"resourceType": "Observation", "id": key, "status": "final", "subject": about}
    return {**head, "effectiveDateTime": day, **said}


def _encounter(spell: Row, about: Row) -> Row:
    act = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
    method = _concept(
        spell["admission_method"], f"{UK_CORE}/CodeSystem/UKCore-AdmissionMethodEngland"
    )
    destination = _concept(
        spell["discharge_destination"], f"{UK_CORE}/CodeSystem/UKCore-DischargeDestinationEngland"
    )
    admitted = {
        "url": f"{UK_CORE}/StructureDefinition/Extension-UKCore-AdmissionMethod",
        "valueCodeableConcept": method,
    }
    return {
        "resourceType": "Encounter",
        "id": spell["spell_id"],
        "status": "finished",
        "class": {"system": act, "code": "IMP"},
        "subject": about,
        "period": {"start": _day(spell["admission_date"]), "end": _day(spell["discharge_date"])},
        "serviceProvider": {"identifier": _ods(spell["provider_code"])},
        "hospitalization": {"extension": [admitted], "dischargeDisposition": destination},
    }


def _value(event: Row) -> Row:
    if event["value"] is None:
        return {}
    said = {"value": float(event["value"])}
    if event["unit"]:
        said |= {"system": UCUM, "code": event["unit"]}
    return {"valueQuantity": said}


def _snomed(code: int | str) -> Row:
    return _concept(str(code), SNOMED)


def _concept(code: str, system: str) -> Row:
    return {"coding": [{"system": system, "code": code}]}


def _postcode(home: Row) -> str:
    """A made-up postcode for each small area."""
    digits = home["lsoa21"][-5:].replace("-", "Z")
    return f"ZZ{digits[:2]} {digits[2:]}ZZ"
