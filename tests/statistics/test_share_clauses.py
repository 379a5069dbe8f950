"""Clauses on a share: met or not only where the limits say so, whoever is not known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics import SHARE_VERDICTS, share_verdict, wilson

counts = st.integers(0, 2_000)


@given(counts, counts, counts, st.floats(0.01, 0.99))
def test_met_and_not_met_hold_wherever_those_not_known_belong(
    counted: int, rest: int, unknown: int, least: float
) -> None:
    among = counted + rest
    [said] = share_verdict([counted], [among], [unknown], least)

    assert said in SHARE_VERDICTS
    for extra in (0, unknown):
        if said in ("met", "not_met"):
            limits = wilson(counted + extra, among + unknown)
            assert (limits.lower >= least) if said == "met" else (limits.upper < least)


@given(counts, st.integers(1, 2_000), st.floats(0.01, 0.99))
def test_a_share_within_its_limits_is_neither_met_nor_missed(
    counted: int, rest: int, least: float
) -> None:
    limits = wilson(counted, counted + rest)
    [said] = share_verdict([counted], [counted + rest], [0], least)

    inside = bool(limits.lower < least <= limits.upper)
    assert (said == "uncertain") == inside


def test_a_clause_without_a_share_can_neither_be_met_nor_missed() -> None:
    assert share_verdict([0, 500, 1_000], [1_000] * 3, 0, None).tolist() == ["no_share"] * 3


def test_nobody_to_judge_by_is_no_data_and_not_a_miss() -> None:
    assert share_verdict([0, np.nan], [0, 100], 0, 0.3).tolist() == ["no_data", "no_data"]


def test_a_clause_is_wrongly_met_in_about_one_sample_of_forty() -> None:
    """A true share a hair below the one asked for: the lower of two 95 % limits errs 1 in 40."""
    drawn = np.random.default_rng(5).binomial(400, 0.2999, 20_000)

    met = (share_verdict(drawn, 400, 0, 0.3) == "met").mean()

    assert 0.015 < met < 0.035


@pytest.mark.parametrize("least", [0.0, 1.0, 30.0])
def test_a_share_that_is_none_is_refused(least: float) -> None:
    with pytest.raises(StatisticsError, match="no share"):
        share_verdict([1], [2], [0], least)
