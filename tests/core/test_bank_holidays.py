"""Bank holidays are those the government published."""

from __future__ import annotations

import datetime as dt

import pytest

from wholeplace.core.bank_holidays import bank_holidays, easter_sunday

PUBLISHED = {
    2002: "1-1 3-29 4-1 5-6 6-3 6-4 8-26 12-25 12-26",
    2010: "1-1 4-2 4-5 5-3 5-31 8-30 12-27 12-28",
    2011: "1-3 4-22 4-25 4-29 5-2 5-30 8-29 12-26 12-27",
    2012: "1-2 4-6 4-9 5-7 6-4 6-5 8-27 12-25 12-26",
    2016: "1-1 3-25 3-28 5-2 5-30 8-29 12-26 12-27",
    2020: "1-1 4-10 4-13 5-8 5-25 8-31 12-25 12-28",
    2021: "1-1 4-2 4-5 5-3 5-31 8-30 12-27 12-28",
    2022: "1-3 4-15 4-18 5-2 6-2 6-3 8-29 9-19 12-26 12-27",
    2023: "1-2 4-7 4-10 5-1 5-8 5-29 8-28 12-25 12-26",
    2026: "1-1 4-3 4-6 5-4 5-25 8-31 12-25 12-28",
}
EASTERS = "1981-4-19 1999-4-4 2000-4-23 2008-3-23 2011-4-24 2019-4-21 2024-3-31 2038-4-25 2049-4-18"


@pytest.mark.parametrize("year", PUBLISHED)
def test_bank_holidays_are_the_published_ones(year: int) -> None:
    days = [(int(m), int(d)) for m, d in (day.split("-") for day in PUBLISHED[year].split())]

    assert [(day.month, day.day) for day in bank_holidays(year)] == days


def test_easter_is_when_it_was_and_will_be() -> None:
    for text in EASTERS.split():
        day = dt.date(*(int(part) for part in text.split("-")))
        assert easter_sunday(day.year) == day


def test_every_year_has_eight_and_more_only_where_one_was_proclaimed() -> None:
    counts = {year: len(bank_holidays(year)) for year in range(1978, 2060)}

    assert {year for year, count in counts.items() if count != 8} == {
        1981, 1999, 2002, 2011, 2012, 2022, 2023,
    }  # fmt: skip
    assert counts[2022] == 10


def test_years_before_the_early_may_holiday_have_none_here() -> None:
    assert bank_holidays(1977) == ()
