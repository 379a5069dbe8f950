"""What the partnership found in 2019, on invented discharges of its size.

"We have adequate capacity at a global level … we discharge in bunches": averages fit, and yet
people delayed swing several-fold.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from wholeplace.core.registry import Registry
from wholeplace.planning.flow.inputs import situation_here
from wholeplace.planning.flow.levers import levers
from wholeplace.planning.flow.simulating import Outcome, simulate_scenario
from wholeplace.planning.flow.situation import Situation
from wholeplace.planning.models.model import Model
from wholeplace.planning.models.scenario import parse_scenario

REPLICATIONS = 12
PUBLISHED_DAYS = 38_390 + 7_833  # Cambridgeshire and Peterborough, 2018/19


@pytest.fixture(scope="module")
def situation() -> Situation:
    return situation_here(Path("nowhere"), "example")


@pytest.fixture(scope="module")
def model() -> Model:
    return Registry.load(["wholeplace.definitions.models"]).get(Model, "discharge_flow")


@pytest.fixture(scope="module")
def nothing(situation: Situation, model: Model) -> Outcome:
    return answered(situation, model, "")


def answered(situation: Situation, model: Model, text: str) -> Outcome:
    scenario = parse_scenario(f'model = "discharge_flow"\n{text}', "ours.toml")
    asked = levers(scenario.values(model, situation), situation)
    outcome = simulate_scenario(situation, asked, seed=scenario.seed, replications=REPLICATIONS)
    assert outcome is not None
    return outcome


def test_no_service_is_full_on_average_and_blocked_beds_swing_several_fold(
    nothing: Outcome,
) -> None:
    assert np.nanmax(nothing.use) < 0.97
    low, high = np.quantile(nothing.delayed, [0.05, 0.95])
    assert high > 2.5 * low
    within_a_year = np.quantile(nothing.delayed, [0.05, 0.95], axis=1)
    assert np.median(within_a_year[1] / within_a_year[0]) > 2


def test_delayed_days_are_about_as_many_as_were_published(nothing: Outcome) -> None:
    assert nothing.days_a_year.mean() == pytest.approx(PUBLISHED_DAYS, rel=0.15)


def test_matching_differently_helps_more_than_the_slots_of_option_one(
    situation: Situation, model: Model, nothing: Outcome
) -> None:
    options = {template.name: template.changes for template in model.templates}
    days = {}
    for name in ("fund_capacity", "match_differently"):
        lines = [f"{key} = {_toml(value)}" for key, value in options[name].items()]
        days[name] = answered(situation, model, "\n".join(lines)).days_a_year.mean()
    assert days["match_differently"] < 0.6 * days["fund_capacity"]
    assert days["fund_capacity"] < 0.95 * nothing.days_a_year.mean()


def _toml(value: object) -> str:
    return f'["{value[0]}"]' if isinstance(value, tuple) else str(value)
