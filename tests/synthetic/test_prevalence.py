"""Levels solved so that what is planted meets what is published."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.sources.synthetic import targets
from wholeplace.sources.synthetic.conditions import CHRONIC, CONDITIONS, INDEX, NAMES, Condition
from wholeplace.sources.synthetic.population import REGISTERED
from wholeplace.sources.synthetic.prevalence import cell_of, count_tails
from wholeplace.sources.synthetic.world import World


@pytest.mark.parametrize("condition", [c for c in CONDITIONS if c.share], ids=lambda c: c.name)
def test_the_share_planted_is_the_share_asked_for(world: World, condition: Condition) -> None:
    chosen = world.people.kind == REGISTERED
    if condition.adults:
        chosen &= world.people.age >= 18
    cell = cell_of(world.people, world.areas)[chosen]

    planted = world.model.marginal[cell, INDEX[condition.name]].mean()

    assert planted == pytest.approx(condition.share, rel=0.002)


@pytest.mark.parametrize("name", targets.DISTRICT_PREVALENCE)
def test_the_share_planted_in_each_district_is_the_one_published(world: World, name: str) -> None:
    people, areas = world.people, world.areas
    condition = CONDITIONS[INDEX[name]]
    cell = cell_of(people, areas)
    for place, key in enumerate(areas.district_keys):
        chosen = (people.kind == REGISTERED) & (areas.district[people.lsoa] == place)
        if condition.adults:
            chosen &= people.age >= 18
        if key in condition.by_district and chosen.any():
            planted = world.model.marginal[cell[chosen], INDEX[name]].mean()
            assert 100 * planted == pytest.approx(condition.by_district[key], rel=0.002), key


def test_the_gradient_planted_is_the_one_stated(world: World) -> None:
    """Cells that differ in deprivation alone differ by the stated log odds per fifth."""
    shape = (23, 2, 6, len(world.areas.district_codes), 2)
    for condition in CONDITIONS:
        odds = world.model.log_odds[:, INDEX[condition.name]]
        bands = odds.size // int(np.prod(shape[1:]))
        table = odds.reshape(bands, *shape[1:])
        assert np.allclose(table[-4, :, 1] - table[-4, :, 5], 4 * condition.slope)


chances = st.lists(st.floats(0.0, 1.0), min_size=len(CHRONIC), max_size=len(CHRONIC))


@given(chances, st.floats(0.0, 1.0))
def test_no_condition_and_five_or_more_agree_with_counting_every_way(
    drawn: list[float], raised: float
) -> None:
    some = 8  # conditions that may be present, so that every way can be counted
    without = np.zeros((1, 1, len(NAMES)))
    for name, chance in itertools.islice(zip(CHRONIC, drawn, strict=True), some):
        without[0, 0, INDEX[name]] = chance
    with_it = without.copy()
    with_it[0, 0, INDEX["diabetes"]] = raised
    pressed = without[..., INDEX["hypertension"]]

    none, five = count_tails(without, with_it, pressed)

    others = [INDEX[name] for name in CHRONIC[:some] if name != "hypertension"]
    expected = {0: 0.0, 5: 0.0}
    for high in (0, 1):
        table = (with_it if high else without)[0, 0]
        start = pressed[0, 0] if high else 1 - pressed[0, 0]
        for ways in itertools.product((0, 1), repeat=len(others)):
            share = start * np.prod(
                [table[p] if w else 1 - table[p] for p, w in zip(others, ways, strict=True)]
            )
            many = high + sum(ways)
            expected[0] += share * (many == 0)
            expected[5] += share * (many >= 5)
    assert none[0, 0] == pytest.approx(expected[0], abs=1e-9)
    assert five[0, 0] == pytest.approx(expected[5], abs=1e-9)
