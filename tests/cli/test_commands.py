"""The command line: one clear message for a mistake, with what to do, and never a traceback."""

from __future__ import annotations

import json
import os
import shutil
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner, Result

from tests.measures.small_installation import DEFINITIONS, PACKAGES, Finished, finished, landed
from wholeplace.cli.main import main, wholeplace
from wholeplace.core.settings import Settings
from wholeplace.record.runs import finished_runs

Command = Callable[..., Result]
SETTINGS = f"""
[installation]
name = "Small"
synthetic = true
[definitions]
packages = {PACKAGES}
folders = ["{DEFINITIONS}"]
[engine]
threads = 1
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """An installation with a published run, and its settings file."""
    made = finished(tmp_path_factory.getbasetemp())
    (made.installation.folder / "wholeplace.toml").write_text(SETTINGS)
    return made


@pytest.fixture
def command(small: Finished) -> Command:
    """Runs a command on that installation."""

    def run(*arguments: str) -> Result:
        settings = small.installation.folder / "wholeplace.toml"
        return CliRunner().invoke(wholeplace, ["--settings", str(settings), *arguments])

    return run


def typed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[Any, str, str]:
    """The exit code and what was printed, as a terminal would see it."""
    with pytest.raises(SystemExit) as stopped:
        main(list(arguments))
    said = capsys.readouterr()
    return stopped.value.code, said.out, said.err


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = typed(capsys, "--help")

    assert code == 0
    for name in ("land", "run", "export", "reference", "synth", "serve", "measures"):
        assert f"  {name} " in out


def test_a_mistyped_command_is_answered_with_the_nearest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, _, err = typed(capsys, "exprot")

    assert code == 2
    assert "There is no command exprot. Did you mean export?" in err


def test_a_query_that_is_stopped_is_one_word_and_no_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # A quarter of a minute: long enough to be stopped, and no test hangs if it is not.
    long = "SELECT sum(a.range * b.range) FROM range(60000) a, range(60000) b"
    key = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))

    def stopped(_: object) -> None:
        key.start()
        duckdb.sql(long).fetchall()

    monkeypatch.setattr(Settings, "load", stopped)
    # What a shell starts in the background hears no interrupt, and these tests may be.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        code, _, err = typed(capsys, "run", "--list")
    finally:
        signal.signal(signal.SIGINT, before)

    assert code == 1
    assert err.strip() == "Aborted!"


def test_a_mistake_is_one_message_and_its_remedy_and_no_traceback(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "wholeplace.toml"
    file.write_text("[data]\nfoldr = 'x'\n")

    code, out, err = typed(capsys, "--settings", str(file), "run", "--as-at", "2026-03-31")

    assert (code, out) == (1, "")
    assert "unknown key data.foldr" in err and "Did you mean folder?" in err
    assert "Traceback" not in err


def test_a_run_without_a_date_says_how_to_name_one(command: Command) -> None:
    result = command("run")

    assert result.exit_code == 2
    assert "--as-at 2026-03-31" in result.output


def test_a_run_in_an_empty_installation_says_what_to_do_first(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "wholeplace.toml"
    file.write_text("")

    code, _, err = typed(capsys, "--settings", str(file), "run", "--as-at", "2026-03-31")

    assert code == 1
    assert "wholeplace reference" in err


def test_a_run_says_each_step_and_publishes(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(landed(tmp_path_factory.getbasetemp())[0], tmp_path / "site"))
    (folder / "wholeplace.toml").write_text(SETTINGS)
    arguments = ["--settings", str(folder / "wholeplace.toml"), "run", "--as-at", "2026-03-31"]

    result = CliRunner().invoke(wholeplace, [*arguments, "--known-at", "2026-12-31"])

    assert result.exit_code == 0, result.output
    assert "Building the person table" in result.output
    assert "true on 31 March 2026" in result.output
    (made,) = finished_runs(folder / "data")
    pointer = json.loads((folder / "data" / "release" / "current.json").read_text())
    assert pointer == {"run_id": made["run_id"]}
    assert made["run_id"] in result.output


def test_finished_runs_are_listed_and_can_be_published_again(
    command: Command, small: Finished
) -> None:
    assert command("run", "--list").output.startswith(f"{small.run_id}  as at 2026-03-31")
    assert command("run", "--publish", small.run_id).output == f"Published {small.run_id}\n"


def test_publishing_a_run_that_never_finished_is_refused(command: Command, small: Finished) -> None:
    result = command("run", "--publish", "2020-01-01-0123456789ab")

    assert "There is no finished run" in str(result.exception)
    pointer = small.installation.data / "release" / "current.json"
    assert json.loads(pointer.read_text()) == {"run_id": small.run_id}


def test_an_export_says_how_many_rows_of_which_run_it_wrote(
    command: Command, small: Finished, tmp_path: Path
) -> None:
    file = tmp_path / "numbers.csv"

    result = command("export", str(file), "--measure", "stroke_prevalence", "--breakdown", "all")

    rows = file.read_text(encoding="utf-8").count("\n") - 1
    assert result.output == f"Wrote {rows:,} rows of run {small.run_id} to {file}\n"
    assert (tmp_path / "numbers.csv-metadata.json").is_file()


def test_an_export_before_anything_is_published_says_what_to_run(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    settings = tmp_path / "wholeplace.toml"
    settings.write_text("")

    code, _, err = typed(
        capsys, "--settings", str(settings), "export", str(tmp_path / "numbers.csv")
    )

    assert code == 1
    assert "Nothing has been published yet. Run `wholeplace run` first." in " ".join(err.split())


def test_the_list_of_what_was_landed_says_what_still_counts(command: Command) -> None:
    result = command("land", "--list")

    assert result.exit_code == 0
    assert result.output.count("gp_event") == 1
    assert "superseded" not in result.output
