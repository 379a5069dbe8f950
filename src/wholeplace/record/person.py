"""The person as a definition sees one: coded history, readings, and other attributes by name."""

from __future__ import annotations

import datetime as dt
import functools
import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import ibis
import ibis.expr.datatypes as dtypes
import ibis.expr.types as ir

from wholeplace.core.calendar import window_start
from wholeplace.core.errors import DefinitionError
from wholeplace.core.expressions import flag
from wholeplace.core.registry import Registry
from wholeplace.record.attributes import Activity, Attribute, Measurement
from wholeplace.record.codelists import CodeList
from wholeplace.record.needs import (
    CodedDate,
    CodedSince,
    DaysBeyond,
    LastCoded,
    LatestReading,
    Need,
    column_type,
)

BASE_COLUMNS: dict[str, str] = {
    "person": "int64",
    "birth_date": "date",
    "death_date": "date",
    "sex": "string",
    "age": "int32",
    "age_band": "string",
    "ethnic_category": "string",
    "ethnic_category_from": "string",
    "ethnic_category_on": "date",
    "ethnic_group": "string",
    "lsoa21": "string",
    "lsoa11": "string",
    "msoa": "string",
    "ward": "string",
    "district": "string",
    "upper_tier": "string",
    "icb": "string",
    "rural": "boolean",
    "imd19_fifth": "int32",
    "imd25_fifth": "int32",
    "practice": "string",
    "pcn": "string",
    "place": "string",
    "registered_from": "date",
    "registered_to": "date",
    "living_to": "date",
    "alive": "boolean",
    "registered": "boolean",
    "resident": "boolean",
}


class Columns(Protocol):
    """Where a person's columns come from: a recorder while planning, a table while running."""

    def need(self, need: Need) -> ir.Value:
        """The column that answers a need."""

    def column(self, name: str, kind: str) -> ir.Value:
        """A column by name and Ibis type."""


@dataclass(frozen=True)
class Since:
    """The date from which a coded condition holds; none means it does not."""

    columns: Columns
    code_list: str

    @property
    def date(self) -> ir.DateValue:
        """The first date of the list."""
        return self.columns.need(CodedDate(self.code_list, "first"))

    def unless_later(self, resolved_by: str) -> ir.DateValue:
        """The first date after the last code that resolves the condition.

        A diagnosis on the same day as the resolving code does not count, as in the registers of
        the Quality and Outcomes Framework (a diagnosis counts if dated after the last resolution).
        """
        return self.columns.need(CodedSince(self.code_list, resolved_by))


@dataclass(frozen=True)
class Coded:
    """A person's history of the codes of one list."""

    columns: Columns
    code_list: str
    as_at: dt.date

    def since_first(self) -> Since:
        """The condition holds from the first code on."""
        return Since(self.columns, self.code_list)

    def first(self) -> ir.DateValue:
        """The first date, or none."""
        return self.columns.need(CodedDate(self.code_list, "first"))

    def latest(self) -> ir.DateValue:
        """The last date, or none."""
        return self.columns.need(CodedDate(self.code_list, "last"))

    def ever(self) -> ir.BooleanValue:
        """Whether there is any code of the list."""
        return self.latest().notnull()

    def within(self, *, months: int) -> ir.BooleanValue:
        """Whether there is a code in the last months."""
        return self.on_or_after(window_start(self.as_at, months))

    def within_days(self, days: int) -> ir.BooleanValue:
        """Whether there is a code in the last days, the day of the run included."""
        return self.on_or_after(self.as_at - dt.timedelta(days=days - 1))

    def on_or_after(self, day: dt.date) -> ir.BooleanValue:
        """Whether there is a code on a day or later."""
        return (self.latest() >= ibis.literal(day)).fill_null(False)

    def is_the_latest_of(self, *others: Coded) -> ir.BooleanValue:
        """Whether this list was coded, and no other of these was coded later."""
        answer = self.ever()
        for other in others:
            answer = answer & (other.latest().isnull() | (self.latest() >= other.latest()))
        return answer.fill_null(False)


@dataclass(frozen=True)
class Readings:
    """A person's plausible readings of one measurement."""

    columns: Columns
    measurement: str
    as_at: dt.date

    @property
    def latest(self) -> ir.FloatingValue:
        """The latest value (the lowest of that day), or none."""
        return self.columns.need(LatestReading(self.measurement, "value"))

    @property
    def date(self) -> ir.DateValue:
        """The date of the latest reading, or none."""
        return self.columns.need(LatestReading(self.measurement, "date"))

    def within(self, *, months: int) -> ir.BooleanValue:
        """Whether there is a reading in the last months."""
        start = ibis.literal(window_start(self.as_at, months))
        return (self.date >= start).fill_null(False)

    def above(self, value: float, *, on_days: int, within_months: int) -> ir.BooleanValue:
        """Whether readings were above a value on at least so many days of the last months."""
        days = self.columns.need(DaysBeyond(self.measurement, float(value), within_months))
        return days.fill_null(0) >= on_days


class Person:
    """One person on the date of a run.

    Args:
        columns: Where columns come from.
        registry: The definitions that can be named.
        as_at: The date.
        kind_of: Ibis type of an attribute's column, by name.
    """

    def __init__(
        self,
        columns: Columns,
        registry: Registry,
        as_at: dt.date,
        kind_of: Callable[[str], str],
    ) -> None:
        self._columns = columns
        self._registry = registry
        self._kind_of = kind_of
        self.as_at = as_at

    def coded(self, code_list: str) -> Coded:
        """The history of a code list.

        Raises:
            DefinitionError: If there is no such code list.
        """
        self._registry.get(CodeList, code_list)
        return Coded(self._columns, code_list, self.as_at)

    @property
    def last_coded(self) -> ir.DateValue:
        """The last date on which anything was coded by general practice, or none."""
        return self._columns.need(LastCoded())

    @property
    def conditions(self) -> list[str]:
        """The names of all long-term conditions, a partnership's own included."""
        return [a.name for a in self._registry.all(Attribute) if a.kind == "condition"]

    def how_many(self, *names: str) -> ir.IntegerValue:
        """How many of several things are true of the person."""
        flags = [flag(getattr(self, name)) for name in names]
        return functools.reduce(operator.add, flags, ibis.literal(0, "int64"))

    def since(self, condition: str) -> ir.DateValue:
        """The date from which a condition holds, or none."""
        return self._columns.column(condition, self._kind_of(condition))

    def began_within(self, condition: str, *, months: int) -> ir.BooleanValue:
        """Whether a condition began in the last months."""
        start = ibis.literal(window_start(self.as_at, months))
        return (self.since(condition) >= start).fill_null(False)

    def __getattr__(self, name: str) -> Any:
        """An attribute (a condition as yes or no), readings, a count of use, or a base column."""
        if name.startswith("_"):
            raise AttributeError(name)
        if name in BASE_COLUMNS:
            return self._columns.column(name, BASE_COLUMNS[name])
        if self._registry.find(Activity, name):
            return self._columns.column(name, "int64").fill_null(0)
        if self._registry.find(Attribute, name):
            column = self._columns.column(name, self._kind_of(name))
            return column.notnull() if isinstance(column, ir.DateValue) else column
        if self._registry.find(Measurement, name):
            return Readings(self._columns, name, self.as_at)
        raise DefinitionError(
            f"A person has nothing called {name}.",
            "Define an attribute, activity or measurement of that name, or correct the spelling.",
        )


class Recorder:
    """Columns that stand in for a table while the rules are read, and note what they need."""

    def __init__(self) -> None:
        self.needs: dict[Need, None] = {}
        self.uses: dict[str, None] = {}

    def need(self, need: Need) -> ir.Value:
        """Note the need."""
        self.needs[need] = None
        return _stand_in(need.column, column_type(need))

    def column(self, name: str, kind: str) -> ir.Value:
        """Note the column."""
        self.uses[name] = None
        return _stand_in(name, kind)


@dataclass(frozen=True)
class Bound:
    """Columns of a real table."""

    table: ir.Table

    def need(self, need: Need) -> ir.Value:
        """The column that answers a need.

        Raises:
            DefinitionError: If the table does not keep it, as the person table does not.
        """
        if need.column not in self.table.columns:
            raise DefinitionError(
                f"The person table keeps no {need.column}.",
                "A measure counts attributes: define an attribute of the codes or readings.",
            )
        return self.table[need.column]

    def column(self, name: str, kind: str) -> ir.Value:
        """A column of the table."""
        return self.table[name]


def value_of(answer: Any) -> ir.Value:
    """What a rule returned, as a column."""
    return answer.date if isinstance(answer, Since) else answer


def _stand_in(name: str, kind: str) -> ir.Value:
    return ibis.table({name: dtypes.dtype(kind)}, name="person")[name]
