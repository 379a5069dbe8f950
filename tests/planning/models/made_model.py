"""A model small enough to see through: people times a share, with a little luck."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from wholeplace.planning.models.assumption import Assumption, Dimensions
from wholeplace.planning.models.model import Answer, Job, Model, Output, Validation, Values, Vary
from wholeplace.planning.models.results import figure

SAID: dict[str, Any] = {"source": "Made up", "dated": "2026"}
SHARE = Assumption(
    key="share", title="Share", unit="%", group="Size", default=50, low=0, high=100, **SAID
)
EXTRA = Assumption(
    key="extra",
    title="Extra in {place}",
    unit="people",
    group="Size",
    default=0,
    kind="whole",
    low=-5,
    high=5,
    by=("place",),
    **SAID,
)
ON = Assumption(
    key="switch.on", title="On", unit="", group="Size", default=False, kind="yes_no", **SAID
)
START = Assumption(
    key="start",
    title="Start",
    unit="",
    group="Size",
    default="empty",
    kind="choice",
    choices=("empty", "full"),
    **SAID,
)
SHARED = Assumption(
    key="shared",
    title="Shared",
    unit="",
    group="Size",
    default=(),
    kind="members",
    of="place",
    **SAID,
)


@dataclass(frozen=True)
class MadeInputs:
    title: str = "Made inputs"
    synthetic: bool = True
    fingerprint: str = "made"
    warnings: tuple[str, ...] = ("They are made up.",)
    dimensions: Dimensions = field(
        default_factory=lambda: {"place": {"fenland": "Fenland", "cambridge": "Cambridge"}}
    )

    def now(self, key: str) -> str:
        return "12 now" if key == "extra.fenland" else ""


def run(inputs: MadeInputs, values: Values, job: Job) -> Answer:
    share = values["share"]
    assert isinstance(share, int | float)
    found = []
    for number in range(job.replications):
        if job.stopped():
            break
        found.append(share + np.random.default_rng([job.seed, number]).random() / 10)
        job.report(number + 1, job.replications, "Counting")
    people = np.array(found)
    columns = {
        "name": ["people"] * people.size,
        "place": [""] * people.size,
        "group": [""] * people.size,
        "replication": list(range(people.size)),
        "value": found,
    }
    figures = [figure("people", "People", "people", people)]
    return Answer(f"{people.mean():.0f} people.", figures, people.size, pa.table(columns))


def made_model(**says: Any) -> Model:
    given: dict[str, Any] = {
        "name": "made",
        "title": "A made model",
        "question": "How many?",
        "doc": "People times a share.",
        "inputs": (),
        "assumptions": (SHARE, EXTRA, ON, START, SHARED),
        "outputs": (Output("people", "People", "people"),),
        "validation": (Validation("It is right.", "this file"),),
        "sensitivity": (Vary("share", "Share", -5, 5, "%"),),
        "not_in_it": "Everybody else.",
        "command": "made",
        "read": lambda folder: MadeInputs(),
        "find": lambda data_folder, named, near: MadeInputs(),
        "run": run,
    }
    return Model(**(given | says))
