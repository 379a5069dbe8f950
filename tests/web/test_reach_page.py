"""The page of reach says for whom a service leans, and what can be said of a clause."""

from __future__ import annotations

import csv
import re
from typing import Any

import pytest


def text_of(client: Any, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_it_says_first_which_way_each_service_leans(client: Any) -> None:
    text = text_of(client, "/reach")
    first = re.search(r'class="wp-headlines">(.*?)</div>', text)

    assert first is not None
    assert "NHS Health Checks: against need, use leans towards people in less deprived areas." in (
        first.group(1)
    )


def test_use_stands_against_need_in_natural_frequencies(client: Any) -> None:
    text = text_of(client, "/places/fenland/reach")

    assert re.search(
        r"In Fenland, \d+ in 100 people aged 40 to 74 without a condition the check looks for had "
        r"a check in five years: similar to",
        text,
    )
    assert re.search(r"Use against need is \d+ in 100 in the most deprived fifth and \d+ in", text)
    assert re.search(r"The concentration index is 0\.\d\d \(95% limits 0\.\d\d to 0\.\d\d\)", text)


def test_a_clause_without_a_share_can_neither_be_met_nor_missed(client: Any) -> None:
    text = text_of(client, "/reach")

    assert "see a higher proportion of their clients from areas of deprivation" in text
    assert "Can neither be met nor missed: the clause names no share" in text


@pytest.mark.parametrize(("share", "result"), [("30", "Not met"), ("5%", "Met")])
def test_a_share_can_be_tried_out(client: Any, share: str, result: str) -> None:
    text = text_of(client, f"/reach?share={share}")
    row = re.search(r"A clause you try out.*?</tr>", text)

    assert row is not None
    assert re.search(rf">{result}<", row.group(0))


@pytest.mark.parametrize("typed", ["0", "100", "many", "3.5", "-2", "٣"])
def test_a_share_that_is_none_is_explained_and_kept(client: Any, typed: str) -> None:
    text = text_of(client, f"/reach?share={typed}")

    assert "There is a problem" in text
    assert "Enter a whole number from 1 to 99" in text
    assert f'value="{typed}"' in text
    assert "A clause you try out" not in text


def test_staff_and_services_that_cannot_be_produced_are_not_nought(client: Any) -> None:
    text = text_of(client, "/reach")

    assert "no data on where staff work are landed" in text
    assert "Talking Therapies: no talking_therapy data were landed." in text


def test_an_area_too_small_says_so(client: Any) -> None:
    text = text_of(client, "/places/north-surgery-11-zn11-practice/reach")

    assert "The reach of services is not worked out for North Surgery 11." in text


def test_the_file_holds_every_number_of_the_page(client: Any) -> None:
    response = client.get("/places/fenland/reach.csv")
    rows = list(csv.DictReader(response.content.decode().splitlines()))

    assert {row["measure"] for row in rows} == {"clients", "use", "concentration"}
    assert {row["area_name"] for row in rows} == {"Fenland"}
