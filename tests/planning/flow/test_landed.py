"""A situation from landed data: counted tables become streams, lengths, slots and who is there."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from wholeplace.core.registry import Registry
from wholeplace.measures.flow_inputs.reading import FlowInputs
from wholeplace.measures.flow_inputs.schemas import SCHEMAS
from wholeplace.planning.flow.landed import FEW, Landed
from wholeplace.planning.flow.lengths import KAPLAN_MEIER
from wholeplace.planning.flow.levers import Levers
from wholeplace.planning.flow.services import HOME
from wholeplace.planning.flow.simulating import simulate_scenario
from wholeplace.planning.flow.situation import COMMUNITY, Situation, Stream
from wholeplace.planning.models.model import Job, Model

AS_AT = dt.date(2026, 3, 31)
NURSING = {"service": "nursing", "place": "fenland"}
AT_RGN = {"hospital": "RGN", **NURSING}


def days_back(days: int) -> dt.date:
    return AS_AT - dt.timedelta(days=days)


def counted(**changed: list[dict[str, Any]]) -> FlowInputs:
    """What a run counted: one service and place that people wait for, and a few odd rows."""
    rows: dict[str, list[dict[str, Any]]] = {
        "places": [
            {"place": p, "code": p, "name": p.title()} for p in ("fenland", "huntingdonshire")
        ],
        "arrivals": [
            {"day": days_back(n), **AT_RGN, "pathway": 3, "people": 1 + (n % 7 == 0)}
            for n in range(365)
        ]
        + [
            {"day": AS_AT, **AT_RGN, "service": "home", "pathway": 0, "people": 90},
            {"day": AS_AT, **AT_RGN, "place": "elsewhere", "pathway": 3, "people": 90},
        ],
        "hospital_stays": [{"hospital": "RGN", "service": "nursing", "days": 9, "people": 50}],
        "process": [
            {**AT_RGN, "days": 2, "people": 40},
            {**AT_RGN, "service": "home", "days": 3, "people": 40},
        ],
        "stays": [
            {**NURSING, "days": 20, "ended": True, "people": 60},
            {**NURSING, "days": 40, "ended": False, "people": 20},
        ],
        "capacity": [
            {"week": days_back(90), **NURSING, "slots": 10, "weekend_starts": False},
            {"week": days_back(1), **NURSING, "slots": 40, "weekend_starts": True},
        ],
        "now": [
            {"state": "in_service", **NURSING, "hospital": "", "days": 6, "people": 25},
            {"state": "waiting", **AT_RGN, "days": 3, "people": 2},
            {"state": "in_process", **AT_RGN, "service": "home", "days": 1, "people": 5},
        ],
        "asks": [
            {**NURSING, "asks": "anything", "people": 30},
            {**NURSING, "asks": "single_sex_ward", "people": 10},
        ],
        "delayed_days": [{"day": AS_AT, **AT_RGN, "people": 730}],
        "community": [{"day": days_back(5), **NURSING, "people": 3}],
    }
    rows |= changed
    return FlowInputs(
        **{
            name: pa.Table.from_pylist(rows.get(name, []), schema)
            for name, schema in SCHEMAS.items()
        }
    )


def situation(**changed: list[dict[str, Any]]) -> Situation:
    landed = Landed("a-run", AS_AT, False, counted(**changed), {"RGN": "North West Anglia"})
    return landed.situation()


def test_what_was_counted_is_what_the_model_is_run_on() -> None:
    found = situation()
    assert found.begins == dt.date(2026, 4, 1)
    assert [h.name for h in found.hospitals.values()] == ["North West Anglia"]
    assert found.streams == (
        Stream("RGN", "fenland", "nursing"),
        Stream("RGN", "fenland", HOME),
        Stream(COMMUNITY, "fenland", "nursing"),
    )
    assert found.ways == ("nursing", HOME)
    assert found.arrivals.daily_rates()[0] == pytest.approx(8 / 7, rel=0.01)
    assert found.slots_of("nursing", "fenland") == 40  # the last week goes on
    assert found.slots[0].weekend_starts
    assert found.asks["nursing", "fenland"]["single_sex_ward"] == 0.25
    assert [row.people for row in found.present] == [25, 2, 5]
    assert found.process[HOME, "fenland"].median == pytest.approx(3, abs=0.5)
    assert found.counted == 2


def test_stays_that_go_on_make_stays_longer_and_are_warned_of() -> None:
    found = situation()
    stay = found.stays["nursing", "fenland"]
    assert stay.method == KAPLAN_MEIER and stay.mean > 22
    assert "25% of stays have no end date" in found.warnings[0]


def test_who_is_left_out_is_said() -> None:
    said = " ".join(situation().warnings)
    assert "live in other districts, or nobody knows where" in said
    assert "which slots can meet which request" in said


def test_a_place_with_few_lengths_takes_those_of_the_service() -> None:
    both = [
        {"service": "nursing", "place": "fenland", "days": 20, "ended": True, "people": 60},
        {"service": "nursing", "place": "huntingdonshire", "days": 2, "ended": True}
        | {"people": FEW - 1},
    ]
    stays = situation(stays=both).stays
    assert stays["nursing", "fenland"].mean == pytest.approx(20, abs=0.1)
    assert stays["nursing", "huntingdonshire"].mean > 14


def test_the_model_runs_on_it_from_today() -> None:
    found = situation()
    whole = {"nursing": 1.0}
    today = Levers({}, {}, whole, whole, today=True, warm_up=0, days=60)
    outcome = simulate_scenario(found, today, seed=1, replications=4)
    assert outcome is not None
    assert outcome.seen.delayed[:, 0, 0] == pytest.approx(np.full(4, 2), abs=2)
    assert outcome.seen.used[:, 0].min() > 15


def test_the_model_is_held_against_the_delay_that_was_counted() -> None:
    found = situation(delayed_days=[{"day": AS_AT, **AT_RGN, "people": 7_300}])
    model = Registry.load(["wholeplace.definitions.models"]).get(Model, "discharge_flow")
    values = dict(model.defaults(found)) | {"days": 60, "warm_up_days": 60}
    job = Job(1, 3, headline_only=True, defaults=model.defaults(found))
    said = model.run(found, values, job).warnings
    assert "The data counted 20 people delayed on an average day" in " ".join(said)
    near = replace(found, counted=None)
    assert not model.run(near, values, job).warnings
