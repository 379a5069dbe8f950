"""How long a measure's SQL takes on PostgreSQL, against our own engine on the same people.

    python benchmarks/statements.py [PEOPLE]

Makes 10,000 invented people unless told otherwise, lands them, and loads the landed tables into a
PostgreSQL server of its own with statistics and no index. For each measure three times are printed,
with PostgreSQL's as a ratio to the others:

- *PostgreSQL*: the statement that `wholeplace sql` writes for it;
- *DuckDB*: the same statement for DuckDB, over the same tables in memory;
- *run*: the person table that the measure needs and its cells, made as a run makes them: over
  Parquet, steps kept, the time to write the queries included, which is most of it for few people.

The last line is every measure at once.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pyarrow.parquet as pq

from wholeplace.core.dialects import DIALECTS
from wholeplace.core.engine import Engine, duckdb_engine
from wholeplace.measures.cubes import cube_table
from wholeplace.measures.measure import Measure
from wholeplace.measures.statements import LINKS, cells_statement
from wholeplace.record.person_table import Inputs, person_table, schema
from wholeplace.sources.contracts import Dataset

# The server and the people are those of the tests, which are no package that is installed.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.databases.cluster import cluster
from tests.databases.population import CUBES, Population, population
from tests.databases.postgres_tables import load

PEOPLE, TIMES, BY = 10_000, 3, "practice"
MEASURES = ("dementia_prevalence", "hypertension_at_target", "emergency_admission_rate")


def main() -> None:
    """Print seconds and ratios."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    with tempfile.TemporaryDirectory() as name, cluster() as server:
        folder = Path(name)
        made = population(folder, people)
        tables = made.tables(folder / "read")
        print(f"{people:,} people, {tables['gp_event'].num_rows:,} coded events")
        theirs, own = server.connect(), duckdb.connect()
        load(theirs, tables)
        for table, rows in tables.items():
            pq.write_table(rows, folder / f"{table}.parquet")
            own.execute(f"CREATE TABLE {table} AS FROM '{folder / table}.parquet'")
        measures = made.measures(BY)
        print(f"{'':<26}{'PostgreSQL':>12}{'DuckDB':>9}{'ratio':>7}{'run':>9}{'ratio':>7}")
        with duckdb_engine(folder / "scratch") as engine:
            for chosen in (*([m] for m in measures if m.name in MEASURES), measures):
                write = partial(cells_statement, made.plan, chosen, by=BY)
                postgres = write(DIALECTS["postgres"]).sql("postgres")
                same = write(DIALECTS["duckdb"]).sql("duckdb")
                _print(
                    chosen,
                    _seconds(partial(_fetched, theirs, postgres)),
                    _seconds(partial(_fetched, own, same)),
                    _seconds(partial(_ours, engine, made, chosen, folder)),
                )


def _fetched(connection: Any, statement: str) -> None:
    connection.execute(statement).fetchall()


def _ours(engine: Engine, made: Population, measures: list[Measure], folder: Path) -> None:
    plan = made.plan.only([measure.rule for measure in measures])
    contracts = [contract.name for contract in plan.registry.all(Dataset)]
    names = (*contracts, LINKS, "small_areas", "practices")
    tables = {name: engine.read(folder / f"{name}.parquet") for name in names}
    people = tables[LINKS].select("person").distinct().mutate(pseudonym=ibis.literal(""))
    inputs = Inputs(
        {name: tables[name] for name in contracts},
        tables[LINKS],
        people,
        tables["small_areas"],
        tables["practices"],
    )
    table = engine.keep(person_table(engine, plan, inputs), schema(plan))
    engine.fetch(cube_table(replace(CUBES[BY], dimensions=()), plan, table, measures))


def _print(measures: list[Measure], postgres: float, same: float, run: float) -> None:
    title = measures[0].name if len(measures) == 1 else f"all {len(measures)} measures"
    print(
        f"{title:<26}{postgres:>11.2f}s{same:>8.2f}s{postgres / same:>6.1f}x"
        f"{run:>8.2f}s{postgres / run:>6.1f}x"
    )


def _seconds(run: Callable[[], object]) -> float:
    """The median of a few times."""
    return statistics.median(_timed(run) for _ in range(TIMES))


def _timed(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
