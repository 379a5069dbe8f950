"""Coded entries: which code, which date, which value, and which statuses leave an entry out."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.sources.fhir.made import (
    ASTHMA,
    SNOMED,
    STROKE,
    Flat,
    Sender,
    coding,
    condition,
    observation,
    patient,
    quantity,
    without,
)

READ_CODES = "http://read.info/ctv3"
UK = "http://snomed.info/sct/83821000000107/version/20250521"
VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
UNCONFIRMED = "refuted, not confirmed, or entered in error"
STATUS = "planned, cancelled, not done, preliminary or entered in error"
NO_DATE = "without a date"


def _coded(*codings: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"coding": list(codings), **more}


def _snomed(code: str, **more: Any) -> dict[str, Any]:
    return {"system": SNOMED, "code": code, **more}


def _by_id(flat: Flat, table: str) -> dict[str, dict[str, Any]]:
    return {row["entry_id"]: row for row in flat.rows(table)}


CONCEPTS = [
    ("the only code", _coded(_snomed(ASTHMA)), ASTHMA, ASTHMA),
    ("the SNOMED CT one of two systems",
     _coded({"system": READ_CODES, "code": "H33.."}, _snomed(ASTHMA)), ASTHMA, "H33.."),
    ("the one of the UK Edition", _coded(_snomed(STROKE), _snomed(ASTHMA, version=UK)),
     ASTHMA, STROKE),
    ("the one the user chose", _coded(_snomed(STROKE), _snomed(ASTHMA, userSelected=True)),
     ASTHMA, ASTHMA),
    ("what the user chose in another system is kept beside",
     _coded(_snomed(ASTHMA), {"system": READ_CODES, "code": "H33..", "userSelected": True}),
     ASTHMA, "H33.."),
]  # fmt: skip


def test_one_coding_is_taken_and_what_was_recorded_first_is_kept(sender: Sender) -> None:
    made = [condition(str(n), code=code) for n, (_, code, _, _) in enumerate(CONCEPTS)]

    rows = _by_id(sender.flat(patient(), *made), "condition")

    for n, (case, _, code, original) in enumerate(CONCEPTS):
        assert (rows[str(n)]["code"], rows[str(n)]["original_code"]) == (code, original), case


DATES = [
    ({"onsetDateTime": "2019-03-02"}, dt.date(2019, 3, 2), "day"),
    ({"onsetDateTime": "2019-03-02T23:30:00Z"}, dt.date(2019, 3, 2), "day"),
    ({"onsetDateTime": "2019-03-02T23:30:00.123+01:00"}, dt.date(2019, 3, 2), "day"),
    ({"onsetDateTime": "2019-03"}, dt.date(2019, 3, 1), "month"),
    ({"onsetDateTime": "2019"}, dt.date(2019, 1, 1), "year"),
    ({"onsetPeriod": {"start": "2018-07-09", "end": "2020"}}, dt.date(2018, 7, 9), "day"),
    ({"onsetString": "as a child", "recordedDate": "2001-02-03"}, dt.date(2001, 2, 3), "day"),
    ({"onsetDateTime": "2019", "recordedDate": "2020-01-01"}, dt.date(2019, 1, 1), "year"),
]  # fmt: skip


def test_partial_dates_count_from_their_first_day_and_say_so(sender: Sender) -> None:
    bare = without(condition(), "onsetDateTime", "id")
    made = [{**bare, "id": str(n), **change} for n, (change, _, _) in enumerate(DATES)]

    flat = sender.flat(patient(), *made)

    rows = _by_id(flat, "condition")
    found = [
        (rows[str(n)]["entry_date"], rows[str(n)]["date_precision"]) for n in range(len(DATES))
    ]
    assert found == [(day, precision) for _, day, precision in DATES]
    assert flat.account.notes == (
        "Entries that have a year or a month for a date, and count from its first day: 3.",
    )


CONDITIONS = [
    ({"verificationStatus": coding("entered-in-error", VERIFICATION)}, UNCONFIRMED),
    ({"verificationStatus": coding("refuted", VERIFICATION)}, UNCONFIRMED),
    ({"verificationStatus": coding("provisional", VERIFICATION)}, UNCONFIRMED),
    ({"verificationStatus": coding("differential", VERIFICATION)}, UNCONFIRMED),
    ({"verificationStatus": None}, "used"),
    ({"code": coding("J45", "http://hl7.org/fhir/sid/icd-10")},
     "with an ICD-10 code only, which counts as its stay's diagnosis"),
    ({"code": coding("H33..", READ_CODES)}, "without a SNOMED CT code"),
    ({"code": {"text": "asthma"}}, "without a SNOMED CT code"),
    ({"onsetDateTime": None}, NO_DATE),
    ({"subject": {"reference": "Group/1"}}, "about something other than a Patient"),
    ({"code": coding(f"{ASTHMA}:363713009=371879000")},
     "The SNOMED CT code is not a concept identifier of 6 to 18 digits"),
    ({"verificationStatus": {"text": "sure"}}, "The status is missing or not one of FHIR R4"),
    ({"onsetDateTime": "2023-02-30"}, "There is no such day"),
    ({"onsetDateTime": "02/03/2023"}, "The value is not a FHIR date"),
    ({"subject": None}, "The element must be there"),
    ({"subject": {"reference": "Patient/nobody"}},
     "It refers to a Patient that is not in the folder"),
    ({"code": [coding(ASTHMA)]}, "The element is not of the kind FHIR R4 says"),
    ({"code": {"coding": coding(ASTHMA)}}, "The element is not of the kind FHIR R4 says"),
]  # fmt: skip


def test_what_becomes_of_a_condition(sender: Sender) -> None:
    made = [condition(str(n), **change) for n, (change, _) in enumerate(CONDITIONS)]

    flat = sender.flat(patient(), *made)

    expected: dict[str, int] = {}
    for _, outcome in CONDITIONS:
        expected[outcome] = expected.get(outcome, 0) + 1
    assert flat.outcomes["Condition"] == expected
    assert [row["resource"] for row in flat.refused] == [f"Condition/{n}" for n in range(10, 18)]
    assert len(flat.rows("condition")) == 1


OBSERVATIONS = [
    ({"status": "preliminary"}, STATUS),
    ({"status": "registered"}, STATUS),
    ({"status": "cancelled"}, STATUS),
    ({"status": "entered-in-error"}, STATUS),
    ({"status": "amended"}, "used"),
    ({"status": "done"}, "The status is missing or not one of FHIR R4"),
    ({"status": None}, "The status is missing or not one of FHIR R4"),
    ({"code": coding("8480-6", "http://loinc.org")}, "without a SNOMED CT code"),
    ({"valueQuantity": None, "dataAbsentReason": {"text": "refused"}},
     "without a result, and the reason for that"),
    ({"valueQuantity": {"value": "71"}}, "The element is not of the kind FHIR R4 says"),
    ({"effectiveDateTime": None, "issued": "2025-06-02T10:00:00Z"}, "used"),
    ({"effectiveDateTime": None}, NO_DATE),
]  # fmt: skip


def test_what_becomes_of_an_observation(sender: Sender) -> None:
    made = [observation(str(n), **change) for n, (change, _) in enumerate(OBSERVATIONS)]

    flat = sender.flat(patient(), *made)

    expected: dict[str, int] = {}
    for _, outcome in OBSERVATIONS:
        expected[outcome] = expected.get(outcome, 0) + 1
    assert flat.outcomes["Observation"] == expected


def test_a_blood_pressure_is_an_entry_for_the_panel_and_one_for_each_component(
    sender: Sender,
) -> None:
    panel = without(observation("bp", code=coding("75367002")), "valueQuantity")
    parts = [
        {"code": coding("271649006"), "valueQuantity": quantity(140, "mm[Hg]")},
        {"code": coding("271650006"), "valueQuantity": quantity(85.5, "mm[Hg]")},
        {"code": coding("364075005"), "dataAbsentReason": coding("unknown")},
    ]

    flat = sender.flat(patient(), {**panel, "component": parts})

    found = {row["code"]: (row["value"], row["unit"]) for row in flat.rows("observation")}
    assert found == {
        "75367002": (None, None),
        "271649006": (140.0, "mm[Hg]"),
        "271650006": (85.5, "mm[Hg]"),
    }
    assert flat.outcomes["Observation"] == {"used": 1}


def test_a_limit_is_no_number_and_is_left_blank(sender: Sender) -> None:
    flat = sender.flat(
        patient(), observation(valueQuantity=quantity(90, "mL/min/{1.73_m2}", comparator=">"))
    )

    (row,) = flat.rows("observation")
    assert (row["value"], row["comparator"]) == (None, ">")
    assert flat.account.notes == (
        "Values that are limits (below, above), whose number is left blank: 1.",
    )


def test_an_increment_may_be_about_people_sent_before(sender: Sender) -> None:
    flat = sender.flat(condition(about="Patient/earlier"), increment=True)

    assert flat.column("condition", "patient_id") == ["earlier"]
