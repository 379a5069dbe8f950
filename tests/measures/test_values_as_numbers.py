"""Values held as numbers: texts by their place in a list, sums in few bytes; written in full."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholeplace.measures import publishing
from wholeplace.measures.cells import as_small_as_it_fits
from wholeplace.measures.disclosure.columns import TEXT, Words, with_rows, written_out
from wholeplace.measures.disclosure.published import published
from wholeplace.measures.release_tables import VALUES_SCHEMA
from wholeplace.statistics import ANY, HES

Row = dict[str, object]
texts = st.sampled_from(["shown", "withheld", "suppressed"])
numbers = st.none() | st.integers(0, 90)


def row(code: str, measure: str, numerator: int | None, **says: object) -> Row:
    usual: Row = {
        "area_type": "pcn",
        "area_code": code,
        "basis": "registered",
        "measure": measure,
        "breakdown": "all",
        "category": "all",
        "statistic": "proportion",
        "numerator": numerator,
        "denominator": 100,
        "status": "suppressed" if numerator is None else "shown",
    }
    return usual | says


def table(*rows: Row) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=VALUES_SCHEMA)


@pytest.mark.parametrize("kind", [pa.string(), TEXT])
def test_words_stand_in_the_order_in_which_rows_first_have_them(kind: pa.DataType) -> None:
    """What is withheld rests on the order of cells, so it may not depend on how texts are held."""
    words = pa.chunked_array([pa.array(some, kind) for some in (["b", "a"], ["c", "a"])])
    later = pa.table({"name": words}).slice(1)

    found = Words.of(later, "name")

    assert found.words == ["a", "c"]
    assert found.number.tolist() == [0, 1, 0]


@settings(max_examples=50)
@given(
    st.lists(st.tuples(texts, numbers), min_size=1, max_size=8),
    st.lists(st.tuples(texts, numbers), min_size=1, max_size=8),
    st.data(),
)
def test_some_rows_are_said_again_and_all_others_stay(
    before: list[tuple[str, int | None]], after: list[tuple[str, int | None]], data: st.DataObject
) -> None:
    """In any order, with words that the table did not have, in parts with other words each."""
    after = after[: len(before)]
    at = data.draw(st.permutations(range(len(before))))[: len(after)]
    half = len(before) // 2
    rows = pa.concat_tables([_of(before[:half]), _of(before[half:])])

    found = with_rows(rows, np.array(at), _of(after).select(["status", "numerator"]))

    expected = dict(enumerate(before)) | dict(zip(at, after, strict=True))
    assert found.column_names == rows.column_names
    assert found["status"].to_pylist() == [expected[place][0] for place in range(len(before))]
    assert found["numerator"].to_pylist() == [expected[place][1] for place in range(len(before))]
    assert found["place"].to_pylist() == rows["place"].to_pylist()


def _of(rows: list[tuple[str, int | None]]) -> pa.Table:
    words, counts = zip(*rows, strict=True) if rows else ((), ())
    return pa.table(
        {
            "status": pa.array(words, pa.string()).dictionary_encode().cast(TEXT),
            "place": pa.array(range(len(rows)), pa.int64()),
            "numerator": pa.array(counts, pa.int64()),
        }
    )


def test_values_are_written_in_order_with_their_texts_in_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More rows than one row group holds, in two parts with other words each."""
    monkeypatch.setattr(publishing, "_ROW_GROUP", 2)
    one = table(row("P2", "smoking", 20), row("P1", "smoking", 30), row("P1", "asthma", 40))
    other = table(row("P1", "asthma", 50, category="last"), row("P0", "stroke", None))

    values = publishing.in_order([pa.concat_tables([one, other])])
    publishing.write_in_order(tmp_path / "values.parquet", values)

    found = pq.read_table(tmp_path / "values.parquet")
    assert found.schema == written_out(VALUES_SCHEMA)
    keys = found.select(["area_code", "measure", "numerator"]).to_pylist()
    assert [tuple(key.values()) for key in keys] == [
        ("P0", "stroke", None),
        ("P1", "asthma", 40),
        ("P1", "asthma", 50),
        ("P1", "smoking", 30),
        ("P2", "smoking", 20),
    ]


@pytest.mark.parametrize(
    ("most", "kind"),
    [(0, np.int16), (32_767, np.int16), (32_768, np.int32), (-32_769, np.int32), (2**31, np.int64)],
)
def test_sums_take_as_few_bytes_as_hold_them_all(most: int, kind: type) -> None:
    amounts = np.array([1, most, 3], dtype=np.int64)

    small = as_small_as_it_fits(amounts)

    assert small.dtype == kind
    assert small.tolist() == amounts.tolist()


def test_of_a_count_no_row_speaks_of_nothing_is_said() -> None:
    """Two measures of one numerator; the network P2 has no row of the second."""
    same = {("asthma", "numerator"): 0, ("asthma again", "numerator"): 0}
    values = table(
        row("P1", "asthma", 20), row("P2", "asthma", None), row("P1", "asthma again", 25)
    )

    said = published(values, "registered", HES, same, monthly=False)

    assert said is not None
    cells = [code for _, code, _, _ in said.cells]
    asthma, again = said.numerator[0], said.denominator[2]
    assert said.numerator[2] == asthma, "the same count in two rows is one count"
    assert (said.least[asthma], said.most[asthma]) == (23, 22), "what both rows say of it"
    other = said.table[again]
    assert said.lower[cells.index("P2"), other] == 0
    assert said.upper[cells.index("P2"), other] == ANY
    assert not said.hidden[cells.index("P2"), other]
    gathered = said.gathered(said.upper, said.tables)
    np.testing.assert_array_equal(gathered, said.most)
