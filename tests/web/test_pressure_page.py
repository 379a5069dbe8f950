"""The pressure board says what a morning call needs, and never shows an old number as current."""

from __future__ import annotations

import csv
import datetime as dt
import re
import shutil
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.web.made_release import make_release
from wholeplace.measures.release import Release
from wholeplace.places.pressure.view import build_pressure_view, how_old


def text_of(client: Any, address: str = "/pressure") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", text))


def test_the_first_sentence_says_how_many_are_delayed_and_what_has_changed(client: Any) -> None:
    first = re.search(r'class="wp-headlines">(.*?)</div>', text_of(client))

    assert first is not None
    assert "about 85 people were delayed in hospital" in first.group(1)
    assert "20 fewer than a week before" in first.group(1)
    assert "That is 7 in 100 of the beds in use, more than the 3.5 in 100 aimed for." in first[1]


def test_the_fullest_service_is_named_with_its_place(client: Any) -> None:
    text = plain(text_of(client))

    assert "At least 95 in 100 places are taken in reablement in Fenland." in text
    assert "Reablement, Fenland 40 40 100 in 100 10 0" in text
    assert "Nursing home, Fenland 10 Not shown Not shown 0 10" in text


def test_the_fullest_service_can_be_asked_about_at_once(client: Any) -> None:
    text = text_of(client)
    asked = "/flow/new?a.extra_slots.reablement.fenland=10"

    assert f'<a href="{asked}">What if reablement in Fenland had 10 more places?</a>' in text
    assert f'<a href="{asked}">What if 10 more?</a>' in text
    assert "a.extra_slots.nursing.fenland=2" in text  # a quarter of ten, and not ten

    scenario = plain(text_of(client, asked))
    assert "Filled in for you: More slots: reablement, Fenland: 10 slots." in scenario
    assert "reablement in Fenland has 40 places; taken: 40; waiting for one: 10." in scenario
    assert "Or share reablement of Fenland instead" in scenario


def test_sharing_can_be_asked_about_instead(client: Any) -> None:
    page = text_of(client, "/flow/new?a.extra_slots.reablement.fenland=10")
    address = re.search(r'href="(/flow/new\?a\.pooled[^"]*)">Huntingdonshire</a>', page)
    assert address is not None
    shared = plain(text_of(client, address.group(1).replace("&amp;", "&")))

    assert "Filled in for you: Places that share: reablement: Fenland with Hunt" in shared


def test_where_nothing_is_called_full_most_delayed_are_asked_about(
    client: Any, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(_folder(client), tmp_path / "2026-03-31-made"))
    services = pq.read_table(folder / "delays_services.parquet")
    nothing = pa.nulls(services.num_rows, pa.float64())
    at = services.schema.get_field_index("share")
    pq.write_table(services.set_column(at, "share", nothing), folder / "delays_services.parquet")
    asked = build_pressure_view(Release(folder)).what_if

    assert asked is not None
    assert (asked.service, asked.place, asked.more) == ("reablement", "fenland", 10)
    assert "of the people delayed most were for reablement" in asked.because


def test_delays_are_divided_by_since_when_reason_body_service_place_and_hospital(
    client: Any,
) -> None:
    text = text_of(client)

    for caption in (
        *("how long it has gone on", "reason", "who can end it", "what people wait for"),
        *("discharge pathway", "where people live", "hospital trust", "hospital"),
    ):
        assert f"Delayed, by {caption}</caption>" in text


def test_a_feed_that_is_not_current_says_so_and_its_hospital_has_no_number(client: Any) -> None:
    text = plain(text_of(client))

    assert "Discharge delay from riverside last tells of 3 March 2026, 28 days before" in text
    assert "Riverside Hospital Trust Not current Not current Not shown" in text


def test_three_measures_stand_on_three_charts(client: Any) -> None:
    text = plain(text_of(client))

    assert "about 130 people were in hospital without meeting the criteria to reside" in text
    assert "about 105 people were in hospital after their discharge-ready date" in text
    assert "no line joins them" in text


def test_a_board_of_an_earlier_day_is_not_taken_for_todays(client: Any) -> None:
    release = Release(_folder(client))

    assert how_old(release, dt.date(2026, 4, 2)) == ""
    assert "19 days ago" in how_old(release, dt.date(2026, 4, 19))


def test_without_data_of_leaving_hospital_the_page_says_what_to_land(tmp_path: Path) -> None:
    folder = make_release(tmp_path)
    for file in folder.glob("delays*.parquet"):
        file.unlink()
    view = build_pressure_view(Release(folder))

    assert view.nothing
    assert [section.id for section in view.sections] == ["front-door", "fresh"]


@pytest.mark.parametrize("table", ["delays", "delays_weekly", "delays_services"])
def test_every_number_can_be_taken_away(client: Any, table: str) -> None:
    response = client.get(f"/pressure/{table}.csv")
    rows = list(csv.DictReader(response.content.decode().splitlines()))

    assert response.status_code == 200
    assert rows
    assert {row["run_id"] for row in rows} == {"2026-03-31-made"}
    assert client.get("/pressure/values.csv").status_code == 404


def _folder(client: Any) -> Path:
    from wholeplace_web.design.published import releases

    current = releases().current()
    assert current is not None
    return current.folder
