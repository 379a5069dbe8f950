"""Answered runs of the flow model, made up: numbers in the form of the real ones, at no cost."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from wholeplace.planning.models.results import figure, rows
from wholeplace.planning.models.run_folder import RunFolder, prepare

MODEL = "discharge_flow"
YEARS = 40
PLACES = ("Fenland", "Huntingdonshire")
SERVICES = ("reablement", "nursing homes")
OUTPUTS = (
    ("people_delayed", "People delayed on a day", "people", "lower", 70.0),
    ("delayed_days", "Delayed days", "days a year", "lower", 25_000.0),
    ("cost", "Cost", "£ a year", "lower", 9_400_000.0),
)


def make_run(
    data_folder: Path,
    run_id: str,
    title: str = "Do nothing",
    *,
    times: float = 1.0,
    changed: Mapping[str, Any] | None = None,
    years: int = YEARS,
    seed: int = 7,
    **says: Any,
) -> RunFolder:
    """Write the folder of a run with an answer.

    Args:
        data_folder: Of the installation.
        run_id: The run.
        title: The scenario's title.
        times: How much larger every figure is than if nothing is done.
        changed: Title of an assumption → its value, where it is not the model's own.
        years: Simulated years; the same seed gives the same luck.
        seed: The seed.
        says: Other keys of result.json.
    """
    run = prepare(data_folder, MODEL, run_id, f'model = "{MODEL}"\ntitle = "{title}"\n')
    made, kept = [], []
    for number, (name, words, unit, better, level) in enumerate(OUTPUTS):
        for place, group, share in _divisions():
            draw = np.random.default_rng([seed, number, len(place), len(group)])
            own = np.random.default_rng([seed, number, *run_id.encode()])
            luck = 0.2 * draw.standard_normal(years) + 0.02 * own.standard_normal(years)
            values = level * share * (times + luck)
            about = {"place": place, "group": group, "better": better, "over": "year"}
            made.append(figure(name, words, unit, values, **about))
            about = {"name": name, "place": place, "group": group}
            kept += [about | {"replication": i, "value": float(v)} for i, v in enumerate(values)]
    run.write_table("by_replication", pa.Table.from_pylist(kept))
    run.write_result(
        {
            "model": MODEL,
            "model_title": "Flow out of hospital",
            "question": "who waits in hospital for care elsewhere, and what would change that?",
            "version": "made",
            "inputs": "Made discharges",
            "inputs_id": "made",
            "run_id": run_id,
            "title": title,
            "seed": seed,
            "replications": years,
            "asked": years,
            "synthetic": True,
            "headline": f"{title}: about {70 * times:.0f} people wait on a day.",
            "sentences": ["Most of them wait in Fenland."],
            "figures": rows(made),
            "warnings": ["The inputs are invented."],
            "assumptions": [_assumption(name, value) for name, value in (changed or {}).items()],
            "not_in_it": "people who wait at home",
            "tables": [
                {"name": "by_replication", "title": "Each simulated year", "about": "One a row"}
            ],
        }
        | says
    )
    run.report(years, years, state="done")
    return run


def _divisions() -> list[tuple[str, str, float]]:
    places = [(place, "", share) for place, share in zip(PLACES, (0.6, 0.4), strict=True)]
    services = [("", service, share) for service, share in zip(SERVICES, (0.7, 0.3), strict=True)]
    return [("", "", 1.0), *places, *services]


def _assumption(title: str, value: Any) -> dict[str, Any]:
    return {
        "key": title.lower().replace(" ", "_"),
        "title": title,
        "unit": "slots",
        "group": "Slots",
        "value": value,
        "default": 0,
        "low": 0,
        "high": 100,
        "changed": True,
        "source": "Made up",
        "dated": "2026",
        "verified": False,
    }
