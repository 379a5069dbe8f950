"""Use of services: one scan of a dataset counts every activity, per person and by month."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from typing import NoReturn

import ibis
import ibis.expr.types as ir

from wholeplace.core.calendar import window_start
from wholeplace.core.errors import DefinitionError
from wholeplace.core.expressions import days_between, flag
from wholeplace.record.attributes import Activity
from wholeplace.record.codelists import CodeList
from wholeplace.sources.checks import TYPES
from wholeplace.sources.contracts import Dataset

Lists = Callable[[str], CodeList]


def no_lists(name: str) -> NoReturn:
    """Code lists for rules that may not ask for any.

    Args:
        name: The list that was asked for.

    Raises:
        DefinitionError: Always.
    """
    raise DefinitionError(
        f"A rule about waits or contacts asks for the code list {name}, and none is at hand.",
        "Tell rows apart by their own columns, or count them as an activity, which may use lists.",
    )


class Row:
    """A dataset's row as an activity's rule sees it: its columns by name, and code lists.

    Args:
        table: The dataset.
        lists: Code lists by name.
        as_at: The date of the run.
    """

    def __init__(self, table: ir.Table, lists: Lists, as_at: dt.date) -> None:
        self._table = table
        self._lists = lists
        self.as_at = as_at

    def __getattr__(self, name: str) -> ir.Value:
        """A column of the dataset."""
        return self._table[name]

    def coded(self, code_list: str) -> ir.BooleanValue:
        """Whether the row's code is on a list."""
        codes = [int(code) for code in self._lists(code_list).codes]
        return self._table["code"].isin(codes)

    def diagnosed(self, code_list: str) -> ir.BooleanValue:
        """Whether the main diagnosis is on a list of ICD-10 codes of three or four characters."""
        codes = self._lists(code_list).codes
        main = self._table["primary_diagnosis"]
        return ibis.or_(
            *(
                main.substr(0, length).isin([code for code in codes if len(code) == length])
                for length in sorted({len(code) for code in codes})
            )
        )

    def on_list(self, column: str, code_list: str) -> ir.BooleanValue:
        """Whether a column holds a code of a list, alone or among others.

        Codes of ICD-10 and OPCS-4 count under a shorter code that they begin with.

        Args:
            column: A column of one code, or of several separated by semicolons.
            code_list: The list; of SNOMED CT where the column holds numbers.
        """
        wanted, values = self._lists(code_list), self._table[column]
        if wanted.system == "snomed":
            return values.isin([int(code) for code in wanted.codes])
        starts = "|".join(sorted(map(re.escape, wanted.codes)))
        return values.re_search(f"(^|;)({starts})")

    def nights(self) -> ir.IntegerValue:
        """Nights in hospital so far: one not over by the date of the run counts to it."""
        today = ibis.literal(self.as_at)
        left = ibis.least(self._table["discharge_date"].fill_null(today), today)
        return days_between(self._table["admission_date"], left)

    def nights_within(self, *, months: int) -> ir.IntegerValue:
        """Nights in hospital in the last months, of a stay that may have begun before them.

        A night is of the day it begins on, as in the national count of occupied beds: somebody
        still there has the night of the date of the run.
        """
        first = ibis.literal(window_start(self.as_at, months))
        after = ibis.literal(self.as_at + dt.timedelta(days=1))
        left = ibis.least(self._table["discharge_date"].fill_null(after), after)
        nights = days_between(ibis.greatest(self._table["admission_date"], first), left)
        return ibis.greatest(nights, 0)


def amount(activity: Activity, table: ir.Table, lists: Lists, as_at: dt.date) -> ir.Value:
    """How much each row counts: 1 or 0, or the rule's number (0 where it has none)."""
    answer = activity.rule(Row(table, lists, as_at))
    if isinstance(answer, ir.BooleanValue):
        return flag(answer)
    return answer.fill_null(0).cast("int64")


def as_query(
    activity: Activity, contract: Dataset, lists: Lists, as_at: dt.date
) -> tuple[ir.Table, tuple[str, ...]]:
    """An activity as a query over its dataset's columns, to show it and to see what it rests on.

    Args:
        activity: The activity.
        contract: Its dataset.
        lists: Code lists by name.
        as_at: The date of the run.

    Returns:
        The query, and the names of the code lists the rule asks for.
    """
    asked: dict[str, None] = {}

    def noted(name: str) -> CodeList:
        asked[name] = None
        return lists(name)

    rows = _rows_of(contract)
    query = rows.select(activity.date, **{activity.name: amount(activity, rows, noted, as_at)})
    return query, tuple(asked)


def only_coded(activity: Activity, contract: Dataset, lists: Lists, as_at: dt.date) -> str | None:
    """The code list whose days an activity counts, where it counts nothing else; else none.

    Args:
        activity: The activity.
        contract: Its dataset.
        lists: Code lists by name.
        as_at: The date of the run.
    """
    asked: list[str] = []

    def noted(name: str) -> CodeList:
        asked.append(name)
        return lists(name)

    row = Row(_rows_of(contract), noted, as_at)
    answer = activity.rule(row)
    if activity.counts != "days" or activity.until or len(asked) != 1:
        return None
    return asked[0] if answer.equals(row.coded(asked[0])) else None


def _rows_of(contract: Dataset) -> ir.Table:
    """A dataset as its contract has it, with no rows."""
    types = {column.name: TYPES.get(column.kind, "string") for column in contract.facts}
    return ibis.table(types, name=contract.name)


def use_per_person(
    activities: Sequence[Activity],
    datasets: Mapping[str, ir.Table],
    links: ir.Table,
    lists: Lists,
    as_at: dt.date,
) -> list[ir.Table]:
    """One table per dataset and date with ``person`` and a column per activity.

    Args:
        activities: What to count.
        datasets: The datasets' rows, by name; an activity of one that is missing is left out.
        links: ``record_id``, ``person``.
        lists: Code lists by name.
        as_at: The date of the run.
    """
    made = []
    for (dataset, _), alike in by_dataset_and_date(activities).items():
        for until in sorted({activity.until for activity in alike}):
            mine = [activity for activity in alike if activity.until == until]
            if dataset in datasets:
                made.append(_one_dataset(mine, datasets[dataset], links, lists, as_at))
    return made


def by_dataset_and_date(activities: Sequence[Activity]) -> dict[tuple[str, str], list[Activity]]:
    """Activities that one scan can count, by dataset and the column that places them in time."""
    found: dict[tuple[str, str], list[Activity]] = {}
    for activity in activities:
        found.setdefault((activity.dataset, activity.date), []).append(activity)
    return found


def _one_dataset(
    activities: Sequence[Activity],
    rows: ir.Table,
    links: ir.Table,
    lists: Lists,
    as_at: dt.date,
) -> ir.Table:
    date = activities[0].date
    longest = max(activity.months for activity in activities)
    recent = rows.filter(
        _reaches(activities[0], rows, longest, as_at) & (rows[date] <= ibis.literal(as_at))
    )
    conditions = [_condition(activity, recent, lists, as_at) for activity in activities]
    # Where something is measured in every row, people are left out after: to leave rows out before
    # works out everything twice.
    told = [condition for condition in conditions if condition is not None]
    used = recent.filter(ibis.or_(*told)) if len(told) == len(conditions) else recent
    amounts = {a.name: _within(a, used, lists, as_at) for a in activities}
    linked = used.select("record_id", date, **amounts).join(links, "record_id")
    added = {a.name: _added(a, linked, date) for a in activities}
    if len(told) == len(conditions) == 1:
        added = {a.name: _all_added(a, linked, date) for a in activities}
    found = linked.group_by("person").agg(**added)
    return found.filter(ibis.or_(*(found[name] != 0 for name in added)))


def _condition(
    activity: Activity, rows: ir.Table, lists: Lists, as_at: dt.date
) -> ir.BooleanValue | None:
    """Whether each row counts; none where the rule measures rows and does not choose among them."""
    answer = activity.rule(Row(rows, lists, as_at))
    if not isinstance(answer, ir.BooleanValue):
        return None
    return answer & _reaches(activity, rows, activity.months, as_at)


def _within(activity: Activity, rows: ir.Table, lists: Lists, as_at: dt.date) -> ir.Value:
    much = amount(activity, rows, lists, as_at)
    return ibis.ifelse(_reaches(activity, rows, activity.months, as_at), much, 0)


def _reaches(activity: Activity, rows: ir.Table, months: int, as_at: dt.date) -> ir.BooleanValue:
    """Whether a row is of the last months: it began in them or, where it lasts, ended in them."""
    start = ibis.literal(window_start(as_at, months))
    if not activity.until:
        return rows[activity.date] >= start
    return rows[activity.until].isnull() | (rows[activity.until] >= start)


def _added(activity: Activity, rows: ir.Table, date: str) -> ir.Value:
    if activity.counts == "days":
        return rows[date].nunique(where=rows[activity.name] != 0)
    return rows[activity.name].sum()


def _all_added(activity: Activity, rows: ir.Table, date: str) -> ir.Value:
    """The same of rows that all count, which need not be looked at one by one."""
    return rows[date].nunique() if activity.counts == "days" else rows[date].count()


def monthly_use(
    activities: Sequence[Activity],
    rows: ir.Table,
    links: ir.Table,
    lists: Lists,
    as_at: dt.date,
    first_month: dt.date,
) -> ir.Table:
    """``person``, ``month`` (its first day) and a column per activity of one dataset.

    A person may have several rows in a month, whose amounts add up; where days are counted one,
    since two rows of a day are one day.

    Args:
        activities: Activities of one dataset that share a date column.
        rows: The dataset.
        links: ``record_id``, ``person``.
        lists: Code lists by name.
        as_at: The last day counted.
        first_month: The first day counted.
    """
    date = activities[0].date
    day = rows[date]
    recent = rows.filter(day.between(ibis.literal(first_month), ibis.literal(as_at)))
    month = ibis.date(recent[date].year(), recent[date].month(), 1)
    counted = recent.select(
        "record_id",
        date,
        month=month,
        **{a.name: amount(a, recent, lists, as_at) for a in activities},
    )
    used = counted.filter(ibis.or_(*(counted[a.name] != 0 for a in activities)))
    linked = used.join(links, "record_id")
    if all(a.counts == "rows" for a in activities):
        # Nearly everybody has one row in a month: adding them up costs more than it saves.
        return linked.select("person", "month", *(a.name for a in activities))
    return linked.group_by("person", "month").agg(
        **{a.name: _added(a, linked, date) for a in activities}
    )
