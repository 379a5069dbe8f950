"""A measure that could not be worked out is refused when it is defined, not late in a run."""

from __future__ import annotations

import datetime as dt
from typing import Any

import ibis
import pytest

from wholeplace.core.errors import DefinitionError
from wholeplace.core.registry import Registry
from wholeplace.definitions.datasets import DATASETS
from wholeplace.measures.cubes import terms_of
from wholeplace.measures.measure import Measure, Terms, count, total
from wholeplace.record.person_table import schema
from wholeplace.record.plan import Plan

SAYS = {"title": "A measure", "says": "x", "numerator": "x", "denominator": "x", "not_in_it": "x"}


def measured(**says: Any) -> Measure:
    usual: dict[str, Any] = {"name": "m", "statistic": "rate", "rule": lambda p: count(p.alive)}
    return Measure(**(usual | SAYS | says))


@pytest.mark.parametrize("statistic", ["proportion", "mean"])
def test_a_flow_is_not_a_share_of_the_people_who_are_left(statistic: str) -> None:
    with pytest.raises(DefinitionError, match="give it as a rate"):
        measured(statistic=statistic, flow="stays")


def test_only_a_flow_can_be_shown_month_by_month() -> None:
    with pytest.raises(DefinitionError, match="counts no flow"):
        measured(monthly=True)


def test_sums_are_of_whole_numbers() -> None:
    halves = measured(rule=lambda person: total(person.age / 2))
    plan = Plan.of(Registry(DATASETS), dt.date(2026, 3, 31))

    with pytest.raises(DefinitionError, match="Count in whole units"):
        terms_of(halves, plan, ibis.table(schema(plan), name="person"))


def test_a_count_is_of_people_among_whom_it_is_asked() -> None:
    people = ibis.memtable({"old": [True, True, False, None], "ill": [True, False, True, True]})

    def added(terms: Terms) -> tuple[int, int]:
        row = people.select(n=terms.numerator, among=terms.among).execute()
        return int(row["n"].fillna(False).sum()), int(row["among"].fillna(False).sum())

    assert added(count(people.ill, among=people.old)) == (1, 2)
    assert added(total(ibis.ifelse(people.ill, 3, 0), among=people.old)) == (3, 2)
    assert count(people.ill).among is None
