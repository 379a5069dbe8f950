"""Patients become people: who they are, where they live and where they are registered."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.sources.fhir.made import (
    SINCE,
    UK_CORE,
    Sender,
    coding,
    condition,
    nhs_number,
    ods,
    patient,
    without,
)


def test_a_patient_becomes_a_person_with_the_elements_of_uk_core(sender: Sender) -> None:
    flat = sender.flat(patient())

    assert flat.rows("patient") == [
        {
            "patient_id": "p1",
            "nhs_number": "9990000018",
            "nhs_number_status": "01",
            "family_name": "Archer",
            "given_name": "Ann",
            "birth_date": dt.date(1950, 4, 1),
            "birth_date_precision": "day",
            "gender": "female",
            "ethnic_category": "A",
            "death_date": None,
            "death_date_precision": None,
            "postcode": "PE13 1AA",
        }
    ]
    assert flat.outcomes == {"Patient": {"used": 1}}


READ = [
    ({"gender": "other"}, "gender", "other"),
    ({"birthDate": "1950"}, "birth_date", dt.date(1950, 1, 1)),
    ({"birthDate": "1950-04"}, "birth_date", dt.date(1950, 4, 1)),
    ({"birthDate": "1950-04"}, "birth_date_precision", "month"),
    ({"deceasedDateTime": "2024-02-29T23:10:00Z"}, "death_date", dt.date(2024, 2, 29)),
    ({"deceasedBoolean": True}, "death_date", SINCE),
    ({"deceasedBoolean": True}, "death_date_precision", "unknown"),
    ({"deceasedBoolean": False}, "death_date", None),
    ({"identifier": [nhs_number("999 000 0018", "03")]}, "nhs_number", "9990000018"),
    ({"identifier": [nhs_number("9990000018", "03")]}, "nhs_number_status", "03"),
    ({"identifier": [{"system": "https://other", "value": "7"}]}, "nhs_number", None),
    ({"extension": []}, "ethnic_category", None),
    ({"address": [{"use": "old", "postalCode": "A"}, {"postalCode": "B"}]}, "postcode", "B"),
    ({"address": [{"use": "temp", "postalCode": "A"}]}, "postcode", None),
    ({"name": [{"use": "usual", "family": "B"}, {"use": "official", "family": "A"}]},
     "family_name", "A"),
]  # fmt: skip


def test_each_element_is_read_by_its_rule(sender: Sender) -> None:
    flat = sender.flat(*(patient(str(n), **change) for n, (change, _, _) in enumerate(READ)))

    rows = {row["patient_id"]: row for row in flat.rows("patient")}
    found = [rows[str(n)][column] for n, (_, column, _) in enumerate(READ)]
    assert found == [expected for _, _, expected in READ]


def test_a_code_of_the_retired_verification_system_is_kept(sender: Sender) -> None:
    number = nhs_number("9990000018")
    number["extension"][0]["valueCodeableConcept"] = coding(
        "number-present-and-verified", f"{UK_CORE}/CodeSystem/UKCore-NHSNumberVerificationStatus"
    )

    (row,) = sender.flat(patient(identifier=[number])).rows("patient")

    assert row["nhs_number_status"] == "number-present-and-verified"


def test_the_general_practitioner_is_the_practice_of_the_registration(sender: Sender) -> None:
    search = "Organization?identifier=https://fhir.nhs.uk/Id/ods-organization-code|D81006"
    named = {
        "by its code": (ods("D81001"), ("D81001", SINCE)),
        "from a day": (
            ods("D81002", period={"start": "2001-02-03"}), ("D81002", dt.date(2001, 2, 3))
        ),
        "from a year": (ods("D81003", period={"start": "2001"}), ("D81003", dt.date(2001, 1, 1))),
        "by its resource": ({"reference": "Organization/9"}, ("D81004", SINCE)),
        "by a role in it": ({"reference": "PractitionerRole/8"}, ("D81004", SINCE)),
        "by a search": ({"reference": search}, ("D81006", SINCE)),
        "a hospital": (ods("RGT"), None),
        "a doctor": ({"reference": "Practitioner/1"}, None),
    }  # fmt: skip
    flat = sender.flat(
        *(patient(key, generalPractitioner=[named[key][0]]) for key in named),
        {"resourceType": "Organization", "id": "9", "identifier": [ods("d81004")["identifier"]]},
        {
            "resourceType": "PractitionerRole",
            "id": "8",
            "organization": {"reference": "Organization/9"},
        },
    )

    found = {
        row["patient_id"]: (row["practice_code"], row["start_date"])
        for row in flat.rows("registration")
    }
    assert found == {key: expected for key, (_, expected) in named.items() if expected}


def test_every_address_somebody_lived_at_is_kept_with_its_dates(sender: Sender) -> None:
    sent = [
        {"use": "home", "postalCode": "A", "period": {"start": "2015-02-03"}},
        {"use": "old", "postalCode": "B", "period": {"start": "2010", "end": "2015-02-02"}},
        {"use": "old", "postalCode": "C"},
        {"use": "temp", "postalCode": "D", "period": {"start": "2020"}},
        {"use": "home", "type": "postal", "postalCode": "E", "period": {"start": "2020"}},
    ]

    flat = sender.flat(patient("1", address=sent), patient("2", address=[{"postalCode": "F"}]))

    found = {row["postcode"]: (row["start_date"], row["end_date"]) for row in flat.rows("address")}
    assert found == {
        "A": (dt.date(2015, 2, 3), None),
        "B": (dt.date(2010, 1, 1), dt.date(2015, 2, 2)),
        "F": (SINCE, None),
    }


def test_an_inactive_patient_is_a_person_and_not_registered(sender: Sender) -> None:
    flat = sender.flat(patient(active=False))

    assert len(flat.rows("patient")) == 1
    assert flat.rows("registration") == []


def test_an_episode_with_a_practice_is_a_registration_and_others_are_not(sender: Sender) -> None:
    def episode(key: str, **more: Any) -> dict[str, Any]:
        return {
            "resourceType": "EpisodeOfCare",
            "id": key,
            "status": "finished",
            "patient": {"reference": "Patient/p1"},
            "managingOrganization": ods("D81002"),
            "period": {"start": "1999-01-01", "end": "2001-05-06"},
            **more,
        }

    flat = sender.flat(
        without(patient(), "generalPractitioner"),
        episode("1"),
        episode("2", managingOrganization=ods("RT1")),
        episode("3", status="planned"),
        episode("4", period={"end": "2001-05-06"}),
    )

    (row,) = flat.rows("registration")
    assert (row["practice_code"], row["start_date"], row["end_date"]) == (
        "D81002",
        dt.date(1999, 1, 1),
        dt.date(2001, 5, 6),
    )
    assert flat.outcomes["EpisodeOfCare"] == {
        "used": 1,
        "an episode that is no registration with a GP practice": 1,
        "planned, cancelled, not done, preliminary or entered in error": 1,
        "without a date": 1,
    }


def test_what_is_about_a_replaced_patient_goes_to_the_one_that_replaces_it(sender: Sender) -> None:
    old = patient("old", link=[{"other": {"reference": "Patient/p1"}, "type": "replaced-by"}])

    flat = sender.flat(old, patient(), condition(about="Patient/old"))

    assert flat.column("patient", "patient_id") == ["p1"]
    assert flat.column("condition", "patient_id") == ["p1"]
    assert flat.outcomes["Patient"] == {"used": 1, "a record that another replaces": 1}


UNREADABLE = [
    ({"birthDate": "1950-02-30"}, "birthDate", "There is no such day"),
    ({"birthDate": "01/04/1950"}, "birthDate", "The value is not a FHIR date"),
    ({"birthDate": 1950}, "Patient.birthDate", "The element is not of the kind FHIR R4 says"),
    ({"identifier": {}}, "Patient.identifier", "The element is not of the kind FHIR R4 says"),
    ({"implicitRules": "https://x"}, "", "It holds a modifierExtension or implicitRules"),
    ({"modifierExtension": [{"url": "x"}]}, "", "It holds a modifierExtension or implicitRules"),
    (
        {"address": [{"postalCode": "A", "period": {"start": "soon"}}]},
        "address.period",
        "The value is not a FHIR date",
    ),
    ({"id": 5}, "", "The element is not of the kind FHIR R4 says"),
]


def test_a_patient_that_cannot_be_read_is_refused_and_what_is_about_it_is_not_used(
    sender: Sender,
) -> None:
    patients = [patient(f"p{n}") | change for n, (change, _, _) in enumerate(UNREADABLE)]
    about = [condition(f"c{n}", f"Patient/p{n}") for n in range(7)]

    flat = sender.flat(*patients, patient("good"), *about, condition("c", "Patient/good"))

    assert [row["line"] for row in flat.refused] == [str(n) for n in range(1, 9)]
    for row, (_, element, problem) in zip(flat.refused, UNREADABLE, strict=True):
        assert (row["file"], row["element"]) == ("resources.ndjson", element)
        assert row["problem"].startswith(problem)
    assert flat.column("patient", "patient_id") == ["good"]
    assert flat.column("condition", "patient_id") == ["good"]
    assert flat.outcomes["Condition"] == {
        "used": 1,
        "about somebody whose Patient is not used or refused": 7,
    }
    assert flat.account.read == 17
