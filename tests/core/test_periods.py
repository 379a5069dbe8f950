"""Periods in a row: numbered, named and told apart by their first days."""

from __future__ import annotations

import datetime as dt
import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.core import bank_holidays, periods
from wholeplace.core.periods import Kind, Periods, periods_of

FIRST = {"day": dt.date(2024, 2, 28), "week": dt.date(2024, 1, 1), "month": dt.date(2023, 11, 1)}


@pytest.mark.parametrize("module", [bank_holidays, periods])
def test_worked_examples_print_what_they_say(module: object) -> None:
    assert doctest.testmod(module).failed == 0


@given(st.sampled_from(["day", "week", "month"]), st.integers(0, 400))
def test_a_period_is_found_again_by_its_first_day(kind: Kind, place: int) -> None:
    along = Periods(kind, FIRST[kind], 1)

    start = along.start(place)

    assert along.place(start) == place
    assert along.place(along.start(place + 1) - dt.timedelta(days=1)) == place


@given(st.sampled_from(["day", "week", "month"]), st.integers(3, 40))
def test_periods_are_known_by_the_days_that_begin_them(kind: Kind, count: int) -> None:
    along = Periods(kind, FIRST[kind], count)

    found = periods_of(along.start(place) for place in range(count))

    assert found == along


def test_a_gap_is_a_period_that_has_nothing() -> None:
    found = periods_of([dt.date(2026, 1, 1), dt.date(2026, 1, 2), dt.date(2026, 1, 9)])

    assert found == Periods("day", dt.date(2026, 1, 1), 9)
