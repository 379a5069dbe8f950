"""Expressions of a mapping: columns and scalar functions pass, and nothing else gets to run."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlglot import exp

from wholeplace.sources.mapping.definition import MappingError
from wholeplace.sources.mapping.expressions import (
    FUNCTION_NAMES,
    columns_of,
    parse_expression,
    qualified,
)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("upper(trim(a))", ["a"]),
        ("a || '-' || b.c", ["a", "b.c"]),
        ("CASE WHEN a = 1 THEN b ELSE NULL END", ["a", "b"]),
        ("lpad((id % 88 + 1)::varchar, 3, '0')", ["id"]),
        ("code IN ('1', '2') AND NOT (x IS NULL OR y BETWEEN 1 AND 2)", ["code", "x", "y"]),
        ("date_diff('day', a::date, b::date) > 92", ["a", "b"]),
        ("regexp_extract(a, '([0-9]+)', 1)", ["a"]),
        ("a IS DISTINCT FROM 'dm+d'", ["a"]),
    ],
)
def test_columns_and_scalar_functions_pass(text: str, columns: list[str]) -> None:
    assert sorted(columns_of(parse_expression(text))) == sorted(columns)


@pytest.mark.parametrize(
    "text",
    [
        "(SELECT 1)",
        "a IN (SELECT b FROM c)",
        "EXISTS (SELECT 1)",
        "row_number() OVER ()",
        "count(*)",
        "max(a)",
        "read_text('/etc/passwd')",
        "getenv('HOME')",
        "current_setting('x')",
        "now()",
        "current_date",
        "random()",
        "a; DROP TABLE b",
        "DROP TABLE b",
        "*",
        "$1",
        "?",
        "list_filter(a, x -> x)",
        "a.b.c.d",
        "",
        "a +",
        "'open",
    ],
)
def test_anything_else_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(MappingError) as refused:
        parse_expression(text)

    assert refused.value.remedy


@given(st.text(alphabet="ab'\"().,*;|:= <>+-/%[]{}?$1xSELECTfromWHERE\n\\", max_size=40))
def test_whatever_is_typed_is_understood_or_refused_and_never_runs_a_query(text: str) -> None:
    try:
        tree = parse_expression(text)
    except MappingError:
        return
    assert not list(tree.find_all(exp.Select, exp.Subquery, exp.Table, exp.AggFunc, exp.Window))
    assert all(column.table for column in qualified(tree).find_all(exp.Column))


def test_every_cast_becomes_one_that_cannot_fail() -> None:
    tree = parse_expression("((a::int) + CAST(b AS date)::varchar)::double")

    assert all(isinstance(cast, exp.TryCast) for cast in tree.find_all(exp.Cast))
    assert len(list(tree.find_all(exp.TryCast))) == 4


def test_the_reference_page_names_every_function_there_is(repository: Path) -> None:
    page = (repository / "docs/reference/mapping-format.md").read_text(encoding="utf-8")

    assert [name for name in FUNCTION_NAMES if f"`{name}`" not in page] == []
