"""Scenario files: only what differs; what a model does not know is refused by its nearest name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.planning.models.made_model import MadeInputs, made_model
from wholeplace.core.errors import ScenarioError
from wholeplace.planning.models.scenario import parse_scenario, read_scenario

HEAD = 'model = "made"\n'


def values(text: str) -> dict[str, object]:
    return dict(parse_scenario(HEAD + text, "ours.toml").values(made_model(), MadeInputs()))


def test_what_a_scenario_does_not_say_is_the_default() -> None:
    assert values("share = 60") == {
        "share": 60,
        "extra.fenland": 0,
        "extra.cambridge": 0,
        "switch.on": False,
        "start": "empty",
        "shared": (),
    }


def test_all_stands_for_every_member_and_a_member_named_wins() -> None:
    held = values("[extra]\nfenland = 3\nall = 1")
    assert (held["extra.fenland"], held["extra.cambridge"]) == (3, 1)


def test_a_title_is_taken_from_the_file_where_there_is_none() -> None:
    assert parse_scenario(HEAD, "more-in-fenland.toml").title == "More in fenland"


@pytest.mark.parametrize(
    ("text", "problem", "remedy"),
    [
        ("shaer = 1", "unknown key shaer", "Did you mean share?"),
        ("[extra]\nfenlnd = 1", "unknown key extra.fenlnd", "Did you mean extra.fenland?"),
        ("share = 300", "ours.toml: share is 300", "from 0 to 100 %"),
        ("replications = 1", "replications is 1", "from 2 to 5,000"),
        ('seed = "now"', "seed is 'now'", "a whole number"),
        ("share = ", "not valid TOML", "Correct the file"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_its_remedy(
    text: str, problem: str, remedy: str
) -> None:
    with pytest.raises(ScenarioError) as refused:
        values(text)
    assert "ours.toml" in refused.value.problem
    assert problem in refused.value.problem
    assert remedy in refused.value.remedy


def test_a_scenario_of_no_model_is_refused() -> None:
    with pytest.raises(ScenarioError, match="names no model"):
        parse_scenario("share = 1", "ours.toml")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"none\.toml"):
        read_scenario(tmp_path / "none.toml")
