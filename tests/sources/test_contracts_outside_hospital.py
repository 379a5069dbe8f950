"""Contracts of community, mental-health and social care and of deaths: wrong values do not land."""

from __future__ import annotations

import pytest

from tests.sources.site import BY_NAME, Site
from tests.sources.test_wider_contracts import csv_of

NURSING = "Long Term Support: Nursing Care"
# A row of each data set in order, and values that cost the row they stand in: column, value, why.
GOOD = {
    "community_contact": {
        "contact_id": "1", "local_id": "a", "birth_date": "1940-01-01", "provider_code": "RT1",
        "contact_date": "2026-01-09", "referral_date": "2026-01-02", "team": "12",
        "mechanism": "01", "attendance": "5", "minutes": "25",
    },
    "mental_health_contact": {
        "contact_id": "1", "local_id": "a", "birth_date": "1990-01-01", "provider_code": "RT1",
        "contact_date": "2026-01-09", "referral_date": "2026-01-02", "reason": "02",
        "team": "A06", "mechanism": "11", "attendance": "6", "minutes": "50",
    },
    "talking_therapy": {
        "referral_id": "1", "local_id": "a", "provider_code": "RT1",
        "referral_date": "2025-09-01", "referral_source": "B1", "complaint": "F32.9",
        "first_treatment_date": "2025-09-20", "sessions": "8", "phq9_first": "16",
        "phq9_last": "4", "gad7_first": "14", "gad7_last": "5", "end_date": "2026-01-20",
        "end_code": "46",
    },
    "social_care_service": {
        "service_id": "1", "local_id": "a", "nhs_number": "", "birth_date": "1935-01-01",
        "council_code": "623", "start_date": "2025-09-01", "end_date": "",
        "client_type": "Service User", "service_type": NURSING,
        "support_reason": "Support with Memory and Cognition",
        "delivery": "CASSR Commissioned support",
    },
    "death": {
        "death_id": "1", "local_id": "a", "birth_date": "1935-01-01",
        "death_date": "2026-01-02", "registration_date": "2026-01-09",
        "underlying_cause": "I25.1", "other_causes": "E11.9; I10", "place": "care home",
    },
    "partner_flag": {
        "flag_id": "1", "local_id": "a", "nhs_number": "", "sender_type": "police",
        "flag": "missing_episode", "start_date": "2026-01-02", "end_date": "2026-01-03",
    },
}  # fmt: skip

WRONG = [
    ("community_contact", "team", "99", "not in the contract"),
    ("community_contact", "attendance", "1", "not in the contract"),
    ("community_contact", "minutes", "1500", "outside the allowed range"),
    ("community_contact", "contact_date", "2026-01-01", "order"),
    ("mental_health_contact", "team", "X99", "not in the contract"),
    ("mental_health_contact", "reason", "17", "not in the contract"),
    ("mental_health_contact", "mechanism", "7", "not in the contract"),
    ("talking_therapy", "phq9_first", "28", "outside the allowed range"),
    ("talking_therapy", "gad7_last", "22", "outside the allowed range"),
    ("talking_therapy", "end_code", "99", "not in the contract"),
    ("talking_therapy", "end_date", "2025-09-10", "order"),
    ("talking_therapy", "complaint", "32F", "does not have the form"),
    ("social_care_service", "service_type", "Nursing home", "not in the contract"),
    ("social_care_service", "council_code", "Cambs", "does not have the form"),
    ("social_care_service", "end_date", "2025-08-31", "order"),
    ("death", "underlying_cause", "heart", "does not have the form"),
    ("death", "place", "AT SEA", "not in the contract"),
    ("death", "registration_date", "2026-01-01", "order"),
    ("partner_flag", "flag", "GOSSIP", "not in the contract"),
    ("partner_flag", "sender_type", "NEIGHBOUR", "not in the contract"),
]


@pytest.mark.parametrize("dataset", GOOD)
def test_a_row_in_order_lands_whole(site: Site, dataset: str) -> None:
    report = site.land(dataset, csv_of(GOOD[dataset]))

    [row] = site.rows(report)
    kept = {column.name for column in BY_NAME[dataset].facts}
    lost = {n for n, sent in GOOD[dataset].items() if n in kept and sent and row[n] is None}
    assert not lost


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


def test_somebody_without_an_nhs_number_lands_and_waits_unlinked(site: Site) -> None:
    report = site.land("social_care_service", csv_of(GOOD["social_care_service"]))
    assert [row["nhs_number"] for row in site.identifiers(report)] == [None]
    assert not report.batch.problems
