"""Replications: the same seed gives the same answer, scenarios share people, and it can stop."""

from __future__ import annotations

from threading import Event

import numpy as np

from wholeplace.planning.simulation.network import WEEKDAYS, Network, PersonClass, Unit
from wholeplace.planning.simulation.people import People, generator, joined, poisson_arrivals
from wholeplace.planning.simulation.replications import replicate
from wholeplace.planning.simulation.series import daily, stacked

DAYS = 60


def network(slots: int, starts_on: tuple[bool, ...] = (True,) * 7) -> Network:
    return Network(
        (Unit("Hospital", 40), Unit("Reablement", slots, starts_on)),
        (
            PersonClass("home", (("Hospital",),)),
            PersonClass("P1", (("Hospital",), ("Reablement",))),
        ),
    )


def draw(number: int) -> People:
    """Six come a day, two of them for reablement; thirty are there at the start."""
    arrival, kind = poisson_arrivals(generator(1, number, 0), np.tile([4.0, 2.0], (DAYS, 1)))
    stay = generator(1, number, 1).standard_exponential((arrival.size, 2)) * np.array([5.0, 9.0])
    there = generator(1, number, 2)
    at_start = People.of(
        -there.random(30), 1, there.random((30, 2)) * 10, holding=0, delay=[[1.0, 0.0]] * 30
    )
    return joined(at_start, People.of(arrival, kind, stay))


def blocked(slots: int, threads: int = 2) -> np.ndarray:
    """[replication, day] Beds held by people ready to leave."""
    done = replicate(network(slots), draw, daily, replications=6, days=DAYS, threads=threads)
    return stacked(done.answers).delayed[:, :, 0]


def test_the_same_seed_gives_the_same_answer_on_any_number_of_threads() -> None:
    once = blocked(12, threads=1)
    np.testing.assert_array_equal(once, blocked(12, threads=3))
    assert len({beds.sum() for beds in once}) == 6, "each replication has people of its own"


def test_scenarios_meet_the_same_people_so_more_slots_never_block_more_beds() -> None:
    few, more = blocked(12), blocked(16)
    assert (few.sum(axis=1) > more.sum(axis=1)).all()
    luck = few.sum(axis=1), more.sum(axis=1)
    assert np.var(luck[0] - luck[1]) < np.var(luck[0]) + np.var(luck[1]), "shared luck cancels"


def test_a_unit_closed_at_weekends_starts_nobody_then_and_bunches_on_mondays() -> None:
    done = replicate(network(16, WEEKDAYS), draw, daily, replications=6, days=DAYS)
    started = stacked(done.answers).started[:, :, 1].sum(axis=0)
    weekday = np.arange(DAYS) % 7
    assert started[weekday >= 5].sum() == 0
    assert started[weekday == 0].mean() > started[weekday == 3].mean()


def test_people_come_again_for_a_scenario_with_fewer_of_them() -> None:
    everybody = draw(0)
    kept = everybody.chosen(generator(1, 0, 3).random(len(everybody)) < 0.8)
    assert set(kept.arrival) <= set(everybody.arrival)
    assert 0.6 * len(everybody) < len(kept) < len(everybody)


def test_progress_is_told_and_a_stop_keeps_what_is_finished() -> None:
    told, stop = [], Event()

    def progress(done: int, asked: int) -> None:
        told.append((done, asked))
        if done == 3:
            stop.set()

    done = replicate(
        network(12), draw, daily, replications=50, days=DAYS, progress=progress, stop=stop
    )
    assert done.stopped
    assert 3 <= len(done.answers) <= 7
    assert told == [(number + 1, 50) for number in range(len(done.answers))]
    whole = replicate(network(12), draw, daily, replications=2, days=DAYS)
    assert not whole.stopped
    np.testing.assert_array_equal(whole.answers[0].delayed, done.answers[0].delayed)


def test_those_who_wait_at_the_start_have_waited_since_before_it() -> None:
    waiting = People.of([-6.0, -2.0], 1, [[4.0, 3.0]] * 2, holding=0)
    done = replicate(network(1), lambda _: waiting, daily, replications=1, days=10)
    series = done.answers[0]
    # The first was ready on day -2 and starts at 0; the second on day 2 and starts at 3.
    assert series.started[:, 1].tolist() == [1, 0, 0, 1, 0, 0, 0, 0, 0, 0]
    assert series.days_waited[:, 1].tolist() == [2, 0, 0, 1, 0, 0, 0, 0, 0, 0]
    assert series.delayed[:, 0].tolist() == [0, 0, 1, 0, 0, 0, 0, 0, 0, 0]
    assert series.left[:, 1].tolist() == [0, 0, 0, 1, 0, 0, 1, 0, 0, 0]
