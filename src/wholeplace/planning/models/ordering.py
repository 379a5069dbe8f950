"""Ordering and running: a scenario gets a run folder, and the folder gets an answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from wholeplace.core.errors import WholeplaceError
from wholeplace.planning.models.model import Answer, Inputs, Job, Model, Values
from wholeplace.planning.models.results import rows
from wholeplace.planning.models.run_folder import RunFolder, prepare, run_name
from wholeplace.planning.models.scenario import Scenario

BY_REPLICATION = "by_replication"
Report = Callable[[int, int, str], None]


def order(model: Model, inputs: Inputs, scenario: Scenario, data_folder: Path) -> RunFolder:
    """The folder of the run that answers a scenario; asked twice, the same one.

    Args:
        model: The model.
        inputs: What it is run on.
        scenario: What is asked.
        data_folder: The data folder of the installation.

    Raises:
        ScenarioError: If the scenario names what the model does not know, or goes out of range.
    """
    values = scenario.values(model, inputs)
    asked = {
        "title": scenario.title,
        "note": scenario.note,
        "seed": scenario.seed,
        "replications": scenario.replications,
        "values": dict(values),
    }
    said = json.dumps(asked, sort_keys=True, default=list)
    run_id = run_name(model.version, inputs.fingerprint, said)
    return prepare(data_folder, model.name, run_id, scenario.text)


def answer_scenario(
    model: Model,
    inputs: Inputs,
    scenario: Scenario,
    folder: RunFolder,
    *,
    report: Report = lambda done, total, message: None,
    headline_only: bool = False,
) -> Answer:
    """Run a model for a scenario and write its answer into the run's folder.

    A run that is asked to stop, by its folder or by an interrupt that the caller turns into
    :meth:`RunFolder.ask_to_stop`, keeps what it has done.

    Args:
        model: The model.
        inputs: What it is run on.
        scenario: What is asked.
        folder: From :func:`order`.
        report: Also told how far the run is.
        headline_only: Whether to leave out analyses beyond the answer itself.

    Raises:
        WholeplaceError: What went wrong; the folder then says so too.
    """
    values = scenario.values(model, inputs)
    folder.begin(0, "Starting")

    def told(done: int, total: int, message: str) -> None:
        folder.report(done, total, message)
        report(done, total, message)

    job = Job(
        scenario.seed,
        scenario.replications,
        told,
        folder.stop_asked,
        headline_only,
        title=scenario.title,
        defaults=model.defaults(inputs),
        sensitivity=model.sensitivity,
    )
    try:
        answer = model.run(inputs, values, job)
    except WholeplaceError as error:
        folder.report(0, 0, str(error), "failed")
        raise
    except BaseException:
        folder.report(0, 0, "It broke off without an answer.", "failed")
        raise
    _write(model, inputs, scenario, values, folder, answer)
    stopped = folder.stop_asked()
    words = "Stopped; what was done is kept." if stopped else "Done"
    folder.report(answer.replications, scenario.replications, words, _state(stopped))
    return answer


def _state(stopped: bool) -> Any:
    return "stopped" if stopped else "done"


def _write(
    model: Model,
    inputs: Inputs,
    scenario: Scenario,
    values: Values,
    folder: RunFolder,
    answer: Answer,
) -> None:
    """Tables first, then the result that names them."""
    folder.write_table(BY_REPLICATION, answer.by_replication)
    for table in answer.tables:
        folder.write_table(table.name, table.rows)
    folder.write_result(
        {
            "model": model.name,
            "model_title": model.title,
            "question": model.question,
            "futures": model.futures,
            "groups": model.groups,
            "version": model.version,
            "run_id": folder.run_id,
            "title": scenario.title,
            "note": scenario.note,
            "seed": scenario.seed,
            "replications": answer.replications,
            "asked": scenario.replications,
            "synthetic": inputs.synthetic,
            "inputs": inputs.title,
            "inputs_id": inputs.fingerprint,
            "headline": answer.headline,
            "sentences": list(answer.sentences),
            "figures": rows(answer.figures),
            "warnings": [*inputs.warnings, *answer.warnings],
            "assumptions": _assumptions(model, inputs, values),
            "not_in_it": model.not_in_it,
            "tables": [_table_row(t.name, t.title, t.about) for t in answer.tables]
            + [_table_row(BY_REPLICATION, "Every replication", "One row a figure a replication")],
            **answer.more,
        }
    )


def _table_row(name: str, title: str, about: str) -> dict[str, str]:
    return {"name": name, "title": title, "about": about}


def _assumptions(model: Model, inputs: Inputs, values: Values) -> list[dict[str, Any]]:
    """Every assumption as result.json holds it."""
    return [
        {
            "key": one.key,
            "title": one.title,
            "unit": one.unit,
            "group": one.group,
            "value": values[one.key],
            "default": one.default,
            "low": one.low if one.low > float("-inf") else None,
            "high": one.high if one.high < float("inf") else None,
            "changed": values[one.key] != one.default,
            "now": inputs.now(one.key),
            "source": one.source,
            "dated": one.dated,
            "verified": one.verified,
        }
        for one in model.expanded(inputs).values()
    ]
