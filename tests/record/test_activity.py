"""Use of services: which rows fall in a window, and how they are added up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Literal

import ibis.expr.types as ir
import pytest

from tests.record.drawn_lives import STAYS, answers, inputs, person_rows
from wholeplace.core.engine import Engine
from wholeplace.core.errors import DefinitionError
from wholeplace.core.registry import Registry
from wholeplace.record.activity import Row, monthly_use, no_lists, only_coded
from wholeplace.record.attributes import Activity
from wholeplace.record.codelists import CodeList
from wholeplace.record.drawing.world import AS_AT
from wholeplace.sources.contracts import Dataset

USE = ("stays", "stays_lately", "stays_in_two_years", "nights", "days_with_a_stay")


def test_a_window_holds_its_first_and_its_last_day(engine: Engine) -> None:
    assert not answers(
        engine,
        """
        person | in hospital            || stays | stays_lately | stays_in_two_years
        1      | 2025-04-01..2025-04-02 || 1     | 0            | 1
        2      | 2025-03-31..2025-04-02 || 0     | 0            | 1
        3      | 2026-03-31..2026-03-31 || 1     | 1            | 1
        4      | 2026-03-01..2026-03-02 || 1     | 1            | 1
        5      | 2026-02-28..2026-03-02 || 1     | 0            | 1
        6      | 2024-04-01..2024-04-02 || 0     | 0            | 1
        7      | 2024-03-31..2024-04-02 || 0     | 0            | 0
        8      | 2026-04-01..2026-04-02 || 0     | 0            | 0
        9      |                        || 0     | 0            | 0
        """,
    )


def test_nights_of_an_open_stay_count_to_the_date_of_the_run(engine: Engine) -> None:
    assert not answers(
        engine,
        """
        person | in hospital                                    || stays | nights
        1      | 2026-03-01..2026-03-05                         || 1     | 4
        2      | 2026-03-01..2026-03-01                         || 1     | 0
        3      | 2026-03-01..                                   || 1     | 30
        4      | 2026-03-31..                                   || 1     | 0
        5      | 2025-05-01..2025-05-03; 2025-06-01..2025-06-02 || 2     | 3
        """,
    )


def test_an_earlier_run_does_not_count_nights_that_had_not_come(engine: Engine) -> None:
    table = """
        person | in hospital            || stays | nights
        1      | 2025-12-20..2026-01-10 || 1     | 11
        2      | 2026-01-01..2026-01-10 || 0     | 0
        """

    assert not answers(engine, table, as_at=dt.date(2025, 12, 31))


def test_rows_of_one_day_are_one_day(engine: Engine) -> None:
    two = "2025-06-01..2025-06-01; 2025-06-01..2025-06-02"

    assert not answers(
        engine,
        f"""
        person | in hospital                   || stays | days_with_a_stay
        1      | {two}                         || 2     | 1
        2      | {two}; 2025-06-02..2025-06-03 || 3     | 2
        """,
    )


def test_activities_of_one_dataset_may_be_placed_in_time_by_different_dates(
    engine: Engine,
) -> None:
    assert not answers(
        engine,
        """
        person | in hospital            || stays | stays_by_discharge
        1      | 2025-03-30..2025-04-02 || 0     | 1
        2      | 2025-04-02..2025-04-05 || 1     | 1
        3      | 2026-03-30..           || 1     | 0
        4      | 2026-03-30..2026-04-01 || 1     | 0
        5      | 2020-01-01..2025-04-02 || 0     | 1
        """,
    )


def test_use_of_a_dataset_that_was_not_landed_is_unknown_and_not_nought(engine: Engine) -> None:
    rows = [{"person": "1", "in hospital": "2025-06-01..2025-06-02"}]

    row = person_rows(engine, rows, without=("hospital_spell",))[0]

    assert [row[name] for name in USE] == [None] * len(USE)


def test_monthly_use_is_counted_in_the_month_of_its_date(engine: Engine) -> None:
    stays = "2026-01-31..2026-02-02; 2026-02-01..2026-02-01; 2026-02-28..2026-03-02; 2025-12-31.."
    made = inputs(engine, [{"person": "1", "in hospital": stays}])
    activities = [a for a in STAYS if a.name in ("stays", "days_with_a_stay")]

    months = monthly_use(
        activities,
        made.datasets["hospital_spell"],
        made.links,
        no_lists,
        dt.date(2026, 3, 31),
        dt.date(2026, 1, 1),
    )

    found = engine.fetch(months.order_by("month")).to_pylist()
    assert [(row["month"], row["stays"], row["days_with_a_stay"]) for row in found] == [
        (dt.date(2026, 1, 1), 1, 1),
        (dt.date(2026, 2, 1), 2, 2),
    ]


def test_a_rule_that_may_not_ask_for_code_lists_is_told_what_to_do() -> None:
    with pytest.raises(DefinitionError, match="asks for the code list stroke") as refused:
        no_lists("stroke")

    assert "own columns" in refused.value.remedy


@pytest.mark.parametrize(
    ("rule", "counts", "found"),
    [
        (lambda row: row.coded("consultation"), "days", "consultation"),
        (lambda row: row.coded("consultation"), "rows", None),
        (lambda row: row.coded("consultation") | row.coded("stroke"), "days", None),
        (lambda row: row.coded("consultation") & (row.value > 1), "days", None),
        (lambda row: row.event_date.notnull(), "days", None),
    ],
)
def test_days_of_one_list_and_nothing_else_are_left_to_coded_history(
    rule: Callable[[Row], ir.BooleanValue], counts: Literal["rows", "days"], found: str | None
) -> None:
    registry = Registry.load(["wholeplace.definitions"])
    contract = registry.get(Dataset, "gp_event")
    asked = Activity(
        name="a", title="A", dataset="gp_event", date="event_date", rule=rule, counts=counts
    )

    def lists(name: str) -> CodeList:
        return registry.get(CodeList, name)

    assert only_coded(asked, contract, lists, AS_AT) == found
