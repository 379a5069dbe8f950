"""Choosing an area of one's own, without script."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client


def test_a_choice_goes_to_an_address_of_its_own_whatever_the_order(client: Client) -> None:
    assert client.get("/areas/choose").status_code == 200

    answer = client.get("/areas/choose?part=fenland-002-msoa&part=fenland-001-msoa")

    assert answer.status_code == 302
    assert answer["Location"] == "/areas/chosen?parts=fenland-001-msoa%2Cfenland-002-msoa"


def test_the_numbers_of_one_part_are_those_of_its_own_page(client: Client) -> None:
    alone = client.get("/api/v1/areas/fenland-001-msoa/measures/diabetes").json()["value"]

    page = client.get("/areas/chosen?parts=fenland-001-msoa").content.decode()

    assert "1 area, counting people who live there" in page
    assert f"{alone['numerator']:,}, give or take" in page


def test_an_area_that_does_not_exist_is_not_found(client: Client) -> None:
    answer = client.get("/areas/chosen?parts=atlantis")

    assert answer.status_code == 404
    assert "There is no area called atlantis" in answer.content.decode()
