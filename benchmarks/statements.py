"""How long a measure's SQL takes on PostgreSQL, against our own engine on the same people.

    python benchmarks/statements.py [PEOPLE]

Makes 10,000 invented people unless told otherwise, lands them, and loads the landed tables into a
PostgreSQL server of its own with statistics and no index. For each measure PostgreSQL runs the
statement that `wholeplace sql` writes; ours makes the person table a measure needs and counts
its cells, over the same tables as Parquet. The last line is every measure at once, as in a run. The
time to write the statement is not counted, nor that to open the Parquet files.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import ibis
import pyarrow.parquet as pq

from tests.databases.cluster import cluster
from tests.databases.population import CUBES, Population, population
from tests.databases.postgres_tables import load
from wholeplace.core.dialects import DIALECTS
from wholeplace.core.engine import Engine, duckdb_engine
from wholeplace.measures.cubes import cube_table
from wholeplace.measures.measure import Measure
from wholeplace.measures.statements import LINKS, cells_statement
from wholeplace.record.person_table import Inputs, person_table, schema
from wholeplace.sources.contracts import Dataset

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
        theirs = server.connect()
        load(theirs, tables)
        for table, rows in tables.items():
            pq.write_table(rows, folder / f"{table}.parquet")
        measures = made.measures(BY)
        print(f"{'':<28}{'PostgreSQL':>12}{'ours':>8}{'ratio':>8}")
        with duckdb_engine(folder / "scratch") as engine:
            for chosen in (*([m] for m in measures if m.name in MEASURES), measures):
                text = cells_statement(made.plan, chosen, DIALECTS["postgres"], BY).sql("postgres")
                _print(
                    chosen,
                    _seconds(lambda text=text: theirs.execute(text).fetchall()),
                    _seconds(lambda chosen=chosen: _ours(engine, made, chosen, folder)),
                )


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


def _print(measures: list[Measure], theirs: float, ours: float) -> None:
    title = measures[0].name if len(measures) == 1 else f"all {len(measures)} measures"
    print(f"{title:<28}{theirs:>11.2f}s{ours:>7.2f}s{theirs / ours:>7.1f}x")


def _seconds(run: Callable[[], object]) -> float:
    """The median of a few times."""
    return statistics.median(_timed(run) for _ in range(TIMES))


def _timed(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
