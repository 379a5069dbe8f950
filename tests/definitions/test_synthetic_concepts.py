"""What the synthetic population plants is what the definitions look for."""

from __future__ import annotations

import pytest

from wholeplace.definitions.codelists import LISTS
from wholeplace.sources.synthetic.codes import CONDITIONS, OBSERVATIONS, RESOLVED

CODES = {item.name: set(item.codes) for item in LISTS}
CODES["stroke_or_tia"] = CODES["stroke"] | CODES["tia"]
# Planted although nothing counts it: there is no published list.
WITHOUT_LIST = {"osteoarthritis"}


@pytest.mark.parametrize("condition", sorted(set(CONDITIONS) - WITHOUT_LIST))
def test_planted_conditions_are_on_the_list_of_that_name(condition: str) -> None:
    assert {str(code) for code in CONDITIONS[condition]} <= CODES[condition]


@pytest.mark.parametrize("condition", sorted(RESOLVED))
def test_planted_resolutions_are_on_the_list_that_resolves(condition: str) -> None:
    assert str(RESOLVED[condition]) in CODES[f"{condition}_resolved"]


@pytest.mark.parametrize("name", sorted(set(OBSERVATIONS) & set(CODES)))
def test_planted_observations_are_on_the_list_of_that_name(name: str) -> None:
    assert str(OBSERVATIONS[name][0]) in CODES[name]


def test_every_observation_planted_is_looked_for() -> None:
    assert set(OBSERVATIONS) <= set(CODES)
