"""Empty, failed and hostile states: what would be here, what is safe, and what to do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.web.made_release import RUN_ID, make_release, publish


@pytest.fixture
def empty_zone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("wholeplace_web.design.published.release_zone", lambda: tmp_path)
    return tmp_path


@pytest.mark.parametrize("address", ["/", "/places/fenland", "/data", "/definitions"])
def test_before_the_first_run_a_page_says_how_to_make_one(
    client: Any, empty_zone: Path, address: str
) -> None:
    text = client.get(address).content.decode()

    assert "Nothing has been published yet" in text
    assert "make demo" in text


def test_a_run_published_while_serving_is_seen_at_once(client: Any, empty_zone: Path) -> None:
    assert "Nothing has been published" in client.get("/places/fenland").content.decode()

    make_release(empty_zone)
    publish(empty_zone)

    assert "live in Fenland" in client.get("/places/fenland").content.decode()


def test_real_people_and_places_carry_no_banner(client: Any, empty_zone: Path) -> None:
    make_release(empty_zone, synthetic=False, geography="real")
    publish(empty_zone)

    assert "invented" not in client.get("/places/fenland").content.decode()


def test_a_page_that_breaks_gives_a_reference_that_is_in_the_log(
    client: Any,
    no_kept_pages: None,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("wholeplace_web.places.views.build_profile", broken)
    response = client.get("/places/huntingdonshire")
    text = response.content.decode()
    reference = text.split("<strong>")[-1].split("</strong>")[0]

    assert response.status_code == 500
    assert "Something went wrong" in text
    assert "ZeroDivisionError" not in text
    assert reference in caplog.text


def test_text_from_the_data_is_never_markup(client: Any, empty_zone: Path) -> None:
    folder = make_release(empty_zone)
    publish(empty_zone)
    measures = json.loads((folder / "measures.json").read_text())
    for measure in measures:
        measure["title"] = f"<script>alert(1)</script>{measure['name']}"
        measure["doc"] = measure["says"] = '"><img src=x onerror=alert(1)>'
    (folder / "measures.json").write_text(json.dumps(measures))

    for address in ("/places/fenland", "/measures/diabetes?place=fenland", "/definitions"):
        text = client.get(address).content.decode()
        assert "<script" not in text
        assert "<img src=x" not in text


@pytest.mark.parametrize("asked", ["'; DROP TABLE x", "%00", "<b>", "a" * 5000, "../..", "ﬁ\u202e"])
def test_search_survives_anything(client: Any, asked: str) -> None:
    response = client.get("/places", {"q": asked})

    assert response.status_code == 200
    assert "<b>" not in response.content.decode()


def test_search_forgives_spelling_and_goes_straight_to_a_single_place(client: Any) -> None:
    response = client.get("/places?q=fenlnd")

    assert "Fenland" in response.content.decode() or response.headers["Location"].endswith(
        "fenland"
    )
    assert client.get("/places?q=huntingdonshire").headers["Location"] == "/places/huntingdonshire"


def test_a_run_keeps_its_pages_after_the_next_is_published(client: Any, empty_zone: Path) -> None:
    make_release(empty_zone)
    publish(empty_zone)
    (empty_zone / "current.json").write_text(json.dumps({"run_id": "next"}))

    assert client.get(f"/places/fenland?run={RUN_ID}").status_code == 200
