"""FHIR resources made for tests, written to a folder and flattened."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from wholeplace.sources.fhir.account import Account
from wholeplace.sources.fhir.flattening import flatten

SNOMED = "http://snomed.info/sct"
UK_CORE = "https://fhir.hl7.org.uk"
SINCE = dt.date(2026, 3, 1)
ASTHMA, STROKE = "195967001", "230690007"

Resource = dict[str, Any]


def coding(code: str, system: str = SNOMED, **more: Any) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code}], **more}


def extension(name: str, code: str, system: str) -> dict[str, Any]:
    return {
        "url": f"{UK_CORE}/StructureDefinition/Extension-UKCore-{name}",
        "valueCodeableConcept": coding(code, f"{UK_CORE}/CodeSystem/UKCore-{system}"),
    }


def nhs_number(value: str, status: str = "01") -> dict[str, Any]:
    return {
        "extension": [
            extension("NHSNumberVerificationStatus", status, "NHSNumberVerificationStatusEngland")
        ],
        "system": "https://fhir.nhs.uk/Id/nhs-number",
        "value": value,
    }


def ods(code: str, **more: Any) -> dict[str, Any]:
    system = "https://fhir.nhs.uk/Id/ods-organization-code"
    return {"identifier": {"system": system, "value": code, **more}}


def patient(key: str = "p1", **more: Any) -> Resource:
    return {
        "resourceType": "Patient",
        "id": key,
        "extension": [extension("EthnicCategory", "A", "EthnicCategoryEngland")],
        "identifier": [nhs_number("9990000018")],
        "name": [{"use": "official", "family": "Archer", "given": ["Ann", "May"]}],
        "gender": "female",
        "birthDate": "1950-04-01",
        "address": [{"use": "home", "postalCode": "PE13 1AA", "period": {"start": "2001-05-06"}}],
        "generalPractitioner": [ods("D81001", period={"start": "2001-05-07"})],
        **more,
    }


def condition(key: str = "c1", about: str = "Patient/p1", **more: Any) -> Resource:
    return {
        "resourceType": "Condition",
        "id": key,
        "verificationStatus": coding(
            "confirmed", "http://terminology.hl7.org/CodeSystem/condition-ver-status"
        ),
        "code": coding(ASTHMA),
        "subject": {"reference": about},
        "onsetDateTime": "2019-03-02",
        **more,
    }


def observation(key: str = "o1", about: str = "Patient/p1", **more: Any) -> Resource:
    return {
        "resourceType": "Observation",
        "id": key,
        "status": "final",
        "code": coding("1020291000000106"),
        "subject": {"reference": about},
        "effectiveDateTime": "2025-06-01T09:30:00+01:00",
        "valueQuantity": quantity(71, "mL/min/{1.73_m2}"),
        **more,
    }


def quantity(value: float, unit: str, **more: Any) -> dict[str, Any]:
    return {"value": value, "system": "http://unitsofmeasure.org", "code": unit, **more}


def bundle(*entries: Resource | dict[str, Any], kind: str = "collection") -> Resource:
    """A Bundle of resources, or of entries made already."""
    made = [e if "resourceType" not in e else {"resource": e} for e in entries]
    return {"resourceType": "Bundle", "type": kind, "entry": made}


def entry(full_url: str, resource: Resource) -> dict[str, Any]:
    return {"fullUrl": full_url, "resource": resource}


def without(resource: Resource, *names: str) -> Resource:
    return {name: value for name, value in resource.items() if name not in names}


@dataclass(frozen=True)
class Flat:
    """What came of a folder.

    Attributes:
        account: What became of every resource.
        folder: The flat tables.
    """

    account: Account
    folder: Path

    def rows(self, table: str) -> list[dict[str, Any]]:
        path = self.folder / f"{table}.parquet"
        return pq.read_table(path).to_pylist() if path.exists() else []

    def column(self, table: str, name: str) -> list[Any]:
        return sorted(row[name] for row in self.rows(table))

    @property
    def outcomes(self) -> dict[str, dict[str, int]]:
        """Kind → what became of its resources, in words."""
        return {
            kind.kind: {
                **({"used": kind.used} if kind.used else {}),
                **kind.not_used,
                **kind.refused,
            }
            for kind in self.account.kinds
        }

    @property
    def refused(self) -> list[dict[str, str]]:
        if self.account.refused is None:
            return []
        with self.account.refused.open(encoding="utf-8", newline="") as handle:
            return list(csv.DictReader(handle))


@dataclass
class Sender:
    """Writes files for an import, and flattens them.

    Attributes:
        folder: A new folder.
    """

    folder: Path
    flattened: int = 0

    def lines(self, name: str, resources: Iterable[Resource | str]) -> Path:
        """Write NDJSON; a text stands for itself."""
        made = [r if isinstance(r, str) else json.dumps(r) for r in resources]
        return self.file(name, "".join(f"{line}\n" for line in made))

    def json(self, name: str, content: Mapping[str, Any]) -> Path:
        return self.file(name, json.dumps(content, indent=1))

    def file(self, name: str, content: str | bytes) -> Path:
        path = self.folder / "fhir" / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def flat(self, *resources: Resource, increment: bool = False) -> Flat:
        """Flatten what was written, with these resources beside it."""
        if resources:
            self.lines("resources.ndjson", resources)
        self.flattened += 1
        target = self.folder / f"flat-{self.flattened}"
        account = flatten(self.folder / "fhir", target, SINCE, increment, threads=1)
        return Flat(account, target)
