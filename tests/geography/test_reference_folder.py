"""A reference folder is read against its contracts; what is wrong is named with the remedy."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace import geography
from wholeplace.core.errors import GeographyError
from wholeplace.geography.contracts import PARSERS, Reference, contracts

CHANGES = "lsoa11_code,lsoa21_code,change_code\n"


def folder_with(tmp_path: Path, name: str, text: str, encoding: str = "utf-8") -> Reference:
    (tmp_path / name).write_text(text, encoding)
    return Reference(tmp_path)


def test_rows_come_under_our_names_typed_and_without_a_byte_order_mark(tmp_path: Path) -> None:
    text = "org_code,name,postcode,prescribing_setting,open_date,close_date\n"
    text += "D1,ONE,PE1 1AA,4,19740401,\nD2,TWO,PE1 1AB,4,19740401,20200630\n"
    reference = folder_with(tmp_path, "epraccur_2022_que.csv", text, "utf-8-sig")
    rows = list(reference.rows("practices"))
    assert [r["practice_code"] for r in rows] == ["D1", "D2"]
    assert [r["closed"] for r in rows] == [None, date(2020, 6, 30)]


def test_a_folder_named_real_inside_comes_first(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "lookup_lsoa11_lsoa21_ew.csv").write_text(CHANGES + "A,B,U\n")
    reference = folder_with(tmp_path, "lookup_lsoa11_lsoa21_ew.csv", CHANGES + "C,D,U\n")
    assert [r["lsoa11"] for r in reference.rows("lsoa_change")] == ["A"]
    (source,) = reference.sources()
    assert source["file"] == "lookup_lsoa11_lsoa21_ew.csv"
    assert len(source["sha256"]) == 64


def test_a_folder_that_does_not_exist_is_named_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(GeographyError, match=r"nowhere does not exist.*WHOLEPLACE_REFERENCE"):
        geography.build(tmp_path / "nowhere", tmp_path / "out")


def test_a_missing_file_is_named_with_its_publisher(tmp_path: Path) -> None:
    with pytest.raises(GeographyError, match=r"lookup_lsoa11_lsoa21_ew\.csv is not in .*ONS"):
        list(Reference(tmp_path).rows("lsoa_change"))


def test_a_file_the_build_can_do_without_gives_no_rows(tmp_path: Path) -> None:
    assert list(Reference(tmp_path).rows("qof_practice")) == []


def test_a_missing_column_is_named_with_those_there_are(tmp_path: Path) -> None:
    reference = folder_with(tmp_path, "lookup_lsoa11_lsoa21_ew.csv", "lsoa11_code,lsoa21_code\n")
    with pytest.raises(GeographyError, match=r"no column change_code.*lsoa11_code, lsoa21_code"):
        list(reference.rows("lsoa_change"))


@pytest.mark.parametrize("cell", ["many", "1.5", ""])
def test_a_wrong_cell_is_named_by_file_row_and_column(tmp_path: Path, cell: str) -> None:
    text = f"lsoa21_code,age_group,usual_residents\nA,x,3\nB,x,{cell}\n"
    reference = folder_with(tmp_path, "census2021_lsoa21_age6_cp.csv", text)
    with pytest.raises(
        GeographyError, match=r"age6_cp\.csv, row 2, column usual_residents.*whole number"
    ):
        list(reference.rows("census_age"))


@given(st.integers(-(10**9), 10**9))
def test_whole_numbers_are_read_with_or_without_a_decimal_point(number: int) -> None:
    assert PARSERS["whole"](str(number)) == PARSERS["whole"](f"{number}.0") == number


@given(st.dates(date(1900, 1, 1)))
def test_dates_are_read_as_the_nhs_organisation_files_write_them(day: date) -> None:
    assert PARSERS["date"](f"{day:%Y%m%d}") == day


def test_every_contract_says_what_it_is_and_whose() -> None:
    for contract in contracts().values():
        assert contract.title and contract.source and contract.columns
        assert contract.optional <= set(contract.columns)
