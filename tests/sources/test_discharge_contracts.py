"""Contracts of leaving hospital: a delay without a reason or a first day is no delay."""

from __future__ import annotations

import pytest

from tests.sources.site import BY_NAME, Site
from tests.sources.test_wider_contracts import csv_of

GOOD = {
    "hospital_discharge": {
        "spell_id": "1", "local_id": "a", "provider_code": "RGT", "site": "Addenbrooke's Hospital",
        "admission_date": "2026-01-02", "no_criteria_date": "2026-01-08",
        "ready_date": "2026-01-09", "discharge_date": "2026-01-14", "pathway": "1",
        "service": "Reablement", "asks": "female carer",
    },
    "discharge_delay": {
        "delay_id": "1", "spell_id": "1", "local_id": "a", "provider_code": "RGT",
        "delay_start_date": "2026-01-10", "delay_end_date": "2026-01-14", "reason": "E",
        "responsible": "Social care",
    },
    "care_after_hospital": {
        "referral_id": "1", "local_id": "b", "provider_code": "623", "service": "Reablement",
        "district_code": "E07000010", "hospital_code": "RGT", "spell_id": "1",
        "referral_date": "2026-01-09", "accepted_date": "2026-01-12", "start_date": "2026-01-14",
        "end_date": "",
    },
    "service_capacity": {
        "local_id": "unit 7", "provider_code": "623", "service": "Reablement",
        "district_code": "E07000010", "week_start": "2026-01-05", "slots": "40",
        "weekend_starts": "N",
    },
}  # fmt: skip

WRONG = [
    ("discharge_delay", "reason", "", "missing"),
    ("discharge_delay", "delay_start_date", "", "missing"),
    ("discharge_delay", "reason", "Z", "not in the contract"),
    ("discharge_delay", "delay_end_date", "2026-01-09", "order"),
    ("hospital_discharge", "discharge_date", "2026-01-08", "order"),
    ("hospital_discharge", "ready_date", "2026-01-01", "order"),
    ("hospital_discharge", "pathway", "4", "not in the contract"),
    ("hospital_discharge", "ready_date", "", "missing"),
    ("care_after_hospital", "end_date", "2026-01-13", "order"),
    ("care_after_hospital", "start_date", "2026-01-11", "order"),
    ("care_after_hospital", "service", "home", "not in the contract"),
    ("care_after_hospital", "district_code", "Fenland", "does not have the form"),
    ("service_capacity", "slots", "-1", "outside the allowed range"),
    ("service_capacity", "slots", "many", "not a whole number"),
]


@pytest.mark.parametrize("dataset", GOOD)
def test_a_row_in_order_lands(site: Site, dataset: str) -> None:
    report = site.land(dataset, csv_of(GOOD[dataset]))

    assert report.batch.counts.loaded == 1
    assert report.rejects is None


@pytest.mark.parametrize(("dataset", "column", "value", "why"), WRONG)
def test_a_wrong_value_costs_its_row_and_says_why(
    site: Site, dataset: str, column: str, value: str, why: str
) -> None:
    wrong = GOOD[dataset] | {BY_NAME[dataset].key[0]: _another(dataset), column: value}

    report = site.land(dataset, csv_of(GOOD[dataset], wrong))

    assert {row for row, *_ in site.rejects(report)} == {2}
    assert report.rejects is not None
    assert why in report.rejects.read_text()
    assert report.batch.counts.loaded == 1


def _another(dataset: str) -> str:
    return "RT1" if dataset == "service_capacity" else "2"


def test_a_service_is_not_a_person(site: Site) -> None:
    """Slots carry no NHS number, so nothing of them is ever linked to anybody."""
    assert not any(c.kind == "nhs_number" for c in BY_NAME["service_capacity"].columns)
