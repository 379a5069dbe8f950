"""The page of waits says who waits longest, beside what specialty and priority explain."""

from __future__ import annotations

import csv
import re
from typing import Any


def text_of(client: Any, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_the_size_of_the_lists_and_the_gap_by_deprivation_come_first(client: Any) -> None:
    text = text_of(client, "/waits")
    first = re.search(r'class="wp-headlines">(.*?)</div>', text)

    assert first is not None
    assert re.search(
        r"^ *<p>The hospitals&#39; lists hold about 1,205 waits for treatment, of people wherever "
        r"they live\. .* If nothing changes, on 29 "
        r"September 2026 there will be about [\d,]+ \([\d,]+ to [\d,]+\)\.</p>",
        first.group(1),
    )
    assert re.search(
        r"like for like, half of the waits have lasted more than [\d.]+ weeks in the most deprived "
        r"fifth and more than [\d.]+ weeks in the least deprived fifth",
        first.group(1),
    )


def test_each_list_says_how_many_wait_how_long_and_beyond_what(client: Any) -> None:
    text = text_of(client, "/waits")

    assert re.search(r"about [\d,]+ waits for treatment are going on\. Half have lasted", text)
    assert "One in ten have lasted more than" in text
    assert "have lasted over 18 weeks" in text
    assert "92 in 100 within 18 weeks" in text
    assert "Missed appointments" in text
    assert "Seen by telephone or video" in text


def test_a_table_has_both_numbers_of_every_group_with_limits(client: Any) -> None:
    text = text_of(client, "/waits")

    for heading in ("Half longer than (weeks)", "Like for like", "95% limits", "Over 104 weeks"):
        assert heading in text
    assert "With a learning disability" in text
    assert "Ethnicity is not known for 5 in 100 waits." in text


def test_what_cannot_be_produced_is_said_with_the_reason(client: Any) -> None:
    text = text_of(client, "/waits")

    assert "Waiting for a diagnostic test: no waiting-list entry data were landed." in text


def test_an_area_too_small_to_divide_says_so_and_where_to_look(client: Any) -> None:
    text = text_of(client, "/places/north-surgery-11-zn11-practice/waits")

    assert "Waits are not divided by group for North Surgery 11." in text
    assert 'href="/waits"' in text


def test_people_can_be_counted_where_they_are_registered(client: Any) -> None:
    system = "/places/cambridgeshire-and-peterborough-icb/waits"

    assert "people registered with its GP practices" in text_of(
        client, f"{system}?basis=registered"
    )
    assert client.get("/places/fenland/waits?basis=registered").status_code == 404


def test_the_file_holds_every_number_of_the_page_and_its_run(client: Any) -> None:
    response = client.get("/places/fenland/waits.csv")
    rows = list(csv.DictReader(response.content.decode().splitlines()))

    assert {row["area_name"] for row in rows} == {"Fenland"}
    assert {row["run_id"] for row in rows} == {"2026-03-31-made"}
    assert {row["measure"] for row in rows} >= {
        "median",
        "ninetieth",
        "over_52",
        "missed",
        "remote",
    }
    assert response["Content-Disposition"].endswith('2026-03-31-made.csv"')


def test_the_page_of_a_place_leads_there(client: Any) -> None:
    assert "/places/fenland/waits" in text_of(client, "/places/fenland")


def test_each_list_says_whether_it_is_the_right_size_and_what_it_needs(client: Any) -> None:
    text = text_of(client, "/waits")

    assert re.search(
        r"For 92 in 100 to be seen within 18 weeks, they could hold about [\d,]+, at today&#39;s "
        r"demand\.",
        text,
    )
    assert re.search(
        r"relief comes first: about [\d.]+ people seen in a week for half a year", text
    )
    assert "the lists are growing (1." in text
    assert "Trauma and orthopaedics" in text


def test_a_list_of_few_people_is_named_and_not_described(client: Any) -> None:
    text = text_of(client, "/waits")

    assert "Too few to show" in text[text.index("Waits for treatment, by hospital") :]


def test_each_list_is_told_half_a_year_ahead_with_its_range_and_against_today(client: Any) -> None:
    text = text_of(client, "/waits")

    assert re.search(
        r"If as many are referred and seen as in the last 13 weeks, on 29 September 2026 there "
        r"will be about [\d,]+ waits for treatment \([\d,]+ to [\d,]+ in four of five such half "
        r"years\), more than today&#39;s 1,205\. Of them about [\d,]+ \([\d,]+ to [\d,]+\) will "
        r"have lasted over 18 weeks, against 400 now\.",
        text,
    )
    assert "If nothing changes, there will be more waits for treatment." in text
    assert "It holds no change of either rate" in text


def test_a_list_that_is_not_current_is_named_and_left_out(client: Any) -> None:
    text = text_of(client, "/waits")

    assert "Not current, and left out of all of this: the lists of" in text
    assert "(last 14 February 2026)" in text
    assert "Not current" in text[text.index("Waits for treatment, by hospital") :]


def test_duplicates_are_a_range_and_nothing_is_said_to_be_removed(client: Any) -> None:
    text = text_of(client, "/waits")

    assert (
        "Of about 700 waits for a test on the lists, about 25 are likely to be a second entry for "
        "a wait that is on another list, and about 40 are if those that are only possible are "
        "counted too: between 4 in 100 and 6 in 100 entries." in text
    )
    assert "About 20 waits for a test do not say what for" in text
    assert "Nothing has been taken off any list." in text
    assert "The same specialty: no data." in text


def test_lists_of_hospitals_are_judged_for_the_system_only(client: Any) -> None:
    text = text_of(client, "/places/fenland/waits")

    assert "The right size?" not in text
    assert "on two providers" not in text
    assert "list is the right size, and what may be listed twice: in the whole system" in text


def test_the_sizes_and_the_duplicates_can_be_taken_away(client: Any) -> None:
    text = text_of(client, "/waits")

    for table, columns in (
        ("lists", {"list", "load"}),
        ("lists-ahead", {"list", "ahead", "lower_80"}),
        ("duplicates", {"rule", "numerator"}),
    ):
        assert f"/waits/{table}.csv" in text
        response = client.get(f"/waits/{table}.csv")
        rows = list(csv.DictReader(response.content.decode().splitlines()))
        assert {row["run_id"] for row in rows} == {"2026-03-31-made"}
        assert set(rows[0]) > columns
