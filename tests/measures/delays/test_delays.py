"""Three measures of delay are three numbers, gated, and a silent feed is never shown as current."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from wholeplace.core.engine import Engine, duckdb_engine
from wholeplace.measures.delays.arrivals import arrival_rows
from wholeplace.measures.delays.cube import YEAR, held_on, in_window
from wholeplace.measures.delays.feeds import WATCHED, freshness, stale_sources
from wholeplace.measures.delays.intervals import AFTER_READY, DELAYED, NO_CRITERIA, intervals
from wholeplace.measures.delays.parts import released_parts
from wholeplace.measures.delays.services import service_rows
from wholeplace.measures.delays.table import delay_rows
from wholeplace.measures.flow_inputs.landed import Leaving
from wholeplace.measures.flow_inputs.rows import Geography, ready_people
from wholeplace.measures.flow_inputs.schemas import SCHEMAS
from wholeplace.statistics import EXACT, HES

AS_AT = dt.date(2026, 3, 31)


def ago(days: int) -> dt.date:
    return AS_AT - dt.timedelta(days=days)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with duckdb_engine(tmp_path_factory.mktemp("engine") / "scratch", threads=1) as made:
        yield made


@pytest.fixture(scope="module")
def where(engine: Engine) -> Geography:
    small = pa.table({"lsoa21": ["L1"], "district": ["D1"]})
    places = pa.table({"place": ["fenland"], "code": ["D1"], "name": ["Fenland"]})
    return Geography(engine.table(small), engine.table(places))


def rows(kinds: dict[str, Any], *values: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist(list(values), schema=pa.schema(list(kinds.items())))


DAYS = ("admission_date", "no_criteria_date", "ready_date", "discharge_date")
TEXTS = (
    *("source", "provider_code", "spell_id", "site", "service", "pathway", "asks", "lsoa21"),
    *("reason", "responsible"),
)
KINDS = {name: pa.string() for name in TEXTS} | {
    name: pa.date32() for name in (*DAYS, "delay_start_date", "delay_end_date")
}


def put_off(spell: str, hospital: str = "RGT") -> dict[str, Any]:
    """No longer met the criteria ten days ago, ready six days ago, still in hospital."""
    return {
        "source": hospital.lower(), "provider_code": hospital, "spell_id": spell,
        "service": "REABLEMENT", "pathway": "1", "lsoa21": "L1",
        "admission_date": ago(20), "no_criteria_date": ago(10), "ready_date": ago(6),
    }  # fmt: skip


@pytest.fixture(scope="module")
def measured(engine: Engine, where: Geography) -> dict[str, Any]:
    """Twelve people alike at one hospital, one of whom has no agreed delay; three at another."""
    people = [put_off(str(n)) for n in range(12)] + [put_off(str(n), "RGN") for n in range(3)]
    agreed = [
        {**person, "delay_start_date": ago(5), "reason": "E", "responsible": "SOCIAL CARE"}
        for person in people[1:]
    ]
    landed = {
        "hospital_discharge": engine.table(rows(KINDS, *people)),
        "discharge_delay": engine.table(rows(KINDS, *agreed)),
    }
    ready = ready_people(landed["hospital_discharge"], where, AS_AT)
    return intervals(Leaving(landed, where, pa.table({}), AS_AT, ready, None))


def total(engine: Engine, found: Any, profile: Any, stale: Sequence[str] = ()) -> dict[str, Any]:
    cube = pa.concat_tables(
        [
            engine.fetch(held_on(found[measure], day, moment, measure))
            for measure in found
            for moment, day in (("now", AS_AT), ("week_before", ago(7)))
        ]
        + [engine.fetch(in_window(found[measure], AS_AT, YEAR, measure)) for measure in found],
        promote_options="permissive",
    )
    beds = {("now", "all"): 200, ("now", "RGT"): 150, ("now", "RGN"): 50}
    table = delay_rows(cube, beds, stale, AS_AT, profile)
    keys = ("measure", "moment", "breakdown", "category")
    return {tuple(row[key] for key in keys): row for row in table.to_pylist()}


def test_the_three_measures_differ_on_the_same_people(
    engine: Engine, measured: dict[str, Any]
) -> None:
    found = total(engine, measured, EXACT)
    now = {m: found[m, "now", "all", "all"]["people"] for m in measured}
    before = {m: found[m, "week_before", "all", "all"]["people"] for m in measured}

    assert now == {NO_CRITERIA: 15, AFTER_READY: 15, DELAYED: 14}
    assert before == {NO_CRITERIA: 15, AFTER_READY: 0, DELAYED: 0}


def test_days_of_the_year_are_those_that_lie_in_it(
    engine: Engine, measured: dict[str, Any]
) -> None:
    """Nights up to and with that of the date of the run; after-ready days only of who left."""
    found = total(engine, measured, EXACT)
    days = {m: found[m, "year", "all", "all"]["days"] for m in measured}

    assert days == {NO_CRITERIA: 15 * 11, DELAYED: 14 * 6, AFTER_READY: 0}


def test_a_delay_has_the_service_and_place_of_its_stay(
    engine: Engine, measured: dict[str, Any]
) -> None:
    found = total(engine, measured, EXACT)

    for breakdown, category in (
        ("service", "reablement"),
        ("place", "fenland"),
        ("reason", "E"),
        ("responsible", "SOCIAL CARE"),
        ("band", "4 to 6 days"),
        ("pathway", "1"),
    ):
        assert found[DELAYED, "now", breakdown, category]["people"] == 14


def test_small_counts_are_hidden_and_the_others_rounded(
    engine: Engine, measured: dict[str, Any]
) -> None:
    found = total(engine, measured, HES)
    here, there = (found[DELAYED, "now", "hospital", code] for code in ("RGT", "RGN"))

    assert (here["people"], here["status"]) == (10, "shown")
    assert (there["people"], there["days"], there["value"]) == (None, None, None)
    assert there["status"] == "suppressed"
    assert found[NO_CRITERIA, "now", "all", "all"]["value"] == pytest.approx(15 / 200)


def test_a_hospital_whose_feed_is_silent_is_named_without_a_number(
    engine: Engine, measured: dict[str, Any]
) -> None:
    current = {m: table.filter(table.source != "rgn") for m, table in measured.items()}
    found = total(engine, current, EXACT, ["RGN"])

    assert found[DELAYED, "now", "all", "all"]["people"] == 11
    silent = found[DELAYED, "now", "hospital", "RGN"]
    assert (silent["people"], silent["status"]) == (None, "stale")


@pytest.mark.parametrize(
    ("gap", "silent_for", "stale"),
    [(1, 0, False), (1, 2, False), (1, 3, True), (5, 20, False), (5, 60, True), (1, 900, True)],
)
def test_a_feed_is_stale_after_a_silence_that_is_not_usual_for_it(
    engine: Engine, gap: int, silent_for: int, stale: bool
) -> None:
    days = [ago(silent_for + n * gap) for n in range(60)]
    table = pa.table(
        {
            "source": ["cuh"] * 60,
            "received": pa.array([AS_AT] * 60, pa.date32()),
            "arrival_date": pa.array(days, pa.date32()),
        }
    )
    titles = dict.fromkeys(WATCHED, "A feed")
    feeds = freshness(engine, {"emergency_attendance": engine.table(table)}, titles, AS_AT)

    assert feeds["stale"].to_pylist() == [stale]
    assert feeds["last_day"].to_pylist() == [ago(silent_for)]
    assert stale_sources(feeds, "emergency_attendance") == (["cuh"] if stale else [])


def test_how_full_a_service_is_comes_from_the_rounded_count() -> None:
    def now(state: str, people: int) -> dict[str, Any]:
        where = {"service": "reablement", "place": "fenland", "hospital": ""}
        return {"state": state, **where, "days": 3, "people": people}

    slots = {"week": AS_AT, "service": "reablement", "place": "fenland", "weekend_starts": False}
    capacity = pa.Table.from_pylist([{**slots, "slots": 14}], schema=SCHEMAS["capacity"])
    people = [now("in_service", 13), now("waiting", 3)]
    table = service_rows(
        pa.Table.from_pylist(people, schema=SCHEMAS["now"]), capacity, HES
    ).to_pylist()

    [row] = [row for row in table if (row["service"], row["place"]) == ("reablement", "fenland")]
    assert (row["slots"], row["in_service"], row["waiting"]) == (14, 15, None)
    assert row["share"] == 1.0


def test_a_whole_that_is_hidden_is_not_divided() -> None:
    """Five parts of "1 to 7" would tell that a whole of "1 to 7" is five or more."""
    parts = np.array([1, 1, 1, 1, 1, 0])

    value, status = released_parts(parts, 5, HES)
    assert np.isnan(value).all()
    assert set(status) == {"withheld"}

    value, status = released_parts(parts * 4, 20, HES)
    assert status.tolist() == ["suppressed"] * 5 + ["shown"]
    assert released_parts(np.array([0, 0]), 0, HES)[1].tolist() == ["shown", "shown"]


def test_a_hospital_s_long_waits_are_withheld_where_they_would_tell_those_of_another(
    engine: Engine,
) -> None:
    """All are 48 to 52, of which the large hospital would be 38 to 42: the small one 6 or 7."""
    came = dt.datetime(2026, 3, 30, 8)
    people = [("RGT", 42, 5), ("RGT", 18, 1), ("RGN", 7, 5), ("RGN", 33, 1)]
    seen = [
        {
            "source": "ed",
            "provider_code": hospital,
            "arrival_date": came.date(),
            "arrived_at": came,
            "departed_at": came + dt.timedelta(hours=hours),
        }
        for hospital, number, hours in people
        for _ in range(number)
    ]
    landed = {"emergency_attendance": engine.table(pa.Table.from_pylist(seen))}

    found = arrival_rows(engine, landed, {"emergency_attendance": []}, AS_AT, HES).to_pylist()

    now = {row["hospital"]: row for row in found if row["moment"] == "now"}
    assert {name: row["events"] for name, row in now.items()} == {"RGT": 60, "RGN": 40, "all": 100}
    assert {name: row["counted"] for name, row in now.items()} == {
        "RGT": None,
        "RGN": None,
        "all": 50,
    }
    assert (now["RGT"]["share_status"], now["RGN"]["share_status"]) == ("withheld", "suppressed")
