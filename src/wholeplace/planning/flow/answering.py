"""The answer of the discharge model to a scenario: what, why, what helps and what moves it."""

from __future__ import annotations

from dataclasses import dataclass

from wholeplace.core.errors import RunError
from wholeplace.planning.flow.causes import Cause, find_causes, runs_needed
from wholeplace.planning.flow.changes import Bought, buy, changes
from wholeplace.planning.flow.costs import Costs
from wholeplace.planning.flow.figures import all_series, by_replication_table
from wholeplace.planning.flow.levers import EVERY_LEVER, Levers, levers
from wholeplace.planning.flow.phases import Phases
from wholeplace.planning.flow.sensitivity import Moved, move
from wholeplace.planning.flow.simulating import Outcome
from wholeplace.planning.flow.situation import Situation
from wholeplace.planning.flow.tables import (
    causes_table,
    changes_table,
    outcome_tables,
    sensitivity_table,
)
from wholeplace.planning.flow.words import headline, sentences
from wholeplace.planning.models.model import Answer, Job, Values

FEWEST_TO_JUDGE, OFF = 10, 0.25
"""The model is held against a count of at least so many people, and may be off by such a share."""
MOST_BEYOND = 30
"""Replications of each analysis beyond the answer: differences pair, so few are enough."""


@dataclass
class _Found:
    """What a run has found so far."""

    changed: bool
    before: Outcome | None = None
    causes: list[Cause] | None = None
    bought: list[Bought] | None = None
    moved: list[Moved] | None = None


def answer(situation: Situation, values: Values, job: Job) -> Answer:
    """Answer a scenario.

    Args:
        situation: What there is.
        values: What it assumes.
        job: How it is to be run.

    Returns:
        The answer; where the run was stopped, of what was done.

    Raises:
        RunError: If it was stopped before two replications were done.
    """
    asked = levers(values, situation)
    nothing = levers(_nothing_changed(values, job.defaults), situation)
    fewer = min(job.replications, MOST_BEYOND)
    phases = Phases(situation, job, _steps(situation, job, fewer, asked != nothing))
    outcome = phases.simulate(asked, job.replications, "Simulating the scenario")
    if outcome is None:
        raise RunError("The run was stopped before it could say anything.", "Run it again.")
    found = _Found(changed=asked != nothing)
    if found.changed:
        found.before = phases.simulate(nothing, job.replications, "Simulating no change")
    if not job.headline_only and outcome.replications >= fewer:
        _analyse(phases, values, asked, outcome, fewer, found)
    return _said(job.title, situation, Costs(values), outcome, found, values, phases.stopped)


def _analyse(
    phases: Phases,
    values: Values,
    asked: Levers,
    outcome: Outcome,
    fewer: int,
    found: _Found,
) -> None:
    """Why, what helps, and what moves it; each only where the run was not stopped."""
    situation = phases.situation
    found.causes = find_causes(phases, situation, asked, fewer)
    tried = list(changes(situation, asked, outcome))
    found.bought = buy(phases, tried, outcome, Costs(values), fewer)
    found.moved = move(phases, situation, values, phases.job.sensitivity, outcome, fewer)


def _said(
    title: str,
    situation: Situation,
    costs: Costs,
    outcome: Outcome,
    found: _Found,
    values: Values,
    stopped: bool,
) -> Answer:
    series = all_series(outcome, situation, costs)
    tables = outcome_tables(outcome, situation)
    if found.causes:
        tables.append(causes_table(found.causes))
    if found.bought:
        tables.append(changes_table(found.bought))
    if found.moved:
        tables.append(sensitivity_table(found.moved))
    return Answer(
        headline=headline(title, outcome, found.before, changed=found.changed),
        figures=[one.figure() for one in series],
        replications=outcome.replications,
        by_replication=by_replication_table(outcome, series),
        sentences=list(sentences(outcome, situation, found.causes, found.bought or [])),
        warnings=[
            *_stopped_words(outcome, stopped),
            *_warnings(outcome, found.before or outcome, situation, values),
        ],
        tables=tables,
    )


def _stopped_words(outcome: Outcome, stopped: bool) -> list[str]:
    if outcome.replications < outcome.asked:
        done, asked = f"{outcome.replications:,}", f"{outcome.asked:,}"
        return [f"The run was stopped after {done} of {asked} replications."]
    if stopped:
        return ["The run was stopped before it had found why, what helps and what moves it."]
    return []


def _warnings(
    outcome: Outcome, nothing: Outcome, situation: Situation, values: Values
) -> list[str]:
    said = []
    counted, model = situation.counted, float(nothing.delayed.mean())
    judged = counted is not None and counted >= FEWEST_TO_JUDGE
    if counted is not None and judged and abs(model - counted) > OFF * counted:
        said.append(
            f"The data counted {counted:.0f} people delayed on an average day and the model gives "
            f"{model:.0f}: trust the differences between scenarios more than the levels."
        )
    if values["start"] == "today" and not situation.present:
        said.append("The inputs do not say who is there today: services begin empty.")
    if outcome.levers.limit_beds and any(h.beds is None for h in situation.hospitals.values()):
        said.append("Some hospitals have no number of beds: those are taken to have room.")
    return said


def _nothing_changed(values: Values, defaults: Values) -> Values:
    """The values with every lever at its default, and the period and costs as they are."""
    return {
        key: defaults[key] if key.partition(".")[0] in EVERY_LEVER else value
        for key, value in values.items()
    }


def _steps(situation: Situation, job: Job, fewer: int, with_before: bool) -> int:
    """Replications of all phases together, as far as can be known."""
    whole = job.replications * (2 if with_before else 1)
    if job.headline_only:
        return whole
    changes_tried = len(situation.services) + 7
    return whole + fewer * (len(runs_needed()) + changes_tried + 2 * len(job.sensitivity))
