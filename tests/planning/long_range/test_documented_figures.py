"""The figures of the worked example in the documentation are what its scenarios answer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from wholeplace.definitions.models.long_range_beds import LONG_RANGE_BEDS
from wholeplace.planning.long_range.example import HERE, INPUTS, SCENARIOS
from wholeplace.planning.long_range.inputs import LongRangeInputs, read_inputs
from wholeplace.planning.models.model import Job
from wholeplace.planning.models.scenario import read_scenario

DOCS = Path(__file__).parents[3] / "docs"


@pytest.fixture(scope="module")
def inputs() -> LongRangeInputs:
    """The worked example."""
    return read_inputs(INPUTS)


@pytest.fixture(scope="module")
def told(inputs: LongRangeInputs) -> dict[str, str]:
    """What each scenario says, as `wholeplace beds run` prints it."""
    made = {}
    for name in SCENARIOS:
        scenario = read_scenario(HERE / name)
        job = Job(scenario.seed, scenario.replications, headline_only=True)
        answer = LONG_RANGE_BEDS.run(inputs, scenario.values(LONG_RANGE_BEDS, inputs), job)
        made[name] = " ".join((answer.headline, *answer.sentences))
    return made


@pytest.mark.parametrize(
    ("scenario", "row"),
    [
        ("as-in-the-past.toml", "as in the past, growth ending after ten years"),
        ("as-planned.toml", "as planned, in full"),
        ("longer-stays.toml", "as planned, with the 20% longer stays of 2023"),
    ],
)
def test_each_row_of_the_worked_example_is_what_its_scenario_says(
    told: dict[str, str], scenario: str, row: str
) -> None:
    page = (DOCS / "explanation" / "long-range-beds.md").read_text(encoding="utf-8")
    [line] = [line for line in page.splitlines() if line.startswith(f"| {row} |")]

    said = re.search(r"([\d,]+ \([\d,]+ to [\d,]+\)) general and acute beds", told[scenario])

    assert said is not None and f"| {said[1]} |" in line
    for number in re.findall(r"\d+(?= more people| older| growth| fewer| for longer stays)", line):
        assert re.search(rf"[+−]{number} for", told[scenario])


def test_the_how_to_quotes_the_answer(told: dict[str, str]) -> None:
    page = (DOCS / "how-to" / "project-beds.md").read_text(encoding="utf-8")
    quoted = " ".join(" ".join(line[2:] for line in page.splitlines() if line[:2] == "> ").split())

    assert quoted and quoted in told["as-planned.toml"]
