"""What was planted on made-up lists is found, and what only looks like it is not taken for it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import NamedTuple

import duckdb
import ibis.expr.types as ir
import pytest

from wholeplace import geography
from wholeplace.core.engine import Engine
from wholeplace.definitions.duplicates import EQUIVALENT_TESTS, SPECIALTY_TWICE, TEST_TWICE
from wholeplace.measures.duplicates.finding import find
from wholeplace.sources.synthetic.datasets.planted_duplicates import plant
from wholeplace.sources.synthetic.datasets.waits import queue, write_waits
from wholeplace.sources.synthetic.faults import Faults
from wholeplace.sources.synthetic.feeds import ExtractFolder
from wholeplace.sources.synthetic.hospitals import LOCAL
from wholeplace.sources.synthetic.identities import nhs_numbers
from wholeplace.sources.synthetic.provider_feed import Outbox
from wholeplace.sources.synthetic.synthesis import areas_of
from wholeplace.sources.synthetic.world import World, draw_world

AS_AT = dt.date(2026, 3, 31)
PEOPLE = 40_000

Pair = frozenset[str]


class Recovered(NamedTuple):
    """Pairs found, by confidence; pairs planted, by kind; entries with a code and a person."""

    found: dict[str, set[Pair]]
    planted: dict[str, set[Pair]]
    coded: set[str]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("geography") / "reference"
    return draw_world(areas_of(geography.build(None, folder)), PEOPLE, 5, AS_AT)


@pytest.fixture(scope="module", params=[False, True], ids=["clean", "with missing codes"])
def made(
    request: pytest.FixtureRequest,
    engine: Engine,
    world: World,
    tmp_path_factory: pytest.TempPathFactory,
) -> Recovered:
    folder = tmp_path_factory.mktemp("lists")
    outbox = Outbox(
        world,
        nhs_numbers(len(world.people), 5),
        ExtractFolder(folder / "extracts", AS_AT),
        Faults(request.param),
    )
    pathways, planted = plant(world, queue(world))
    truth = planted.table(write_waits(outbox, pathways, LOCAL))
    rows = engine.keep(_landed(engine, folder / "extracts"))
    links = engine.keep(rows.select("record_id", person=rows.record_id))
    found: dict[str, set[Pair]] = {"likely": set(), "possible": set()}
    for rule in (TEST_TWICE, SPECIALTY_TWICE):
        made = find(engine, rule, EQUIVALENT_TESTS, rows, links, AS_AT)
        for pair in engine.fetch(made.pairs).to_pylist():
            found[pair["confidence"]].add(frozenset((pair["first_entry"], pair["second_entry"])))
    kinds: dict[str, set[Pair]] = {}
    for row in truth.to_pylist():
        pair = frozenset((row["first_entry"], row["second_entry"]))
        kinds.setdefault(row["kind"], set()).add(pair)
    coded = rows.filter(rows.procedure.notnull() & rows.nhs_number.notnull()).pathway_id
    return Recovered(found, kinds, set(engine.fetch(coded.as_table())["pathway_id"].to_pylist()))


def _landed(engine: Engine, extracts: Path) -> ir.Table:
    """All lists, each person known by the number of the row's true NHS number."""
    out = extracts.parent / "rows.parquet"
    duckdb.sql(
        "select *, coalesce(try_cast(nhs_number as bigint), -row_number() over ()) as record_id,"
        f" 'x' as source from '{extracts}/*/waiting_list_entry.parquet'"
    ).write_parquet(str(out))
    return engine.read(out)


def test_most_planted_duplicates_are_likely_and_nearly_all_are_listed(made: Recovered) -> None:
    twice = {pair for pair in made.planted["duplicate test"] if pair <= made.coded}
    listed = made.found["likely"] | made.found["possible"]

    assert len(twice) > 40
    assert len(twice & made.found["likely"]) / len(twice) > 0.7
    assert len(twice & listed) / len(twice) > 0.9


def test_a_likely_pair_is_nearly_always_one_wait(made: Recovered) -> None:
    truly = made.planted["duplicate test"] | made.planted["duplicate referral"]
    likely = made.found["likely"]

    assert len(likely & truly) / len(likely) > 0.95
    listed = likely | made.found["possible"]
    assert len(listed & truly) / len(listed) > 0.6


@pytest.mark.parametrize(
    "kind", ["surveillance", "other part of the body", "asked for again later"]
)
def test_what_only_looks_like_a_duplicate_is_never_likely_and_seldom_listed(
    made: Recovered, kind: str
) -> None:
    """Another part of the body is listed where one hospital's code does not say which."""
    planted = made.planted[kind]

    assert len(planted) > 5
    assert not planted & made.found["likely"]
    assert len(planted & made.found["possible"]) <= 0.25 * len(planted)


def test_second_opinions_are_listed_to_ask_about_and_never_as_likely(made: Recovered) -> None:
    opinions = made.planted["second opinion"]

    assert not opinions & made.found["likely"]
    assert opinions & made.found["possible"]


def test_a_test_without_a_code_is_in_no_pair(made: Recovered) -> None:
    of_tests = {pair for pair in made.planted["duplicate test"] if not pair <= made.coded}

    assert not of_tests & (made.found["likely"] | made.found["possible"])
