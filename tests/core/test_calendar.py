"""Ages, months and windows, against plain counting of days and months."""

from __future__ import annotations

import calendar as standard
import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.core.calendar import (
    AGE_BAND_STARTS,
    AGE_BANDS,
    age_in_years,
    in_words,
    month_starts,
    months_earlier,
    window_start,
)

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))
MONTHS = st.integers(0, 240)
DAY = dt.timedelta(days=1)


def birthdays_passed(born: dt.date, on: dt.date) -> int:
    """Birthdays after birth, up to and including a day; a leap day's falls on 1 March."""
    passed = 0
    for year in range(born.year + 1, on.year + 1):
        leap_day = (born.month, born.day) == (2, 29) and not standard.isleap(year)
        birthday = dt.date(year, 3, 1) if leap_day else born.replace(year=year)
        passed += birthday <= on
    return passed


def stepped_back(day: dt.date, months: int) -> dt.date:
    """Month by month from the first of the month, then to the same day or the month's last."""
    first = day.replace(day=1)
    for _ in range(months):
        first = (first - DAY).replace(day=1)
    return first.replace(day=min(day.day, standard.monthrange(first.year, first.month)[1]))


@given(DAYS, DAYS)
def test_age_is_the_number_of_birthdays_passed(one: dt.date, other: dt.date) -> None:
    born, on = sorted((one, other))

    assert age_in_years(born, on) == birthdays_passed(born, on)


@pytest.mark.parametrize(
    ("on", "age"),
    [("2001-02-28", 0), ("2001-03-01", 1), ("2004-02-28", 3), ("2004-02-29", 4)],
)
def test_somebody_born_on_a_leap_day_grows_older_on_1_march_of_common_years(
    on: str, age: int
) -> None:
    assert age_in_years(dt.date(2000, 2, 29), dt.date.fromisoformat(on)) == age


@given(DAYS)
def test_nobody_is_a_year_old_before_the_first_birthday(born: dt.date) -> None:
    assert age_in_years(born, born) == 0
    assert age_in_years(born, born - DAY) == -1


@given(DAYS, MONTHS)
def test_months_earlier_is_stepping_back_month_by_month(day: dt.date, months: int) -> None:
    assert months_earlier(day, months) == stepped_back(day, months)


@given(DAYS)
def test_a_month_later_is_what_a_month_earlier_undoes_on_the_first(day: dt.date) -> None:
    first = day.replace(day=1)

    assert months_earlier(months_earlier(first, -1), 1) == first


@given(DAYS, st.integers(1, 60))
def test_a_window_of_whole_months_ends_on_its_day_and_tiles_with_the_one_before(
    as_at: dt.date, months: int
) -> None:
    month_end = months_earlier(as_at.replace(day=1), -1) - DAY
    start = window_start(month_end, months)

    assert start.day == 1
    assert (month_end.year - start.year) * 12 + month_end.month - start.month == months - 1
    assert window_start(start - DAY, months) == months_earlier(start, months)


def test_twelve_months_to_the_end_of_march_begin_on_1_april_even_round_a_leap_day() -> None:
    assert window_start(dt.date(2024, 3, 31), 12) == dt.date(2023, 4, 1)
    assert window_start(dt.date(2024, 2, 29), 12) == dt.date(2023, 3, 1)
    assert window_start(dt.date(2023, 2, 28), 12) == dt.date(2022, 3, 1)


@given(DAYS, st.integers(1, 48))
def test_month_starts_are_the_last_complete_months_oldest_first(
    as_at: dt.date, months: int
) -> None:
    starts = month_starts(as_at, months)

    assert len(starts) == months
    assert all(start.day == 1 for start in starts)
    assert all(months_earlier(later, 1) == start for start, later in pairwise(starts))
    last_day = months_earlier(starts[-1], -1) - DAY
    assert last_day <= as_at < months_earlier(starts[-1], -2) - DAY


def test_age_bands_are_under_1_then_1_to_4_then_fives_to_90_and_over() -> None:
    assert AGE_BANDS[:4] == ("under 1", "1-4", "5-9", "10-14")
    assert AGE_BANDS[-2:] == ("85-89", "90+")
    assert len(AGE_BANDS) == len(AGE_BAND_STARTS) == 20


def test_dates_are_written_as_the_nhs_writes_them() -> None:
    assert in_words(dt.date(2024, 2, 29)) == "29 February 2024"
