"""Published figures on pages: whose they are, side by side where they differ, never hidden."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from tests.web.made_published import ATTENDANCES, HYPERTENSION, LIFE
from wholeplace.measures.release import Release
from wholeplace.places.published.catalogue import indicators
from wholeplace.places.published.conflicts import differing
from wholeplace.places.published.view import build_published_view


def text_of(client: Any, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_list_names_every_source_with_its_period_and_licence(client: Any) -> None:
    text = text_of(client, "/published")

    assert "Made figures, made-registers" in text and "Made figures, made-survey" in text
    assert "January 2025 to June 2025" in text
    assert "Open Government Licence v3.0" in text
    assert "Elsewhere" in text and "Chosen by nobody." in text


def test_sources_that_differ_are_both_said_and_neither_is_chosen(client: Any) -> None:
    text = text_of(client, f"/published/{HYPERTENSION}?subject=district:ZD02")

    assert "16.1% by Made figures, made-registers but 19.5% by Made figures, made-survey" in text
    assert "the sources differ." in text
    assert "Differ</td>" in text
    assert f"{HYPERTENSION}?subject=district%3AZD02#side-by-side" in text_of(
        client, "/published/conflicts"
    )


def test_a_series_of_a_trust_stands_without_an_area_and_small_numbers_are_shown(
    client: Any,
) -> None:
    text = text_of(client, f"/published/{ATTENDANCES}?subject=provider:ZQ9")

    assert "At A trust without a page, in June 2025, it was 11 attendances." in text
    assert "6</td>" in text and "Not printed" in text
    assert "1 to 7</td>" not in text
    assert "Every figure of 2025-06 is that of 2024-06" in text


def test_figures_without_limits_are_not_ranked_and_comparators_stand_beside(client: Any) -> None:
    text = text_of(client, f"/published/{LIFE}?subject=district:ZD02")

    assert "it was 82.1 years for females and 78.5 years for males." in text
    assert "No limits are published, so these are not ranked." in text
    assert "Elsewhere" in text


def test_a_place_shows_its_own_figures_and_those_of_its_practices_apart(client: Any) -> None:
    text = text_of(client, "/places/fenland")

    assert "practices whose recorded local authority is Fenland, not its residents" in text
    assert f"/published/{HYPERTENSION}?subject=recorded_authority%3AZD02" in text
    assert 'id="published"' not in text_of(client, "/places/fenland-001-msoa")


def test_a_measure_leads_to_the_statements_that_contradict_each_other(client: Any) -> None:
    assert "/published/conflicts#I001" in text_of(client, "/measures/diabetes?place=fenland")
    text = text_of(client, "/published/conflicts")
    assert "One in ten" in text and "One in twelve" in text and "show both" in text


def test_every_row_of_the_file_says_whose_it_is_and_that_it_is_exempt(client: Any) -> None:
    content = client.get(f"/published/{HYPERTENSION}.csv").content.decode()
    rows = list(csv.DictReader(io.StringIO(content)))

    assert len(rows) == 7
    assert {row["disclosure"] for row in rows} == {"open statistics: exempt from suppression"}
    assert {row["licence"] for row in rows} == {"Open Government Licence v3.0"}


@pytest.mark.parametrize(
    "address", ["/published/none", f"/published/{LIFE}?subject=x:y", "/published/none.csv"]
)
def test_what_is_not_there_is_said_so(client: Any, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_release_without_published_figures_says_there_are_none(site: Any, tmp_path: Path) -> None:
    from tests.web.made_release import make_release

    folder = make_release(tmp_path)
    for file in folder.glob("published*.parquet"):
        file.unlink()
    release = Release(folder)

    assert indicators(release) == {}
    assert differing(release) == []


def test_the_widest_subject_is_read_where_none_is_named(site: Any) -> None:
    from tests.web.made_release import RUN_ID

    release = Release(site.release_zone / RUN_ID)
    view = build_published_view(release, indicators(release)[HYPERTENSION])

    assert view.subject == "icb:ZI01"
    assert view.sentence.endswith("it was 12.6% (95% limits 12.1% to 13.1%).")
