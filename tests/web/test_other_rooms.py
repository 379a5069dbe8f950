"""Rooms of other models: the same pages as those of flow, in the model's own words."""

from __future__ import annotations

import re
from typing import Any

from tests.web.made_scenarios import BEDS, DO_NOTHING, HALF, PLANNED, run_of_beds

ROOM = f"/models/{BEDS}"


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", text))


def test_every_model_has_a_room_and_flow_keeps_its_own(client: Any) -> None:
    text = text_of(client.get("/models"))

    assert 'href="/flow">Discharge flow</a>' in text
    assert f'href="{ROOM}">Demand and beds in the long run</a>' in text
    assert client.get("/models/discharge_flow").status_code == 404
    assert client.get("/models/weather").status_code == 404


def test_a_room_lists_the_scenarios_of_its_own_model(client: Any) -> None:
    beds, flow = text_of(client.get(ROOM)), text_of(client.get("/flow"))

    assert "How many beds will be needed in years to come" in beds
    assert "Half of what is planned" in beds and "Ten more slots" not in beds
    assert "Ten more slots" in flow and f"{ROOM}/scenarios/" not in flow
    assert client.get(f"{ROOM}/scenarios/{DO_NOTHING}").status_code == 404
    assert client.get(f"/flow/scenarios/{PLANNED}").status_code == 404


def test_a_form_says_what_is_planned_with_its_source(client: Any) -> None:
    text = plain(text_of(client.get(f"{ROOM}/new?from=half_delivered")))

    assert "in full from" in text and "Better Care Fund" in text
    assert "1,000 simulated futures" in text
    assert "Run “As planned” too" in text and "“Do nothing”" not in text


def test_what_the_form_holds_when_nothing_was_touched_changes_nothing(client: Any) -> None:
    """Each box that is ticked by default is sent, or every variant would be left out."""
    page = text_of(client.get(f"{ROOM}/new?from=as_planned"))
    variants = re.findall(r'name="a.variants" value="([^"]+)" checked', page)

    assert variants
    assert "changes</span>" not in page and "1 change</span>" not in page
    refused = client.post(f"{ROOM}/save", {"name": "None"})
    assert refused.status_code == 422
    assert "Use 1 or more of" in refused.content.decode()


def test_an_answer_flags_beds_over_full_and_counts_no_plan_twice(client: Any) -> None:
    text = plain(text_of(client.get(f"{ROOM}/scenarios/{PLANNED}")))

    assert "held would be over 100% full from" in text
    assert "Year by year" in text and "of futures" in text
    assert "By kind of activity" in text and "By service" not in text
    assert "Each takes its share of what those before it left" in text
    assert "wholeplace beds run scenario.toml" in text
    assert "wp-tone--worse" in client.get(f"{ROOM}/scenarios/{PLANNED}").content.decode()


def test_two_of_them_are_compared_on_one_page(client: Any) -> None:
    runs = ",".join(run_of_beds(number) for number in (PLANNED, HALF))
    text = plain(text_of(client.get(f"{ROOM}/compare?runs={runs}")))

    assert "more than “As planned”" in text
    assert "Simulated futures that all met the same luck: 40." in text
    assert client.get(f"/flow/compare.csv?runs={runs}").status_code == 404
