"""Printed periods are read as days, and words nobody taught are never guessed at."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.geography.published.periods import days_of

YEARS = st.integers(1990, 2090)


@pytest.mark.parametrize(
    ("printed", "kind", "first", "last"),
    [
        ("2020-21", "year", date(2020, 4, 1), date(2021, 3, 31)),
        ("2020/21", "year", date(2020, 4, 1), date(2021, 3, 31)),
        ("1999/00", "year", date(1999, 4, 1), date(2000, 3, 31)),
        ("2016/17 - 18/19", "year", date(2016, 4, 1), date(2019, 3, 31)),
        ("2017 - 19", "year", date(2017, 1, 1), date(2019, 12, 31)),
        ("2019", "year", date(2019, 1, 1), date(2019, 12, 31)),
        ("2020/21 Q4", "year", date(2021, 1, 1), date(2021, 3, 31)),
        ("2021 Q2", "year", date(2021, 4, 1), date(2021, 6, 30)),
        ("April 2022", "year", date(2022, 4, 1), date(2022, 4, 30)),
        ("2011-12", "year", date(2011, 4, 1), date(2012, 3, 31)),
        ("2011-12", "month", date(2011, 12, 1), date(2011, 12, 31)),
        ("2011-11", "month", date(2011, 11, 1), date(2011, 11, 30)),
        ("2022-04-01", "day", date(2022, 4, 1), date(2022, 4, 1)),
    ],
)
def test_a_period_is_read_as_its_kind_says(
    printed: str, kind: str, first: date, last: date
) -> None:
    assert days_of(printed, kind) == (first, last)


@given(YEARS, st.integers(1, 12))
def test_every_month_ends_the_day_before_the_next(year: int, month: int) -> None:
    first, last = days_of(f"{year}-{month:02d}", "month")
    assert first == date(year, month, 1)
    assert last is not None
    assert (last + timedelta(days=1)).day == 1


@given(YEARS)
def test_financial_years_follow_each_other_without_a_gap(year: int) -> None:
    _, last = days_of(f"{year}/{(year + 1) % 100:02d}")
    following, _ = days_of(f"{year + 1}/{(year + 2) % 100:02d}")
    assert last is not None
    assert following == last + timedelta(days=1)


@given(st.text(max_size=30), st.sampled_from(["year", "month", "day", "not stated"]))
def test_any_words_give_a_period_in_order_or_none(printed: str, kind: str) -> None:
    first, last = days_of(printed, kind)
    assert (first is None) == (last is None)
    assert first is None or last is None or first <= last
