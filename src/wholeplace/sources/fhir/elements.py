"""What is read of each kind of resource: the shape of its elements, as FHIR R4 declares them.

A shape is a mapping (an object), a list of one shape (an array) or a scalar's name. Anything a
resource holds beside these elements is left alone. Source: HL7 FHIR R4 (4.0.1) and UK Core 2.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import ibis.expr.datatypes as dt

TEXT, NUMBER, FLAG = "VARCHAR", "DOUBLE", "BOOLEAN"
Shape = Mapping[str, Any] | Sequence[Any] | str

JSON_KINDS = {
    TEXT: ("VARCHAR",),
    NUMBER: ("BIGINT", "UBIGINT", "HUGEINT", "DOUBLE"),
    FLAG: ("BOOLEAN",),
}

IDENTIFIER = {"system": TEXT, "value": TEXT}
REFERENCE = {"reference": TEXT, "identifier": IDENTIFIER}
CODING = {"system": TEXT, "version": TEXT, "code": TEXT, "display": TEXT, "userSelected": FLAG}
CONCEPT = {"coding": [CODING], "text": TEXT}
PERIOD = {"start": TEXT, "end": TEXT}
# The value is read as text, so that one which is no number is refused and not lost.
QUANTITY = {"value": TEXT, "comparator": TEXT, "unit": TEXT, "system": TEXT, "code": TEXT}
CODED_EXTENSION = [{"url": TEXT, "valueCodeableConcept": CONCEPT}]

META = {"versionId": TEXT, "lastUpdated": TEXT}

READ: Mapping[str, Mapping[str, Any]] = {
    "Patient": {
        "extension": CODED_EXTENSION,
        "identifier": [
            {"system": TEXT, "value": TEXT, "use": TEXT, "extension": CODED_EXTENSION},
        ],
        "active": FLAG,
        "name": [{"use": TEXT, "family": TEXT, "given": [TEXT]}],
        "gender": TEXT,
        "birthDate": TEXT,
        "deceasedBoolean": FLAG,
        "deceasedDateTime": TEXT,
        "address": [{"use": TEXT, "type": TEXT, "postalCode": TEXT, "period": PERIOD}],
        "generalPractitioner": [
            {"reference": TEXT, "identifier": {**IDENTIFIER, "period": PERIOD}},
        ],
        "link": [{"other": REFERENCE, "type": TEXT}],
    },
    "Condition": {
        "verificationStatus": CONCEPT,
        "code": CONCEPT,
        "subject": REFERENCE,
        "onsetDateTime": TEXT,
        "onsetPeriod": PERIOD,
        "recordedDate": TEXT,
    },
    "Observation": {
        "status": TEXT,
        "code": CONCEPT,
        "subject": REFERENCE,
        "effectiveDateTime": TEXT,
        "effectivePeriod": PERIOD,
        "effectiveInstant": TEXT,
        "issued": TEXT,
        "valueQuantity": QUANTITY,
        "dataAbsentReason": CONCEPT,
        "component": [{"code": CONCEPT, "valueQuantity": QUANTITY, "dataAbsentReason": CONCEPT}],
    },
    "Procedure": {
        "status": TEXT,
        "code": CONCEPT,
        "subject": REFERENCE,
        "performedDateTime": TEXT,
        "performedPeriod": PERIOD,
    },
    "Immunization": {
        "extension": CODED_EXTENSION,
        "status": TEXT,
        "statusReason": CONCEPT,
        "vaccineCode": CONCEPT,
        "patient": REFERENCE,
        "occurrenceDateTime": TEXT,
        "recorded": TEXT,
        "performer": [{"actor": REFERENCE}],
        "protocolApplied": [{"doseNumberPositiveInt": NUMBER}],
    },
    "MedicationRequest": {
        "status": TEXT,
        "intent": TEXT,
        "doNotPerform": FLAG,
        "medicationCodeableConcept": CONCEPT,
        "medicationReference": REFERENCE,
        "subject": REFERENCE,
        "authoredOn": TEXT,
        "courseOfTherapyType": CONCEPT,
        "dispenseRequest": {"quantity": QUANTITY},
    },
    "Medication": {"code": CONCEPT},
    "Encounter": {
        "status": TEXT,
        "class": CODING,
        "type": [CONCEPT],
        "subject": REFERENCE,
        "period": PERIOD,
        "extension": CODED_EXTENSION,
        "hospitalization": {
            "extension": CODED_EXTENSION,
            "dischargeDisposition": CONCEPT,
        },
        "diagnosis": [{"condition": REFERENCE, "rank": NUMBER}],
        "serviceProvider": REFERENCE,
    },
    "EpisodeOfCare": {
        "status": TEXT,
        "patient": REFERENCE,
        "managingOrganization": REFERENCE,
        "period": PERIOD,
    },
    "Appointment": {
        "status": TEXT,
        "start": TEXT,
        "cancelationReason": CONCEPT,
        "participant": [{"actor": REFERENCE}],
    },
    "Organization": {"identifier": [IDENTIFIER]},
    "Location": {"identifier": [IDENTIFIER], "managingOrganization": REFERENCE},
    "PractitionerRole": {"organization": REFERENCE},
}


def structure(shape: Shape) -> str:
    """A shape as DuckDB's ``from_json`` takes it."""
    return json.dumps(shape)


def value_type(shape: Shape) -> dt.DataType:
    """A shape as an Ibis type."""
    if isinstance(shape, str):
        return {TEXT: dt.string, NUMBER: dt.float64, FLAG: dt.boolean}[shape]
    if isinstance(shape, Mapping):
        return dt.Struct({name: value_type(part) for name, part in shape.items()})
    return dt.Array(value_type(shape[0]))


def expected_kinds(shape: Mapping[str, Any], path: str = "$") -> Iterator[tuple[str, list[str]]]:
    """Each element outside arrays with the kinds of JSON it may be.

    Args:
        shape: What is read of a resource.
        path: Where the shape stands.

    Yields:
        A JSON path, and DuckDB's names of the kinds.
    """
    for name, part in shape.items():
        place = f"{path}.{name}"
        if isinstance(part, Mapping):
            yield place, ["OBJECT"]
            yield from expected_kinds(part, place)
        elif isinstance(part, str):
            # A quantity's value is a number in JSON, though it is taken as text.
            numeric = part == NUMBER or (name == "value" and part == TEXT and "comparator" in shape)
            yield place, list(JSON_KINDS[NUMBER if numeric else part])
        else:
            yield place, ["ARRAY"]
