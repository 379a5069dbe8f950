"""The page of bed days says how many nights, what changed and of what, and who is not in it."""

from __future__ import annotations

import csv
import re
from typing import Any

import pytest

pytestmark = pytest.mark.usefixtures("without_charts")


def text_of(client: Any, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def rows_of(client: Any, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(client.get(address).content.decode().splitlines()))


def number(text: str) -> float:
    return float(text.replace(",", ""))


def test_the_first_sentence_is_the_rate_against_the_system(client: Any) -> None:
    text = text_of(client, "/places/fenland/beds")
    first = re.search(
        r"In Fenland, people aged 65 and over spent ([\d,]+) nights in hospital after emergency "
        r"admission for every 1,000 of them, in the year to 31 March 2026: (similar to|more than in"
        r"|fewer than in) Cambridgeshire &amp; Peterborough as a whole \(([\d,]+)\)\.",
        text,
    )
    assert first is not None
    rows = rows_of(client, "/places/fenland/beds.csv")
    rate = next(
        row
        for row in rows
        if (row["measure"], row["ages"], row["breakdown"]) == ("days", "65+", "all")
        and row["period_end"] == "2026-03-31"
    )
    assert number(first.group(1)) == pytest.approx(float(rate["value"]))


def test_the_change_is_said_with_its_two_parts_which_add_up(client: Any) -> None:
    text = text_of(client, "/beds")
    said = re.search(
        r"That is ([\d,]+) fewer than the year before for every 1,000: ([\d,]+|no) (more|fewer) "
        r"from how many stays there were, and ([\d,]+) fewer from how long they lasted\.",
        text,
    )
    assert said is not None
    rows = rows_of(client, "/places/cambridgeshire-and-peterborough-icb/beds.csv")
    parts = {
        row["measure"]: float(row["value"])
        for row in rows
        if row["ages"] == "65+" and row["statistic"] == "difference" and row["category"] == "all"
    }
    assert parts["change"] == pytest.approx(
        parts["change_from_stays"] + parts["change_from_length"]
    )
    assert number(said.group(1)) == pytest.approx(-parts["change"])


def test_long_stays_are_on_one_denominator_and_those_there_now_are_counted(client: Any) -> None:
    text = text_of(client, "/beds")
    assert re.search(
        r"Of the stays of people aged 65 and over, 30 in 100 lasted 7 nights or more, 12 in 100 "
        r"lasted 14 nights or more, 5 in 100 lasted 21 nights or more\.",
        text,
    )
    assert re.search(r"On the night of 31 March 2026, [\d,]+ people aged 65 and over were in", text)


def test_what_is_counted_and_what_is_published_are_never_one_line(client: Any) -> None:
    text = text_of(client, "/beds")
    assert "are two counts, shown apart" in text
    assert "How many people were in bed when the day ended" in text


def test_nights_in_no_area_are_shown_apart(client: Any) -> None:
    text = text_of(client, "/beds")
    assert "120 nights of people aged 65 and over whose home is not known" in text
    assert "A few nights of people aged 65 and over registered here who live elsewhere" in text
    assert "15 stays came without an end" in text


def test_a_place_too_small_says_so_and_where_to_look(client: Any) -> None:
    text = text_of(client, "/places/north-surgery-11-zn11-practice/beds")
    assert "Nights in hospital are not counted for North Surgery 11." in text
    assert 'href="/beds"' in text


def test_the_other_basis_is_a_link_away(client: Any) -> None:
    text = text_of(client, "/beds")
    assert "/places/cambridgeshire-and-peterborough-icb/beds?basis=registered" in text


def test_the_picture_of_districts_says_which_stand_apart_or_that_none_does(client: Any) -> None:
    text = text_of(client, "/beds")
    assert re.search(
        r"No district stands apart from all together|nights in [\w ]+ than in all together", text
    )
