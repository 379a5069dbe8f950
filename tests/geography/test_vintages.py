"""National fifths, and IMD 2019 carried to the small areas of 2021."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.core.errors import GeographyError
from wholeplace.geography.vintages import (
    Fit,
    carried_fifth,
    fit_2021_to_2011,
    national_fifth,
    national_tenth,
)

# Ten areas of England, scores rising with deprivation: ranks 10 … 1.
NATIONAL = [10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 100.0]


@st.composite
def ranks(draw: st.DrawFn) -> tuple[int, int]:
    areas = draw(st.integers(1, 50_000))
    return draw(st.integers(1, areas)), areas


@given(ranks())
def test_the_fifth_is_the_ceiling_of_rank_over_areas_times_five(pair: tuple[int, int]) -> None:
    rank, areas = pair
    assert national_fifth(rank, areas) == ceil(Fraction(rank, areas) * 5)
    assert 1 <= national_fifth(rank, areas) <= 5


@given(ranks())
def test_each_fifth_is_two_tenths(pair: tuple[int, int]) -> None:
    assert national_fifth(*pair) == (national_tenth(*pair) + 1) // 2


@given(st.integers(5, 2_000))
def test_fifths_hold_equal_numbers_of_areas_to_within_one(areas: int) -> None:
    sizes = [
        sum(national_fifth(rank, areas) == fifth for rank in range(1, areas + 1))
        for fifth in range(1, 6)
    ]
    assert max(sizes) - min(sizes) <= 1


@pytest.mark.parametrize(
    ("rank", "areas", "fifth"),
    [(1, 32_844, 1), (6_568, 32_844, 1), (6_569, 32_844, 2), (32_844, 32_844, 5)],
)
def test_the_boundaries_of_imd_2019(rank: int, areas: int, fifth: int) -> None:
    assert national_fifth(rank, areas) == fifth


@pytest.mark.parametrize("rank", [0, -1, 11])
def test_a_rank_outside_the_country_is_refused(rank: int) -> None:
    with pytest.raises(GeographyError, match="not between 1 and 10"):
        national_fifth(rank, 10)


def test_unchanged_split_and_merged_areas_are_read_through_their_2011_areas() -> None:
    changes = [
        {"lsoa11": "A", "lsoa21": "A", "change_code": "U"},
        {"lsoa11": "B", "lsoa21": "B1", "change_code": "S"},
        {"lsoa11": "B", "lsoa21": "B2", "change_code": "S"},
        {"lsoa11": "C", "lsoa21": "CD", "change_code": "M"},
        {"lsoa11": "D", "lsoa21": "CD", "change_code": "M"},
    ]
    fits = fit_2021_to_2011(changes, {"A": 1, "B": 1, "C": 900, "D": 1_000})
    assert fits == {
        "A": Fit("A", ("A",), "same"),
        "B1": Fit("B", ("B",), "split"),
        "B2": Fit("B", ("B",), "split"),
        "CD": Fit("D", ("C", "D"), "merged"),
    }


def test_an_unknown_change_code_is_refused() -> None:
    with pytest.raises(GeographyError, match="'Q'"):
        fit_2021_to_2011([{"lsoa11": "A", "lsoa21": "A", "change_code": "Q"}], {})


@pytest.mark.parametrize(
    ("people_in_c", "people_in_d", "fifth"),
    # C scores 100 (fifth 1), D scores 50 (fifth 3): the mean falls where most people live.
    [(1_000, 1, 1), (1_000, 1_000, 2), (1, 1_000, 3)],
)
def test_a_merged_area_falls_where_its_population_weighted_score_does(
    people_in_c: int, people_in_d: int, fifth: int
) -> None:
    fit = Fit("C", ("C", "D"), "merged")
    people = {"C": people_in_c, "D": people_in_d}
    found = carried_fifth(fit, {"C": 1, "D": 3}, {"C": 100.0, "D": 50.0}, people, NATIONAL)
    assert found == fifth


@given(st.integers(1, 5), st.integers(1, 5), st.integers(1, 3_000), st.integers(1, 3_000))
def test_a_carried_fifth_lies_between_those_of_its_parts(a: int, b: int, n: int, m: int) -> None:
    scores = {"C": 110.0 - 20 * a, "D": 110.0 - 20 * b}
    fit = Fit("C", ("C", "D"), "merged")
    found = carried_fifth(fit, {"C": a, "D": b}, scores, {"C": n, "D": m}, NATIONAL)
    assert min(a, b) <= found <= max(a, b)
