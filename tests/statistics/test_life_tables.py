"""Life tables, healthy life expectancy, and the gap between two tables by age and cause."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from tests.statistics.strategies import NAN
from wholeplace.core.errors import StatisticsError
from wholeplace.statistics import (
    STARTS_TO_85,
    STARTS_TO_90,
    gap_by_age,
    gap_by_cause,
    healthy_life_expectancy,
    life_table,
    years_of_life_lost,
    years_of_life_lost_rate,
)

Counts = NDArray[np.int64]
BANDS = len(STARTS_TO_90)


@st.composite
def mortality(draw: st.DrawFn) -> tuple[Counts, Counts]:
    """Deaths and people of the usual bands, with deaths in the last."""
    people = draw(st.lists(st.integers(300, 20_000), min_size=BANDS, max_size=BANDS))
    deaths = [draw(st.integers(0, number // 12)) for number in people]
    deaths[-1] = max(deaths[-1], 1)
    return np.array(deaths), np.array(people)


@given(mortality())
def test_survivors_never_rise_and_years_add_up_to_the_expectancy(
    drawn: tuple[Counts, Counts],
) -> None:
    table = life_table(*drawn, widest_interval=np.inf)

    assert np.all(np.diff(table.survivors) <= 1e-9)
    assert_allclose(table.years_lived.sum() / 100_000, table.expectancy.value[0], rtol=1e-12)
    assert np.all(table.expectancy.lower <= table.expectancy.value)


@given(mortality(), st.integers(2, 50))
def test_only_rates_matter_to_the_value_and_size_to_the_limits(
    drawn: tuple[Counts, Counts], times: int
) -> None:
    small = life_table(*drawn, widest_interval=np.inf).expectancy
    large = life_table(*(times * counts for counts in drawn), widest_interval=np.inf).expectancy

    assert_allclose(large.value, small.value, rtol=1e-9)
    assert_allclose(
        (large.upper - large.lower) * np.sqrt(times), small.upper - small.lower, rtol=1e-9
    )


@given(mortality(), st.integers(0, BANDS - 2))
def test_a_death_more_at_any_age_shortens_life(drawn: tuple[Counts, Counts], band: int) -> None:
    deaths, people = drawn
    more = deaths.copy()
    more[band] += 1

    before, after = (
        life_table(d, people, widest_interval=np.inf).expectancy.value[0] for d in (deaths, more)
    )

    assert after < before


def test_limits_cover_the_truth_as_often_as_they_say() -> None:
    """2,000 drawn populations: a binomial bound of three standard errors about 95 %."""
    rng = np.random.default_rng(8)
    people = np.full(BANDS, 2_000)
    rate = 0.0002 * np.exp(np.arange(BANDS) * 0.33)
    truth = life_table(rate * 1e9, np.full(BANDS, 1e9)).expectancy.value[0]

    got = life_table(rng.poisson(rate * people, (2_000, BANDS)), people).expectancy

    inside = ((got.lower[:, 0] <= truth) & (truth <= got.upper[:, 0])).mean()
    assert abs(inside - 0.95) < 3 * np.sqrt(0.95 * 0.05 / 2_000)


def test_tables_may_end_at_85() -> None:
    deaths, people = np.full(19, 50), np.full(19, 10_000)

    assert life_table(deaths, people, STARTS_TO_85).expectancy.value.shape == (19,)


@pytest.mark.parametrize(
    ("deaths", "people"),
    [
        pytest.param([5] * 19 + [0], [1_000] * 20, id="nobody died in the last band"),
        pytest.param([1] * 20, [100] * 20, id="fewer than 5,000 people"),
        pytest.param([5] * 19 + [NAN], [1_000] * 20, id="a band is missing"),
        pytest.param([5] * 20, [0] + [1_000] * 19, id="deaths among nobody"),
        pytest.param([5] * 10 + [900] + [5] * 9, [1_000] * 20, id="more deaths than could be"),
    ],
)
def test_no_table_is_better_than_a_wrong_one(deaths: list[float], people: list[float]) -> None:
    table = life_table(deaths, people)

    assert np.isnan(table.expectancy.value).all()
    assert np.isnan(table.survivors).all()


def test_one_unsound_table_leaves_the_others_alone() -> None:
    table = life_table([[5] * 19 + [150], [5] * 19 + [0]], [1_000] * 20)

    assert not np.isnan(table.expectancy.value[0]).any()
    assert np.isnan(table.expectancy.value[1]).all()


@pytest.mark.parametrize("starts", [[0, 5], [1, 5, 10], [0, 10, 5]])
def test_bands_that_cannot_be_are_refused(starts: list[int]) -> None:
    with pytest.raises(StatisticsError, match="from 0 up"):
        life_table([1] * len(starts), [10_000] * len(starts), starts)


@given(mortality(), mortality())
def test_the_parts_of_a_gap_add_up_to_it(
    one: tuple[Counts, Counts], other: tuple[Counts, Counts]
) -> None:
    tables = [life_table(*drawn, widest_interval=np.inf) for drawn in (one, other)]
    births = [table.expectancy.value[0] for table in tables]

    parts = gap_by_age(*tables)

    assert_allclose(parts.sum(), births[1] - births[0], atol=1e-8)
    assert_allclose(gap_by_age(tables[0], tables[0]), 0, atol=1e-12)


@given(mortality(), mortality(), st.integers(1, 4), st.data())
def test_causes_add_up_to_their_age(
    one: tuple[Counts, Counts], other: tuple[Counts, Counts], causes: int, data: st.DataObject
) -> None:
    share = np.array(
        data.draw(st.lists(st.floats(0.1, 1), min_size=causes + 1, max_size=causes + 1))
    )
    by_cause = [
        np.outer(weights / weights.sum(), drawn[0])
        for weights, drawn in ((share, one), (share[::-1], other))
    ]
    tables = [life_table(*drawn, widest_interval=np.inf) for drawn in (one, other)]
    rates = [deaths / people for deaths, people in (one, other)]
    assume(np.all(rates[0] != rates[1]))

    gap = gap_by_age(*tables)
    parts = gap_by_cause(gap, by_cause[0], one[1], by_cause[1], other[1])

    assert parts.shape == (causes + 1, BANDS)
    assert_allclose(parts.sum(axis=0), gap, atol=1e-8)


@given(mortality(), st.floats(0, 1))
def test_the_same_health_at_every_age_takes_the_same_share_of_life(
    drawn: tuple[Counts, Counts], healthy: float
) -> None:
    table = life_table(*drawn, widest_interval=np.inf)

    got = healthy_life_expectancy(table, [healthy] * BANDS, [1_000] * BANDS)

    assert_allclose(got.value, healthy * table.expectancy.value, rtol=1e-9, atol=1e-12)
    assert np.all(got.lower <= got.value + 1e-12)


def test_health_asked_of_nobody_is_not_known() -> None:
    table = life_table([5] * 20, [10_000] * 20)

    got = healthy_life_expectancy(table, [0.8] * 20, [100] * 19 + [0])

    assert np.isnan(got.lower).all()


def test_years_lost_before_75_leave_later_deaths_out() -> None:
    assert years_of_life_lost([1, 1, 5], [10, 70, 80]) == 70
    rates = years_of_life_lost_rate([20, 30, 9], [9_000, 8_000, 50], [40, 70, 80], [6, 4, 1])
    alone = years_of_life_lost_rate([20, 30], [9_000, 8_000], [40, 70], [6, 4])
    assert_allclose(rates, alone)
