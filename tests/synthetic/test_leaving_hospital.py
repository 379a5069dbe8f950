"""Invented people leave hospital as planted: first come, first served, into slots that exist."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.sources.synthetic import Synthesis
from wholeplace.sources.synthetic.admissions import Spells, admit
from wholeplace.sources.synthetic.clock import Clock
from wholeplace.sources.synthetic.datasets.leaving_hospital.leave import Leaving, leave
from wholeplace.sources.synthetic.datasets.leaving_hospital.planted import NAMES, PLACES, PLANTED
from wholeplace.sources.synthetic.datasets.leaving_hospital.slots import (
    Queue,
    enough_slots,
    next_working_day,
    starts,
    weekday,
)
from wholeplace.sources.synthetic.population import NEVER
from wholeplace.sources.synthetic.world import World

FIRST, LAST = 20_000, 20_060
WEEKENDS = np.array([True, False])


@pytest.fixture(scope="module")
def left(world: World) -> tuple[Spells, Leaving]:
    spells = admit(world, Clock(world))
    return spells, leave(world, spells)


def one_by_one(queue: Queue, slots: np.ndarray) -> list[int]:
    """The same queue served by a plain loop over days and people."""
    order = sorted(range(len(queue.cell)), key=lambda i: (queue.accepted[i], i))
    started = [NEVER] * len(order)
    for day in range(FIRST, LAST + 1):
        for i in order:
            cell = queue.cell[i]
            if started[i] < NEVER or queue.accepted[i] > day:
                continue
            if not WEEKENDS[cell] and weekday(np.array(day)) >= 5:
                continue
            busy = sum(
                queue.cell[j] == cell and started[j] <= day < started[j] + queue.length[j]
                for j in order
                if started[j] < NEVER
            )
            if busy < slots[day - FIRST, cell]:
                started[i] = day
    return started


@given(st.integers(0, 2**32 - 1), st.integers(1, 3))
def test_the_queue_is_that_of_a_plain_loop(seed: int, slots: int) -> None:
    rng = np.random.default_rng(seed)
    size = int(rng.integers(1, 25))
    queue = Queue(
        rng.integers(0, 2, size), FIRST + rng.integers(0, 70, size), rng.integers(1, 15, size)
    )
    open_each_day = np.full((LAST - FIRST + 1, 2), slots)

    found = starts(queue, open_each_day, WEEKENDS, FIRST, LAST)

    assert sorted(found[queue.cell == 0]) == sorted(
        np.array(one_by_one(queue, open_each_day))[queue.cell == 0]
    )
    assert found.tolist() == one_by_one(queue, open_each_day)


def test_slots_are_as_many_as_erlang_says() -> None:
    """At 50 slots, a load of 47.5 and stays of 5 days, Erlang's C gives waits of 1.258 days."""
    found = enough_slots(np.array([47.5]), np.array([5.0]), np.array([1.258]), 1.0)

    assert found.tolist() == [50]


def test_a_working_day_follows_a_weekend() -> None:
    days = np.arange(20_000, 20_014)
    moved = next_working_day(days)

    assert (weekday(moved) < 5).all()
    assert (moved[weekday(days) < 5] == days[weekday(days) < 5]).all()
    assert ((moved - days) <= 2).all()


def test_no_service_ever_holds_more_people_than_it_has_slots(
    world: World, left: tuple[Spells, Leaving]
) -> None:
    _, leaving = left
    ready = leaving.ready
    cell = np.concatenate([ready.service * len(PLACES) + ready.place, leaving.community_cell])
    start = np.concatenate([leaving.started, leaving.community_started])
    until = np.concatenate([leaving.until, leaving.community_until])
    inside = np.concatenate([ready.place >= 0, np.ones(len(leaving.community_cell), dtype=bool)])
    for day in range(world.last - 300, world.last + 1, 30):
        here = inside & (start <= day) & (until > day)
        busy = np.bincount(cell[here], minlength=len(NAMES) * len(PLACES))
        assert (busy <= leaving.slots[day - leaving.first]).all()


def test_nobody_leaves_before_being_ready_or_starts_before_being_accepted(
    left: tuple[Spells, Leaving],
) -> None:
    spells, leaving = left
    ready = leaving.ready

    assert (spells.leaves[ready.spell] >= ready.ready).all()
    begun = leaving.started < NEVER
    assert (leaving.started[begun] >= ready.accepted[begun]).all()
    assert begun.mean() > 0.9
    weekdays = np.array([not PLANTED[name].weekends for name in NAMES])[ready.service]
    mine = begun & weekdays & (ready.place >= 0)
    assert (weekday(leaving.started[mine]) < 5).all()


def test_people_are_ready_in_bunches(left: tuple[Spells, Leaving]) -> None:
    """Mondays see far more people ready than Sundays, where stays alone would make them alike."""
    by_day = np.bincount(weekday(left[1].ready.ready), minlength=7)

    assert by_day[0] > 2 * by_day[6]


def test_a_stay_ends_on_the_day_its_discharge_says(clean: Synthesis) -> None:
    here: dict[str, Path | str] = {
        name: str(clean.extracts / "*" / f"{name}.parquet")
        for name in ("hospital_discharge", "hospital_spell", "discharge_delay")
    }
    rows = duckdb.sql(
        f"""select count(*), count(*) filter (where s.discharge_date is distinct from
            d.discharge_date or s.admission_date <> d.admission_date
            or s.nhs_number is distinct from d.nhs_number)
            from '{here["hospital_discharge"]}' d join '{here["hospital_spell"]}' s
            using (spell_id)"""
    ).fetchall()
    assert rows[0][0] > 300
    assert rows[0][1] == 0
    orphans = duckdb.sql(
        f"""select count(*) from '{here["discharge_delay"]}' t
            left join '{here["hospital_discharge"]}' d using (spell_id)
            where d.spell_id is null or t.delay_start_date <> d.ready_date + 1
            or t.delay_end_date is distinct from d.discharge_date"""
    ).fetchall()
    assert orphans == [(0,)]
