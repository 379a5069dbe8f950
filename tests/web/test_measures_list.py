"""The list of every measure: what is counted, what others publish, what cannot be produced."""

from __future__ import annotations

import re
from typing import Any

import pytest


def text_of(client: Any, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def words_of(client: Any, address: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text_of(client, address)))


def test_the_list_says_how_many_are_counted_published_and_missing(client: Any) -> None:
    words = words_of(client, "/measures")

    assert re.search(r"\d+ measures are counted here, 1 are published by others, and 2", words)


def test_a_measure_without_a_number_is_a_gap_and_never_a_zero(client: Any) -> None:
    text = text_of(client, "/measures?place=fenland")
    row = text[text.index(">Appointments within two weeks</a>") :].split("</tr>")[0]

    assert "Cannot be produced" in row
    assert not re.search(r">0%?<", row)


@pytest.mark.parametrize("address", ["/measures", "/places/fenland"])
def test_every_gap_gives_its_reason(client: Any, address: str) -> None:
    words = words_of(client, address)

    assert "annot be produced because no data set of appointments is defined." in words
    assert "annot be produced because no death data were landed." in words


def test_a_measure_a_run_could_not_produce_says_so_instead_of_a_sentence(client: Any) -> None:
    words = words_of(client, "/measures/deaths_under_75?place=fenland")

    assert "Cannot be produced in this run because no death data were landed." in words


def test_a_wanted_measure_has_a_page_that_says_what_is_needed(client: Any) -> None:
    words = words_of(client, "/measures/appointments_within_two_weeks?place=fenland")

    assert "Cannot be produced because no data set of appointments is defined." in words
    assert "What is needed: Appointments in general practice." in words
    assert "faster access (A plan)" in words


def test_a_published_measure_shows_the_figure_of_the_place(client: Any) -> None:
    text = text_of(client, "/measures/published_hypertension?place=fenland")

    assert "Published figures of Fenland" in text
    assert 'href="/published/made-hypertension' in text
    assert "<table" in text


def test_a_place_nobody_publishes_it_for_is_told_so(client: Any) -> None:
    words = words_of(client, "/measures/published_hypertension?place=fenland-001-msoa")

    assert "That does not mean that it is zero." in words


def test_the_catalogue_sets_what_cannot_be_produced_apart(client: Any) -> None:
    text = text_of(client, "/definitions")

    assert "Measures that cannot be produced" in text
    assert 'href="/definitions/measures-elsewhere/appointments_within_two_weeks"' in text


def test_a_definition_gives_the_ids_it_has_elsewhere(client: Any) -> None:
    words = words_of(client, "/definitions/measures-elsewhere/appointments_within_two_weeks")

    assert "QOF XX001 (counts adults)" in words
    assert "no data set of appointments is defined" in words


@pytest.mark.parametrize(
    "address",
    [
        "/measures/published_hypertension?place=fenland",
        "/definitions/measures-elsewhere/published_hypertension",
    ],
)
def test_a_measure_not_counted_here_says_which_statistic_it_is(client: Any, address: str) -> None:
    assert re.search(r"Statistic Proportion (?!,)", words_of(client, address))
