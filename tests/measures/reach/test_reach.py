"""Reach: clients and need equal a plain count, and use that leans is found to lean."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from wholeplace.core.engine import Engine, duckdb_engine
from wholeplace.core.errors import DefinitionError
from wholeplace.core.registry import Registry
from wholeplace.measures.broad_cells import read_broad_cells
from wholeplace.measures.cubes import REGISTERED, RESIDENT
from wholeplace.measures.reach.counting import deprivation_order, reach_as_data, reach_cube
from wholeplace.measures.reach.definition import Clause, Service
from wholeplace.measures.reach.table import groups_along, reach_rows
from wholeplace.record.plan import Plan
from wholeplace.statistics import EXACT, HES, DisclosureProfile

AS_AT = dt.date(2026, 3, 31)
LADDER = pa.table({"area": ["P1", "P2"], "pcn": ["N1", "N2"], "icb": ["I", "I"]})
SMALL_AREAS = pa.table({"lsoa21": ["L1", "L2"], "imd25_rank": [20, 10]})
CHECKS = Service(
    name="checks",
    title="Checks",
    clients=lambda person: person.age >= 60,
    need=lambda person: person.age >= 40,
    used_by="people aged 60 and over",
    says="are 60 or over",
    needed_by="people aged 40 and over",
    doc="Made up.",
    not_in_it="Nobody.",
)
Row = dict[str, Any]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with duckdb_engine(tmp_path_factory.mktemp("engine") / "scratch", threads=1) as made:
        yield made


def made_people(lean: float = 0.0, number: int = 4_000) -> list[Row]:
    """People of five fifths; the older, who are clients, rarer in poorer fifths if ``lean`` > 0."""
    chance = random.Random(2)
    people = []
    for n in range(number):
        fifth = chance.randrange(1, 6)
        older = chance.random() < 0.3 + lean * (fifth - 3)
        people.append(
            {
                "person": n,
                "practice": chance.choice(["P1", "P2"]),
                "pcn": None if n % 50 == 0 else "N",
                "registered": n % 40 != 0,
                "sex": chance.choice(["female", "male"]),
                "age": chance.randrange(60, 90) if older else chance.randrange(20, 60),
                "ethnic_group": chance.choice(["white", "asian", None]),
                "imd19_fifth": fifth,
                "imd25_fifth": None if n % 30 == 0 else fifth,
                "learning_disability": None,
            }
        )
    return people


def released(engine: Engine, people: list[Row], profile: DisclosureProfile = EXACT) -> pa.Table:
    columns = {name: pa.array([row[name] for row in people]) for name in people[0]}
    columns["learning_disability"] = pa.nulls(len(people), pa.date32())
    plan = Plan.of(Registry(()), AS_AT)
    cube = reach_cube(REGISTERED, plan, engine.table(pa.table(columns)), [CHECKS])
    read = engine.fetch(cube)
    cells = read_broad_cells(read, REGISTERED, LADDER)
    order = deprivation_order(read, REGISTERED, SMALL_AREAS)
    return pa.concat_tables(reach_rows(cells, order, "registered", CHECKS, AS_AT, profile))


def one(rows: pa.Table, **where: str) -> Row:
    for name, value in where.items():
        rows = rows.filter(pc.equal(rows[name], value))
    [row] = rows.to_pylist()
    return dict(row)


def test_clients_and_need_equal_a_plain_count_in_every_fifth(engine: Engine) -> None:
    people = made_people()
    here = [p for p in people if p["registered"] and p["pcn"]]

    rows = released(engine, people)

    for fifth in (1, 2, 3, 4, 5, None):
        mine = [p for p in here if p["imd25_fifth"] == fifth]
        where = {
            "area_type": "icb",
            "breakdown": "deprivation_2025",
            "category": str(fifth or "unknown"),
        }
        use, clients = one(rows, measure="use", **where), one(rows, measure="clients", **where)
        assert clients["numerator"] == sum(p["age"] >= 60 for p in mine)
        assert use["denominator"] == sum(p["age"] >= 40 for p in mine)
        assert use["numerator"] == sum(p["age"] >= 60 for p in mine)
    assert one(rows, measure="use", area_type="icb", category="all")["period_start"] == dt.date(
        2025, 4, 1
    )


@pytest.mark.parametrize(("lean", "sign"), [(0.06, 1), (-0.06, -1)])
def test_use_that_leans_is_found_to_lean_that_way(engine: Engine, lean: float, sign: int) -> None:
    index = one(released(engine, made_people(lean)), measure="concentration", area_type="icb")

    assert sign * index["value"] > 0.03
    assert min(sign * index["lower"], sign * index["upper"]) > 0


def test_use_in_proportion_to_need_leans_neither_way(engine: Engine) -> None:
    index = one(released(engine, made_people()), measure="concentration", area_type="icb")

    assert index["lower"] < 0 < index["upper"]


def test_no_small_count_of_clients_is_released(engine: Engine) -> None:
    rows = released(engine, made_people(number=300), HES)

    for name in ("numerator", "denominator"):
        counts = np.array(rows[name].drop_null().to_pylist())
        assert ((counts == 0) | (counts >= 10)).all()
        assert (counts % 5 == 0).all()


def test_residents_stand_in_the_order_of_their_small_area() -> None:
    cube = pa.table({"lsoa21": ["L2", "unknown", "L1"]})

    assert deprivation_order(cube, RESIDENT, SMALL_AREAS).to_pylist() == [10, None, 20]


def test_groups_along_deprivation_keep_every_client_and_have_like_need() -> None:
    draw = np.random.default_rng(1)
    need, ranks = draw.integers(0, 40, 500).astype(float), draw.permutation(500).astype(float)
    clients = np.floor(need * draw.random(500))

    use, wanted = groups_along(clients, need, ranks)

    assert len(wanted) == 20
    assert use.sum() == clients.sum()
    assert wanted.sum() == need.sum()
    assert wanted.max() < 1.25 * wanted.min()


def test_nobody_in_need_makes_no_groups() -> None:
    use, wanted = groups_along(np.array([3.0]), np.array([0.0]), np.array([1.0]))

    assert len(use) == len(wanted) == 0


def test_a_service_whose_data_were_not_landed_says_so() -> None:
    clause = Clause(
        name="clause", title="Clause", service="checks", words="At least 30%", share=0.3
    )

    said = reach_as_data([CHECKS], [clause], {"checks": "no calls data were landed"})

    assert said["services"][0]["missing"] == "no calls data were landed"
    assert said["clauses"][0]["share"] == 0.3


@pytest.mark.parametrize("share", [0.0, 1.0, 30.0])
def test_a_clause_cannot_ask_for_a_share_that_is_none(share: float) -> None:
    with pytest.raises(DefinitionError, match="asks for a share"):
        Clause(name="clause", title="Clause", service="checks", words="…", share=share)
