"""The Core20PLUS5 page: overlapping groups, each beside everybody else, and who cannot be seen."""

from __future__ import annotations

import re
from typing import Any

PAGE = "/places/fenland/core20plus5"


def text_of(client: Any, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", str(response.content.decode()))


def test_it_says_first_how_many_people_are_in_the_groups_and_that_they_overlap(
    client: Any,
) -> None:
    text = text_of(client, PAGE)

    assert "12 in 100 people live in the most deprived national fifth (Core20)" in text
    assert "The groups overlap: 52 in 100 are in one or the other." in text


def test_core20_stands_beside_everyone_else_with_one_denominator(client: Any) -> None:
    assert re.search(
        r"Diabetes: \d+ in (\d+) in the most deprived national fifth and \d+ in \1 among everyone",
        text_of(client, PAGE),
    )


def test_groups_have_no_total(client: Any) -> None:
    text = text_of(client, PAGE)

    assert "never added up" in text
    assert "Total" not in text


def test_a_group_nobody_is_recorded_in_is_not_said_to_be_empty(client: Any) -> None:
    text = text_of(client, PAGE)
    row = re.search(r"<th[^>]*>Armed forces community</th>(.*?)</tr>", text)

    assert row is not None
    assert "Not recorded" in row.group(1)
    assert "1.85 million people had served" in text


def test_what_cannot_be_measured_has_its_published_size_and_source(client: Any) -> None:
    text = text_of(client, PAGE)

    assert "Gypsy, Roma and Traveller communities" in text
    assert "cannot tell them apart" in text
    assert "Census 2021, ethnic group" in text


def test_a_measure_that_cannot_be_produced_says_why(client: Any) -> None:
    text = text_of(client, PAGE)

    assert "cannot be produced because no death data were landed" in text
    assert "“a measure nobody defined” is not counted" in text


def test_the_system_page_leads_to_each_district(client: Any) -> None:
    text = text_of(client, "/core20plus5")

    assert 'href="/places/fenland"' in text
    assert "Places inside" in text


def test_a_place_too_small_for_groups_points_to_the_one_above(client: Any) -> None:
    text = text_of(client, "/places/north-surgery-11-zn11-practice/core20plus5")

    assert "Too few people" in text
    assert 'href="/places/north-network-1-pcn/core20plus5"' in text


def test_a_hospital_has_no_people_to_compare(client: Any) -> None:
    address = "/places/riverside-hospital-trust-hospital-provider/core20plus5"

    assert client.get(address).status_code == 404


def test_a_trend_is_said_only_where_five_years_can_be_tested(client: Any) -> None:
    text = text_of(client, PAGE)

    assert "Since 31 March 2022: in Core20 it is rising, so getting worse;" in text
    assert "among everyone else it is not clearly changing." in text
    assert "The gap between Core20 and everyone else is wider than it was." in text
    assert "fewer than five yearly points can be shown" in text
