"""Contracts beyond the GP record and the hospital: extracts land, wrong values do not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.sources.site import BY_NAME, Site
from wholeplace import geography
from wholeplace.sources.batches import Batch
from wholeplace.sources.extracts import land_folder
from wholeplace.sources.landing import LandingReport
from wholeplace.sources.synthetic import Synthesis, synthesise

AS_AT = dt.date(2026, 3, 31)

# A row of each data set in order, and values that cost the row they stand in: column, value, why.
GOOD = {
    "prescription": {
        "item_id": "1", "local_id": "a", "issued_date": "2026-01-02", "product": "319283006",
        "bnf_code": "0206020A0AAAAAA", "quantity": "56", "treatment_type": "0002",
    },
    "vaccination": {
        "vaccination_id": "1", "local_id": "a", "given_date": "2025-10-01",
        "procedure": "86198006", "dose": "1", "status": "given",
    },
    "outpatient_appointment": {
        "appointment_id": "1", "local_id": "a", "provider_code": "RGT",
        "appointment_date": "2026-06-01", "attended": "0", "treatment_function": "110",
        "referral_date": "2026-01-02",
    },
    "waiting_list_entry": {
        "pathway_id": "1", "local_id": "a", "provider_code": "RGT",
        "clock_start_date": "2025-06-01", "clock_stop_date": "", "list_type": "IRTT",
        "priority": "P4", "procedure": "W37.1", "booked_date": "2026-05-01",
    },
    "nhs111_call": {
        "call_id": "1", "local_id": "a", "provider_code": "ZZ-111", "call_date": "2026-01-02",
        "answer_seconds": "40", "disposition": "Dx05", "disposition_group": "PC",
    },
    "ambulance_incident": {
        "incident_id": "1", "local_id": "a", "provider_code": "RYC",
        "incident_date": "2026-01-02", "category": "C2", "response_seconds": "1500",
        "outcome": "CE", "handover_minutes": "20",
    },
    "maternity_booking": {
        "pregnancy_id": "1", "local_id": "a", "provider_code": "RGT",
        "booking_date": "2026-03-02", "due_date": "2026-10-01", "gestation_days": "63",
        "smoking": "NEVER", "bmi": "24.5", "continuity_pathway": "Y",
    },
    "maternity_delivery": {
        "delivery_id": "1", "local_id": "a", "provider_code": "RGT",
        "delivery_date": "2026-01-02", "gestation_days": "280", "babies": "1",
        "birth_weight": "3400", "delivery_method": "7", "smoking": "EX",
    },
    "cancer_registration": {
        "tumour_id": "1", "local_id": "a", "provider_code": "RGT",
        "diagnosis_date": "2025-01-02", "site": "C50.9", "stage": "2A", "basis": "7",
        "route": "SCREENING",
    },
}  # fmt: skip

WRONG = [
    ("prescription", "product", "12", "outside the allowed range"),
    ("prescription", "bnf_code", "2.12", "does not have the form"),
    ("prescription", "quantity", "-1", "outside the allowed range"),
    ("prescription", "treatment_type", "0009", "not in the contract"),
    ("prescription", "issued_date", "2026-04-11", "after the day the file"),
    ("vaccination", "status", "MAYBE", "not in the contract"),
    ("vaccination", "dose", "0", "outside the allowed range"),
    ("outpatient_appointment", "attended", "1", "not in the contract"),
    ("outpatient_appointment", "treatment_function", "11", "does not have the form"),
    ("outpatient_appointment", "referral_date", "2026-04-11", "after the day the file"),
    ("outpatient_appointment", "appointment_date", "2025-12-31", "order"),
    ("waiting_list_entry", "priority", "P7", "not in the contract"),
    ("waiting_list_entry", "clock_stop_date", "2025-05-31", "order"),
    ("waiting_list_entry", "procedure", "I371", "does not have the form"),
    ("nhs111_call", "answer_seconds", "-1", "outside the allowed range"),
    ("nhs111_call", "disposition", "5", "does not have the form"),
    ("nhs111_call", "disposition_group", "GP", "not in the contract"),
    ("ambulance_incident", "category", "C6", "not in the contract"),
    ("ambulance_incident", "response_seconds", "fast", "not a whole number"),
    ("ambulance_incident", "outcome", "X", "not in the contract"),
    ("maternity_booking", "gestation_days", "400", "outside the allowed range"),
    ("maternity_booking", "due_date", "2026-03-01", "order"),
    ("maternity_booking", "bmi", "4", "outside the allowed range"),
    ("maternity_delivery", "delivery_method", "X", "not in the contract"),
    ("maternity_delivery", "birth_weight", "3.4", "not a whole number"),
    ("maternity_delivery", "babies", "0", "outside the allowed range"),
    ("cancer_registration", "site", "J189", "does not have the form"),
    ("cancer_registration", "stage", "5", "does not have the form"),
    ("cancer_registration", "route", "CAR", "not in the contract"),
]


def csv_of(*rows: dict[str, str]) -> str:
    return "\n".join([",".join(rows[0]), *(",".join(row.values()) for row in rows)]) + "\n"


@pytest.mark.parametrize("dataset", GOOD)
def test_a_row_in_order_lands_whole(site: Site, dataset: str) -> None:
    report = site.land(dataset, csv_of(GOOD[dataset]))

    [row] = site.rows(report)
    kept = {c.name for c in BY_NAME[dataset].facts}
    assert {n: row[n] for n in GOOD[dataset] if n in kept and row[n] is None} == {
        n: None for n, sent in GOOD[dataset].items() if n in kept and not sent
    }


@pytest.mark.parametrize(("dataset", "column", "value", "why"), WRONG)
def test_a_wrong_value_costs_its_row_and_says_why(
    site: Site, dataset: str, column: str, value: str, why: str
) -> None:
    key = next(iter(GOOD[dataset]))
    wrong = GOOD[dataset] | {key: "2", column: value}

    report = site.land(dataset, csv_of(GOOD[dataset], wrong))

    assert site.rejects(report) == [(2, column, value)]
    assert report.rejects is not None
    assert why in report.rejects.read_text()
    assert report.batch.counts.loaded == 1


def test_codes_lose_their_dots_and_take_capitals(site: Site) -> None:
    [cancer] = site.rows(site.land("cancer_registration", csv_of(GOOD["cancer_registration"])))
    [call] = site.rows(site.land("nhs111_call", csv_of(GOOD["nhs111_call"]), source="nhs111"))
    [wait] = site.rows(
        site.land("waiting_list_entry", csv_of(GOOD["waiting_list_entry"]), source="cuh")
    )

    assert (cancer["site"], call["disposition"], wait["procedure"]) == ("C509", "DX05", "W371")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Synthesis:
    """Two thousand people without a mistake, on the made-up geography."""
    folder = tmp_path_factory.mktemp("made")
    areas = geography.build(None, folder / "reference")
    return synthesise(areas, 2_000, 11, AS_AT, folder, errors=False)


@pytest.fixture(scope="module")
def landed(made: Synthesis, tmp_path_factory: pytest.TempPathFactory) -> list[Batch]:
    site = Site(tmp_path_factory.mktemp("site"))
    reports = list(land_folder(made.extracts, BY_NAME, site.store))
    assert all(isinstance(report, LandingReport) for report in reports), reports
    return [report.batch for report in reports if isinstance(report, LandingReport)]


@pytest.mark.parametrize("dataset", sorted(BY_NAME))
def test_each_contract_lands_its_own_synthetic_extract_with_nothing_lost(
    made: Synthesis, landed: list[Batch], dataset: str
) -> None:
    sent = {name: rows for name, rows in made.rows.items() if Path(name).name == dataset}
    mine = {f"{b.source}/{b.dataset}": b.counts for b in landed if b.dataset == dataset}

    assert sent
    assert {name: (c.read, c.loaded) for name, c in mine.items()} == {
        name: (rows, rows) for name, rows in sent.items()
    }
