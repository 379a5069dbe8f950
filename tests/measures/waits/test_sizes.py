"""The size of each provider's list: counts equal a plain count, and what is shown is gated."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pytest

from wholeplace.core.engine import Engine, duckdb_engine
from wholeplace.core.errors import DefinitionError
from wholeplace.definitions.waiting import TEST, TREATMENT
from wholeplace.measures.waits.days import list_days, window_of
from wholeplace.measures.waits.sizes import sizes_rows
from wholeplace.statistics import EXACT, HES, dated_list, wait_factor, waiting_list_statistics

AS_AT = dt.date(2026, 3, 31)
Row = dict[str, Any]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with duckdb_engine(tmp_path_factory.mktemp("engine") / "scratch", threads=1) as made:
        yield made


def made_rows(number: int) -> list[Row]:
    """Waits begun and ended on days around the window, some after the date of the run."""
    chance = random.Random(4)
    rows = []
    for _ in range(number):
        came = AS_AT - dt.timedelta(days=chance.randrange(-3, 260))
        left = came + dt.timedelta(days=chance.randrange(0, 150))
        rows.append(
            {
                "provider_code": chance.choice(["X", "X", "Y", None]),
                "source": "feed",
                "treatment_function": chance.choice(["110", "130"]),
                "procedure": None,
                "list_type": chance.choice(["ORTT", "IRTT", "DIAG"]),
                "clock_start_date": came,
                "clock_stop_date": chance.choice([None, left]),
            }
        )
    return rows


def one_list(number: int, days: int) -> list[Row]:
    """Waits of one hospital and specialty, begun on one of so many days and still going on."""
    same = {"provider_code": "X", "list_type": "ORTT", "treatment_function": "110"}
    begun = [AS_AT - dt.timedelta(days=n % days) for n in range(number)]
    still = made_rows(1)[0] | same | {"clock_stop_date": None}
    return [still | {"clock_start_date": day} for day in begun]


def entries(engine: Engine, rows: list[Row]) -> ir.Table:
    dates = ("clock_start_date", "clock_stop_date")
    columns = {
        name: pa.array([r[name] for r in rows], pa.date32() if name in dates else pa.string())
        for name in rows[0]
    }
    return engine.table(pa.table(columns))


def days_of(engine: Engine, rows: list[Row]) -> pa.Table:
    return engine.fetch(list_days(TREATMENT, entries(engine, rows), AS_AT))


def test_a_list_told_by_its_days_is_the_list_told_by_its_people(engine: Engine) -> None:
    rows = made_rows(900)
    [found] = [
        row
        for row in sizes_rows(TREATMENT, days_of(engine, rows), AS_AT, EXACT).to_pylist()
        if (row["provider"], row["specialty"]) == ("X", "110")
    ]
    mine = [
        row
        for row in rows
        if row["provider_code"] == "X"
        and row["treatment_function"] == "110"
        and row["list_type"] != "DIAG"
    ]

    assert TREATMENT.target is not None
    first = window_of(TREATMENT.target, AS_AT)
    kept = [r for r in mine if r["clock_stop_date"] is None or r["clock_stop_date"] >= first]
    listed = dated_list(
        np.array([r["clock_start_date"] for r in kept], "datetime64[D]"),
        np.array([r["clock_stop_date"] for r in kept], "datetime64[D]"),
        first,
        AS_AT,
    )
    wanted = waiting_list_statistics(listed, 18, float(wait_factor(0.92)), varied="weeks")

    assert found["waiting"] == wanted.queue_size
    assert found["demand"] == pytest.approx(float(wanted.demand.weekly.value), rel=0.005)
    assert found["capacity"] == pytest.approx(float(wanted.capacity.weekly.value), rel=0.005)
    assert found["mean_wait"] == pytest.approx(wanted.mean_wait, rel=0.005)
    assert found["too_big"] == wanted.too_big
    needed = wanted.relief_capacity if wanted.too_big else wanted.target_capacity
    assert needed == pytest.approx(found["relief_capacity"] or found["target_capacity"], rel=0.005)
    assert found["load_lower"] < found["load"] < found["load_upper"]


def test_lists_of_every_provider_and_specialty_and_their_totals_are_told(engine: Engine) -> None:
    found = sizes_rows(TREATMENT, days_of(engine, made_rows(900)), AS_AT, EXACT).to_pylist()

    assert {(row["provider"], row["specialty"]) for row in found} == {
        (provider, specialty)
        for provider in ("all", "X", "Y", "feed")
        for specialty in ("all", "110", "130")
    }


def test_nothing_is_shown_of_a_list_with_few_comings_or_goings(engine: Engine) -> None:
    found = sizes_rows(TREATMENT, days_of(engine, made_rows(120)), AS_AT, HES).to_pylist()

    hidden = [row for row in found if row["status"] != "shown"]
    assert "too_few" in {row["status"] for row in hidden} <= {"too_few", "no_data"}
    assert all(row["demand"] is None and row["waiting"] is None for row in hidden)
    assert all(row["waiting"] % 5 == 0 for row in found if row["status"] == "shown")


@pytest.mark.parametrize("alike", [(123, 126), (23, 26)])
def test_a_released_rate_does_not_tell_the_count_that_was_rounded(
    engine: Engine, alike: tuple[int, int]
) -> None:
    """Lists of 123 and 126 referrals read alike, being both about 125."""
    rates = set()
    for number in alike:
        rows = one_list(number, 80)
        rows[:11] = [row | {"clock_stop_date": AS_AT} for row in rows[:11]]
        table = sizes_rows(TREATMENT, days_of(engine, rows), AS_AT, HES)
        rates.add(table["demand"][0].as_py())

    assert len(rates) == 1 and None not in rates


def test_a_list_without_a_target_is_not_judged() -> None:
    said = {name: getattr(TEST, name) for name in TEST.__dataclass_fields__}
    untold = type(TEST)(**(said | {"target": None}))

    with pytest.raises(DefinitionError, match="has no target"):
        list_days(untold, None, AS_AT)
