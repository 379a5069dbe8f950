"""The passes over random people give one person table, whichever engine ran them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.conformance.both import Both, same
from tests.oracle.test_engine_agrees import PEOPLE
from tests.record.drawn_lives import STAYS, inputs
from wholeplace.core.engine import Engine
from wholeplace.core.registry import Registry
from wholeplace.definitions.datasets.person import PERSON as PERSON_CONTRACT
from wholeplace.linkage.person_links import link
from wholeplace.record.drawing.people import DrawnPerson
from wholeplace.record.drawing.world import AS_AT, small_inputs
from wholeplace.record.person_table import person_table
from wholeplace.record.plan import Plan

REGISTRY = Registry.load(["wholeplace.definitions"])
# Each example is minutes of Spark if it were shrunk; the people of the failing one are printed.
few_examples = settings(
    max_examples=2,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)

DAYS = st.sampled_from(
    [
        *(dt.date(2015, 1, 1), dt.date(2024, 2, 29), dt.date(2025, 3, 31), dt.date(2025, 4, 1)),
        *(dt.date(2025, 8, 31), dt.date(2026, 3, 31), dt.date(2026, 4, 1)),
    ]
)


def spans(*places: str) -> st.SearchStrategy[str]:
    """A drawn cell of spans, many of them alike but for their end."""
    span = st.tuples(st.sampled_from(places), DAYS, st.none() | DAYS)
    return st.lists(span, max_size=4).map(
        lambda found: "; ".join(f"{p} {start}..{end or ''}" for p, start, end in found)
    )


LIVES = st.fixed_dictionaries(
    {
        "born": st.sampled_from(["", "1900-01-01", "2000-02-29", "2025-03-31"]),
        "died": st.sampled_from(["", "", "2025-08-31", "2026-03-31"]),
        "at practice": spans("P1", "P2", "P9"),
        "at home": spans("L1", "L3", "L9"),
        "in hospital": spans(""),
    }
)
DEMOGRAPHY = st.fixed_dictionaries(
    {
        "record_id": st.integers(1, 20),
        "birth_date": st.none() | DAYS,
        "death_date": st.none() | DAYS,
        "sex": st.sampled_from([None, "1", "2", "9", "X"]),
        "ethnic_category": st.sampled_from([None, "A", "Z", "99"]),
        "received": st.just(AS_AT) | DAYS,
        "source": st.sampled_from(["gp", "other"]),
    }
)
IDENTIFIERS = st.fixed_dictionaries(
    {
        "source": st.sampled_from(["gp", "hospital"]),
        "record_id": st.integers(1, 30),
        "nhs_number": st.none() | st.integers(1, 15).map(str),
        "nhs_number_status": st.sampled_from(["01", "01", "01", "03", None]),
        "birth_date": st.none() | DAYS,
        "received": DAYS,
        "registry": st.booleans(),
    }
)
IDENTIFIER_TYPES = pa.schema(
    [
        *(("source", pa.string()), ("record_id", pa.int64()), ("nhs_number", pa.string())),
        *(("nhs_number_status", pa.string()), ("birth_date", pa.date32())),
        *(("received", pa.date32()), ("registry", pa.bool_())),
    ]
)


@few_examples
@given(people=st.lists(PEOPLE, min_size=60, max_size=120))
def test_every_definition_gives_one_answer(interpreted: Both, people: list[DrawnPerson]) -> None:
    for number, person in enumerate(people, start=1):
        person.number = number
    plan = Plan.of(REGISTRY, AS_AT)

    def found(engine: Engine) -> pa.Table:
        return engine.fetch(person_table(engine, plan, small_inputs(engine, REGISTRY, people)))

    same(*map(found, interpreted.engines))


@few_examples
@given(
    lives=st.lists(LIVES, min_size=20, max_size=40),
    known=st.lists(DEMOGRAPHY, min_size=20, max_size=60),
)
def test_homes_practices_and_use_are_one_whatever_order_rows_come_in(
    interpreted: Both, lives: list[dict[str, str]], known: list[dict[str, Any]]
) -> None:
    rows = [{"person": str(number)} | life for number, life in enumerate(lives, start=1)]
    plan = Plan.of(Registry([*STAYS, PERSON_CONTRACT]), AS_AT)

    def found(engine: Engine, backwards: bool) -> pa.Table:
        made = inputs(engine, rows)
        table = engine.fetch(made.datasets["person"])
        told = pa.concat_tables([table, pa.Table.from_pylist(known, table.schema)])
        told = told.take(list(range(told.num_rows))[:: -1 if backwards else 1])
        made.datasets["person"] = engine.table(told)  # type: ignore[index]
        return engine.fetch(person_table(engine, plan, made))

    same(found(interpreted.duckdb, False), found(interpreted.duckdb, True))
    same(found(interpreted.duckdb, False), found(interpreted.spark, True))


@few_examples
@given(records=st.lists(IDENTIFIERS, min_size=30, max_size=80))
def test_the_same_records_are_linked_to_the_same_people(
    interpreted: Both, tmp_path_factory: pytest.TempPathFactory, records: list[dict[str, Any]]
) -> None:
    vault = tmp_path_factory.mktemp("vault")
    given = pa.Table.from_pylist(records, IDENTIFIER_TYPES)

    def found(engine: Engine) -> tuple[pa.Table, pa.Table, pa.Table]:
        linked = link(
            engine,
            engine.table(given),
            vault=vault,
            run_id=engine.name,
            key=bytes(32),
            purpose="comparison",
        )
        return engine.fetch(linked.links), engine.fetch(linked.people), linked.counts

    for one, other in zip(*map(found, interpreted.engines), strict=True):
        same(one, other)
