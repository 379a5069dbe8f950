"""Stays, attendances, appointments, vaccinations and prescriptions: what of each is taken."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.sources.fhir.made import (
    UK_CORE,
    Resource,
    Sender,
    coding,
    condition,
    extension,
    ods,
    patient,
    without,
)

ICD10 = "http://hl7.org/fhir/sid/icd-10"
ABOUT = {"reference": "Patient/p1"}
STATUS = "planned, cancelled, not done, preliminary or entered in error"


def encounter(key: str, kind: str = "IMP", **more: Any) -> Resource:
    return {
        "resourceType": "Encounter",
        "id": key,
        "status": "finished",
        "class": {"code": kind},
        "subject": ABOUT,
        "period": {"start": "2025-01-02T10:15:00Z", "end": "2025-01-05T16:00:00+00:00"},
        "serviceProvider": ods("RGT"),
        **more,
    }


def immunization(key: str, **more: Any) -> Resource:
    procedure = {
        "url": f"{UK_CORE}/StructureDefinition/Extension-UKCore-VaccinationProcedure",
        "valueCodeableConcept": coding("86198006"),
    }
    return {
        "resourceType": "Immunization",
        "id": key,
        "extension": [procedure],
        "status": "completed",
        "vaccineCode": coding("39114911000001105"),
        "patient": ABOUT,
        "occurrenceDateTime": "2025-10-01",
        **more,
    }


def request(key: str, **more: Any) -> Resource:
    return {
        "resourceType": "MedicationRequest",
        "id": key,
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": coding("39732311000001104"),
        "subject": ABOUT,
        "authoredOn": "2025-09-01",
        **more,
    }


def test_a_stay_has_its_dates_its_provider_and_its_diagnoses_in_order_of_rank(
    sender: Sender,
) -> None:
    stay = encounter(
        "e1",
        hospitalization={
            "extension": [extension("AdmissionMethod", "21", "AdmissionMethodEngland")],
            "dischargeDisposition": coding(
                "19", f"{UK_CORE}/CodeSystem/UKCore-DischargeDestinationEngland"
            ),
        },
        diagnosis=[
            {"condition": {"reference": "Condition/diabetes"}},
            {"condition": {"reference": "Condition/stroke"}, "rank": 1},
            {"condition": {"reference": "Condition/asthma"}},
        ],
    )
    flat = sender.flat(
        patient(),
        stay,
        condition("stroke", code=coding("I63.9", ICD10)),
        condition("diabetes", code=coding("E11", ICD10)),
        condition("asthma"),
    )

    (row,) = flat.rows("encounter")
    expected = {
        "encounter_id": "e1",
        "encounter_class": "IMP",
        "start_date": dt.date(2025, 1, 2),
        "end_date": dt.date(2025, 1, 5),
        "started_at": "2025-01-02 10:15:00",
        "provider_code": "RGT",
        "admission_method": "21",
        "discharge_destination": "19",
        "primary_diagnosis": "I639",
        "secondary_diagnoses": "E11",
    }
    assert {name: row[name] for name in expected} == expected


def test_what_becomes_of_an_encounter(sender: Sender) -> None:
    flat = sender.flat(
        patient(),
        encounter("1"),
        encounter("2", "EMER"),
        encounter("3", "PRENC"),
        encounter("4", status="planned"),
        encounter("5", status="entered-in-error"),
        encounter("6", period={}),
        without(encounter("7"), "class"),
        encounter("8", status="ended"),
    )

    assert flat.outcomes["Encounter"] == {
        "used": 2,
        "a contact of a class that is not read": 1,
        STATUS: 2,
        "without a date": 1,
        "The element must be there": 1,
        "The status is missing or not one of FHIR R4": 1,
    }


def test_the_provider_is_found_through_a_location_and_its_organisation(sender: Sender) -> None:
    ward = {
        "resourceType": "Location",
        "id": "w",
        "managingOrganization": {"reference": "Organization/trust"},
    }
    code = ods("RGN")["identifier"]
    trust = {"resourceType": "Organization", "id": "trust", "identifier": [code]}
    nameless = {"resourceType": "Organization", "id": "nameless"}

    flat = sender.flat(
        patient(),
        encounter("1", serviceProvider={"reference": "Organization/trust"}),
        encounter("2", serviceProvider={"reference": "Location/w"}),
        encounter("3", serviceProvider={"reference": "Organization/nameless"}),
        ward,
        trust,
        nameless,
    )

    found = {row["encounter_id"]: row["provider_code"] for row in flat.rows("encounter")}
    assert found == {"1": "RGN", "2": "RGN", "3": None}
    assert flat.outcomes["Organization"] == {
        "used": 1,
        "an organisation without an ODS code": 1,
    }


def test_vaccinations_given_and_declined_are_read_with_procedure_and_product(
    sender: Sender,
) -> None:
    declined = coding("PATOBJ", "http://terminology.hl7.org/CodeSystem/v3-ActReason")
    flat = sender.flat(
        patient(),
        immunization("1", protocolApplied=[{"doseNumberPositiveInt": 2}]),
        immunization("2", status="not-done", statusReason=declined),
        immunization("3", status="entered-in-error"),
        immunization("4", extension=[]),
    )

    rows = {row["entry_id"]: row for row in flat.rows("immunization")}
    assert rows.keys() == {"1", "2", "4"}
    assert (rows["1"]["procedure"], rows["1"]["product"], rows["1"]["dose"]) == (
        "86198006",
        "39114911000001105",
        2,
    )
    assert (rows["2"]["status"], rows["2"]["not_given_reason"]) == ("not-done", "PATOBJ")
    assert (rows["4"]["procedure"], rows["4"]["code"]) == (None, "39114911000001105")


def test_orders_are_prescriptions_and_plans_are_not(sender: Sender) -> None:
    contained = {"resourceType": "Medication", "id": "med", "code": coding("39732311000001104")}
    flat = sender.flat(
        patient(),
        request("1", dispenseRequest={"quantity": {"value": 28, "unit": "tablet"}}),
        request("2", intent="plan"),
        request("3", doNotPerform=True),
        request("4", status="cancelled"),
        without(
            request("5", contained=[contained], medicationReference={"reference": "#med"}),
            "medicationCodeableConcept",
        ),
        without(
            request("6", medicationReference={"reference": "Medication/m"}),
            "medicationCodeableConcept",
        ),
        {"resourceType": "Medication", "id": "m", "code": coding("322236009")},
    )

    found = {row["entry_id"]: row["code"] for row in flat.rows("medication_request")}
    assert found == {"1": "39732311000001104", "5": "39732311000001104", "6": "322236009"}
    assert flat.outcomes["MedicationRequest"] == {
        "used": 3,
        "a plan or proposal, not an order, or an order not to give": 2,
        STATUS: 1,
    }
    assert flat.outcomes["Medication"] == {"used": 1}


def test_an_appointment_has_its_person_and_the_place_it_is_at(sender: Sender) -> None:
    flat = sender.flat(
        patient(),
        {
            "resourceType": "Appointment",
            "id": "a",
            "status": "noshow",
            "start": "2025-08-01T09:00:00Z",
            "participant": [{"actor": ods("RGT")}, {"actor": ABOUT}],
        },
    )

    (row,) = flat.rows("appointment")
    assert (row["patient_id"], row["provider_code"], row["status"]) == ("p1", "RGT", "noshow")
