"""``wholeplace flow``: an example that runs as it is, a sentence, files, a comparison, a stop."""

from __future__ import annotations

import csv
import os
import signal
import threading
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from tests.planning.flow.small_folder import small_folder
from tests.planning.flow.test_landed import counted
from wholeplace.cli.main import wholeplace
from wholeplace.measures.flow_inputs.schemas import SCHEMAS, file_name
from wholeplace.planning.models.run_folder import RunFolder, all_runs

HEAD = (
    'model = "discharge_flow"\ninputs = "inputs"\ndays = 60\nwarm_up_days = 30\nreplications = 3\n'
)


@pytest.fixture()
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation with the small situation and two scenarios of it."""
    monkeypatch.chdir(tmp_path)
    small_folder(tmp_path / "inputs")
    (tmp_path / "nothing.toml").write_text(f'{HEAD}title = "Do nothing"\n')
    (tmp_path / "more.toml").write_text(
        f'{HEAD}title = "Nine more"\n[extra_slots.reablement]\nnorth = 9\n'
    )
    return tmp_path


def flow(*words: str) -> Result:
    return CliRunner().invoke(wholeplace, ["flow", *words])


def runs(root: Path) -> list[RunFolder]:
    return all_runs(root / "data", "discharge_flow")


def test_a_scenario_is_answered_in_a_sentence_with_its_range(root: Path) -> None:
    said = flow("run", "nothing.toml")
    assert said.exit_code == 0, said.output
    assert "If nothing changes, on an average day" in said.output
    assert "on nine days in ten" in said.output
    names = {table["name"] for table in runs(root)[0].result()["tables"]}
    assert names >= {"days", "services", "hospitals", "causes", "changes", "sensitivity", "inputs"}
    again = flow("run", "nothing.toml")
    assert "Simulating the scenario" not in again.output  # answered before
    assert "Of every 100 delayed days" in again.output


def test_runs_are_compared_on_one_page_and_in_one_table(root: Path) -> None:
    for name in ("nothing", "more"):
        assert flow("run", f"{name}.toml", "--headline").exit_code == 0
    ids = [run.run_id for run in runs(root)]
    said = flow("compare", *ids, "--to", "board.html", "--to", "board.csv")
    assert said.exit_code == 0, said.output
    assert "Nine more" in said.output and "fewer" in said.output
    assert "Do nothing" in (root / "board.html").read_text()
    with (root / "board.csv").open() as stream:
        rows = list(csv.DictReader(stream))
    assert {row["scenario"] for row in rows} == {"Do nothing", "Nine more"}


def test_a_run_that_is_interrupted_keeps_what_was_done(root: Path) -> None:
    before = signal.getsignal(signal.SIGINT)

    def interrupt() -> None:
        for _ in range(1_000):
            time.sleep(0.02)
            found = runs(root)
            if found and found[0].progress().done >= 5:
                os.kill(os.getpid(), signal.SIGINT)
                return

    watcher = threading.Thread(target=interrupt)
    watcher.start()
    said = flow("run", "nothing.toml", "--replications", "5000", "--headline")
    watcher.join()
    assert said.exit_code == 0, said.output
    run = runs(root)[0]
    assert run.progress().state == "stopped"
    assert 5 <= run.result()["replications"] < 5_000
    assert "The run was stopped after" in said.output
    assert signal.getsignal(signal.SIGINT) is before


def test_the_example_runs_as_it_is_written(root: Path) -> None:
    assert flow("example", "ours").exit_code == 0
    said = flow("run", "ours/fenland.toml", "--replications", "2", "--headline")
    assert said.exit_code == 0, said.output
    assert "With “Ten more reablement slots in Fenland”" in said.output
    refused = flow("example", "ours")
    assert refused.exit_code == 1
    assert "not empty" in str(refused.exception)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[extra_slots.reablement]\nnroth = 9", "Did you mean extra_slots.reablement.north?"),
        ("home_first = 300", "Use a number from 0 to 100 %"),
        ('[pooled]\nnursing = ["west"]', "groups of some of north, south"),
    ],
)
def test_a_mistake_in_a_scenario_is_named_with_its_remedy(root: Path, text: str, says: str) -> None:
    (root / "wrong.toml").write_text(f"{HEAD}{text}\n")
    refused = flow("run", "wrong.toml")
    assert refused.exit_code == 1
    assert "wrong.toml" in str(refused.exception) and says in str(refused.exception)
    assert runs(root) == []


def test_without_inputs_and_without_a_run_it_says_what_to_do(root: Path) -> None:
    (root / "landed.toml").write_text('model = "discharge_flow"\n')
    refused = flow("run", "landed.toml")
    assert 'inputs = "example"' in str(refused.exception)


@pytest.fixture()
def counted_run(root: Path) -> Path:
    """An installation whose published run counted who is where this morning."""
    release, cubes = root / "data" / "release" / "r1", root / "data" / "cubes" / "r1"
    for folder in (release, cubes):
        folder.mkdir(parents=True)
    (release.parent / "current.json").write_text('{"run_id": "r1"}')
    (release / "manifest.json").write_text('{"run_id": "r1", "as_at": "2026-03-31"}')
    for name in SCHEMAS:
        pq.write_table(getattr(counted(), name), cubes / file_name(name))
    return root


def test_the_morning_is_told_exactly_and_says_that_it_is_not_for_release(counted_run: Path) -> None:
    said = flow("morning")

    assert said.exit_code == 0, said.output
    first, heads, nursing, *_ = said.output.splitlines()
    assert first == "31 March 2026. Exact counts, not for release."
    assert heads.split()[:4] == ["slots", "taken", "free", "waiting"]
    assert nursing.split() == ["nursing", "homes,", "Fenland", "40", "25", "15", "2", "3", "0"]


def test_the_morning_is_written_as_a_tidy_file(counted_run: Path) -> None:
    said = flow("morning", "--to", "morning.csv")

    assert said.output.strip() == "Wrote morning.csv. Exact counts, not for release."
    with (counted_run / "morning.csv").open(newline="", encoding="utf-8") as stream:
        nursing = next(csv.DictReader(stream))
    assert (nursing["service"], nursing["place"], nursing["waiting"]) == (
        "nursing homes", "Fenland", "2",
    )  # fmt: skip


def test_a_run_without_counts_of_the_morning_is_named(root: Path) -> None:
    said = flow("morning", "--run", "r9")

    assert said.exit_code != 0
    assert "r9" in str(said.exception)
