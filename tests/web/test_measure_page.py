"""The page of a measure: who is not in it beside what it counts, groups, query, run, download."""

from __future__ import annotations

import re
from typing import Any

from tests.web.made_release import RUN_ID


def text_of(client: Any, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_who_is_not_in_the_number_stands_beside_what_it_counts(client: Any) -> None:
    text = text_of(client, "/measures/diabetes?place=fenland")
    between = text[text.index("What it counts") : text.index("Who is not in this number")]

    assert len(re.sub(r"<[^>]+>", "", between)) < 400
    assert "People registered elsewhere; people whose records did not link." in text


def test_the_sentence_compares_with_one_denominator(client: Any) -> None:
    text = text_of(client, "/measures/diabetes?place=fenland")

    assert "In Fenland, 8 in 100 people live with diabetes: more than in" in text
    assert "as a whole (6 in 100)." in text


def test_groups_are_shown_on_one_scale(client: Any) -> None:
    text = text_of(client, "/measures/diabetes?place=fenland")

    for caption in ("deprivation fifth (IMD 2025)", "ethnic group", "sex", "age"):
        assert f"Diabetes by {'national ' if 'fifth' in caption else ''}{caption}" in text


def test_the_chain_goes_down_to_code_list_query_and_run(client: Any) -> None:
    text = text_of(client, "/measures/diabetes?place=fenland")

    assert 'href="/definitions/code-lists/diabetes"' in text
    assert "not clinically approved" in text
    assert "SELECT area, sum(diabetes)" in text
    assert RUN_ID in text
    assert "Ethnic category is missing in 8.3% of rows" in text


def test_a_flow_is_shown_month_by_month(client: Any) -> None:
    assert "Emergency admissions by month" in text_of(
        client, "/measures/emergency_admissions?place=fenland"
    )


def test_a_rate_that_counts_people_again_says_so_and_others_do_not(client: Any) -> None:
    for address in ("/measures/{}?place=fenland", "/definitions/measures/{}"):
        assert "may be counted more than once" in text_of(
            client, address.format("emergency_admissions")
        )
        assert "may be counted more than once" not in text_of(client, address.format("diabetes"))


def test_an_unknown_measure_is_not_found(client: Any) -> None:
    assert client.get("/measures/nonsense").status_code == 404
    assert client.get("/measures/diabetes?place=nowhere").status_code == 404


def test_a_pinned_run_stays_pinned_in_every_link(client: Any) -> None:
    text = text_of(client, f"/measures/diabetes?place=fenland&run={RUN_ID}")
    links = re.findall(r'href="(/(?:measures|places)/[^"]+)"', text)

    assert links
    assert all(f"run={RUN_ID}" in link for link in links)
