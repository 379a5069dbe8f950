"""Several answers added up as one number give each answer's own count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import product

import ibis.expr.types as ir
import pyarrow as pa
import pytest

from wholeplace.core.engine import Engine, duckdb_engine
from wholeplace.measures.cubes import Added
from wholeplace.measures.packed_sums import number_of, packed_sums

ANSWERS = (True, False, None)
NUMBERS = (None, 0, 3, 10**12)
PEOPLE = [
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
