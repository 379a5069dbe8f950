"""Suspected duplicates, lists by day and clocks are the same, whichever engine works them out."""

from __future__ import annotations

from collections.abc import Callable

import ibis.expr.types as ir
import pyarrow as pa
import pytest

from tests.conformance.both import Both, same
from tests.measures.duplicates.entries import AS_AT, DATES, TEXTS, entry, found
from tests.record.test_clocks import DRAWN, happened
from wholeplace.core.engine import Engine
from wholeplace.definitions.duplicates import TEST_TWICE
from wholeplace.definitions.waiting import TEST
from wholeplace.measures.duplicates.counting import counts
from wholeplace.measures.waits.days import list_days
from wholeplace.measures.waits.lengths import list_lengths
from wholeplace.record.clocks import clocks

pytestmark = pytest.mark.spark
Counting = Callable[..., ir.Table]

ENTRIES = [
    entry("a", "X", 30),
    entry("b", "Y", 20, priority="D3", booked_date=AS_AT),
    entry("c", "Z", 20, referrer_code=None, diagnostic_test=None, procedure="U211"),
    entry("d", "X", 5, record_id=2, planned="Y"),
    entry("e", "Y", 5, record_id=2, clock_stop_date=AS_AT),
    entry("f", "Y", 9, record_id=3, diagnostic_test=None, provider_code=None),
]


def test_the_same_pairs_are_found_for_the_same_reasons(both: Both) -> None:
    one, other = (found(engine, TEST_TWICE, ENTRIES) for engine in both.engines)
    pairs = [e.fetch(f.pairs) for e, f in zip(both.engines, (one, other), strict=True)]

    assert pairs[0].num_rows == 3
    same(*pairs)
    same(*(counts(e, f) for e, f in zip(both.engines, (one, other), strict=True)))


@pytest.mark.parametrize("counted", [list_days, list_lengths])
def test_the_same_people_come_go_and_have_waited(both: Both, counted: Counting) -> None:
    same(*(_counted(engine, counted) for engine in both.engines))


def test_the_same_clocks_run(both: Both) -> None:
    drawn = [row for name, (lines, _) in DRAWN.items() for row in happened(name, lines)]
    events = pa.Table.from_pylist(drawn)

    same(*(engine.fetch(clocks(engine.table(events), AS_AT)) for engine in both.engines))


def _counted(engine: Engine, counted: Counting) -> pa.Table:
    kinds = {name: pa.date32() if name in DATES else pa.string() for name in (*DATES, *TEXTS)}
    columns = {name: pa.array([row[name] for row in ENTRIES], kind) for name, kind in kinds.items()}
    return engine.fetch(counted(TEST, engine.table(pa.table(columns)), AS_AT))
