"""The tidy tables of an answer: by day, causes, changes, sensitivity, services, inputs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.planning.flow.causes import CAUSES, Cause
from wholeplace.planning.flow.changes import Bought
from wholeplace.planning.flow.sensitivity import Moved
from wholeplace.planning.flow.services import WAYS
from wholeplace.planning.flow.simulating import YEAR, Outcome
from wholeplace.planning.flow.situation import Situation
from wholeplace.planning.models.model import AnswerTable
from wholeplace.planning.models.results import mean_with_limits

LEVELS = {"p05": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}
BINS = 24
FloatArray = NDArray[np.float64]


def outcome_tables(outcome: Outcome, situation: Situation) -> list[AnswerTable]:
    """Tables of a scenario alone."""
    return [
        _days(outcome, situation),
        _spread(outcome),
        _cells(outcome, situation),
        _hospitals(outcome, situation),
        _inputs(situation),
    ]


def causes_table(causes: Iterable[Cause]) -> AnswerTable:
    """What each cause accounts for."""
    rows = [
        {
            "cause": CAUSES[cause.name],
            **_limits("delayed_days", cause.part),
            **_limits("alone", cause.alone),
            **_limits("last", cause.last),
        }
        for cause in causes
    ]
    about = (
        "Delayed days a year that each cause accounts for: what taking it away saves, averaged "
        "over every order in which causes could be taken away, so that they add up (Shapley). "
        "alone: saved where it alone goes. last: left where all the others are gone."
    )
    return AnswerTable("causes", "Why people are delayed", about, pa.Table.from_pylist(rows))


def changes_table(bought: Iterable[Bought]) -> AnswerTable:
    """What each change buys."""
    rows = [
        {
            "change": one.change.title,
            "pounds": one.pounds,
            **_limits("days_saved", one.saved),
            "days_saved_per_1000_pounds": _number(one.per_thousand),
            **_limits("net_pounds", one.net),
        }
        for one in bought
    ]
    about = (
        "Each change alone on top of the scenario, a year: what it costs, the delayed days it "
        "saves, and what it costs beyond the beds it frees (below 0: it frees more). Freed beds "
        "are used again and are no saving in cash."
    )
    return AnswerTable("changes", "Which change buys most", about, pa.Table.from_pylist(rows))


def sensitivity_table(moved: Iterable[Moved]) -> AnswerTable:
    """How far the answer moves with each assumption."""
    rows = [
        {
            "assumption": one.vary.title,
            "key": one.vary.key,
            "moved_by_low": one.vary.low,
            "moved_by_high": one.vary.high,
            "unit": one.vary.unit,
            **_limits("days_more_at_low", one.low),
            **_limits("days_more_at_high", one.high),
        }
        for one in moved
    ]
    about = "Delayed days a year more than in the scenario when one assumption alone is moved."
    title = "How far the answer moves with its assumptions"
    return AnswerTable("sensitivity", title, about, pa.Table.from_pylist(rows))


def _days(outcome: Outcome, situation: Situation) -> AnswerTable:
    """People delayed on each day: the range over replications, and one year as it might be."""
    delayed = outcome.delayed
    first = situation.begins
    columns = {
        "day": [first + dt.timedelta(days=n) for n in range(delayed.shape[1])],
        "figure": ["people_delayed"] * delayed.shape[1],
        "place": [""] * delayed.shape[1],
        "group": [""] * delayed.shape[1],
        "mean": delayed.mean(axis=0),
        **{name: np.quantile(delayed, level, axis=0) for name, level in LEVELS.items()},
        "one_year": delayed[0],
    }
    about = (
        "People delayed on each day: the mean and percentiles over replications; one_year is the "
        "first replication, a year as it might be."
    )
    return AnswerTable("days", "People delayed by day", about, pa.table(columns))


def _spread(outcome: Outcome) -> AnswerTable:
    """On how many days in a hundred there are so many people delayed."""
    counts, edges = np.histogram(outcome.delayed, bins=BINS)
    columns = {"from": edges[:-1], "to": edges[1:], "share_of_days": counts / counts.sum()}
    about = "Share of all simulated days with people delayed from … to …"
    return AnswerTable("spread", "How many are delayed, how often", about, pa.table(columns))


def _cells(outcome: Outcome, situation: Situation) -> AnswerTable:
    lay, seen = outcome.layout, outcome.seen
    days = seen.delayed.mean(axis=1) * YEAR
    rows = []
    for service_number, service in enumerate(lay.services):
        for place_number, place in enumerate(lay.places):
            cell = service_number * len(lay.places) + place_number
            ready = max(float(seen.ready[:, cell].mean()), 1e-9)
            rows.append(
                {
                    "service": WAYS[service].title,
                    "place": situation.places[place],
                    "slots": int(lay.slots_by_cell[cell]),
                    "slots_used_percent": _number(100 * float(outcome.use[cell])),
                    **_limits("delayed_days", days[:, cell]),
                    "people_delayed_low": float(np.quantile(seen.delayed[:, :, cell], 0.05)),
                    "people_delayed_high": float(np.quantile(seen.delayed[:, :, cell], 0.95)),
                    "days_waited": float(seen.waited[:, cell].mean()) / ready,
                    "long_waits_percent": 100 * float(seen.long_waits[:, cell].mean()) / ready,
                }
            )
    about = "Each service in each place: slots, how full, delayed days a year, waits."
    return AnswerTable("services", "By service and place", about, pa.Table.from_pylist(rows))


def _hospitals(outcome: Outcome, situation: Situation) -> AnswerTable:
    rows = []
    for number, hospital in enumerate(situation.hospitals.values()):
        delayed = outcome.seen.delayed_at[:, :, number]
        taken = outcome.seen.beds[:, number] + hospital.others
        full = 100 * float(taken.mean()) / hospital.beds if hospital.beds else None
        rows.append(
            {
                "hospital": hospital.name,
                **_limits("people_delayed", delayed.mean(axis=1)),
                "low": float(np.quantile(delayed, 0.05)),
                "high": float(np.quantile(delayed, 0.95)),
                "beds": hospital.beds,
                "beds_full_percent": full,
                "over_full": full is not None and full > 100,
            }
        )
    about = "People delayed in each hospital, and how full it is with everybody else in it."
    return AnswerTable("hospitals", "By hospital", about, pa.Table.from_pylist(rows))


def _inputs(situation: Situation) -> AnswerTable:
    columns: dict[str, Sequence[object]] = {
        "what": [fact.what for fact in situation.facts],
        "value": [fact.value for fact in situation.facts],
        "source": [fact.source for fact in situation.facts],
        "dated": [fact.dated for fact in situation.facts],
        "verified": [fact.verified for fact in situation.facts],
    }
    about = f"{situation.title}. {situation.source}"
    return AnswerTable("inputs", "What went in", about, pa.table(columns))


def _limits(name: str, by_replication: FloatArray) -> dict[str, float | None]:
    mean, low, high = mean_with_limits(by_replication)
    return {name: mean, f"{name}_low": _number(low), f"{name}_high": _number(high)}


def _number(value: float) -> float | None:
    return None if np.isnan(value) else value
