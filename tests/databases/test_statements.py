"""Every measure as SQL, in every dialect: it parses, and gives the run's own counts exactly."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import cycle
from typing import Any

import duckdb
import pytest
import sqlglot
from click.testing import CliRunner
from sqlglot import exp

from tests.databases.cluster import Cluster
from tests.databases.population import AS_AT, Population, population
from tests.databases.postgres_tables import load
from wholeplace.cli.main import wholeplace
from wholeplace.core.dialects import DIALECTS
from wholeplace.core.dialects.tsql import repair_tsql
from wholeplace.core.errors import RunError
from wholeplace.core.registry import Registry
from wholeplace.core.settings import Settings
from wholeplace.measures.cubes import sum_columns
from wholeplace.measures.measure import Measure
from wholeplace.measures.statements import cells_statement, measure_statement, measure_text
from wholeplace.record.plan import Plan

MEASURES = [m.name for m in Registry.load(Settings().definitions.packages).all(Measure)]
AREAS = ("practice", "lsoa21")
# Each statement takes a second to write; all measures are in those of all together.
ALONE = 8
# Functions of a database that sqlglot passes on as they stand.
ITS_OWN = {"postgres": {"MAKE_DATE"}, "databricks": {"MAKE_DATE"}}
Answer = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Population:
    return population(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="module")
def on_duckdb(people: Population, tmp_path_factory: pytest.TempPathFactory) -> Answer:
    """Runs a statement on DuckDB over tables called as the contracts are."""
    connection = duckdb.connect()
    for name, table in people.tables(tmp_path_factory.mktemp("duckdb") / "scratch").items():
        connection.register("given", table)
        connection.execute(f"CREATE TABLE {name} AS FROM given")
    return lambda text: _whole(connection.execute(text).fetchall())


@pytest.fixture(scope="module")
def on_postgres(
    postgres: Cluster, people: Population, tmp_path_factory: pytest.TempPathFactory
) -> Answer:
    """Runs a statement on PostgreSQL over tables called as the contracts are."""
    connection = postgres.connect()
    load(connection, people.tables(tmp_path_factory.mktemp("postgres") / "scratch"))
    return lambda text: _whole(connection.execute(text).fetchall())


def _whole(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Rows in order, with sums as whole numbers whatever type the database gives them."""
    return sorted((area, *(int(number) for number in numbers)) for area, *numbers in rows)


@cache
def _all_together(people: Population, dialect: str, by: str) -> str:
    return cells_statement(people.plan, people.measures(by), DIALECTS[dialect], by).sql(dialect)


def as_duckdb(text: str, dialect: str) -> str:
    """A statement read by the grammar of its dialect, and said in DuckDB's."""
    tree = sqlglot.parse_one(text, read=dialect)
    if dialect == "tsql":
        # Only SQL Server has sets of characters in LIKE, and numbers for yes and no.
        for kind in tree.find_all(exp.DataType):
            if kind.is_type(exp.DataType.Type.BIT, exp.DataType.Type.BOOLEAN):
                kind.set("this", exp.DataType.Type.INT)
            elif kind.is_type(exp.DataType.Type.FLOAT):
                kind.set("this", exp.DataType.Type.DOUBLE)  # SQL Server's FLOAT has 53 bits
            elif kind.is_type(exp.DataType.Type.VARCHAR, exp.DataType.Type.NVARCHAR):
                kind.set("expressions", [])  # DuckDB knows no text of the greatest length
        for like in list(tree.find_all(exp.Like)):
            assert isinstance(like.expression, exp.Literal)
            regex = f"^{like.expression.name.replace('%', '.*')}$"
            like.replace(exp.RegexpLike(this=like.this, expression=exp.Literal.string(regex)))
        # Inner sums first, so that what joins text is seen to be text.
        for added in reversed(list(tree.find_all(exp.Add))):
            if _is_text(added.this) or _is_text(added.expression):
                added.replace(exp.DPipe(this=added.this, expression=added.expression))
    return tree.sql("duckdb")


def _is_text(node: exp.Expr) -> bool:
    """Whether a part of a sum is text: SQL Server joins text by the sign of addition."""
    if isinstance(node, exp.Case):
        answers = [branch.args["true"] for branch in node.args["ifs"]] + [node.args.get("default")]
        return any(answer is not None and _is_text(answer) for answer in answers)
    if isinstance(node, exp.Cast):
        return node.to.is_type(*exp.DataType.TEXT_TYPES)
    if isinstance(node, exp.Paren):
        return _is_text(node.this)
    return isinstance(node, exp.DPipe | exp.Left | exp.Substring) or (
        isinstance(node, exp.Literal) and node.is_string
    )


@pytest.mark.parametrize(("dialect", "by"), zip(DIALECTS, cycle(AREAS), strict=False))
def test_all_measures_together_give_the_counts_of_the_run_in_every_dialect(
    dialect: str, by: str, people: Population, on_duckdb: Answer
) -> None:
    measures = people.measures(by)
    assert len(measures) > 60

    text = _all_together(people, dialect, by)

    _is_portable(text, dialect)
    assert on_duckdb(as_duckdb(text, dialect)) == people.cells(
        by, ["people", *sum_columns(measures)]
    )


@pytest.mark.parametrize("by", AREAS)
def test_all_measures_together_give_the_counts_of_the_run_on_postgresql(
    by: str, people: Population, on_postgres: Answer
) -> None:
    measures = people.measures(by)

    text = _all_together(people, "postgres", by)

    assert on_postgres(text) == people.cells(by, ["people", *sum_columns(measures)])


@pytest.mark.parametrize(
    ("name", "dialect", "by"),
    zip(MEASURES[::ALONE], cycle(DIALECTS), cycle(AREAS), strict=False),
)
def test_measures_alone_give_the_counts_of_the_run_in_one_dialect_after_the_other(
    name: str, dialect: str, by: str, people: Population, on_duckdb: Answer
) -> None:
    measure = people.plan.registry.get(Measure, name)

    text = measure_statement(people.plan, measure, DIALECTS[dialect], by).sql(dialect)

    _is_portable(text, dialect)
    columns = ["people", *sum_columns([measure])]
    assert on_duckdb(as_duckdb(text, dialect)) == people.cells(by, columns)


def _is_portable(text: str, dialect: str) -> None:
    """Fail if a statement has what its dialect lacks, or a function that sqlglot does not know."""
    tree = sqlglot.parse_one(text, read=dialect)
    unknown = {node.name for node in tree.find_all(exp.Anonymous)}
    assert unknown <= ITS_OWN.get(dialect, set())
    assert list(tree.find_all(exp.Qualify, exp.Star)) == []
    if dialect in ("tsql", "snowflake"):
        assert list(tree.find_all(exp.Filter)) == []
    if dialect == "tsql":
        assert list(tree.find_all(exp.RegexpLike, exp.Least, exp.Greatest)) == []
        assert repair_tsql(tree.copy()) == tree


def test_the_command_writes_who_is_not_in_it_and_every_code_list_with_its_version(
    people: Population,
) -> None:
    done = CliRunner().invoke(
        wholeplace,
        ["--settings", str(people.root / "wholeplace.toml"), "sql", "dementia_prevalence",
         "--dialect", "snowflake", "--as-at", AS_AT.isoformat(), "--by", "pcn"],
    )  # fmt: skip

    assert done.exit_code == 0, done.output
    comment = " ".join(
        line.removeprefix("--").strip() for line in done.output.splitlines() if line[:2] == "--"
    )
    measure = people.plan.registry.get(Measure, "dementia_prevalence")
    for words in (measure.title, measure.doc, measure.not_in_it, "31 March 2026"):
        assert words in comment
    assert "Code list: dementia, version " in comment
    assert "gp_event: " in comment
    statement = sqlglot.parse_one(done.output, read="snowflake")
    steps = [step.alias for step in statement.find_all(exp.CTE)]
    assert {"registrations", "gp_events", "people"} <= set(steps)
    assert [column.alias_or_name for column in statement.selects] == [
        "pcn",
        "people",
        "numerator",
        "denominator",
    ]


def test_a_statement_for_postgresql_says_to_turn_its_compiler_off_first(
    people: Population,
) -> None:
    measure = people.plan.registry.get(Measure, "dementia_prevalence")
    says = {"id": measure.name, "version": "1"}

    for name, dialect in DIALECTS.items():
        text = measure_text(people.plan, measure, dialect, "pcn", says)

        assert ("\n-- Run SET jit = off; first: " in text) == (name == "postgres")


def test_an_area_whose_people_a_measure_does_not_count_is_refused(people: Population) -> None:
    plan = Plan.of(Registry.load(Settings().definitions.packages), AS_AT)
    one_sided = [m for m in plan.registry.all(Measure) if "resident" not in m.basis]
    for measure in one_sided:
        with pytest.raises(RunError, match="Count it by one of practice"):
            measure_statement(plan, measure, DIALECTS["duckdb"], "district")
