"""Pages of variation: who is outside, who is grey, what the gap is, and that it is no saving."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from typing import Any

import pytest

OUTSIDE, GREYED, SMALL = "North Surgery 11", "North Surgery 12", "North Surgery 21"


def text_of(client: Any, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", unescape(response.content.decode()))


def test_only_units_outside_the_outer_limits_are_named_in_the_sentence(client: Any) -> None:
    text = text_of(client, "/variation/emergency_admissions")

    assert (
        "Of 6 GP practices, allowing for age, sex and deprivation, 1 is higher than chance "
        f"explains ({OUTSIDE}); 5 are within 99.8% limits."
    ) in text


def test_late_data_are_said_and_not_ranked(client: Any) -> None:
    text = text_of(client, "/variation/emergency_admissions")

    assert "1 GP practice with late or partial data is shown in grey and not ranked." in text
    row = text[text.rindex(f">{GREYED}</a>") :]
    assert "The records of a fifth or more came late." in row[: row.index("</tr>")]


def test_a_hidden_count_reads_as_one_to_seven(client: Any) -> None:
    text = text_of(client, "/variation/emergency_admissions")
    row = text[text.rindex(f">{SMALL}</a>") :]

    assert "1 to 7" in row[: row.index("</tr>")]


def test_the_gap_is_in_events_and_pounds_with_limits_and_is_no_saving(client: Any) -> None:
    text = text_of(client, "/variation/emergency_admissions")

    assert "there would be about 300 fewer" in text
    assert "(95% limits 240 to 360), which cost about £300,000" in text
    assert "This is the cost of the gap, not a saving" in text
    assert "£1,000 at the prices of 2016/17" in text


def test_care_that_nobody_priced_has_no_cost(client: Any) -> None:
    assert "£" not in text_of(client, "/variation/diabetes")


def test_too_few_units_are_said_to_be_too_few(client: Any) -> None:
    text = text_of(client, "/variation/emergency_admissions?kind=pcn")

    assert "Too few neighbourhoods have numbers large enough to compare" in text


def test_the_overview_counts_care_once(client: Any) -> None:
    text = text_of(client, "/variation")

    assert "On 2 of them at least one is outside what chance explains" in text
    assert "The care given beyond the rate of the best fifth cost about £360,000 a year" in text


def test_a_practice_has_its_own_list(client: Any) -> None:
    text = text_of(client, "/variation?place=north-surgery-11-zn11-practice")

    assert f"{OUTSIDE} is compared with its peers on 2 measures" in text
    assert "Higher, worse" in text


def test_a_practice_with_late_data_is_told_so(client: Any) -> None:
    text = text_of(client, "/variation?place=north-surgery-12-zn12-practice")

    assert "no numbers large enough to compare" in text
    assert "The records of a fifth or more came late." in text


def test_the_measure_page_leads_to_its_funnel_where_there_is_one(client: Any) -> None:
    assert 'href="/variation/diabetes?place=fenland"' in text_of(
        client, "/measures/diabetes?place=fenland"
    )
    assert "/variation/" not in text_of(client, "/measures/asthma?place=fenland")


def test_the_file_carries_the_source_of_the_cost_and_what_it_is_not(client: Any) -> None:
    response = client.get("/variation/emergency_admissions.csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))

    assert response.headers["Content-Type"].startswith("text/csv")
    assert {row["area_type"] for row in rows} == {"practice", "pcn"}
    outside = next(row for row in rows if row["area_name"] == OUTSIDE)
    assert outside["cost_of_gap_to_best_fifth"] == "360000"
    assert "not a saving" in outside["cost_note"]


def test_services_are_named_by_specialty_and_provider(client: Any) -> None:
    text = text_of(client, "/variation/outpatients_missed")

    assert (
        "Of 7 services, allowing for specialty, priority, age, sex and deprivation, 1 is higher "
        "than chance explains (Trauma and orthopaedics, Fen Edge Hospital Trust)"
    ) in text
    assert "Cardiology, ZQ9" in text


def test_a_hospital_leads_to_its_services(client: Any) -> None:
    text = text_of(client, "/variation?place=fen-edge-hospital-trust-hospital-provider")

    assert "Services are compared on 1 measure," in text


def test_only_kinds_that_are_compared_are_offered(client: Any) -> None:
    assert "kind=practice" not in text_of(client, "/variation/outpatients_missed")
    assert "kind=service" not in text_of(client, "/variation/diabetes")


@pytest.mark.parametrize(
    "address",
    [
        "/variation/nonsense",
        "/variation/asthma",
        "/variation?kind=ward",
        "/variation?place=nowhere",
        "/variation/asthma.csv",
        "/variation/diabetes?kind=service",
    ],
)
def test_what_is_not_compared_is_not_found(client: Any, address: str) -> None:
    assert client.get(address).status_code == 404
