"""The page of a place's inequalities: gaps in order, with limits, and why some are not there."""

from __future__ import annotations

from typing import Any

import pytest

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
