"""Less is said of large counts before they are withheld, and of all tables of a release alike."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from tests.measures.small_installation import AS_AT
from wholeplace.measures.coverage import COVERAGE_SCHEMA
from wholeplace.measures.disclosure.beside_tables import BESIDE
from wholeplace.measures.disclosure.beside_values import as_values, said_again
from wholeplace.measures.disclosure.saying_less import say_less
from wholeplace.measures.disclosure.sums import (
    PIECE,
    cells_of_pieces,
    lies_in,
    sums_of,
    with_pieces,
)
from wholeplace.measures.disclosure.withholding import withhold
from wholeplace.measures.release_tables import VALUES_SCHEMA
from wholeplace.statistics import HES, wilson

COVERAGE = next(one for one in BESIDE if one.name == "coverage")


def row(area: str, numerator: int | None, status: str = "shown") -> dict[str, object]:
    """A share of 400 people; of a PCN if the area is called P."""
    return {
        "area_type": "pcn" if area == "P" else "practice",
        "area_code": area,
        "basis": "registered",
        "measure": "stroke",
        "period_start": AS_AT,
        "period_end": AS_AT,
        "breakdown": "all",
        "category": "all",
        "statistic": "proportion",
        "numerator": numerator,
        "denominator": 400,
        "value": None if numerator is None else numerator / 400,
        "lower": None,
        "upper": None,
        "status": status,
    }


def test_a_large_count_is_rounded_more_coarsely_rather_than_withheld() -> None:
    """85 is 83 to 87, and two of 45 are 86 at the least: the hidden part would be 1."""
    above = {("practice", code): [("pcn", "P")] for code in "ABC"}
    rows = [row("P", 85), row("A", 45), row("B", 45), row("C", None, "suppressed")]
    rows[0]["denominator"] = 1200
    table = pa.Table.from_pylist(rows, schema=VALUES_SCHEMA)

    found = withhold(table, {"registered": above}, {}, HES)
    said = found.values.to_pylist()

    assert [line["status"] for line in said] == ["shown", "shown", "shown", "suppressed"]
    assert (said[0]["numerator"], said[0]["numerator_rounded_to"]) == (90, 10)
    assert [line["numerator"] for line in said[1:]] == [45, 45, None]
    assert found.besides == 0


def test_a_row_rounded_coarsely_says_so_and_its_share_follows() -> None:
    table = pa.Table.from_pylist([row("A", 95)], schema=VALUES_SCHEMA)

    steps = {"numerator": np.array([2]), "denominator": np.array([0])}
    said = say_less(table, steps, HES).to_pylist()[0]

    assert (said["numerator"], said["numerator_rounded_to"]) == (100, 20)
    assert (said["denominator"], said["denominator_rounded_to"]) == (400, None)
    assert said["value"] == pytest.approx(0.25)
    assert said["lower"] == pytest.approx(float(wilson(100, 400).lower))


def coverage(provider: str, numerator: int | None) -> dict[str, object]:
    shown = numerator is not None
    return {
        "area_type": "ward",
        "area_code": "W",
        "provider_code": provider,
        "provider_name": provider,
        "numerator": numerator,
        "denominator": 400,
        "value": numerator / 400 if numerator is not None else None,
        "status": "shown" if shown else "suppressed",
    }


def test_hospitals_of_an_area_share_its_people() -> None:
    table = pa.Table.from_pylist(
        [coverage("any", 15), coverage("R1", 15), coverage("R2", None)], schema=COVERAGE_SCHEMA
    )
    rows, named = as_values(COVERAGE, table)
    less = withhold(rows, {}, {"resident": named}, HES).values

    said = said_again(COVERAGE, table, less).to_pylist()

    assert [line["category"] for line in rows.to_pylist()] == ["all", "R1", "R2"]
    assert {line["denominator"] for line in said} == {400}
    assert [line["value"] for line in said][:1] == [15 / 400]


def test_areas_that_overlap_are_made_of_the_pieces_they_share() -> None:
    ladder = pa.table({"msoa": ["M1", "M1", "M2"], "ward": ["W1", "W2", "W2"], "icb": ["I"] * 3})
    above = lies_in(with_pieces(ladder), (PIECE, "msoa", "ward", "icb"))
    cells = [(kind, code, "all", "all") for kind, code in (("msoa", "M1"), ("ward", "W2"))]

    pieces = cells_of_pieces(cells, above)
    sums = sums_of([*cells, *pieces], above)

    assert pieces == [(PIECE, code, "all", "all") for code in ("M1|W1", "M1|W2", "M2|W2")]
    of = {tuple(one.total): one.part.tolist() for one in sums}
    assert of == {(0,): [2, 3], (1,): [3, 4]}
