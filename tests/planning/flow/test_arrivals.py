"""Arrivals: as many as said, in bunches as said; history keeps its weeks whole."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from wholeplace.core.errors import StatisticsError
from wholeplace.planning.flow.arrivals import History, Rates
from wholeplace.planning.flow.levelling import WORKING_DAYS, levelled

MONDAY = dt.date(2019, 4, 1)
FLAT = {"weekdays": np.ones(7), "months": np.ones(12)}


def rates(**says: object) -> Rates:
    given = {"per_day": np.array([3.0, 1.0, 2.0]), "source_of": np.array([0, 0, 1]), **FLAT}
    return Rates(**(given | says))


def daily(made: Rates, days: int = 20_000) -> np.ndarray:
    time, _ = made.draw(np.random.default_rng(3), MONDAY, days)
    return np.bincount(time.astype(int), minlength=days)


def test_each_stream_has_its_rate() -> None:
    made = rates(batch=3.0, surge=0.3)
    time, stream = made.draw(np.random.default_rng(3), MONDAY, 20_000)
    assert np.bincount(stream) / 20_000 == pytest.approx([3, 1, 2], rel=0.04)
    assert (np.diff(time) >= 0).all()


def test_people_found_together_make_days_more_unlike() -> None:
    alone, together = daily(rates()), daily(rates(batch=3.0))
    assert alone.var() / alone.mean() == pytest.approx(1, rel=0.06)
    # A geometric number of mean b found together: variance over mean is 2b - 1.
    assert together.var() / together.mean() == pytest.approx(5, rel=0.08)


def test_weekdays_and_months_are_as_said() -> None:
    weekdays = np.array([1.5, 1, 1, 1, 1.5, 0.5, 0.5])
    counts = daily(rates(weekdays=weekdays), 7_000).reshape(-1, 7)
    assert counts.mean(axis=0) / counts.mean() == pytest.approx(weekdays, rel=0.05)


def test_averages_alone_are_known_for_what_they_are() -> None:
    assert rates().averages_only()
    assert not rates(batch=2.0).averages_only()


def test_history_is_drawn_in_whole_weeks_from_the_same_season() -> None:
    first = dt.date(2018, 4, 1)  # a Sunday
    days = (np.arange(365) + first.weekday()) % 7
    counts = np.column_stack([np.where(days == 4, 9, 0), np.arange(365) // 91])
    time, stream = History(first, counts).draw(np.random.default_rng(1), MONDAY, 364)
    assert set(np.unique(time[stream == 0].astype(int) % 7)) == {4}  # only ever on Fridays
    winter = time[(stream == 1) & (time >= 300) & (time < 330)]
    assert winter.size / 30 == pytest.approx(3, abs=0.6)


def test_a_history_of_a_few_days_is_refused() -> None:
    with pytest.raises(StatisticsError, match="20 days"):
        History(MONDAY, np.ones((20, 1), dtype=np.int64))


def test_levelled_people_come_at_an_even_pace_on_the_days_that_count() -> None:
    time, _ = rates(batch=3.0).draw(np.random.default_rng(8), MONDAY, 700)
    level = levelled(time, 700, 0, WORKING_DAYS)
    before, after = (np.bincount(t.astype(int), minlength=700) for t in (time, level))
    assert after.sum() == before.sum()
    assert after.reshape(-1, 7)[:, 5:].sum() == 0
    working = after.reshape(-1, 7)[:, :5]
    within_weeks = working - working.mean(axis=1, keepdims=True)
    assert within_weeks.var() < before.var() / 8
    assert (np.argsort(level, kind="stable") == np.argsort(time, kind="stable")).all()
    assert np.abs(level - time).max() < 10
