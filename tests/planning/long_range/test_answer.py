"""What the long-range model says of the worked example."""

from __future__ import annotations

import numpy as np
import pytest

from wholeplace.core.errors import ScenarioError
from wholeplace.definitions.models.long_range_beds import LONG_RANGE_BEDS
from wholeplace.planning.long_range.asking import Asked, ask
from wholeplace.planning.long_range.beds import bed_need
from wholeplace.planning.long_range.changes import change_in_days
from wholeplace.planning.long_range.example import HERE, INPUTS, SCENARIOS
from wholeplace.planning.long_range.inputs import LongRangeInputs, read_inputs
from wholeplace.planning.models.model import Answer, Job
from wholeplace.planning.models.results import paired_difference
from wholeplace.planning.models.scenario import parse_scenario, read_scenario

JOB = Job(seed=1, replications=200, sensitivity=LONG_RANGE_BEDS.sensitivity)


@pytest.fixture(scope="module")
def inputs() -> LongRangeInputs:
    """The worked example."""
    return read_inputs(INPUTS)


@pytest.fixture(scope="module")
def answers(inputs: LongRangeInputs) -> dict[str, Answer]:
    """Its three scenarios, by file."""
    made = {}
    for name in SCENARIOS:
        values = read_scenario(HERE / name).values(LONG_RANGE_BEDS, inputs)
        made[name] = LONG_RANGE_BEDS.run(inputs, values, JOB)
    return made


def asked(inputs: LongRangeInputs, changes: str = "") -> Asked:
    """A scenario that changes what is said."""
    scenario = parse_scenario(f'model = "long_range_beds"\n{changes}', "made.toml")
    return ask(inputs, scenario.values(LONG_RANGE_BEDS, inputs), JOB)


def test_the_answer_is_a_sentence_with_its_range(answers: dict[str, Answer]) -> None:
    said = answers["as-in-the-past.toml"]
    assert said.headline.startswith("In 2038/39, 3,")
    assert "general and acute beds would be needed to run 92% full; 2,072 are held." in (
        said.headline
    )
    assert any("over 100% full from 20" in warning for warning in said.warnings)


def test_plans_lower_the_need_in_every_future_that_is_drawn(answers: dict[str, Answer]) -> None:
    """The same seed meets the same luck, so scenarios are compared future by future."""
    needs = []
    for name in SCENARIOS[:2]:
        rows = answers[name].by_replication.to_pylist()
        needs.append(np.array([row["value"] for row in rows if row["name"] == "beds_needed"]))
    assert np.all(needs[1] < needs[0])
    mean, low, high = paired_difference(needs[0], needs[1])
    assert low < mean < high < 0


def test_every_figure_of_the_definition_is_answered(answers: dict[str, Answer]) -> None:
    outputs = {one.name for one in LONG_RANGE_BEDS.outputs}
    for said in answers.values():
        assert {figure.name for figure in said.figures} == outputs
        assert all(figure.low <= figure.mean <= figure.high for figure in said.figures)
        assert len({(f.name, f.place, f.group) for f in said.figures}) == len(said.figures)


def test_sensitivity_says_which_assumption_moves_the_answer_most(
    answers: dict[str, Answer],
) -> None:
    tables = {table.name: table.rows for table in answers[SCENARIOS[1]].tables}
    rows = tables["sensitivity"].to_pylist()
    by_name = {row["assumption"]: row for row in rows}
    assert by_name["Length of stay"]["beds_low"] < 0 < by_name["Length of stay"]["beds_high"]
    assert by_name["Delivery of what is planned"]["beds_low"] > 0
    # Everything is delivered already: there is no more to deliver.
    assert by_name["Delivery of what is planned"]["beds_high"] == 0
    reach = [abs(row["beds_high"] - row["beds_low"]) for row in rows]
    assert reach == sorted(reach, reverse=True)


def test_districts_add_up_to_the_whole(answers: dict[str, Answer]) -> None:
    found = {
        (f.place, f.group): f.mean for f in answers[SCENARIOS[1]].figures if f.name == "bed_days"
    }
    for group in {group for _, group in found}:
        parts = [mean for (place, of), mean in found.items() if of == group and place]
        assert len(parts) == 6
        assert sum(parts) == pytest.approx(found["", group])


def test_the_parts_of_a_change_add_up_to_it(inputs: LongRangeInputs) -> None:
    one = asked(inputs, "[stay_change]\nemergency_older = 20\n")
    change = change_in_days(one, [0])
    days = one.found.days[:, :, 0].sum(axis=2).mean(axis=0)
    assert change.whole == pytest.approx(days[-1] - days[0])
    assert change.ageing > change.population > 0 > change.mitigations
    assert change.stay > 0


def test_nothing_is_left_of_growth_or_plans_that_are_set_to_nothing(
    inputs: LongRangeInputs,
) -> None:
    change = change_in_days(asked(inputs, "growth_years = 0\n[delivered]\nall = 0\n"), [0])
    assert change.growth == pytest.approx(0, abs=1e-3)
    assert change.mitigations == pytest.approx(0, abs=1e-3)


def test_more_beds_open_when_they_are_said_to(inputs: LongRangeInputs) -> None:
    one = asked(inputs, "more_beds_after = 3\n[more_beds]\ngeneral_acute = 100\n")
    assert one.held["general_acute"][:4].tolist() == [2072, 2072, 2072, 2172]


def test_closing_more_beds_than_there_are_is_refused(inputs: LongRangeInputs) -> None:
    with pytest.raises(ScenarioError, match="closes more than the 2,072 beds"):
        asked(inputs, "[more_beds]\ngeneral_acute = -3000\n")


def test_a_horizon_beyond_the_projected_people_is_refused(inputs: LongRangeInputs) -> None:
    with pytest.raises(ScenarioError, match="ends in 2042/43"):
        asked(inputs, "years_ahead = 30\n")


def test_an_occupancy_over_100_per_cent_is_shown_and_never_cut_off() -> None:
    days = np.array([[365.0 * 9], [365.0 * 12]])
    need = bed_need(days, [2018], np.array([10.0]), 0.9)
    assert need.occupancy.ravel().tolist() == pytest.approx([0.9, 1.2])
    assert need.over_full.tolist() == [0.5]
    assert need.needed.ravel().tolist() == pytest.approx([10, 40 / 3])


def test_a_target_that_nobody_can_reach_is_refused() -> None:
    with pytest.raises(ScenarioError, match="120%"):
        bed_need(np.ones((1, 1)), [2018], np.ones(1), 1.2)
