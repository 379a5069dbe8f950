"""The page of a place says first what stands out, names its basis, and opens every number."""

from __future__ import annotations

import re
from typing import Any


def text_of(client: Any, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_three_sentences_come_before_the_sections(client: Any) -> None:
    text = text_of(client, "/places/fenland")
    headlines = re.search(r'class="wp-headlines">(.*?)</div>', text)

    assert headlines is not None
    assert headlines.group(1).count("<p>") == 3
    assert "About 102,000 people live in Fenland." in headlines.group(1)
    assert text.index("wp-headlines") < text.index('id="who"')


def test_sections_stand_in_the_order_of_need(client: Any) -> None:
    text = text_of(client, "/places/fenland")
    order = re.findall(r'<h2 class="nhsuk-heading-l" id="([\w-]+)"', text)

    assert order == [
        "who",
        "health",
        "gaps",
        "care",
        "look-closer",
        "published",
        "all-measures",
        "take-away",
        "inside",
    ]


def test_what_cannot_be_shown_yet_is_not_pretended(client: Any) -> None:
    text = text_of(client, "/places/fenland")

    assert "What people say" not in text
    assert "What is being done" not in text


def test_breadcrumb_climbs_the_hierarchy(client: Any) -> None:
    text = text_of(client, "/places/north-surgery-11-zn11-practice")
    crumbs = re.findall(r'nhsuk-breadcrumb__link" href="([^"]+)"', text)

    assert crumbs == [
        "/",
        "/places/cambridgeshire-and-peterborough-icb",
        "/places/north-place",
        "/places/north-network-1-pcn",
    ]


def test_a_district_counts_residents_and_a_network_the_registered(client: Any) -> None:
    assert "<strong>people who live there</strong>" in text_of(client, "/places/fenland")
    registered = text_of(client, "/places/north-network-1-pcn")
    assert "<strong>people registered with its GP practices</strong>" in registered


def test_the_system_can_be_read_on_either_basis(client: Any) -> None:
    resident = text_of(client, "/places/cambridgeshire-and-peterborough-icb")
    registered = text_of(client, "/places/cambridgeshire-and-peterborough-icb?basis=registered")

    assert "About 915,000 people live in" in resident
    assert "About 1,031,500 people are registered" in registered
    assert client.get("/places/fenland?basis=registered").status_code == 404


def test_health_is_mapped_for_residents_only(client: Any) -> None:
    assert "by middle-layer area" in text_of(client, "/places/fenland")
    assert "by middle-layer area" not in text_of(client, "/places/north-network-1-pcn")


def test_deprivation_is_mapped_small_because_it_is_open(client: Any) -> None:
    assert "small areas are in England&#39;s most deprived fifth" in text_of(
        client, "/places/fenland"
    )


def test_each_number_of_the_conditions_table_opens_how_it_was_worked_out(client: Any) -> None:
    text = text_of(client, "/places/fenland")

    assert 'href="/measures/dementia?place=fenland#how"' in text


def test_missing_feeds_are_said_where_care_is_shown(client: Any) -> None:
    text = text_of(client, "/places/fenland")

    assert text.index('id="care"') < text.index("Queen Elizabeth Hospital King")


def test_small_areas_have_no_page_of_their_own(client: Any) -> None:
    assert client.get("/places/fenland-001a-lsoa21").status_code == 404
