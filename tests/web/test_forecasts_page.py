"""The page of forecasts says what is likely, how sure, and whether such forecasts earned trust."""

from __future__ import annotations

import csv
import re
from typing import Any


def text_of(client: Any, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_what_has_earned_trust_comes_first_with_its_range(client: Any) -> None:
    text = text_of(client, "/forecasts")
    first = re.search(r'class="wp-headlines">(.*?)</div>', text)

    assert first is not None
    assert re.search(
        r"Emergency admissions in April 2026: about [\d,]+ \([\d,]+ to [\d,]+ in four of five such "
        r"months\)\.",
        first.group(1),
    )
    assert "Attendances in April" not in first.group(1)


def test_each_series_says_whether_its_forecasts_have_been_closer(client: Any) -> None:
    text = text_of(client, "/forecasts")

    assert re.search(r"have been closer than &#39;the same as last year&#39; by a", text)
    assert "no better than &#39;the same as last year&#39;, so that is what is shown" in text
    assert re.search(
        r"Ranges meant to hold 80 in 100 held \d+ in 100, in \d+ earlier forecasts\.", text
    )


def test_the_record_stands_on_the_page_with_both_methods(client: Any) -> None:
    text = text_of(client, "/forecasts")

    for heading in ("Our error (MASE)", "Same as last season (MASE)", "80% ranges held"):
        assert heading in text
    assert "Smoothing: a level" in text and "The same as last season" in text


def test_days_are_named_and_tables_give_every_period_ahead(client: Any) -> None:
    text = text_of(client, "/forecasts")

    assert "Wednesday 1 April 2026" in text and "Tuesday 14 April 2026" in text
    assert "September 2026" in text and "October 2026" not in text


def test_figures_that_are_late_are_said_to_be(client: Any) -> None:
    text = text_of(client, "/forecasts")

    assert "The latest of these figures are for July 2025, and this run is of 31 March 2026" in text
    late = text.index("The latest of these figures")
    assert late > text.index('id="published"')


def test_what_is_not_forecast_is_said_with_the_reason(client: Any) -> None:
    text = text_of(client, "/forecasts")

    assert "Published delays: the series ended in July 2019." in text


def test_a_place_without_forecasts_says_why_and_where_there_are_some(client: Any) -> None:
    text = text_of(client, "/places/north-surgery-11-zn11-practice/forecasts")

    assert "Nothing is forecast for North Surgery 11." in text
    assert 'href="/places/fenland/forecasts"' in text


def test_every_number_can_be_taken_away(client: Any) -> None:
    response = client.get("/places/fenland/forecasts.csv")
    rows = list(csv.DictReader(response.content.decode().splitlines()))

    ahead = [row for row in rows if row["ahead"] != "0"]
    assert {row["ahead"] for row in ahead} == {"1", "2", "3", "4", "5", "6"}
    assert all(float(r["lower_95"]) <= float(r["lower_80"]) <= float(r["value"]) for r in ahead)
    assert all(row["area"] == "Fenland" for row in rows)


def test_waiting_lists_are_told_ahead_from_today_and_not_from_their_past(client: Any) -> None:
    text = text_of(client, "/forecasts")

    section = text[text.index("Waiting lists, the next half year") :]
    assert re.search(r"there will be about [\d,]+ waits for treatment", section)
    assert "Waiting lists are not forecast from their past" in section
