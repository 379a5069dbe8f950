"""Runs the scenarios of the discharge example, and keeps of each answer what its page says."""

from __future__ import annotations

from dataclasses import replace
from importlib import resources
from typing import Any

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from wholeplace.core.registry import Registry
from wholeplace.core.settings import Settings
from wholeplace.planning.flow.folder import read_folder
from wholeplace.planning.flow.situation import Situation
from wholeplace.planning.models.model import Answer, Job, Model
from wholeplace.planning.models.results import paired_difference, rows
from wholeplace.planning.models.scenario import Scenario, parse_scenario

NOTHING = "do-nothing"
SCENARIOS = (
    NOTHING,
    "extra-capacity",
    "a-tenth-more",
    "match-differently",
    "fenland",
    "fenland-shares",
)
TABLES = ("causes", "changes", "sensitivity")
FIGURES = ("people_delayed", "delayed_days", "slots_used")
DIGITS = 6
Recorded = dict[str, Any]


def work_out(replications: int) -> Recorded:
    """Run every scenario with the example's own seed.

    Args:
        replications: How many times; the first of many are the same as a few.

    Returns:
        ``scenarios``: name → ``figures`` (mean, low and high of each), ``difference`` in people
        delayed from doing nothing with its limits, ``slots`` more than now; of doing nothing also
        the tables of causes, changes and sensitivity, and ``fullest``, the percentage of slots used
        in the fullest service and place.
    """
    model = Registry.load(Settings().definitions.packages).get(Model, "discharge_flow")
    example = resources.files("wholeplace.planning.flow") / "example"
    with resources.as_file(example) as folder:
        situation = read_folder(folder / "inputs")
        asked = {
            name: replace(
                parse_scenario((folder / f"{name}.toml").read_text(encoding="utf-8"), name),
                replications=replications,
            )
            for name in SCENARIOS
        }
    answers = {name: _answer(model, situation, one, name) for name, one in asked.items()}
    nothing = _delayed(answers[NOTHING])
    found: Recorded = {
        "scenarios": {
            name: {
                "figures": _figures(answer),
                "slots": _slots(model, situation, asked[name]),
                "difference": _short(paired_difference(nothing, _delayed(answer))),
            }
            for name, answer in answers.items()
        }
    }
    tables = {table.name: table.rows.to_pylist() for table in answers[NOTHING].tables}
    used = [row["slots_used_percent"] for row in tables["services"]]
    found["fullest"] = _short([max(one for one in used if one is not None)])[0]
    return found | {name: [_row(row) for row in tables[name]] for name in TABLES}


def _answer(model: Model, situation: Situation, asked: Scenario, name: str) -> Answer:
    job = Job(
        asked.seed,
        asked.replications,
        headline_only=name != NOTHING,
        defaults=model.defaults(situation),
        sensitivity=model.sensitivity,
    )
    return model.run(situation, asked.values(model, situation), job)


def _delayed(answer: Answer) -> NDArray[np.float64]:
    """[replication] People delayed on an average day."""
    kept = answer.by_replication
    whole = pc.and_(pc.equal(kept["place"], ""), pc.equal(kept["group"], ""))
    mine = kept.filter(pc.and_(pc.equal(kept["name"], "people_delayed"), whole))
    return mine["value"].to_numpy().astype(np.float64)


def _figures(answer: Answer) -> Recorded:
    return {
        row["name"]: _short([row["mean"], row["low"], row["high"]])
        for row in rows(answer.figures)
        if row["name"] in FIGURES and not row["place"] and not row["group"]
    }


def _slots(model: Model, situation: Situation, asked: Scenario) -> float:
    values = asked.values(model, situation)
    extra = (v for key, v in values.items() if key.startswith("extra_slots."))
    return sum(float(v) for v in extra if isinstance(v, int | float))


def _row(row: Recorded) -> Recorded:
    return {k: _short([v])[0] if isinstance(v, float) else v for k, v in row.items()}


def _short(values: Any) -> list[float]:
    """Numbers to so many digits as any machine gives alike."""
    return [float(f"{value:.{DIGITS}g}") for value in values]
