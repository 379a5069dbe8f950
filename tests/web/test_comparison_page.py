"""The comparison on one page: doing nothing first, differences with limits, files to take away."""

from __future__ import annotations

from typing import Any

import pytest

ALL = "/flow/compare?runs=made1&runs=made2&runs=made3"


def text_of(client: Any, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_it_says_each_scenario_in_a_sentence_with_its_range(client: Any) -> None:
    text = text_of(client, ALL)

    assert "Do nothing: people delayed on a day," in text
    assert "fewer than “Do nothing” (" in text
    assert "The people behind these numbers are invented." in text
    assert "wp-tone--better" in text


def test_it_says_what_each_assumes_and_which_runs_they_are(client: Any) -> None:
    text = text_of(client, ALL)

    assert "Ten more slots: Slots: 10 slots instead of 0 slots." in text
    assert "Do nothing: nothing is changed." in text
    assert "made1" in text and "Seed: 7" in text


@pytest.mark.parametrize(
    ("form", "starts"), [("html", b"<!doctype html>"), ("xlsx", b"PK"), ("csv", b'"scenario"')]
)
def test_it_can_be_taken_away(client: Any, form: str, starts: bytes) -> None:
    response = client.get(ALL.replace("compare?", f"compare.{form}?"))

    assert response.content.startswith(starts)
    assert response["Content-Disposition"] == f'attachment; filename="scenarios.{form}"'


@pytest.mark.parametrize(
    ("runs", "words"),
    [
        ("", "0 are chosen. Choose 2 to 4 to compare."),
        ("made1", "1 is chosen."),
        ("made1,gone", "There is no run gone"),
        ("made1,made5", "has no answer yet"),
        ("made1,../x", "There is no run ../x"),
    ],
)
def test_why_it_cannot_be_made_is_said_with_the_list_to_choose_from(
    client: Any, runs: str, words: str
) -> None:
    text = text_of(client, f"/flow/compare?runs={runs}")

    assert words in text
    assert "Compare the ticked ones" in text
    assert client.get(f"/flow/compare.csv?runs={runs}").status_code == 404
