"""Running a model: the same question is the same run; it can be stopped and keeps what it has."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pytest

from tests.planning.models.made_model import MadeInputs, made_model
from wholeplace.core.errors import RunError, ScenarioError, StatisticsError
from wholeplace.planning.models.model import Answer, Job, Values
from wholeplace.planning.models.ordering import answer_scenario, order
from wholeplace.planning.models.results import mean_with_limits, paired_difference
from wholeplace.planning.models.run_folder import RunFolder, all_runs, find_run
from wholeplace.planning.models.scenario import Scenario, parse_scenario

MODEL, INPUTS = made_model(), MadeInputs()


def scenario(text: str = "", title: str = "Ours") -> Scenario:
    return parse_scenario(f'model = "made"\ntitle = "{title}"\nreplications = 5\n{text}', "ours")


def test_the_same_question_has_the_same_run_and_another_has_another(tmp_path: Path) -> None:
    asked = order(MODEL, INPUTS, scenario("share = 50"), tmp_path)
    assert order(MODEL, INPUTS, scenario(), tmp_path).run_id == asked.run_id
    for other in (scenario("share = 51"), scenario("seed = 1"), scenario(title="Theirs")):
        assert order(MODEL, INPUTS, other, tmp_path).run_id != asked.run_id
    assert order(MODEL, replace(INPUTS, fingerprint="x"), scenario(), tmp_path) != asked


def test_an_answer_is_written_with_its_assumptions_and_tables(tmp_path: Path) -> None:
    asked = scenario("share = 60")
    folder = order(MODEL, INPUTS, asked, tmp_path)
    told: list[int] = []
    answer_scenario(MODEL, INPUTS, asked, folder, report=lambda done, *_: told.append(done))
    result = find_run(tmp_path, "made", folder.run_id).result()
    assert told == [1, 2, 3, 4, 5]
    assert folder.progress().state == "done"
    assert result["headline"] == "60 people."
    assert result["synthetic"] and result["warnings"] == ["They are made up."]
    changed = [a["key"] for a in result["assumptions"] if a["changed"]]
    assert changed == ["share"]
    assert [a["now"] for a in result["assumptions"] if a["key"] == "extra.fenland"] == ["12 now"]
    assert folder.table("by_replication").num_rows == 5
    json.dumps(result, allow_nan=False)


def test_the_same_run_again_gives_the_same_numbers(tmp_path: Path) -> None:
    asked = scenario()
    first, second = (order(MODEL, INPUTS, asked, tmp_path / name) for name in "ab")
    for folder in (first, second):
        answer_scenario(MODEL, INPUTS, asked, folder)
    assert first.result()["figures"] == second.result()["figures"]
    assert first.table("by_replication").equals(second.table("by_replication"))


def test_a_run_that_is_stopped_keeps_what_it_has(tmp_path: Path) -> None:
    folder = order(MODEL, INPUTS, scenario(), tmp_path)

    def report(done: int, total: int, message: str) -> None:
        if done == 3:
            folder.ask_to_stop()

    answer_scenario(MODEL, INPUTS, scenario(), folder, report=report)
    assert folder.progress().state == "stopped"
    assert (folder.result()["replications"], folder.result()["asked"]) == (3, 5)
    answer_scenario(MODEL, INPUTS, scenario(), folder)
    assert folder.progress().state == "done"


def test_a_run_that_fails_says_so(tmp_path: Path) -> None:
    def fail(inputs: MadeInputs, values: Values, job: Job) -> Answer:
        raise StatisticsError("It cannot be.")

    folder = order(MODEL, INPUTS, scenario(), tmp_path)
    with pytest.raises(StatisticsError):
        answer_scenario(made_model(run=fail), INPUTS, scenario(), folder)
    assert folder.progress().state == "failed"
    assert "It cannot be." in folder.progress().message


def test_a_run_whose_process_has_gone_has_failed(tmp_path: Path) -> None:
    folder = order(MODEL, INPUTS, scenario(), tmp_path)
    assert folder.progress().state == "waiting"
    folder.report(1, 5)
    assert folder.progress().state == "running"
    said = json.loads((folder.path / "progress.json").read_text())
    (folder.path / "progress.json").write_text(json.dumps(said | {"process": 2**22 + 1}))
    assert folder.progress().state == "failed"


def test_a_scenario_that_is_refused_makes_no_run(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError):
        order(MODEL, INPUTS, scenario("share = -1"), tmp_path)
    assert all_runs(tmp_path, "made") == []


@pytest.mark.parametrize("name", ["../secret", "none", ""])
def test_a_run_that_is_not_there_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(RunError):
        find_run(tmp_path, "made", name)


def test_a_table_name_cannot_leave_the_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("a\n1\n")
    folder = tmp_path / "models" / "made" / "abc"
    folder.mkdir(parents=True)
    with pytest.raises(RunError):
        RunFolder(folder).table("../../../secret")


def test_text_that_a_spreadsheet_would_run_is_made_plain(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    folder.write_table("words", {"said": ["=1+1", "fine"]})
    assert pc.equal(folder.table("words")["said"], "'=1+1").to_pylist() == [True, False]


def test_scenarios_are_compared_on_the_differences_of_pairs() -> None:
    luck = np.random.default_rng(1).normal(100, 50, 40)
    mean, low, high = paired_difference(luck, luck - 2 + np.random.default_rng(2).normal(0, 1, 40))
    assert low < -2 < high and high - low < 1
    alone = mean_with_limits(luck)
    assert alone[2] - alone[1] > 20
    assert mean == pytest.approx(-2, abs=0.5)


def test_runs_that_do_not_pair_are_not_compared() -> None:
    with pytest.raises(StatisticsError, match="3 replications of one and 2"):
        paired_difference(np.zeros(3), np.zeros(2))
