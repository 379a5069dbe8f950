"""How much longer duplicates make the lists: counted as a range, gated, and nothing taken off."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from hypothesis import given
from hypothesis import strategies as st

from tests.measures.duplicates.entries import Row, entry, found
from wholeplace.core.engine import Engine
from wholeplace.core.registry import Registry
from wholeplace.definitions.datasets.waiting_list_entry import WAITING_LIST_ENTRY
from wholeplace.definitions.duplicates import TEST_TWICE
from wholeplace.measures.duplicates.counting import COUNTED, counts, released, to_triage
from wholeplace.measures.duplicates.writing import rules_as_data
from wholeplace.statistics import (
    ANY,
    EXACT,
    HES,
    NARROWEST,
    Sums,
    could_have_been,
    feasible_range,
)

THREE_PROVIDERS = [
    entry("a", "X", 30),
    entry("b", "Y", 20),  # likely the same as a
    entry("c", "Z", 20, referrer_code="Q"),  # possibly the same as a, and as b
    entry("d", "X", 5, record_id=2),
    entry("e", "Y", 5, record_id=2, planned="Y"),
    entry("f", "Y", 9, record_id=3, diagnostic_test=None),
    entry("g", "Z", 9, record_id=4),
]


def gated(engine: Engine, rows: list[Row], **where: str) -> dict[str, Row]:
    """Measure → released row."""
    made = found(engine, TEST_TWICE, rows, linked={1: 1, 2: 2, 3: 3})
    table = released("test", counts(engine, made), EXACT)
    for name, value in where.items():
        table = table.filter(pc.equal(table[name], value))
    return {row["measure"]: row for row in table.to_pylist()}


def test_the_range_runs_from_the_likely_to_all_that_are_suspected(engine: Engine) -> None:
    """Of a, b and c one wait is real; b is likely its second entry and c possibly."""
    rows = gated(engine, THREE_PROVIDERS, split="all")

    assert {name: row["numerator"] for name, row in rows.items()} == {
        "likely": 1,
        "suspected": 2,
        "shared": 3,
        "uncoded": 1,
        "planned": 1,
        "unlinked": 1,
    }
    assert {row["denominator"] for row in rows.values()} == {7}


def test_every_provider_of_a_pair_is_told_that_its_entry_is_on_another_list_too(
    engine: Engine,
) -> None:
    for provider in "XYZ":
        assert gated(engine, THREE_PROVIDERS, category=provider)["shared"]["numerator"] == 1


def test_two_entries_at_one_provider_after_one_elsewhere_are_two_too_many(engine: Engine) -> None:
    rows = [entry("a", "X", 30), entry("b", "Y", 25), entry("c", "Y", 20)]

    assert gated(engine, rows, split="all")["suspected"]["numerator"] == 2


def test_entries_without_a_code_are_listed_for_triage(engine: Engine) -> None:
    made = found(engine, TEST_TWICE, THREE_PROVIDERS)
    people = made.entries.select("person", pseudonym=made.entries.person.cast("string")).distinct()

    assert engine.fetch(to_triage(made, people))["entry"].to_pylist() == ["f"]


def test_no_small_number_of_duplicates_is_released(engine: Engine) -> None:
    made = found(engine, TEST_TWICE, THREE_PROVIDERS)

    table = released("test", counts(engine, made), HES)

    assert pc.sum(table["numerator"]).as_py() in (0, None)
    assert all(n in (None, 0) or n >= 10 for n in table["denominator"].to_pylist())


@given(
    st.lists(
        st.tuples(st.sampled_from("XYZ"), st.sampled_from("abcdef"), st.integers(1, 40)),
        min_size=1,
        max_size=12,
        unique_by=lambda cell: cell[:2],
    ),
    st.integers(1, 5),
)
def test_no_hidden_number_of_duplicates_is_told_by_the_others(
    cells: list[tuple[str, str, int]], part: int
) -> None:
    """Providers make up all entries, and so do tests: what is hidden can be four numbers."""
    providers, titles, entries = zip(*cells, strict=True)
    some = [count // part for count in entries]
    columns = {"provider": providers, "title": titles, "entries": entries}
    table = pa.table({**columns, **dict.fromkeys(COUNTED, some)})

    rows = released("test", table, HES).to_pylist()

    for measure in COUNTED:
        mine = [row for row in rows if row["measure"] == measure]
        for count, small in (("denominator", ANY_SMALL), ("numerator", SMALL)):
            low, high, secret = zip(*(_known(row, count, small) for row in mine), strict=True)
            for split in ("provider", "title"):
                parts = [n for n, row in enumerate(mine) if row["split"] == split]
                if parts:
                    sums = [Sums(np.array([0]), np.array(parts), np.zeros(len(parts), int))]
                    bounds = (np.array(part, float)[:, None] for part in (low, high))
                    least, most = (found[:, 0] for found in feasible_range(*bounds, sums))
                    told = np.array(secret) & (most > 0) & (most - least + 1 < NARROWEST)
                    assert not told.any(), mine


SMALL, ANY_SMALL = (0.0, 7.0), (1.0, 7.0)


def _known(row: Row, count: str, small: tuple[float, float]) -> tuple[float, float, bool]:
    """What a reader knows of a count, and whether it is hidden."""
    if row[count] is not None:
        (low,), (high,) = could_have_been([row[count]])
        return float(low), float(high), False
    if row["status"] == "suppressed":
        return *((1.0, 7.0) if row["denominator"] is not None else small), True
    return 0.0, ANY, row["status"] != "no_data"


def test_a_rule_whose_data_were_not_landed_says_so() -> None:
    registry = Registry([TEST_TWICE, WAITING_LIST_ENTRY])

    [said] = rules_as_data(registry, ())

    assert said["missing"] == "no Waiting-list entry data were landed"
