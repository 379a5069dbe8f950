"""Populations in bands, and the refusals that keep unlike counts apart."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.core.errors import GeographyError
from wholeplace.geography import Geography
from wholeplace.geography.bands import BANDS, band_of
from wholeplace.geography.populations import (
    check_district_totals,
    read_ethnicity,
    read_populations,
)
from wholeplace.geography.source import Row
from wholeplace.geography.synthetic import SyntheticSource


class OneFileChanged(SyntheticSource):
    """The made-up source with the rows of one file replaced."""

    def __init__(self, name: str, rows: list[Row]) -> None:
        super().__init__()
        self.name, self.replaced = name, rows

    def rows(self, name: str) -> Iterator[Row]:
        yield from self.replaced if name == self.name else super().rows(name)


@given(st.integers(0, 130))
def test_every_age_falls_in_exactly_the_band_that_holds_it(age: int) -> None:
    inside = [
        i for i, (low, high) in enumerate(BANDS) if low <= age and (high is None or age <= high)
    ]
    assert inside == [band_of(age)]


def test_there_are_twenty_bands_from_under_one_to_ninety_and_over() -> None:
    assert len(BANDS) == 20
    assert (BANDS[0], BANDS[1], BANDS[-1]) == ((0, 0), (1, 4), (90, None))


def test_small_areas_that_miss_their_district_total_are_refused() -> None:
    def row(area_type: str, code: str, population: int) -> Row:
        return {
            "area_type": area_type,
            "area_code": code,
            "year": 2020,
            "population": population,
            "source": "mid_year_estimate",
        }

    rows = [row("lsoa11", "A", 100), row("lsoa11", "B", 50), row("district", "D", 150)]
    check_district_totals(rows, {"A": "D", "B": "D"})
    rows[0] = row("lsoa11", "A", 101)
    with pytest.raises(GeographyError, match="D hold 151 people in 2020, the district 150"):
        check_district_totals(rows, {"A": "D", "B": "D"})


def test_an_unknown_census_age_group_is_refused() -> None:
    stray = {"area_code": "ZZ-L0001", "age_group": "Aged 7", "population": 1}
    with pytest.raises(GeographyError, match="'Aged 7' is not known"):
        read_populations(OneFileChanged("census_age", [stray]))


def test_an_unknown_ethnic_group_is_refused() -> None:
    stray = {"lsoa21": "ZZ-L0001", "group": "Martian", "population": 1}
    with pytest.raises(GeographyError, match="'Martian' is not known"):
        read_ethnicity(OneFileChanged("census_ethnicity", [stray]), {"ZZ-L0001"})


@pytest.mark.parametrize("fixture", ["real", "made_up"])
def test_residents_of_each_small_area_are_the_sum_of_its_ethnic_groups(
    fixture: str, request: pytest.FixtureRequest
) -> None:
    built: Geography = request.getfixturevalue(fixture)
    groups: dict[str, int] = {}
    for r in built.table("ethnicity").to_pylist():
        assert r["population"] >= 0
        groups[r["lsoa21"]] = groups.get(r["lsoa21"], 0) + r["population"]
    for r in built.table("small_areas").to_pylist():
        # The census perturbs each table on its own, so two of its tables differ by a few people.
        assert groups[r["lsoa21"]] == pytest.approx(r["population"], abs=25)
