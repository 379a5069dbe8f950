"""Several answers added up as one number give each answer's own count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import product
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa
import pytest

from tests.measures.small_installation import AS_AT, Finished
from wholeplace.core.engine import Engine, duckdb_engine
from wholeplace.core.registry import Registry
from wholeplace.measures.cubes import CUBES, Added, cube_table
from wholeplace.measures.homes import HOMES
from wholeplace.measures.measure import Measure
from wholeplace.measures.packed_cubes import cubes_together
from wholeplace.measures.packed_sums import number_of, packed_sums
from wholeplace.measures.plus_groups.counting import LEVELS, plus_cube, with_groups
from wholeplace.measures.plus_groups.framework import Framework
from wholeplace.record.plan import Plan
from wholeplace.record.runs import final_folders

ANSWERS = (True, False, None)
NUMBERS = (None, 0, 3, 10**12)
PEOPLE: list[dict[str, Any]] = [
    {"place": place, "among": among, "yes": yes, "number": number}
    for place, among, yes, number in product("ABB", ANSWERS, ANSWERS, NUMBERS)
]
"""Everybody that there can be, some of them twice."""
MANY = 7
"""More answers than one number holds."""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with duckdb_engine(tmp_path_factory.mktemp("packed") / "scratch") as engine:
        yield engine


def added_to(people: ir.Table) -> dict[str, Added]:
    """Everybody, some people, their answers, as many others as fill several numbers, a number."""
    everybody = people.place.notnull()
    others = {f"in_{n}": Added(everybody, people.place == "AB"[n % 2]) for n in range(MANY)}
    return {
        "everybody": Added(everybody),
        "some": Added(people.among),
        "yes": Added(people.among, people.yes),
        "the_same": Added(people.among, people.yes),
        **others,
        "number": Added(people.among, people.number),
    }


def expected() -> dict[str, Counter[str]]:
    found = {place: Counter[str]() for place in "AB"}
    for person in PEOPLE:
        sums, among = found[person["place"]], bool(person["among"])
        yes = among and bool(person["yes"])
        sums.update(everybody=1, some=among, yes=yes, the_same=yes)
        sums.update({f"in_{n}": person["place"] == "AB"[n % 2] for n in range(MANY)})
        sums.update(number=among * (person["number"] or 0))
    return found


@pytest.mark.parametrize("most", [len(PEOPLE), 2**21 - 1, 2**40])
def test_every_sum_is_a_count_of_people_however_many_are_packed(engine: Engine, most: int) -> None:
    people = engine.table(pa.Table.from_pylist(PEOPLE))

    found = packed_sums(engine, people, {"cell": people.place}, added_to(people), most)

    rows = {row.pop("cell"): row for row in found.to_pylist()}
    assert rows == {place: dict(sums) for place, sums in expected().items()}


def test_a_count_of_everybody_there_is_does_not_run_into_the_next(engine: Engine) -> None:
    people = engine.table(pa.table({"place": ["A"] * 7}))
    everybody = people.place == "A"
    added = {f"sum_{n}": Added(everybody, everybody) for n in range(1)}
    added |= {f"but_{n}": Added(everybody, people.place != f"no {n}") for n in range(30)}

    found = packed_sums(engine, people, {"place": people.place}, added, number_of(engine, people))

    assert found.to_pylist() == [{"place": "A"} | dict.fromkeys(added, 7)]


def test_nobody_at_all_gives_no_cells(engine: Engine) -> None:
    people = engine.table(pa.Table.from_pylist(PEOPLE)).filter(lambda rows: rows.place == "C")

    found = packed_sums(engine, people, {"cell": people.place}, added_to(people), 0)

    assert found.num_rows == 0


def in_order(cube: pa.Table) -> list[dict[str, object]]:
    words = [name for name in cube.column_names if pa.types.is_string(cube.schema.field(name).type)]
    return cube.sort_by([(name, "ascending") for name in words]).to_pylist()


def test_cubes_counted_together_are_those_counted_apart(small: Finished, engine: Engine) -> None:
    settings = small.installation.settings
    registry = Registry.load(settings.definitions.packages, settings.definition_folders)
    plan, measures = Plan.of(registry, AS_AT), registry.all(Measure)
    record = final_folders(small.installation.data, small.run_id).record
    (framework,) = registry.all(Framework)
    people = with_groups(framework, plan, engine.read(record / "person.parquet"))
    cubes = [*(plus_cube(framework, basis) for basis in LEVELS), *CUBES, HOMES]

    for most in (number_of(engine, people), None):
        together = dict(cubes_together(engine, cubes, plan, people, measures, most))

        assert list(together) == cubes
        for cube in cubes:
            apart = engine.fetch(cube_table(cube, plan, people, measures))
            assert sum(apart["stay_rate__numerator"].to_pylist()) > 0
            assert together[cube].to_pylist() == in_order(apart)
