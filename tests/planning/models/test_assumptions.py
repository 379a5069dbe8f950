"""Assumptions: each allows what it says, and refuses the rest with what is allowed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.planning.models.made_model import EXTRA, ON, SHARE, SHARED, START, MadeInputs, made_model
from wholeplace.core.errors import DefinitionError, ScenarioError
from wholeplace.planning.models.assumption import Assumption
from wholeplace.planning.models.model import Vary

PLACED = replace(SHARED, choices=("fenland", "cambridge"))
GROUPED = replace(SHARED, kind="groups", choices=("fenland", "cambridge", "ely", "march"))


@pytest.mark.parametrize(
    ("assumption", "given", "held"),
    [
        (SHARE, 12.5, 12.5),
        (EXTRA, -5, -5),
        (ON, True, True),
        (START, "full", "full"),
        (PLACED, ["cambridge"], ("cambridge",)),
        (PLACED, ["all"], ("fenland", "cambridge")),
        (PLACED, "fenland", ("fenland",)),
        (PLACED, [], ()),
        (GROUPED, ["cambridge", "fenland"], ("fenland+cambridge",)),
        (GROUPED, ["march+ely", "cambridge+fenland"], ("fenland+cambridge", "ely+march")),
        (GROUPED, [["fenland", "ely"]], ("fenland+ely",)),
        (GROUPED, ["fenland"], ()),
        (GROUPED, "all", ("fenland+cambridge+ely+march",)),
    ],
)
def test_a_value_that_is_allowed_is_held(
    assumption: Assumption, given: object, held: object
) -> None:
    assert assumption.checked(given) == held


@pytest.mark.parametrize(
    ("assumption", "given", "remedy"),
    [
        (SHARE, 101, "from 0 to 100 %"),
        (SHARE, float("nan"), "from 0 to 100 %"),
        (SHARE, True, "a number"),
        (EXTRA, 1.5, "a whole number from -5 to 5 people"),
        (ON, 1, "true or false"),
        (START, "half", "one of empty, full"),
        (PLACED, ["ely"], "some of fenland, cambridge, all"),
        (replace(PLACED, low=1, default="all"), [], "1 or more of fenland, cambridge, all"),
        (GROUPED, ["fenland+wisbech"], "a name in one of them at most"),
        (GROUPED, ["fenland+cambridge", "cambridge+march"], "a name in one of them at most"),
        (PLACED, [3], "some of fenland, cambridge, all"),
    ],
)
def test_a_value_that_is_not_allowed_is_refused_with_what_is(
    assumption: Assumption, given: object, remedy: str
) -> None:
    with pytest.raises(ScenarioError) as refused:
        assumption.checked(given)
    assert remedy in refused.value.remedy


def test_a_family_is_made_for_every_member_in_words() -> None:
    made = made_model().expanded(MadeInputs())
    assert made["extra.cambridge"].title == "Extra in Cambridge"
    assert "extra" not in made


def test_every_member_by_default_is_each_of_them_by_name() -> None:
    everywhere = replace(SHARED, default="all", low=1)
    made = made_model(assumptions=(SHARE, EXTRA, ON, START, everywhere)).expanded(MadeInputs())
    assert made[everywhere.key].default == ("fenland", "cambridge")


def test_a_default_out_of_its_own_range_is_no_definition() -> None:
    with pytest.raises(DefinitionError, match="share"):
        replace(SHARE, default=200)


def test_an_assumption_without_a_source_is_no_definition() -> None:
    with pytest.raises(DefinitionError, match="source"):
        replace(SHARE, source=" ")


def test_a_model_says_why_to_believe_it() -> None:
    with pytest.raises(DefinitionError, match="validation"):
        made_model(validation=())


def test_a_model_varies_only_what_it_assumes() -> None:
    with pytest.raises(DefinitionError, match="weather"):
        made_model(sensitivity=(Vary("weather", "Weather", 0, 1, "°C"),))


def test_a_model_has_no_assumption_twice() -> None:
    with pytest.raises(DefinitionError, match="two assumptions"):
        made_model(assumptions=(SHARE, SHARE))
