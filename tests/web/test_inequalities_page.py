"""The page of a place's inequalities: gaps in order, with limits, and why some are not there."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.made_release import RUN_ID

PAGE = "/places/fenland/inequalities"


def text_of(client: Any, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_widest_gap_is_said_first_with_one_denominator(client: Any) -> None:
    text = text_of(client, PAGE)

    lede = text.split('class="nhsuk-lede-text">')[1].split("<a")[0]
    assert "in the most deprived fifth and" in lede
    assert "in the least deprived fifth." in lede


def test_deprivation_is_shown_where_nothing_is_asked_for(client: Any) -> None:
    text = text_of(client, PAGE)

    assert 'aria-current="true">National deprivation fifth (IMD 2025)' in text
    assert "Most deprived fifth" in text


@pytest.mark.parametrize(("by", "said"), [("ethnic_group", "White"), ("sex", "Female")])
def test_people_can_be_compared_by_other_groups(client: Any, by: str, said: str) -> None:
    assert said in text_of(client, f"{PAGE}?by={by}")


def test_a_way_of_dividing_people_that_does_not_exist_is_not_found(client: Any) -> None:
    assert client.get(f"{PAGE}?by=favourite_colour").status_code == 404


def test_a_hospital_has_no_people_to_compare(client: Any) -> None:
    address = "/places/riverside-hospital-trust-hospital-provider/inequalities"

    assert client.get(address).status_code == 404


SLIDE = "/measures/diabetes/slides/groups"


@pytest.mark.parametrize(("form", "kind"), [("svg", "image/svg+xml"), ("png", "image/png")])
def test_a_slide_is_served_as_what_it_is_and_names_its_run(
    client: Any, form: str, kind: str
) -> None:
    response = client.get(f"{SLIDE}.{form}?place=fenland")

    assert response.status_code == 200
    assert response.headers["Content-Type"] == kind
    assert RUN_ID in response.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "address",
    [
        "/measures/diabetes/slides/groups.exe?place=fenland",
        "/measures/diabetes/slides/everything.svg?place=fenland",
        "/measures/no_such_measure/slides/groups.svg",
        "/measures/people/slides/groups.svg?place=fenland",
    ],
)
def test_a_slide_that_cannot_be_drawn_is_not_found(client: Any, address: str) -> None:
    assert client.get(address).status_code == 404


def test_the_page_of_a_measure_says_for_whom_where_and_whether_it_is_changing(client: Any) -> None:
    text = text_of(client, "/measures/emergency_admissions?place=fenland")

    section = text.split('id="gap"')[1].split("</section>")[0]
    assert "in the most deprived fifth" in section
    assert "Fenland has the most" in section or "Fenland 00" in section
    assert "it has become wider." in section
    assert "slope index of inequality" in section
