"""Runs taken in turn: one at a time, in order, each ended in time and its end said in words."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.web.made_site import Site
from wholeplace.planning.models.run_folder import RunFolder, prepare

RunAs = Callable[[str], None]


@pytest.fixture
def run_as(monkeypatch: pytest.MonkeyPatch) -> RunAs:
    """Runs are a line of Python that is given the folder of its run."""

    def given(line: str) -> None:
        def command(scenario: Any) -> list[str]:
            from wholeplace_web.flow.running.standing import run_of

            return [sys.executable, "-c", line, str(run_of(scenario).path)]

        monkeypatch.setattr("wholeplace_web.flow.running.turns.command", command)

    return given


@pytest.fixture
def asked(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], RunFolder]]:
    """Asks for the run of a new scenario; all of them are forgotten afterwards."""
    from wholeplace_web.flow.models import Scenario
    from wholeplace_web.flow.running import asking

    monkeypatch.setattr("wholeplace_web.flow.running.turns.start", lambda: None)
    saved: list[Scenario] = []

    def ask(name: str) -> RunFolder:
        scenario = Scenario(name=name, replications=40, seed=7)
        folder = prepare(site.release_zone.parent, scenario.model, name, "")
        asking.ask(scenario, folder)
        saved.append(scenario)
        return folder

    yield ask
    for scenario in saved:
        scenario.delete()


def take_turns(**limits: float) -> None:
    from wholeplace_web.flow.running import turns

    turns.take_turns(**limits)


SAY_DONE = (
    "import json, sys, pathlib, time; f = pathlib.Path(sys.argv[1]);"
    "(f / 'began').write_text(str(time.time_ns())); (f / 'result.json').write_text('{}');"
    "(f / 'progress.json').write_text(json.dumps({'done': 40, 'total': 40, 'state': 'done'}))"
)


def test_what_was_asked_for_first_is_run_first_and_nothing_is_left(
    asked: Callable[[str], RunFolder], run_as: RunAs
) -> None:
    from wholeplace_web.flow.running.asking import next_waiting

    run_as(SAY_DONE)
    folders = [asked("first"), asked("second")]
    take_turns()
    began = [int((folder.path / "began").read_text()) for folder in folders]

    assert [folder.progress().state for folder in folders] == ["done", "done"]
    assert began == sorted(began)
    assert next_waiting() is None


def test_while_one_takes_turns_another_goes_away(
    asked: Callable[[str], RunFolder], run_as: RunAs
) -> None:
    from wholeplace_web.flow.running import turns

    run_as(SAY_DONE)
    folder = asked("held")
    with turns._lock() as free:
        assert free and turns.at_work()
        take_turns()

    assert folder.progress().state == "waiting"
    assert not turns.at_work()


def test_a_mistake_is_said_in_the_command_s_own_words(
    asked: Callable[[str], RunFolder], run_as: RunAs
) -> None:
    run_as("import sys; sys.exit('There are no inputs.\\nRun `wholeplace run`.')")
    folder = asked("mistaken")
    take_turns()

    assert folder.progress().state == "failed"
    assert folder.progress().message == "There are no inputs. Run `wholeplace run`."


def test_a_breakdown_is_given_a_reference_that_is_in_the_log(
    asked: Callable[[str], RunFolder], run_as: RunAs, caplog: pytest.LogCaptureFixture
) -> None:
    run_as("1 / 0")
    folder = asked("broken")
    take_turns()
    said = folder.progress().message

    assert "ZeroDivisionError" not in said and "ZeroDivisionError" in caplog.text
    assert said.split()[-1].rstrip(".") in caplog.text


def test_a_run_that_takes_too_long_is_asked_to_stop(
    asked: Callable[[str], RunFolder], run_as: RunAs
) -> None:
    wait = "while not (f / 'stop').exists(): time.sleep(0.05)"
    run_as(f"import sys, time, pathlib; f = pathlib.Path(sys.argv[1])\n{wait}\n{SAY_DONE}")
    folder = asked("slow")
    take_turns(most_seconds=0.1)

    assert folder.stop_asked() and folder.progress().state == "done"


def test_one_that_does_not_listen_is_made_to_stop(
    asked: Callable[[str], RunFolder], run_as: RunAs
) -> None:
    run_as("import time; time.sleep(600)")
    folder = asked("deaf")
    take_turns(most_seconds=0.1, grace_seconds=0.1)

    assert folder.progress().state == "failed"
