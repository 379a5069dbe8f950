"""The cohort-component method: what must hold of any projection."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from wholeplace.core.errors import StatisticsError
from wholeplace.planning.projection.cohorts import Array, Year, a_year_on, flows_of, project

AGES = 6
BABIES = np.array([0.003, 0.004])
people = hnp.arrays(np.float64, (2, AGES), elements=st.floats(0, 1e6))
shares = hnp.arrays(np.float64, (2, AGES), elements=st.floats(0, 1))


def a_year(
    *,
    dying_at_birth: Array | None = None,
    dying: Array | None = None,
    fertility: Array | None = None,
    net: Array | None = None,
) -> Year:
    """A year in which nothing happens but what is said."""
    return Year(
        np.zeros(2) if dying_at_birth is None else dying_at_birth,
        np.zeros((2, AGES)) if dying is None else dying,
        np.zeros(AGES) if fertility is None else fertility,
        np.zeros((2, AGES)) if net is None else net,
    )


BILLIONTH = 1e-9
"""Of a person: what is left where nearly everybody dies is no more than rounding."""


@given(people, shares)
def test_without_births_and_moves_everybody_grows_older_or_dies(now: Array, dying: Array) -> None:
    later = project(now, [a_year(dying=dying)])[1]
    alive = now * (1 - dying)
    assert np.all(later[:, 0] == 0)
    np.testing.assert_allclose(later[:, 1:-1], alive[:, :-2], atol=BILLIONTH)
    np.testing.assert_allclose(later[:, -1], alive[:, -2] + alive[:, -1], atol=BILLIONTH)


@given(people, shares, hnp.arrays(np.float64, (2, AGES), elements=st.floats(0, 1e5)))
def test_nobody_appears_or_vanishes_but_by_birth_death_or_move(
    now: Array, dying: Array, net: Array
) -> None:
    year = a_year(
        dying=dying, net=net, fertility=np.array([0, 0.1, 0.2, 0, 0, 0]), dying_at_birth=BABIES
    )
    flows = flows_of(now, year)
    later = a_year_on(now, flows)
    came = flows.births.sum() + flows.net_migration.sum()
    went = flows.deaths.sum() + flows.deaths_at_birth.sum()
    assert later.sum() == pytest.approx(now.sum() + came - went)


def test_somebody_who_moves_is_half_at_the_age_they_moved_and_half_a_year_older() -> None:
    net = np.zeros((2, AGES))
    net[0, 2] = 10
    later = project(np.zeros((2, AGES)), [a_year(net=net)])[1]
    np.testing.assert_array_equal(later[0], [0, 0, 5, 5, 0, 0])


def test_who_moves_at_the_open_age_stays_in_it() -> None:
    net = np.zeros((2, AGES))
    net[1, -1] = 10
    later = project(np.zeros((2, AGES)), [a_year(net=net)])[1]
    assert later[1, -1] == 10


def test_a_mother_counts_half_at_her_age_and_half_at_the_next() -> None:
    """Two women of 2 become two of 3: one year lived at each age, so the mean of the rates."""
    now = np.zeros((2, AGES))
    now[0, 2] = 2
    births = flows_of(now, a_year(fertility=np.array([0, 0, 0.5, 0.1, 0, 0]))).births
    assert births.sum() == pytest.approx(2 * (0.5 + 0.1) / 2)
    assert births[1] / births[0] == pytest.approx(1.05)


def test_more_leaving_than_there_are_is_refused() -> None:
    net = np.zeros((2, AGES))
    net[1, 3] = -100
    with pytest.raises(StatisticsError, match="more male people of age 3 leave"):
        project(np.full((2, AGES), 10.0), [a_year(net=net)])


def test_a_chance_of_dying_given_in_a_hundred_thousand_is_refused() -> None:
    with pytest.raises(StatisticsError, match="326 in 100,000"):
        project(np.ones((2, AGES)), [a_year(dying=np.full((2, AGES), 326.0))])
