"""The list ahead: nobody is lost, the urgent go first, and theory's capacity does what it says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholeplace.core.errors import StatisticsError
from wholeplace.definitions.datasets.waiting_list_entry import CLINICAL_PRIORITY
from wholeplace.planning.waiting.ahead import Ahead, capacities, look_ahead
from wholeplace.planning.waiting.priorities import TARGET_DAYS
from wholeplace.planning.waiting.queueing import Draws, ListNow, Order, draw, follow
from wholeplace.statistics import target_queue_size

CODES = ("P2", "P3", "P4")
DAYS = tuple(TARGET_DAYS[code] for code in CODES)
WAITING = np.array([[4, 2, 0, 1], [6, 5, 4, 3], [9, 9, 8, 7]])


def a_list(demand: tuple[float, ...] = (3.0, 6.0, 9.0), **given: float) -> ListNow:
    return ListNow(CODES, DAYS, WAITING, np.array(demand), **given)


def one_by_one(now: ListNow, draws: Draws, capacity: float, order: Order) -> tuple[list, list]:
    """The same, person by person: the week each was referred in, and who is first each week."""
    oldest = now.waiting.shape[1]
    people = [
        (kind, -1 - weeks)
        for kind in range(len(now.priorities))
        for weeks in range(oldest)
        for _ in range(now.waiting[kind, weeks])
    ]
    seen = []
    for week in range(draws.referrals.shape[1]):
        for kind, number in enumerate(draws.referrals[0, week]):
            people += [(kind, week)] * int(number)
        if order == "due":
            people.sort(key=lambda p: (p[1] * 7 + now.target_days[p[0]], now.target_days[p[0]]))
        else:
            people.sort(key=lambda p: (now.target_days[p[0]], p[1]))
        noise = draws.luck[0, week] * now.cv_capacity * capacity**0.5
        slots = max(int(np.rint(capacity + noise)), 0)
        seen += [(kind, week - came) for kind, came in people[:slots]]
        people = people[slots:]
    return people, seen


@pytest.mark.parametrize("order", ["priority", "due"])
def test_counting_by_week_is_the_same_as_going_person_by_person(order: Order) -> None:
    now = a_list(cv_demand=1.3, cv_capacity=0.8)
    draws = draw(now, 30, 1, seed=3)

    course = follow(now, draws, [17.0] * 30, order)
    people, seen = one_by_one(now, draws, 17.0, order)

    for kind in range(3):
        waiting = np.bincount([29 - came for k, came in people if k == kind], minlength=34)
        assert course.waiting[0, kind].tolist() == waiting.tolist()
        waits = np.bincount([weeks for k, weeks in seen if k == kind], minlength=34)
        assert course.seen[0, kind].tolist() == waits.tolist()


@settings(max_examples=40)
@given(
    st.lists(st.lists(st.integers(0, 9), min_size=4, max_size=4), min_size=3, max_size=3),
    st.lists(st.floats(0, 30), min_size=6, max_size=6),
    st.sampled_from(["priority", "due"]),
    st.integers(0, 99),
)
def test_whatever_the_list_and_the_capacity_everybody_is_seen_or_waits(
    waiting: list[list[int]], capacity: list[float], order: Order, seed: int
) -> None:
    now = a_list()._replace(waiting=np.array(waiting))
    draws = draw(now, 6, 3, seed)

    course = follow(now, draws, capacity, order)

    came = now.waiting.sum(axis=1) + draws.referrals.sum(axis=1)
    assert (course.seen.sum(axis=2) + course.waiting.sum(axis=2) == came).all()
    assert (course.waiting >= 0).all() and (course.seen >= 0).all()


def test_nobody_is_lost_and_nobody_comes_from_nowhere() -> None:
    now = a_list()
    draws = draw(now, 40, 50, seed=1)

    course = follow(now, draws, [18.0] * 40)

    came = now.waiting.sum() + draws.referrals.sum(axis=(1, 2))
    assert (course.seen.sum(axis=(1, 2)) + course.waiting.sum(axis=(1, 2)) == came).all()
    assert (course.queue[:, -1] == course.waiting.sum(axis=2)).all()


def test_how_many_wait_does_not_depend_on_who_goes_first() -> None:
    now, capacity = a_list(), [16.0] * 52
    draws = draw(now, 52, 20, seed=2)

    one, other = (follow(now, draws, capacity, order) for order in ("priority", "due"))

    assert (one.queue.sum(axis=2) == other.queue.sum(axis=2)).all()
    assert (one.queue[:, -1, 0] <= other.queue[:, -1, 0]).all()


def test_the_urgent_do_not_wait_for_the_rest() -> None:
    """With capacity short by a fifth the whole shortage falls on the least urgent."""
    found = by_name(a_list(), {"short": np.full(52, 14.4)})

    assert found["short", "P2", "within_target"].mean > 0.99
    assert found["short", "P2", "waiting"].mean < 5
    assert found["short", "P4", "waiting"].mean > 150


def test_the_same_seed_gives_the_same_answer_and_another_seed_another() -> None:
    now = a_list()

    one, same, other = (
        look_ahead(now, {"now": np.full(20, 18.0)}, 10, seed=seed) for seed in (5, 5, 6)
    )

    assert one == same
    assert one != other


def test_scenarios_meet_the_same_referrals() -> None:
    found = by_name(a_list(), {"one": np.full(20, 18.0), "two": np.full(20, 18.0)})

    assert found["one", "all", "waiting"][3:] == found["two", "all", "waiting"][3:]


def test_what_holds_a_list_holds_it_near_its_target_and_as_now_it_grows() -> None:
    """Theory against simulation: five years at the target capacity, from the target size."""
    demand, target_weeks = 20.0, 18.0
    size = int(target_queue_size(demand, target_weeks))
    now = ListNow(("P4",), (365,), np.full((1, 6), size // 6), np.array([demand]))
    plans = capacities(now, 19.0, 260, target_weeks)

    found = {
        (row.scenario, row.figure): row for row in look_ahead(now, plans, replications=400, seed=8)
    }

    held = found["what holds it", "waiting"].mean
    assert held == pytest.approx(size, rel=0.25)
    assert found["as now", "waiting"].mean > 3 * size


def test_what_relieves_a_list_brings_it_down_in_time() -> None:
    now = ListNow(("P4",), (365,), np.full((1, 40), 20), np.array([20.0]))
    plans = capacities(now, 20.0, 26, target_weeks=18)
    target = float(target_queue_size(20, 18))

    found = {
        (row.scenario, row.figure): row for row in look_ahead(now, plans, replications=200, seed=8)
    }

    relieved = found["what relieves it, then holds it", "waiting"]
    assert relieved.mean == pytest.approx(target, rel=0.15)
    assert relieved.low < target < relieved.high


def test_referrals_have_the_mean_and_the_spread_asked_for() -> None:
    draws = draw(a_list(cv_demand=1.5), 52, 400, seed=4)
    weekly = draws.referrals.sum(axis=2)

    assert weekly.mean() == pytest.approx(18, rel=0.01)
    assert weekly.var() == pytest.approx(18 * 1.5**2, rel=0.05)


def test_every_clinical_priority_of_the_data_set_has_its_days() -> None:
    assert set(TARGET_DAYS) == set(CLINICAL_PRIORITY)


def test_capacity_for_the_wrong_number_of_weeks_is_refused() -> None:
    now = a_list()

    with pytest.raises(StatisticsError, match="3 weeks of 5"):
        follow(now, draw(now, 5, 2, seed=1), [10.0] * 3)


def by_name(now: ListNow, scenarios: dict[str, np.ndarray]) -> dict[tuple[str, str, str], Ahead]:
    rows = look_ahead(now, scenarios, replications=60, seed=9)
    return {(row.scenario, row.priority, row.figure): row for row in rows}
