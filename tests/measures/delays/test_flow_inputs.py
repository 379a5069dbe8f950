"""The flow model's inputs are counted from drawn rows, exactly, with nobody in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pytest

from wholeplace.core.engine import Engine, duckdb_engine
from wholeplace.measures.flow_inputs import counting
from wholeplace.measures.flow_inputs.days import Daily
from wholeplace.measures.flow_inputs.rows import (
    Geography,
    first_referral,
    ready_people,
    referrals,
)

AS_AT = dt.date(2026, 3, 31)
DAY = pa.date32()


def day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with duckdb_engine(tmp_path_factory.mktemp("engine") / "scratch", threads=1) as made:
        yield made


@pytest.fixture(scope="module")
def where(engine: Engine) -> Geography:
    small = pa.table({"lsoa21": ["L1", "L2", "L3"], "district": ["D1", "D2", "D9"]})
    places = {"place": ["fenland", "ely"], "code": ["D1", "D2"], "name": ["Fenland", "Ely"]}
    return Geography(engine.table(small), engine.table(pa.table(places)))


DISCHARGES = """
    1 | L1 | REABLEMENT | 1 |              | 2026-03-01 | 2026-03-05 | 2026-03-05 | 2026-03-12
    2 | L2 | REABLEMENT | 1 | FEMALE CARER | 2026-03-20 | 2026-03-24 | 2026-03-25 |
    3 | L3 | HOME       | 0 |              | 2026-03-30 | 2026-03-31 | 2026-03-31 | 2026-03-31
    4 |    | NURSING    | 3 |              | 2025-03-20 | 2025-03-25 | 2025-03-25 | 2025-04-02
    5 | L1 | NURSING    | 3 |              | 2026-03-20 | 2026-03-30 | 2026-04-02 | 2026-04-03
    6 | L1 |            | 0 |              | 2026-03-29 | 2026-03-31 | 2026-03-31 | 2026-04-02
"""
CARE = """
    1 | RGT | REABLEMENT | D1 | 2026-03-06 | 2026-03-09 | 2026-03-12 | 2026-03-30
    2 | RGT | REABLEMENT | D2 | 2026-03-25 | 2026-03-27 |            |
      |     | REABLEMENT | D1 | 2026-03-02 | 2026-03-02 | 2026-03-02 |
      |     | REABLEMENT | D1 | 2026-03-30 | 2026-03-30 | 2026-04-02 |
"""


def cells(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


@pytest.fixture(scope="module")
def ready(engine: Engine, where: Geography) -> ir.Table:
    rows = [
        {
            "source": "cuh", "spell_id": spell, "provider_code": "RGT", "site": None,
            "lsoa21": area or None, "service": service or None, "pathway": pathway,
            "asks": asks or None, "admission_date": day(admitted), "no_criteria_date": day(fit),
            "ready_date": day(able), "discharge_date": day(gone),
        }
        for spell, area, service, pathway, asks, admitted, fit, able, gone in cells(DISCHARGES)
    ]  # fmt: skip
    return engine.keep(ready_people(engine.table(table(rows)), where, AS_AT))


@pytest.fixture(scope="module")
def care(engine: Engine, where: Geography) -> ir.Table:
    rows = [
        {
            "source": "cc", "spell_id": spell or None, "hospital_code": hospital or None,
            "service": service, "district_code": district, "referral_date": day(referred),
            "accepted_date": day(accepted), "start_date": day(start), "end_date": day(end),
        }
        for spell, hospital, service, district, referred, accepted, start, end in cells(CARE)
    ]  # fmt: skip
    return engine.keep(referrals(engine.table(table(rows)), where, AS_AT))


def table(rows: list[dict[str, Any]]) -> pa.Table:
    kinds = {name: DAY if name.endswith("_date") else pa.string() for name in rows[0]}
    return pa.Table.from_pylist(rows, schema=pa.schema(list(kinds.items())))


def fetched(engine: Engine, found: ir.Table, *names: str) -> list[tuple]:
    rows = engine.fetch(found).to_pylist()
    return sorted(tuple(row[name] for name in (*names, "people")) for row in rows)


def test_arrivals_are_the_ready_dates_of_the_year(engine: Engine, ready: ir.Table) -> None:
    """Ready before the year, or after the date of the run, is no arrival; unknowns are kept."""
    found = fetched(engine, counting.arrivals(ready, AS_AT), "day", "service", "place", "pathway")

    assert found == [
        (dt.date(2026, 3, 5), "reablement", "fenland", 1, 1),
        (dt.date(2026, 3, 25), "reablement", "ely", 1, 1),
        (dt.date(2026, 3, 31), "home", "elsewhere", 0, 1),
        (dt.date(2026, 3, 31), "home", "fenland", 0, 1),
    ]


def test_process_and_wait_part_at_the_accepted_referral(
    engine: Engine, ready: ir.Table, care: ir.Table
) -> None:
    first = first_referral(care)

    process = fetched(engine, counting.process(ready, first, AS_AT), "service", "place", "days")
    waits = fetched(engine, counting.waits(ready, first, AS_AT), "service", "place", "days")

    assert process == [
        ("home", "elsewhere", 0, 1),  # nobody refers them: until they left
        *(("reablement", "ely", 2, 1), ("reablement", "fenland", 4, 1)),
    ]
    assert waits == [("reablement", "fenland", 3, 1)]


def test_people_still_in_hospital_wait_for_a_slot_or_for_an_answer(
    engine: Engine, ready: ir.Table, care: ir.Table
) -> None:
    waiting, process = counting.still_in_hospital(ready, first_referral(care), AS_AT)

    assert fetched(engine, waiting, "state", "service", "place", "days") == [
        ("waiting", "reablement", "ely", 4, 1)
    ]
    assert fetched(engine, process, "state", "service", "place", "days") == [
        ("in_process", "home", "fenland", 0, 1)
    ]


def test_a_service_that_goes_on_is_censored_and_holds_its_slot(
    engine: Engine, care: ir.Table
) -> None:
    stays = fetched(engine, counting.stays(care, AS_AT), "service", "place", "days", "ended")
    here = fetched(engine, counting.in_service(care, AS_AT), "service", "place", "days")

    assert stays == [
        ("reablement", "fenland", 18, True, 1),
        ("reablement", "fenland", 29, False, 1),
    ]
    assert here == [("reablement", "fenland", 29, 1)]


def test_referrals_from_the_community_queue_for_the_same_slots(
    engine: Engine, care: ir.Table
) -> None:
    came = fetched(engine, counting.community(care, AS_AT), "day", "place")
    waiting = fetched(engine, counting.community_waiting(care, AS_AT), "hospital", "place", "days")

    assert came == [(dt.date(2026, 3, 2), "fenland", 1), (dt.date(2026, 3, 30), "fenland", 1)]
    assert waiting == [("", "fenland", 1, 1)]


def test_a_bed_is_held_from_the_ready_date_until_the_night_before_leaving(
    engine: Engine, ready: ir.Table
) -> None:
    came, went = (engine.fetch(counting.changes_of_beds(ready, name)) for name in ("ready", "left"))
    daily = Daily.of((came, went), counting.WHERE, dt.date(2026, 3, 1), AS_AT)

    held = daily.held(came, went).sum(axis=0)

    # Nights of 5 to 11 March of one person, 25 March onwards of another, 31 March of a third.
    assert held.tolist() == [0] * 4 + [1] * 7 + [0] * 13 + [1] * 6 + [2]
    assert int(daily.rows({"people": daily.held(came, went)})["people"].to_numpy().sum()) == 15
    assert np.asarray(daily.rows({"people": daily.held(came, went)})["day"])[0] is not None
