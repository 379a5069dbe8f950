"""How long the person table takes, against a scan of the events and against SQL written by hand.

    wholeplace synth --people 1031469 --out synthetic && wholeplace land synthetic/extracts
    python benchmarks/person_table.py DATA_FOLDER --as-at 2026-03-31

Prints the scan of the three columns every history needs, our history and person table as ratios
to it, and our history as a ratio to two hand-written DuckDB queries for the same columns: one
GROUP BY with a condition in each aggregate, and one that goes long first and pivots afterwards.
All three histories are compared value for value before any time is printed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import operator
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import ibis

from wholeplace.core.engine import Engine, duckdb_engine
from wholeplace.core.identifiers import load_key
from wholeplace.core.registry import Registry
from wholeplace.core.settings import Settings
from wholeplace.geography import load
from wholeplace.linkage.person_links import link
from wholeplace.record.conditions import condition_names
from wholeplace.record.events import coded_history
from wholeplace.record.landed import landed_datasets, landed_identifiers
from wholeplace.record.needs import (
    CodedDate,
    CodedSince,
    DaysBeyond,
    DaysCoded,
    LastCoded,
    LatestReading,
    Need,
)
from wholeplace.record.person_table import Inputs, person_table, schema
from wholeplace.record.plan import Plan
from wholeplace.sources.batches import all_batches
from wholeplace.sources.contracts import Dataset
from wholeplace.sources.superseding import known

USE = ("gp_contact_days", "emergency_admissions", "elective_admissions", "emergency_bed_days")
SCAN = "SELECT sum(record_id), max(event_date), sum(code) FROM events"


def main() -> None:
    """Run the benchmark on a data folder that holds landed data."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--as-at", type=dt.date.fromisoformat, default=dt.date(2026, 3, 31))
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--memory", default="2GB")
    options = parser.parse_args()
    scratch = Path(tempfile.mkdtemp()) / "engine"
    registry = Registry.load(["wholeplace.definitions"])
    plan = Plan.of(registry, options.as_at)
    with duckdb_engine(scratch, options.memory) as engine:
        inputs = _inputs(engine, plan, options.data, scratch)
        _measure(engine, plan, inputs, options.repeat, scratch)
    shutil.rmtree(scratch.parent, ignore_errors=True)


def _inputs(engine: Engine, plan: Plan, data: Path, scratch: Path) -> Inputs:
    contracts = plan.registry.all(Dataset)
    batches = known(all_batches(data), dt.date.max)
    datasets = landed_datasets(engine, data, batches, contracts)
    linked = link(
        engine,
        landed_identifiers(engine, data, batches, contracts),
        vault=scratch / "vault",
        run_id="benchmark",
        key=load_key(scratch / "key"),
        purpose="benchmark",
        pseudonymised=Settings().installation.identity == "pseudonymised",
    )
    geography = load(data / "record" / "reference")
    return Inputs(
        datasets=datasets,
        links=linked.links,
        people=linked.people,
        small_areas=engine.read(geography.path("small_areas")),
        practices=engine.read(geography.path("practices")),
    )


def _measure(engine: Engine, plan: Plan, inputs: Inputs, repeat: int, scratch: Path) -> None:
    connection = engine.connection.con
    events = inputs.datasets["gp_event"]
    connection.sql(ibis.to_sql(events, dialect="duckdb")).create_view("events")
    connection.sql(ibis.to_sql(inputs.links, dialect="duckdb")).create_view("links")
    _create_members(engine, plan)

    def ours() -> None:
        tables = [*coded_history(engine, [plan], events, inputs.links).on(plan)]
        whole = tables[0]
        for table in tables[1:]:
            whole = whole.left_join(table, "person").drop("person_right")
        _replace(connection, "ours", ibis.to_sql(whole, dialect="duckdb"))

    def table(of: Plan) -> None:
        found = person_table(engine, of, inputs)
        engine.write(found, scratch / "person.parquet", schema(of))

    times = {
        "scan": _times(lambda: connection.sql(SCAN).fetchall(), repeat),
        "our history": _times(ours, repeat),
        "by hand, one GROUP BY": _times(
            lambda: _replace(connection, "one", _one_group_by(plan)), repeat
        ),
        "by hand, long then pivot": _times(
            lambda: _replace(connection, "long", _long_then_pivot(plan)), repeat
        ),
        "20 conditions and use, written": _times(lambda: table(_twenty(plan)), repeat),
        "person table, written": _times(lambda: table(plan), repeat),
    }
    _compare(connection, plan)
    _report(connection, times)


def _twenty(plan: Plan) -> Plan:
    """The part of the table that an engine is usually tried on: 20 conditions and a year's use."""
    asked = [*condition_names(plan.registry)[:20], *USE]
    return plan.only([operator.attrgetter(name) for name in asked])


def _times(work: Callable[[], object], repeat: int) -> list[float]:
    found = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return found


def _replace(connection: duckdb.DuckDBPyConnection, name: str, sql: str) -> None:
    connection.execute(f"CREATE OR REPLACE TABLE {name} AS {sql}")


def _create_members(engine: Engine, plan: Plan) -> None:
    """The codes of every list and measurement, as an analyst would keep them in one table."""
    connection = engine.connection.con
    connection.execute("CREATE TABLE members (code BIGINT, item VARCHAR, low DOUBLE, high DOUBLE)")
    rows: list[tuple[int, str, float | None, float | None]] = [
        (int(code), item.name, None, None)
        for item in plan.code_lists
        if item.system == "snomed"
        for code in item.codes
    ]
    rows += [
        (int(code), f"reading {m.name}", m.lowest, m.highest)
        for m in plan.measurements
        for code in m.codes
    ]
    wanted = {item for need in _of_lists(plan) for item in _items(need)}
    connection.executemany(
        "INSERT INTO members VALUES (?, ?, ?, ?)", [row for row in rows if row[1] in wanted]
    )


def _of_lists(plan: Plan) -> list[Need]:
    """What is asked of code lists and readings; both queries by hand find the last of any code."""
    return [need for need in plan.needs if not isinstance(need, LastCoded | DaysCoded)]


def _items(need: Need) -> tuple[str, ...]:
    if isinstance(need, CodedDate):
        return (need.code_list,)
    if isinstance(need, CodedSince):
        return (need.code_list, need.resolved_by)
    return (f"reading {need.measurement}",)


def _window(plan: Plan, months: int) -> str:
    return f"(DATE '{plan.as_at}' + 1 - INTERVAL {months} MONTH)::DATE"


def _one_group_by(plan: Plan) -> str:
    """Everything in one pass with a condition in each aggregate; lists of dates where needed."""
    inner = {"last_any": "max(event_date)"}
    outer = {"last_coded": "last_any"}
    for number, need in enumerate(_of_lists(plan)):
        if isinstance(need, CodedDate):
            function = "min" if need.which == "first" else "max"
            outer[need.column] = inner[need.column] = (
                f"{function}(CASE WHEN item = '{need.code_list}' THEN event_date END)"
            )
            outer[need.column] = f'"{need.column}"'
        elif isinstance(need, CodedSince):
            inner[f"d{number}"] = f"list(event_date) FILTER (item = '{need.code_list}')"
            inner[f"r{number}"] = f"max(CASE WHEN item = '{need.resolved_by}' THEN event_date END)"
            outer[need.column] = (
                f"list_min(list_filter(d{number}, x -> r{number} IS NULL OR x > r{number}))"
            )
        elif isinstance(need, LatestReading):
            inner[f"{need.measurement}_read"] = (
                "max(CASE WHEN item = 'reading " + need.measurement + "' "
                "THEN {'d': event_date, 'v': -value} END)"
            )
            part = "d" if need.part == "date" else "v"
            sign = "" if need.part == "date" else "-"
            outer[need.column] = f"{sign}({need.measurement}_read).{part}"
        else:
            inner[f"b{number}"] = (
                f"list({{'d': event_date, 'v': value}}) FILTER (item = 'reading "
                f"{need.measurement}' AND event_date >= {_window(plan, need.months)})"
            )
            lowest = f"list_min(list_filter(b{number}, y -> y.d = x).list_transform(y -> y.v))"
            outer[need.column] = (
                f"len(list_filter(list_distinct(list_transform(b{number}, x -> x.d)), "
                f"x -> {lowest.replace('y.d = x', 'y.d = x')} > {need.above}))"
            )
    grouped = ", ".join(f'{sql} AS "{name}"' for name, sql in inner.items())
    final = ", ".join(f'{sql} AS "{name}"' for name, sql in outer.items())
    return (
        f"WITH grouped AS (SELECT person, {grouped} FROM events JOIN links USING (record_id) "
        f"LEFT JOIN members USING (code) WHERE event_date <= DATE '{plan.as_at}' "
        "AND (low IS NULL OR value BETWEEN low AND high OR item IS NULL) GROUP BY person) "
        f"SELECT person, {final} FROM grouped"
    )


def _long_then_pivot(plan: Plan) -> str:
    """The matches once, first and last long, then one column each."""
    spans, since, newest, beyond = [], [], [], []
    for number, need in enumerate(_of_lists(plan)):
        name = f'"{need.column}"'
        if isinstance(need, CodedDate):
            function = "min(f)" if need.which == "first" else "max(l)"
            column = function[4]
            spans.append(
                f"{function[:3]}(CASE WHEN item = '{need.code_list}' THEN {column} END) AS {name}"
            )
        elif isinstance(need, CodedSince):
            since.append((number, need, name))
        elif isinstance(need, LatestReading):
            column = "d" if need.part == "date" else "v"
            newest.append(
                f"max(CASE WHEN item = 'reading {need.measurement}' THEN {column} END) AS {name}"
            )
        else:
            beyond.append(
                f"count(CASE WHEN item = 'reading {need.measurement}' AND v > {need.above} "
                f"AND event_date >= {_window(plan, need.months)} THEN 1 END) AS {name}"
            )
    later = ", ".join(
        f"min(CASE WHEN m.item = '{need.code_list}' AND (r{number} IS NULL OR event_date > "
        f"r{number}) THEN event_date END) AS {name}"
        for number, need, name in since
    )
    ends = ", ".join(
        f"max(CASE WHEN item = '{need.resolved_by}' THEN l END) AS r{number}"
        for number, need, _ in since
    )
    resolvable = ", ".join(f"'{need.code_list}'" for _, need, _ in since)
    return f"""
    WITH m AS MATERIALIZED (
        SELECT person, item, event_date, CASE WHEN low IS NOT NULL THEN value END AS value
        FROM events JOIN members USING (code) JOIN links USING (record_id)
        WHERE event_date <= DATE '{plan.as_at}' AND (low IS NULL OR value BETWEEN low AND high)),
    last_any AS (
        SELECT person, max(d) AS last_coded FROM (
            SELECT record_id, max(event_date) AS d FROM events
            WHERE event_date <= DATE '{plan.as_at}' GROUP BY record_id)
        JOIN links USING (record_id) GROUP BY person),
    spans AS MATERIALIZED (
        SELECT person, item, min(event_date) AS f, max(event_date) AS l
        FROM m WHERE value IS NULL GROUP BY ALL),
    dates AS (SELECT person, {", ".join(spans)} FROM spans GROUP BY person),
    ends AS (SELECT person, {ends} FROM spans GROUP BY person),
    since AS (
        SELECT person, {later} FROM m JOIN ends USING (person)
        WHERE item IN ({resolvable}) GROUP BY person),
    days AS (
        SELECT person, item, event_date, min(value) AS v FROM m
        WHERE value IS NOT NULL GROUP BY ALL),
    newest AS (
        SELECT person, {", ".join(newest)} FROM (
            SELECT person, item, max(event_date) AS d, arg_max(v, event_date) AS v
            FROM days GROUP BY ALL) GROUP BY person),
    beyond AS (SELECT person, {", ".join(beyond)} FROM days GROUP BY person)
    SELECT * FROM last_any LEFT JOIN dates USING (person) LEFT JOIN since USING (person)
    LEFT JOIN newest USING (person) LEFT JOIN beyond USING (person)"""


def _compare(connection: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    """Stop unless the three histories say the same of everybody."""
    said = []
    for need in _of_lists(plan):
        column = f'"{need.column}"'
        said.append(f"coalesce({column}, 0)" if isinstance(need, DaysBeyond) else column)
    chosen = f"SELECT person, last_coded, {', '.join(said)} FROM"
    for other in ("one", "long"):
        for left, right in (("ours", other), (other, "ours")):
            sql = f"SELECT count(*) FROM ({chosen} {left} EXCEPT {chosen} {right})"
            [(differing,)] = connection.execute(sql).fetchall()
            if differing:
                raise SystemExit(f"{differing:,} people differ: {left} and not in {right}")


def _report(connection: duckdb.DuckDBPyConnection, times: dict[str, list[float]]) -> None:
    [(rows,)] = connection.execute("SELECT count(*) FROM events").fetchall()
    [(people,)] = connection.execute("SELECT count(*) FROM ours").fetchall()
    scan = statistics.median(times["scan"])
    hand = min(statistics.median(v) for k, v in times.items() if k.startswith("by hand"))
    print(f"{rows:,} events of {people:,} people; the three histories agree")
    print(f"{'':32}{'median s':>10}{'x scan':>10}{'x best by hand':>16}")
    for name, found in times.items():
        middle = statistics.median(found)
        against = f"{middle / hand:16.2f}" if "history" in name or "hand" in name else ""
        print(f"{name:32}{middle:10.2f}{middle / scan:10.1f}{against}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"peak memory {peak:.2f} GB")


if __name__ == "__main__":
    main()
