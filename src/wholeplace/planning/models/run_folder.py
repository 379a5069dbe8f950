"""The folder of one run of a model: what was asked, how far it is, what came out, how to stop it.

Whoever starts a run and whoever shows it share nothing but this folder::

    <data folder>/models/<model>/<run id>/
        scenario.toml    what was asked, as it was written
        progress.json    {"done", "total", "state", "message", "process"}
        stop             exists when somebody has asked the run to stop
        result.json      the answer, as described in wholeplace.planning.models.results
        <table>.csv      its tables, tidy: one row a value
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal, get_args

import pyarrow as pa
import pyarrow.csv as pacsv

from wholeplace.core.errors import RunError
from wholeplace.core.registry import NAME_PATTERN, content_hash
from wholeplace.core.spreadsheets import safe_text
from wholeplace.record.runs import write_json

SCENARIO = "scenario.toml"
PROGRESS = "progress.json"
RESULT = "result.json"
STOP = "stop"
MODELS = "models"
State = Literal["waiting", "running", "done", "stopped", "failed"]
AT_WORK = ("waiting", "running")


@dataclass(frozen=True)
class Progress:
    """How far a run is.

    Attributes:
        done: Steps done, replications mostly.
        total: Steps asked for; 0 while not known.
        state: ``waiting`` (asked for, not begun), ``running``, ``done``, ``stopped`` (asked to
            stop; what was done is kept and has a result) or ``failed``.
        message: What is going on, or what went wrong, in a sentence.
        process: The process at work, 0 where none is.
    """

    done: int = 0
    total: int = 0
    state: State = "waiting"
    message: str = ""
    process: int = 0

    @property
    def at_work(self) -> bool:
        """Whether there is something to wait for."""
        return self.state in AT_WORK


@dataclass(frozen=True)
class RunFolder:
    """One run of a model, read and written by its folder.

    Attributes:
        path: The folder.
    """

    path: Path

    @property
    def run_id(self) -> str:
        """The run."""
        return self.path.name

    @property
    def model(self) -> str:
        """The model that was run."""
        return self.path.parent.name

    @property
    def scenario_file(self) -> Path:
        """What was asked."""
        return self.path / SCENARIO

    def scenario(self) -> str:
        """What was asked, as it was written."""
        return self.scenario_file.read_text(encoding="utf-8")

    def report(self, done: int, total: int, message: str = "", state: State = "running") -> None:
        """Say how far this process is with the run; readers see the old words or the new."""
        process = os.getpid() if state == "running" else 0
        write_json(self.path / PROGRESS, asdict(Progress(done, total, state, message, process)))

    def progress(self) -> Progress:
        """How far the run is; one whose process has gone without a word has failed."""
        file = self.path / PROGRESS
        if not file.is_file():
            return Progress()
        found = Progress(**json.loads(file.read_text(encoding="utf-8")))
        if found.state not in get_args(State):
            raise RunError(f"{file} has the unknown state {found.state!r}.", "Run it again.")
        if found.state == "running" and not _alive(found.process):
            message = "It ended without finishing. Run it again."
            return replace(found, state="failed", message=message, process=0)
        return found

    def ask_to_stop(self) -> None:
        """Ask the run to stop; it does after the replications it is at, and keeps what it has."""
        (self.path / STOP).touch()

    def stop_asked(self) -> bool:
        """Whether somebody has asked the run to stop."""
        return (self.path / STOP).exists()

    def begin(self, total: int, message: str = "") -> None:
        """Start, or start again: forget an earlier request to stop and an earlier answer."""
        (self.path / STOP).unlink(missing_ok=True)
        (self.path / RESULT).unlink(missing_ok=True)
        self.report(0, total, message)

    def write_table(self, name: str, columns: Mapping[str, Sequence[Any]] | pa.Table) -> None:
        """Write a table as CSV, safe to open in a spreadsheet.

        Args:
            name: Its name, without ending.
            columns: Column → values, or a table.
        """
        table = columns if isinstance(columns, pa.Table) else pa.table(dict(columns))
        staged = self.path / f".{name}.part"
        pacsv.write_csv(_safe(table), staged)
        staged.replace(self.path / f"{name}.csv")

    def table(self, name: str) -> pa.Table:
        """A table of the answer.

        Raises:
            RunError: If the run has none of that name.
        """
        file = self.path / f"{name}.csv"
        if not NAME_PATTERN.fullmatch(name) or not file.is_file():
            raise RunError(f"The run {self.run_id} has no table {name}.", f"See {RESULT}.")
        return pacsv.read_csv(file)

    def write_result(self, result: Mapping[str, Any]) -> None:
        """Write the answer; the tables it names come first, so that a reader finds them."""
        write_json(self.path / RESULT, dict(result))

    def result(self) -> dict[str, Any]:
        """The answer.

        Raises:
            RunError: If there is none yet.
        """
        file = self.path / RESULT
        if not file.is_file():
            raise RunError(
                f"The run {self.run_id} has no answer yet.", "See how far it is, or run it again."
            )
        return json.loads(file.read_text(encoding="utf-8"))

    @property
    def answered(self) -> bool:
        """Whether there is an answer to read."""
        return (self.path / RESULT).is_file()


def run_name(model_version: str, *parts: str) -> str:
    """The id of a run: the same model, scenario, inputs and seed give the same one.

    Args:
        model_version: The version of the model's definition and code.
        parts: What else the answer depends on, as text, in a fixed order.
    """
    return content_hash(model_version, *parts)


def prepare(data_folder: Path, model: str, run_id: str, scenario: str) -> RunFolder:
    """The folder of a run, made if need be, with its scenario in it and nothing begun.

    Args:
        data_folder: The data folder of the installation.
        model: The model's name.
        run_id: From :func:`run_name`.
        scenario: The scenario file as written.
    """
    made = RunFolder(data_folder / MODELS / model / run_id)
    made.path.mkdir(parents=True, exist_ok=True)
    made.scenario_file.write_text(scenario, encoding="utf-8")
    return made


def find_run(data_folder: Path, model: str, run_id: str) -> RunFolder:
    """A run that was asked for.

    Raises:
        RunError: If there is none of that id.
    """
    found = RunFolder(data_folder / MODELS / model / run_id)
    if not run_id.isalnum() or not found.scenario_file.is_file():
        raise RunError(f"There is no run {run_id} of the model {model}.", "Check the run id.")
    return found


def all_runs(data_folder: Path, model: str) -> list[RunFolder]:
    """Every run of a model, the one asked for last first."""
    files = (data_folder / MODELS / model).glob(f"*/{SCENARIO}")
    latest = sorted(files, key=lambda file: (-file.stat().st_mtime_ns, file.parent.name))
    return [RunFolder(file.parent) for file in latest]


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return process > 0


def _safe(table: pa.Table) -> pa.Table:
    """Text cells that a spreadsheet would take for a formula, made plain."""
    columns = [
        pa.array([None if v is None else safe_text(v) for v in column.to_pylist()])
        if pa.types.is_string(column.type)
        else column
        for column in table.columns
    ]
    return pa.table(columns, names=table.column_names)
