"""What is found for several dates in one pass is what each date would find alone."""

from __future__ import annotations

import datetime as dt
import operator

import pyarrow as pa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.oracle.test_engine_agrees import PEOPLE
from tests.record.drawn_lives import inputs as drawn
from wholeplace.core.engine import Engine
from wholeplace.core.registry import Registry
from wholeplace.definitions.datasets.person import PERSON
from wholeplace.record.drawing.people import Coded, DrawnPerson
from wholeplace.record.drawing.world import AS_AT, small_inputs
from wholeplace.record.person_table import for_days, person_table, person_tables
from wholeplace.record.plan import Plan

REGISTRY = Registry.load(["wholeplace.definitions"])
DAYS = [AS_AT, dt.date(2025, 3, 31), dt.date(2023, 12, 31), dt.date(2020, 2, 29)]
# One of each kind of thing that is asked of events, of the register and of use.
ASKED = (
    *("hypertension", "smoking", "smi_checks_done", "blood_pressure_at_target"),
    *("raised_undiagnosed", "no_usable_record", "minority_ethnic", "emergency_admissions"),
)
SPANS = """
1 | P1 2015-01-01..2019-06-01; P2 2019-06-01..                  | L1 2015-01-01..
2 | P1 2015-01-01..; P2 2019-01-01..2025-01-01                  | L1 2015-01-01..2024-01-01
3 | P2 2025-08-01..; P1 2015-01-01..2025-08-01                  | L3 2015-01-01..; L1 2025-03-31..
4 | P1 2015-01-01..; P1 2015-01-01..2024-06-01; P2 2015-01-01.. | L1 2015-01-01..; L3 2015-01-01..
5 | P1 2015-01-01..2019-03-01                                   | L1 2015-01-01..2020-02-28
6 |                                                             | L9 2023-01-01..2025-03-31
7 | P9 2026-03-31..                                             |
"""


@settings(
    max_examples=1,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(people=st.lists(PEOPLE, min_size=60, max_size=60))
def test_histories_of_several_dates_are_those_of_each(
    engine: Engine, people: list[DrawnPerson]
) -> None:
    for number, person in enumerate(people, start=1):
        person.number = number
    made = small_inputs(engine, REGISTRY, people)
    rules = [operator.attrgetter(name) for name in ASKED]
    plans = [Plan.of(REGISTRY, day).only(rules) for day in DAYS[:2]]

    for plan, table in zip(plans, person_tables(engine, plans, made), strict=True):
        alone = rows(engine.fetch(person_table(engine, plan, made)))
        found = for_days(engine, [plan], made)
        assert rows(engine.fetch(table)) == alone
        assert rows(engine.fetch(person_table(engine, plan, found))) == alone


def test_what_was_found_for_an_earlier_day_does_not_serve_a_later_one(engine: Engine) -> None:
    person = DrawnPerson(1, dt.date(1960, 1, 1), "female", registered=True)
    person.coded = [Coded(dt.date(2025, 6, 1), "hypertension")]
    made = small_inputs(engine, REGISTRY, [person])
    now, before = (
        Plan.of(REGISTRY, day).only([operator.attrgetter("hypertension")]) for day in DAYS[:2]
    )

    found = for_days(engine, [before], made)

    [row] = engine.fetch(person_table(engine, now, found)).to_pylist()
    assert row["hypertension"] == dt.date(2025, 6, 1)


def test_homes_and_practices_of_several_dates_are_those_of_each(engine: Engine) -> None:
    cells = [[cell.strip() for cell in line.split("|")] for line in SPANS.strip().splitlines()]
    names = ("person", "at practice", "at home")
    made = drawn(engine, [dict(zip(names, row, strict=True)) for row in cells])
    plans = [Plan.of(Registry([PERSON]), day) for day in DAYS]

    together = [engine.fetch(table) for table in person_tables(engine, plans, made)]
    alone = [engine.fetch(person_table(engine, plan, made)) for plan in plans]

    assert list(map(rows, together)) == list(map(rows, alone))
    here = [{row["person"] for row in table.to_pylist()} for table in together]
    assert here == [{1, 2, 3, 4, 7}, {1, 2, 3, 4, 6}, {1, 2, 3, 4, 6}, {1, 2, 3, 4, 5}]


def rows(table: pa.Table) -> list[dict[str, object]]:
    """Rows in order of person."""
    return table.sort_by("person").to_pylist()
