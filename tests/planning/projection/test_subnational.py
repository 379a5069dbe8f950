"""Subnational projections: reading them, and the traps laid in the files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from wholeplace.core.errors import InputFileError, StatisticsError
from wholeplace.planning.projection.subnational import read_subnational

HEADING = "area_code,area,variant,year,age,females,males"


def a_file(folder: Path, rows: Iterable[str]) -> Path:
    """A file of a projection."""
    path = folder / "projection.csv"
    path.write_text("\n".join([HEADING, *rows]) + "\n", encoding="utf-8")
    return path


def rows(years: dict[int, tuple[int, int]], variant: str = "v1") -> list[str]:
    """One district of two ages, with so many women of each in a year."""
    return [
        f"ZD01,Fenland,{variant},{year},{age},{women},10"
        for year, ages in years.items()
        for age, women in enumerate(ages)
    ]


def test_the_base_year_is_in_two_variants_and_counted_once(tmp_path: Path) -> None:
    both = rows({2018: (5, 6)}, "v0") + rows({2018: (5, 6), 2019: (7, 8)})
    read = read_subnational(a_file(tmp_path, both))
    assert read.at(2018)[0, 0].tolist() == [5, 6]
    assert list(read.years) == [2018, 2019]


def test_the_variant_of_the_base_year_alone_is_no_projection(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match="holds the base year only"):
        read_subnational(a_file(tmp_path, rows({2018: (5, 6)}, "v0")), "v0")


def test_years_padded_with_copies_of_the_base_are_refused(tmp_path: Path) -> None:
    padded = rows({2016: (5, 6), 2017: (5, 6), 2018: (5, 6), 2019: (7, 8)})
    with pytest.raises(InputFileError, match="one is a copy"):
        read_subnational(a_file(tmp_path, padded))


def test_a_missing_age_names_its_district_and_year(tmp_path: Path) -> None:
    some = rows({2018: (5, 6), 2019: (7, 8)})[:-1]
    with pytest.raises(InputFileError, match="ZD01 has no age 1 in 2019"):
        read_subnational(a_file(tmp_path, some))


def test_an_age_given_twice_names_its_row(tmp_path: Path) -> None:
    twice = rows({2018: (5, 6)}) * 2
    with pytest.raises(InputFileError, match=r"row 3.*twice"):
        read_subnational(a_file(tmp_path, twice))


def test_a_financial_year_is_a_quarter_of_the_way_to_the_next_mid_year(tmp_path: Path) -> None:
    read = read_subnational(a_file(tmp_path, rows({2018: (100, 0), 2019: (200, 4)})))
    assert read.in_financial_year(2018)[0, 0].tolist() == [125, 1]
    with pytest.raises(StatisticsError, match="no 2020"):
        read.in_financial_year(2019)


@pytest.mark.reference
def test_the_six_districts_grow_as_published(reference: Path) -> None:
    path = reference / "real" / "snpp2018b" / "snpp_2018b_six_districts_variants.csv"
    read = read_subnational(path)
    assert read.at(2018).sum() == 852_521 and read.at(2043).sum() == 934_529
    over_85 = read.people[..., 85:].sum(axis=(0, 2, 3))
    assert over_85[[0, 13, 25]].tolist() == [20_907, 30_232, 41_507]
    fenland = list(read.areas).index("E07000010")
    np.testing.assert_array_equal(
        read.people[fenland].sum(axis=(1, 2))[[0, 25]], [101_491, 118_945]
    )
