"""The compiled event calendar against a plain one, on random small networks with many ties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planning.simulation.oracle import Oracle
from wholeplace.core.errors import StatisticsError
from wholeplace.planning.simulation.journeys import Journeys, simulate
from wholeplace.planning.simulation.network import WEEKDAYS, Network, PersonClass, Unit
from wholeplace.planning.simulation.people import People
from wholeplace.planning.simulation.series import daily, daily_average, daily_total

DAYS = 12
WEEKS = st.sampled_from([(True,) * 7, WEEKDAYS, (False, True, False, True, False, False, True)])
# Quarters of days are exact in binary: moments that should coincide do.
LENGTHS = st.integers(0, 16).map(lambda quarters: quarters / 4)


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Up to three stages of one or two units each, whose slots and weeks are anything."""
    stages = draw(st.integers(1, 3))
    slots = st.none() | st.integers(0, 3) | st.lists(st.integers(0, 3), min_size=1, max_size=DAYS)
    units = [
        Unit(f"{stage}{letter}", draw(slots.map(_still)), draw(WEEKS), draw(WEEKS))
        for stage in range(stages)
        for letter in "ab"
    ]
    classes = []
    for number in range(draw(st.integers(1, 3))):
        last = draw(st.integers(1, stages))
        way = [
            draw(st.permutations([f"{stage}a", f"{stage}b"]))[: draw(st.integers(1, 2))]
            for stage in range(last)
        ]
        classes.append(PersonClass(str(number), tuple(tuple(stage) for stage in way)))
    holidays = draw(st.lists(st.integers(0, DAYS), max_size=2))
    return Network(tuple(units), tuple(classes), draw(st.integers(0, 6)), tuple(holidays))


def _still(slots: int | list[int] | None) -> int | tuple[int, ...] | None:
    return tuple(slots) if isinstance(slots, list) else slots


@st.composite
def populations(draw: st.DrawFn, network: Network) -> People:
    """Up to thirty people, some there at the start, some waiting since before it."""
    number = draw(st.integers(0, 30))
    kind = [draw(st.integers(0, len(network.classes) - 1)) for _ in range(number)]
    stage = [draw(st.integers(0, len(network.classes[each].stages) - 1)) for each in kind]
    holding, arrival = [], []
    for each, at in zip(kind, stage, strict=True):
        inside = draw(st.booleans())
        unit = draw(st.sampled_from(network.classes[each].stages[at]))
        holding.append(network.position[unit] if inside else -1)
        arrival.append(draw(st.integers(-8, 0 if inside else 4 * DAYS + 4)) / 4)
    lengths = st.lists(
        st.lists(LENGTHS, min_size=network.stages, max_size=network.stages),
        min_size=number,
        max_size=number,
    )
    shape = (number, network.stages)
    stay, delay = (np.array(draw(lengths), dtype=float).reshape(shape) for _ in range(2))
    return People.of(arrival, kind, stay, delay, stage, holding)


@st.composite
def situations(draw: st.DrawFn) -> tuple[Network, People]:
    network = draw(networks())
    return network, draw(populations(network))


@settings(max_examples=100)
@given(situations())
def test_the_kernel_says_exactly_what_a_plain_calendar_says(
    situation: tuple[Network, People],
) -> None:
    network, people = situation
    found, told = simulate(network, people, DAYS), Oracle(network, people, DAYS).run()
    for person in range(len(people)):
        for stage in range(network.stages):
            asked = told.asked.get((person, stage), np.nan)
            began, unit = told.started.get((person, stage), (np.nan, -1))
            assert np.array_equal(found.asked[person, stage], asked, equal_nan=True)
            assert np.array_equal(found.started[person, stage], began, equal_nan=True)
            assert found.unit[person, stage] == unit
        assert np.array_equal(found.left[person], told.left.get(person, np.nan), equal_nan=True)


@settings(max_examples=100)
@given(situations())
def test_nobody_is_lost_or_counted_twice_on_any_day(situation: tuple[Network, People]) -> None:
    network, people = situation
    found = simulate(network, people, DAYS)
    for day in np.arange(0.0, DAYS + 1):
        came = people.arrival < day
        gone = found.left < day
        inside = _open(found.started, found.vacated, day)
        outside = _open(
            np.where(people.holding[:, None] < 0, found.asked, np.nan), found.started, day
        )
        at_the_door = (
            outside[np.arange(len(people)), people.stage] if len(people) else outside.sum()
        )
        assert came.sum() == gone.sum() + inside.sum() + at_the_door.sum()
        assert (inside.sum(axis=1) <= 1).all()


def _open(began: np.ndarray, ended: np.ndarray, day: float) -> np.ndarray:
    return (began < day) & ~(ended < day)


@settings(max_examples=100)
@given(situations())
def test_the_average_of_a_day_is_the_time_people_spend_in_it(
    situation: tuple[Network, People],
) -> None:
    network, people = situation
    found = simulate(network, people, DAYS)
    series = daily(found)
    np.testing.assert_allclose(series.delayed.sum(), _delayed(found), atol=1e-9)
    for day in range(DAYS):
        spent = sum(
            _overlap(found.started[person, stage], found.vacated[person, stage], day)
            for person in range(len(people))
            for stage in range(network.stages)
        )
        np.testing.assert_allclose(series.occupied[day].sum(), spent, atol=1e-9)
    assert (series.delayed - series.in_process >= -1e-9).all()
    group, units = found.unit, len(network.units)
    for days_of, ended in ((series.delayed, found.vacated), (series.in_process, found.asked_next)):
        again = daily_average(found.finished, ended, group, units, DAYS)
        np.testing.assert_allclose(days_of, again, atol=1e-9)
    waits = daily_total(found.started, group, units, DAYS, found.started - found.came)
    np.testing.assert_allclose(series.days_waited, waits, atol=1e-9)


def _delayed(found: Journeys) -> float:
    return sum(found.delayed_days(stage).sum() for stage in range(found.network.stages))


def _overlap(began: float, ended: float, day: int) -> float:
    if np.isnan(began):
        return 0.0
    return max(0.0, min(day + 1, np.inf if np.isnan(ended) else ended) - max(day, began))


def test_a_way_that_goes_round_is_refused() -> None:
    units = (Unit("A", 1), Unit("B", 1))
    there, back = PersonClass("there", (("A",), ("B",))), PersonClass("back", (("B",), ("A",)))
    with pytest.raises(StatisticsError, match="round through A, B"):
        Network(units, (there, back))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"stay": [[-1.0]]}, "negative or missing"),
        ({"delay": [[np.nan]]}, "negative or missing"),
        ({"arrival": [np.nan]}, "missing"),
        ({"arrival": [1.0], "holding": [0]}, "comes after it"),
        ({"arrival": [0.0, 1.0]}, "2 arrivals"),
    ],
)
def test_people_who_cannot_be_are_refused(change: dict[str, list[float]], words: str) -> None:
    ordinary = {"arrival": [0.0], "kind": [0], "stay": [[1.0]]}
    with pytest.raises(StatisticsError, match=words):
        People.of(**(ordinary | change))


def test_people_who_do_not_fit_the_network_are_refused() -> None:
    network = Network((Unit("A", 1), Unit("B", 1)), (PersonClass("one", (("A",),)),))
    with pytest.raises(StatisticsError, match="numbered 0 to 0"):
        simulate(network, People.of([0.0], 1, [[1.0]]), 3)
    with pytest.raises(StatisticsError, match="which is not one of stage 0: A"):
        simulate(network, People.of([0.0], 0, [[1.0]], holding=1), 3)
