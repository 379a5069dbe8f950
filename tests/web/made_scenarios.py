"""Saved scenarios of the made installation, one in each state a page can meet."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from tests.web.made_flow import make_run
from wholeplace.core.registry import Registry
from wholeplace.planning.long_range.example import INPUTS
from wholeplace.planning.long_range.inputs import read_inputs
from wholeplace.planning.models.model import Model
from wholeplace.planning.models.ordering import answer_scenario, order
from wholeplace.planning.models.run_folder import RunFolder
from wholeplace.planning.models.scenario import Scenario

DO_NOTHING, MORE_SLOTS, SHARED, NEVER, RUNNING, STOPPED, FAILED, PLANNED, HALF = range(1, 10)
RUNS = {DO_NOTHING: "made1", MORE_SLOTS: "made2", SHARED: "made3"}
FENLAND = "extra_slots.reablement.fenland"
BEDS = "long_range_beds"
BEDS_RUNS = {PLANNED: "As planned", HALF: "Half of what is planned"}


def make_scenarios(data_folder: Path) -> None:
    """Save the scenarios and write the folders of their runs.

    Args:
        data_folder: Of the installation; its database is up to date.
    """
    _save(DO_NOTHING, "Do nothing", {}, make_run(data_folder, "made1"))
    more = make_run(data_folder, "made2", "Ten more slots", times=0.8, changed={"Slots": 10})
    _save(MORE_SLOTS, "Ten more slots", {FENLAND: 10}, more)
    pooled = ["fenland", "huntingdonshire"]
    shared = make_run(data_folder, "made3", "Shared", times=0.95, changed={"Pooled": pooled})
    _save(SHARED, "Shared", {"pooled.reablement": pooled}, shared)
    _save(NEVER, "Never run", {}, None)
    running = make_run(data_folder, "made5", "Running")
    (running.path / "result.json").unlink()
    running.report(12, 40, "Simulating the scenario")
    _save(RUNNING, "Running", {FENLAND: 1}, running)
    stopped = make_run(data_folder, "made6", "Stopped", years=12, asked=40)
    stopped.report(12, 40, state="stopped")
    _save(STOPPED, "Stopped", {FENLAND: 2}, stopped)
    failed = make_run(data_folder, "made7", "Failed")
    (failed.path / "result.json").unlink()
    failed.report(0, 0, "The disk is full. Make room.", state="failed")
    _save(FAILED, "Failed", {FENLAND: 3}, failed)
    _save(PLANNED, BEDS_RUNS[PLANNED], {}, _beds(data_folder, BEDS_RUNS[PLANNED]), BEDS)
    half = {f"delivered.{name}": 50 for name in _planned()}
    _save(HALF, BEDS_RUNS[HALF], half, _beds(data_folder, BEDS_RUNS[HALF], half), BEDS)


def run_of_beds(number: int) -> str:
    """The run of a saved scenario of the long-range model."""
    from wholeplace_web.flow.models import Scenario

    return str(Scenario.objects.get(pk=number).run_id)


def _planned() -> list[str]:
    return [one.name for one in read_inputs(INPUTS).mitigations]


def _beds(data_folder: Path, title: str, changes: dict[str, Any] | None = None) -> RunFolder:
    """A real answer of the long-range model on the example that ships: it takes no time."""
    model = Registry.load(["wholeplace.definitions.models"]).get(Model, BEDS)
    inputs = read_inputs(INPUTS)
    asked = Scenario("", "", BEDS, title, seed=7, replications=40, changes=changes or {})
    folder = order(model, inputs, asked, data_folder)
    answer_scenario(model, inputs, asked, folder)
    return folder


def _save(
    number: int,
    name: str,
    changes: dict[str, Any],
    run: RunFolder | None,
    model: str = "discharge_flow",
) -> None:
    from wholeplace_web.flow.models import Scenario as Saved

    Saved(
        pk=number,
        model=model,
        name=name,
        inputs="example",
        changes=changes,
        replications=40,
        seed=7,
        run_id=run.run_id if run is not None else "",
        created=dt.datetime(2026, 3, 31, tzinfo=dt.UTC),
    ).save()
