"""Services told together say nothing more of one service that is hidden: attacked by programmes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from wholeplace.measures.delays.services import GROUPS, service_rows
from wholeplace.measures.delays.table import ALL
from wholeplace.measures.flow_inputs.schemas import SCHEMAS
from wholeplace.sources.after_hospital import WITH_SLOTS
from wholeplace.statistics import HES

PLACES = ("north", "south", "east", "west")
WEEK = dt.date(2026, 3, 30)
FEWEST = 5
CELLS = [(service, place) for service in WITH_SLOTS for place in PLACES]


def released(people: dict[tuple[str, str], int]) -> list[dict[str, Any]]:
    where = [{"service": s, "place": p} for s, p in CELLS]
    slots = [{"week": WEEK, **one, "slots": 50, "weekend_starts": False} for one in where]
    state = {"state": "in_service", "hospital": "", "days": 1}
    now = [
        {**state, "service": s, "place": p, "people": n} for (s, p), n in people.items() if n > 0
    ]
    made = service_rows(
        pa.Table.from_pylist(now, SCHEMAS["now"]),
        pa.Table.from_pylist(slots, SCHEMAS["capacity"]),
        HES,
    )
    return [row for row in made.to_pylist() if row["slots"]]


def stands_for(row: dict[str, Any]) -> tuple[float, float]:
    value, status = row["in_service"], row["in_service_status"]
    if status == "shown":
        return (value - 2, value + 2) if value else (0, 0)
    return (1, 7) if status == "suppressed" else (0, 200)


def narrowest(rows: list[dict[str, Any]]) -> int:
    """The fewest values that any hidden count of one service in one place may still have."""
    held = np.array(
        [
            [s in GROUPS[row["service"]] and row["place"] in (p, ALL) for s, p in CELLS]
            for row in rows
        ],
        dtype=np.float64,
    )
    rules = LinearConstraint(held, *np.array([stands_for(row) for row in rows]).T)
    hidden = [
        what
        for row, what in zip(rows, held, strict=True)
        if row["in_service_status"] != "shown" and what.sum() == 1
    ]

    def least(aim: np.ndarray) -> float:
        whole = np.ones(len(CELLS))
        return float(milp(aim, constraints=rules, integrality=whole, bounds=Bounds(0, 200)).fun)

    return round(min(1 - least(-what) - least(what) for what in hidden))


@pytest.mark.parametrize(("seed", "mean"), [(1, 2.0), (2, 10.0), (3, 5.0)])
def test_what_is_hidden_may_still_be_as_many(seed: int, mean: float) -> None:
    random = np.random.default_rng(seed)
    people = {cell: int(random.poisson(mean * random.gamma(1))) for cell in CELLS}
    rows = released(people)
    alone = narrowest([row for row in rows if row["service"] in WITH_SLOTS])

    assert narrowest(rows) >= min(FEWEST, alone)


def test_what_all_leave_of_one_is_not_told() -> None:
    """Twenty in all services and ten in one leave six or seven for another, hidden as 1 to 7."""
    people = {("reablement", "north"): 12, ("nursing", "north"): 6}
    people |= {(service, "south"): 40 for service in WITH_SLOTS}
    rows = {(row["service"], row["place"]): row for row in released(people)}

    assert rows["nursing", "north"]["in_service_status"] == "suppressed"
    assert rows[ALL, "north"]["in_service_status"] == "withheld"
    assert rows[ALL, "south"]["in_service"] == 280


def test_several_services_are_told_where_each_has_too_few() -> None:
    people = {(service, place): 3 for service in WITH_SLOTS for place in PLACES}
    rows = {(row["service"], row["place"]): row for row in released(people)}

    assert rows["reablement", "north"]["in_service"] is None
    assert rows[ALL, "north"]["in_service"] == 20
    assert rows["pathway_1", ALL]["in_service"] == 50
