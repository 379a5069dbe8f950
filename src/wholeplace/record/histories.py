"""What each person's coded history answers by each of several days, and in which tables it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from wholeplace.record.needs import Asked, CodedDate, Need
from wholeplace.record.plan import Plan


@dataclass(frozen=True)
class Kept:
    """A table of one row for each person, and which of its columns answers what.

    Attributes:
        table: ``person`` and a column for each answer.
        answers: A need by a day → its column. A first date is one for all days: it answers those
            that it is not later than.
    """

    table: ir.Table
    answers: Mapping[Asked, str]


@dataclass(frozen=True)
class Histories:
    """What each person's coded history answers by each of several days.

    Attributes:
        kept: Tables of ``person`` and answers; a person with nothing of the kind has no row.
    """

    kept: tuple[Kept, ...]

    def answer(self, plan: Plan) -> bool:
        """Whether all that a plan needs was found by its day."""
        found = {asked for kept in self.kept for asked in kept.answers}
        return found.issuperset((need, plan.as_at) for need in plan.needs)

    def on(self, plan: Plan) -> Iterator[ir.Table]:
        """Tables of ``person`` and a column for each need of a plan, by its day.

        Args:
            plan: The plan, which must be answered.
        """
        for kept in self.kept:
            answers = {
                need.column: _answer(kept.table[kept.answers[need, plan.as_at]], need, plan.as_at)
                for need in plan.needs
                if (need, plan.as_at) in kept.answers
            }
            if answers:
                yield kept.table.select("person", **answers)


def _answer(column: ir.Value, need: Need, day: dt.date) -> ir.Value:
    if isinstance(need, CodedDate) and need.which == "first":
        return ibis.ifelse(column <= ibis.literal(day), column, ibis.null("date"))
    return column
