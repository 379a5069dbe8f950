"""Files carry the run, pass the same gated rows, and no spreadsheet runs them."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pytest

from tests.web.made_release import RUN_ID
from wholeplace.reports.export import FORMS


def rows_of(client: Any, address: str) -> list[dict[str, str]]:
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert RUN_ID in response.headers["Content-Disposition"]
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def test_every_row_names_its_run_and_its_basis(client: Any) -> None:
    rows = rows_of(client, "/places/fenland.csv")

    assert {row["run_id"] for row in rows} == {RUN_ID}
    assert {row["basis"] for row in rows} == {"resident"}
    assert {row["area_name"] for row in rows} == {"Fenland"}


def test_suppressed_counts_say_so_and_give_nothing_away(client: Any) -> None:
    rows = rows_of(client, "/places/north-surgery-11-zn11-practice.csv")
    hidden = [row for row in rows if row["status"] == "suppressed"]

    assert hidden
    assert {row["numerator_words"] for row in hidden} == {"1 to 7"}
    assert {row["numerator"] for row in hidden} == {""}
    assert {row["value"] + row["lower_95"] + row["upper_95"] for row in hidden} == {""}


def test_a_measure_comes_with_its_groups_and_its_peers(client: Any) -> None:
    rows = rows_of(client, "/measures/diabetes.csv?place=fenland")

    assert {row["measure"] for row in rows} == {"diabetes"}
    assert {row["area_name"] for row in rows if row["breakdown"] == "all"} > {"Fenland"}
    assert {row["area_name"] for row in rows if row["breakdown"] == "sex"} == {"Fenland"}


def test_page_and_file_say_the_same_number(client: Any) -> None:
    rows = rows_of(client, "/measures/diabetes.csv?place=fenland")
    fenland = next(r for r in rows if r["area_name"] == "Fenland" and r["breakdown"] == "all")
    page = client.get("/measures/diabetes?place=fenland").content.decode()

    assert f"{float(fenland['value']) * 100:.1f}%" in page
    assert f"{int(fenland['numerator']):,}" in page


def test_a_measure_comes_with_the_neighbourhoods_within_the_place(client: Any) -> None:
    rows = rows_of(client, "/measures/diabetes.csv?place=fenland")

    inside = {row["area_name"] for row in rows if row["area_type"] == "msoa"}
    assert inside == {f"Fenland 00{number}" for number in (1, 2, 3, 4)}


@pytest.mark.parametrize("address", ["/measures/diabetes", "/places/fenland"])
def test_a_workbook_holds_the_gaps_between_groups_with_their_limits(
    client: Any, address: str
) -> None:
    content = client.get(f"{address}.xlsx?place=fenland").content
    book = openpyxl.load_workbook(io.BytesIO(content))

    heads, *rows = [[cell.value for cell in row] for row in book["Gaps"].iter_rows(min_row=3)]
    mine = [dict(zip(heads, row, strict=True)) for row in rows]
    fifths = next(
        row for row in mine if row["measure"] == "diabetes" and "IMD 2025" in row["compared_by"]
    )
    assert (fifths["group"], fifths["compared_with"]) == (
        "Most deprived fifth",
        "Least deprived fifth",
    )
    assert 0 < fifths["difference_lower_95"] < fifths["difference"]
    assert {head for head in heads if head} <= {
        cell.value for cell in book["Notes"]["B"] if cell.value
    }


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_file_is_served_as_what_it_is(client: Any, form: str) -> None:
    response = client.get(f"/measures/diabetes.{form}?place=fenland")

    assert response.status_code == 200
    assert response.headers["Content-Type"] == FORMS[form].content_type
    assert response.headers["Content-Disposition"].endswith(f'{RUN_ID}.{form}"')


def test_a_form_nobody_offers_is_not_found(client: Any) -> None:
    assert client.get("/places/fenland.exe").status_code == 404


def test_an_unknown_run_is_refused(client: Any) -> None:
    assert client.get("/places/fenland.csv?run=../../etc").status_code == 404
