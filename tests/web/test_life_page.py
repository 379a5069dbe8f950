"""The page of life expectancy says for whom lives are shorter, by how much, and of what."""

from __future__ import annotations

import csv
import re
from typing import Any

import pytest

from tests.web.made_site import Site


def text_of(client: Any, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_the_length_of_lives_and_the_gap_by_deprivation_come_first(client: Any) -> None:
    text = text_of(client, "/life-expectancy")
    first = re.search(r'class="wp-headlines">(.*?)</div>', text)

    assert first is not None
    assert re.search(
        r"at the death rates of April 2023 to March 2026, women would live \d\d\.\d years "
        r"\(95% limits \d\d\.\d to \d\d\.\d\) and men would live \d\d\.\d years",
        first.group(1),
    )
    assert re.search(
        r"Men in the most deprived fifth live \d\.\d fewer years than those in the least deprived "
        r"fifth \(95% limits \d\.\d to \d\.\d\)\. Women",
        first.group(1),
    )


def test_what_a_gap_is_made_of_adds_up_to_it(client: Any) -> None:
    text = text_of(client, "/life-expectancy")
    table = re.search(r"The gap by cause of death, in years</caption>(.*?)</table>", text)

    assert table is not None
    rows = re.findall(r"<tr.*?</tr>", table.group(1))[1:]
    numbers = [[float(n) for n in re.findall(r">(-?[\d.]+)</td>", row)] for row in rows]
    *parts, whole = (row for row in numbers if row)
    for sex in (0, 1):
        assert sum(part[sex] for part in parts) == pytest.approx(whole[sex], abs=1e-9)
    assert re.search(r"Of the [\d.]+ years for men, [\d.]+ are in deaths from", text)


def test_each_district_stands_against_the_system_and_along_its_slope(client: Any) -> None:
    text = text_of(client, "/places/fenland/life-expectancy")

    assert re.search(r"(Men|Women) here live", text)
    assert "Fewer than the system" in text
    assert "Slope index of inequality, by area" in text
    assert "are not the national fifths above" in text


def test_early_deaths_name_the_list_they_go_by(client: Any) -> None:
    text = text_of(client, "/life-expectancy")

    assert "Deaths that come too early" in text
    assert "Years of life lost before 75" in text
    assert "January 2022 version" in text


def test_who_is_missing_and_what_cannot_be_produced_are_said(client: Any) -> None:
    text = text_of(client, "/life-expectancy")

    assert "4 in 100 registered deaths could not be linked" in text
    assert "This is not the healthy life expectancy of national statistics" in text
    assert "so that cannot be produced here" in text


def test_years_without_a_condition_are_part_of_all_years(client: Any) -> None:
    text = text_of(client, "/life-expectancy")
    found = re.search(
        r"Of the ([\d.]+) years that women in [^.]+ would live, ([\d.]+) would be without any "
        r"long-term condition on record\.",
        text,
    )

    assert found is not None
    assert 0 < float(found.group(2)) < float(found.group(1))


def test_a_practice_has_none_and_the_page_says_where_to_look(client: Any) -> None:
    text = text_of(client, "/places/north-surgery-11-zn11-practice/life-expectancy")

    assert "Life expectancy cannot be produced for North Surgery 11." in text
    assert 'href="/life-expectancy"' in text


def test_a_run_without_deaths_says_so(
    client: Any, site: Site, no_kept_pages: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wholeplace.measures.release import Release

    kept = Release.document

    def without(self: Release, name: str) -> Any:
        none = {"why_not": "no registered deaths were landed"}
        return none if name == "mortality" else kept(self, name)

    monkeypatch.setattr(Release, "document", without)
    text = text_of(client, "/life-expectancy")

    assert "The reason: no registered deaths were landed." in text
    assert "Take away" not in text


def test_the_file_holds_every_figure_of_the_page_and_its_run(client: Any) -> None:
    response = client.get("/places/fenland/life-expectancy.csv")
    rows = list(csv.DictReader(response.content.decode().splitlines()))

    assert {row["area_name"] for row in rows} == {"Fenland"}
    assert {row["run_id"] for row in rows} == {"2026-03-31-made"}
    assert {row["table"] for row in rows} == {
        "life_expectancy",
        "life_gaps",
        "life_gap_parts",
        "early_deaths",
        "years_without",
    }
    assert response["Content-Disposition"].endswith('2026-03-31-made.csv"')


def test_the_page_of_a_place_leads_there(client: Any) -> None:
    assert "/places/fenland/life-expectancy" in text_of(client, "/places/fenland")
