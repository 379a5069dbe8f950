"""One look through the events finds what groupings of them find, in whatever order they come."""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wholeplace.core.engine import Engine
from wholeplace.core.registry import Registry
from wholeplace.record import history_arrays, history_kernel
from wholeplace.record.drawing.world import codes_of, reading_code
from wholeplace.record.events import grouped_history
from wholeplace.record.histories import Histories
from wholeplace.record.history_reading import read_history
from wholeplace.record.plan import Plan

REGISTRY = Registry.load(["wholeplace.definitions"])
DAYS = (dt.date(2024, 3, 31), dt.date(2025, 3, 31), dt.date(2026, 3, 31))
# First and last dates, a condition that is resolved, readings, days of high ones and of contacts,
# and any code.
ASKED = (
    *("stroke", "cancer", "hypertension", "raised_undiagnosed", "obese", "no_usable_record"),
    "gp_contact_days",
)
CODES = {
    name: codes_of(REGISTRY, name)[0]
    for name in ("stroke", "cancer", "hypertension", "hypertension_resolved", "consultation")
} | {name: reading_code(REGISTRY, name) for name in ("systolic", "bmi")}
OF_NO_LIST = 4
LINKS = {1: 1, 2: 1, 3: 2, 4: 3, 5: 4}
"""Record → person: the first has two, and record 6 is nobody's."""

# Few records, days and codes, so that many fall together; some after the last day asked about.
WHEN = st.tuples(
    st.integers(1, 6),
    st.integers(0, 42).map(lambda month: dt.date(2023 + month // 12, 1 + month % 12, 28)),
)
CODED = st.tuples(WHEN, st.sampled_from([*CODES.values(), OF_NO_LIST]), st.none())
READ = st.tuples(
    WHEN,
    st.sampled_from([CODES["systolic"], CODES["bmi"]]),
    st.sampled_from([None, 25.0, 120.0, 140.0, 150.0, 4000.0]),
)
Event = tuple[tuple[int, dt.date], int, float | None]


@settings(
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(CODED | READ, max_size=40), st.booleans(), st.integers(1, 3))
def test_what_is_read_is_what_groupings_find(
    engine: Engine, events: list[Event], in_order: bool, days: int
) -> None:
    events = sorted(events, key=operator.itemgetter(0)) if in_order else events

    assert found(engine, events, DAYS[-days:], read=True) == found(
        engine, events, DAYS[-days:], read=False
    )


def test_rows_are_written_whenever_there_is_no_room_for_more(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[Event] = [
        ((record, dt.date(2020, 1, record)), CODES["stroke"], None) for record in (2, 3, 4, 5)
    ]
    monkeypatch.setattr(history_arrays, "ROWS", 1)

    assert found(engine, events, DAYS[-1:], read=True) == found(
        engine, events, DAYS[-1:], read=False
    )


def test_each_day_knows_what_was_coded_by_it(engine: Engine) -> None:
    person = 2
    events: list[Event] = [
        ((3, dt.date(2023, 5, 1)), CODES["hypertension"], None),
        ((3, dt.date(2024, 5, 1)), CODES["hypertension_resolved"], None),
        ((3, dt.date(2024, 6, 1)), CODES["systolic"], 150.0),
        ((3, dt.date(2025, 5, 1)), CODES["hypertension"], None),
        ((3, dt.date(2025, 5, 1)), CODES["systolic"], 160.0),
        ((3, dt.date(2025, 5, 1)), CODES["systolic"], 145.0),
    ]

    by_day = [found(engine, events, [day], read=True)[0][person] for day in DAYS]

    since = "since__hypertension__hypertension_resolved"
    assert [said.get(since) for said in by_day] == [
        dt.date(2023, 5, 1),
        None,
        dt.date(2025, 5, 1),
    ]
    assert [said.get("days_above_140_in_24__systolic") for said in by_day] == [None, 1, 2]


@given(st.lists(st.integers(1, 2**62), unique=True, max_size=200), st.integers(1, 2**62))
def test_every_code_is_found_and_no_other(codes: list[int], other: int) -> None:
    kinds = {"code": pa.int64(), "item": pa.int16(), "low": pa.float64(), "high": pa.float64()}
    rows = [{"code": code, "item": 0} for code in codes]
    table = history_arrays.codes_of(pa.Table.from_pylist(rows, schema=pa.schema(kinds)))

    looked_for = np.array([*sorted(codes), other])
    entries = [history_kernel.entry_of(code, table) for code in looked_for]

    assert entries[:-1] == list(range(len(codes)))
    assert entries[-1] == (sorted(codes).index(other) if other in codes else history_kernel.NOWHERE)


def found(
    engine: Engine, events: Sequence[Event], days: Sequence[dt.date], *, read: bool
) -> list[dict[int, dict[str, object]]]:
    """What is known of each person by each day: answers that are neither blank nor nought."""
    rules = [operator.attrgetter(name) for name in ASKED]
    plans = [Plan.of(REGISTRY, day).only(rules) for day in days]
    rows = [(record, day, code, value) for (record, day), code, value in events]
    kinds = {"record_id": pa.int64(), "event_date": pa.date32(), "code": pa.int64()}
    schema = pa.schema(kinds | {"value": pa.float64()})
    columns = [list(column) for column in zip(*rows, strict=True)] or [[]] * len(schema)
    landed = engine.table(pa.table(columns, schema=schema))
    links = engine.table(pa.table({"record_id": list(LINKS), "person": list(LINKS.values())}))
    if read:
        histories = Histories((read_history(engine, plans, landed, links),))
    else:
        histories = grouped_history(engine, plans, landed, links)
    return [known(engine, histories, plan) for plan in plans]


def known(engine: Engine, histories: Histories, plan: Plan) -> dict[int, dict[str, object]]:
    said: dict[int, dict[str, object]] = {}
    for table in histories.on(plan):
        for row in engine.fetch(table).to_pylist():
            person = row.pop("person")
            answers = {name: value for name, value in row.items() if value}
            if answers:
                said.setdefault(person, {}).update(answers)
    return said
