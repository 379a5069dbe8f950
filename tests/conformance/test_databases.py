"""Spark as a source and as a reader of our SQL: the same rows landed, the same counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance.both import Both
from tests.databases.population import Population, population
from tests.sources.site import BY_NAME, Site
from wholeplace.core.connections import Connection
from wholeplace.core.dialects import DIALECTS
from wholeplace.measures.cubes import sum_columns
from wholeplace.measures.measure import Measure
from wholeplace.measures.statements import cells_statement
from wholeplace.sources.databases import Database, land_from_database

EVENTS = """local_id,event_date,code,value,unit
a1,2024-01-05,271649006,140.5,mmHg
a2,2024-02-01,900000000000207008,,
a3,,44054006,,
"""
NAMES = ("stroke_or_tia_prevalence", "falls_admissions_65_and_over", "smoking_prevalence")


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Population:
    return population(tmp_path_factory.getbasetemp())


def test_a_table_of_sparks_lands_as_the_same_rows_of_a_file_do(both: Both, tmp_path: Path) -> None:
    one, other = Site(tmp_path / "one"), Site(tmp_path / "other")
    for site in (one, other):
        site.folder.mkdir()
    session = both.spark.connection._session
    file = other.file(EVENTS)
    kinds = "local_id string, event_date date, code bigint, value double, unit string"
    frame = session.read.csv(str(file), header=True, schema=kinds)
    frame.write.mode("overwrite").saveAsTable("events")

    with Database.open(Connection("spark"), tmp_path, {}) as database:
        from_spark = land_from_database(
            BY_NAME["gp_event"], database, "events", one.submission, one.store
        )

    from_file = other.land("gp_event", file)
    assert one.rows(from_spark) == other.rows(from_file)
    assert from_spark.batch.counts == from_file.batch.counts


def test_a_statement_for_databricks_gives_the_counts_of_the_run_on_spark(
    interpreted: Both, people: Population, tmp_path: Path
) -> None:
    session = interpreted.spark.connection._session
    for table, rows in people.tables(tmp_path / "scratch").items():
        session.createDataFrame(rows).createOrReplaceTempView(table)
    measures = [people.plan.registry.get(Measure, name) for name in NAMES]

    text = cells_statement(people.plan, measures, DIALECTS["databricks"], "practice")
    found = session.sql(text.sql("databricks")).toArrow().to_pylist()

    wanted = people.cells("practice", ["people", *sum_columns(measures)])
    assert sorted(tuple(row.values()) for row in found) == wanted
