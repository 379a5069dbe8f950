"""A statement loses only joins that change nothing."""

from __future__ import annotations

import pytest
import sqlglot

from wholeplace.core.dialects.tidy import tidy

COLUMNS = {"people": {"id": "BIGINT"}, "said": {"id": "BIGINT", "at": "BIGINT"}}


def tidied(joined: str) -> str:
    tree = sqlglot.parse_one(
        f"SELECT p.id FROM people AS p LEFT JOIN ({joined}) AS s ON p.id = s.id", read="duckdb"
    )
    return tidy(tree, COLUMNS).sql("duckdb")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "joined",
    [
        pytest.param("SELECT DISTINCT id FROM said", id="different values"),
        pytest.param("SELECT id, MAX(at) AS at FROM said GROUP BY id", id="one row a group"),
        pytest.param(
            "SELECT g.id, g.at + 1 AS at FROM "
            "(SELECT id, MAX(at) AS at FROM said GROUP BY id) AS g",
            id="one row a group, and a layer more",
        ),
    ],
)
def test_an_unused_join_with_at_most_one_row_each_is_left_out(joined: str) -> None:
    assert "JOIN" not in tidied(joined)


@pytest.mark.parametrize(
    "joined",
    [
        pytest.param("SELECT id, at FROM said", id="several rows"),
        pytest.param("SELECT id FROM said GROUP BY id, at", id="a group by more than the key"),
        pytest.param(
            "SELECT g.id FROM (SELECT id, MAX(at) AS at FROM said GROUP BY id) AS g "
            "JOIN said AS h ON g.id = h.id",
            id="a group, multiplied again",
        ),
    ],
)
def test_an_unused_join_that_multiplies_rows_stays(joined: str) -> None:
    assert "LEFT" in tidied(joined)


@pytest.mark.parametrize(("kind", "stays"), [("SEMI", "SEMI JOIN"), ("ANTI", "ANTI JOIN")])
def test_a_join_that_chooses_rows_stays_though_no_column_of_it_is_used(
    kind: str, stays: str
) -> None:
    tree = sqlglot.parse_one(
        f"WITH again AS (SELECT DISTINCT id FROM said) "
        f"SELECT p.id FROM people AS p LEFT {kind} JOIN again AS a ON p.id = a.id",
        read="databricks",
    )

    said = tidy(tree, COLUMNS).sql("duckdb")  # type: ignore[arg-type]

    assert f"{stays} again ON people.id = again.id" in said
