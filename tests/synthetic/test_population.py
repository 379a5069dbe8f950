"""Who there is, where they live and what happens to them."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.core.calendar import age_in_years
from wholeplace.sources.synthetic import targets
from wholeplace.sources.synthetic.population import (
    DIED,
    NEVER,
    REGISTERED,
    REGISTERED_ELSEWHERE,
    completed_years,
    day_number,
)
from wholeplace.sources.synthetic.world import World

days = st.dates(dt.date(1900, 1, 1), dt.date(2026, 3, 31))


@given(days, days)
def test_age_is_counted_as_the_rest_of_the_library_counts_it(a: dt.date, b: dt.date) -> None:
    born, on = min(a, b), max(a, b)

    found = completed_years(np.array([day_number(born)]), day_number(on))

    assert found[0] == age_in_years(born, on)


def test_as_many_people_are_registered_as_were_asked_for(world: World) -> None:
    assert (world.people.kind == REGISTERED).sum() == 20_000


@pytest.mark.parametrize(
    ("place", "share"),
    [
        ("north", targets.NORTH / targets.REGISTERED),
        ("south", targets.SOUTH / targets.REGISTERED),
    ],
)
def test_places_have_their_published_share_of_registered_people(
    world: World, place: str, share: float
) -> None:
    registered = world.people.kind == REGISTERED
    found = world.areas.place[world.people.practice[registered]] == place

    assert found.mean() == pytest.approx(share, rel=0.01)


def test_people_in_the_most_deprived_fifth_are_where_they_are_published_to_be(
    world: World,
) -> None:
    registered = np.flatnonzero(world.people.kind == REGISTERED)
    deprived = world.areas.fifth19[world.people.lsoa[registered]] == 1
    north = world.areas.place[world.people.practice[registered]] == "north"

    assert (deprived & north).mean() == pytest.approx(
        targets.CORE20_NORTH / targets.REGISTERED, rel=0.03
    )
    assert (deprived & ~north).mean() == pytest.approx(
        targets.CORE20_SOUTH / targets.REGISTERED, rel=0.15
    )


def test_the_share_aged_65_and_over_is_the_published_one(world: World) -> None:
    registered = world.people.kind == REGISTERED

    assert (world.people.age[registered] >= 65).mean() == pytest.approx(0.184, rel=0.01)


def test_registered_exceeds_resident_as_published(world: World) -> None:
    people, history = world.people, world.history
    living = np.isin(people.kind, (REGISTERED, REGISTERED_ELSEWHERE))
    living &= (people.lsoa != world.areas.outside) & (history.gone == NEVER)

    assert living.sum() / 20_000 == pytest.approx(targets.RESIDENTS / targets.REGISTERED, rel=0.01)


def test_nothing_happens_before_birth_or_after_death(world: World) -> None:
    people, history, health = world.people, world.history, world.health
    listed = history.start < NEVER

    assert (people.birth <= people.reference).all()
    assert (history.start[listed] >= people.birth[listed]).all()
    assert (history.seen_to <= people.death).all()
    for place in range(health.since.shape[1]):
        since = health.since[:, place]
        has = since < NEVER
        assert (since[has] >= people.birth[has]).all()
        assert (since[has] <= people.reference[has]).all()
    assert (people.death[people.kind != DIED] == NEVER).all()


def test_children_live_with_an_adult(world: World) -> None:
    people, household = world.people, world.homes.household
    living = (people.kind == REGISTERED) & (people.lsoa != world.areas.outside)
    adult = np.zeros(household.max() + 1, dtype=bool)
    adult[household[living & (people.age >= 18)]] = True

    assert adult[household[living & (people.age < 18)]].mean() > 0.98


def test_people_of_one_household_live_in_one_small_area(world: World) -> None:
    household, lsoa = world.homes.household, world.people.lsoa
    order = np.argsort(household, kind="stable")
    same = np.diff(household[order]) == 0

    assert (np.diff(lsoa[order])[same] == 0).all()


def test_the_poor_and_the_old_die_more(world: World) -> None:
    people = world.people
    fifth = world.areas.fifth19[people.lsoa]
    died, living = people.kind == DIED, people.kind == REGISTERED

    rate = {f: (died & (fifth == f)).sum() / (living & (fifth == f)).sum() for f in (1, 5)}
    assert rate[1] > rate[5]
    assert people.age[died].mean() > people.age[living].mean() + 25


@pytest.mark.parametrize("name", ["hypertension", "asthma", "diabetes"])
def test_diagnoses_come_at_a_near_level_rate_over_ten_years(world: World, name: str) -> None:
    """Of everybody ever on the lists: the last five years have no more than twice the first."""
    since = world.health.day_of(name)
    middle = (world.first + world.last) // 2
    earlier = ((since >= world.first) & (since < middle)).sum()
    later = ((since >= middle) & (since < NEVER)).sum()

    assert 0.6 < earlier / later < 1.2
