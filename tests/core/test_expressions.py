"""The safe expressions, compared with plain Python on random values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholeplace.core import calendar
from wholeplace.core.engine import Engine, duckdb_engine
from wholeplace.core.expressions import (
    age_band,
    age_in_years,
    beside,
    days_between,
    divide,
    flag,
    known,
)

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31))
SOME = st.integers(-1_000, 1_000)
fewer_examples = settings(max_examples=25)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with duckdb_engine(tmp_path_factory.mktemp("expressions") / "scratch", threads=1) as made:
        yield made


def answers(engine: Engine, rows: Sequence[dict[str, Any]], types: Any, rule: Any) -> list[Any]:
    """What a rule gives for each row, in their order."""
    given = pa.Table.from_pylist(list(rows), pa.schema(types))
    table = engine.table(given.append_column("row", pa.array(range(len(rows)))))
    value: ir.Value = rule(table)
    found = engine.fetch(table.select("row", answer=value).order_by("row"))
    return found["answer"].to_pylist()


@fewer_examples
@given(st.lists(st.none() | DAYS, min_size=1, max_size=200), DAYS)
def test_age_agrees_with_the_calendar(
    engine: Engine, born: list[dt.date | None], on: dt.date
) -> None:
    found = answers(
        engine,
        [{"born": day} for day in born],
        [("born", pa.date32())],
        lambda t: age_in_years(t.born, on),
    )

    assert found == [None if day is None else calendar.age_in_years(day, on) for day in born]


@pytest.mark.parametrize("on", [dt.date(2023, 2, 28), dt.date(2023, 3, 1), dt.date(2024, 2, 29)])
def test_age_agrees_with_the_calendar_on_every_birthday_round_a_leap_day(
    engine: Engine, on: dt.date
) -> None:
    born = [dt.date(2020, 2, 27) + dt.timedelta(days=step) for step in range(5)]

    found = answers(
        engine,
        [{"born": day} for day in born],
        [("born", pa.date32())],
        lambda t: age_in_years(t.born, on),
    )

    assert found == [calendar.age_in_years(day, on) for day in born]


def test_every_age_falls_in_one_band_and_the_unknown_in_their_own(engine: Engine) -> None:
    ages: list[int | None] = [None, -1, *range(121)]

    found = answers(
        engine, [{"age": age} for age in ages], [("age", pa.int32())], lambda t: age_band(t.age)
    )

    assert found[:2] == ["unknown", "unknown"]
    for age, band in zip(ages[2:], found[2:], strict=True):
        assert age is not None
        place = sum(start <= age for start in calendar.AGE_BAND_STARTS) - 1
        assert band == calendar.AGE_BANDS[place]


@fewer_examples
@given(st.lists(st.tuples(st.none() | SOME, st.none() | SOME), min_size=1, max_size=100))
def test_a_quotient_is_nothing_where_the_denominator_is_zero_or_unknown(
    engine: Engine, pairs: list[tuple[int | None, int | None]]
) -> None:
    found = answers(
        engine,
        [{"top": top, "bottom": bottom} for top, bottom in pairs],
        [("top", pa.int64()), ("bottom", pa.int64())],
        lambda t: divide(t.top, t.bottom),
    )

    assert found == [
        None if top is None or not bottom else pytest.approx(top / bottom) for top, bottom in pairs
    ]


@fewer_examples
@given(st.lists(st.tuples(DAYS, DAYS), min_size=1, max_size=100))
def test_days_between_two_dates_are_counted_as_days(
    engine: Engine, pairs: list[tuple[dt.date, dt.date]]
) -> None:
    found = answers(
        engine,
        [{"start": start, "end": end} for start, end in pairs],
        [("start", pa.date32()), ("end", pa.date32())],
        lambda t: days_between(t.start, t.end),
    )

    assert found == [(end - start).days for start, end in pairs]


def test_a_flag_is_nought_for_no_and_for_unknown(engine: Engine) -> None:
    found = answers(
        engine,
        [{"so": True}, {"so": False}, {"so": None}],
        [("so", pa.bool_())],
        lambda t: flag(t.so),
    )

    assert found == [1, 0, 0]


def test_what_is_not_known_is_called_unknown(engine: Engine) -> None:
    found = answers(
        engine, [{"word": "A"}, {"word": None}], [("word", pa.string())], lambda t: known(t.word)
    )

    assert found == ["A", "unknown"]


def test_columns_set_beside_a_table_keep_its_rows(engine: Engine) -> None:
    table = engine.table(pa.table({"person": [1, 2, 3]}))
    other = engine.table(pa.table({"person": [2], "since": [dt.date(2020, 1, 1)]}))

    found = engine.fetch(beside(table, other, "person").order_by("person")).to_pylist()

    assert found == [
        {"person": 1, "since": None},
        {"person": 2, "since": dt.date(2020, 1, 1)},
        {"person": 3, "since": None},
    ]


def test_the_engine_says_the_sql_it_runs(engine: Engine) -> None:
    table = ibis.table({"age": "int32"}, name="person")

    said = engine.sql(table.select(band=age_band(table.age)))

    assert said.count("WHEN") >= len(calendar.AGE_BANDS) - 1
    assert '"person"' in said
