"""One ethnic category for each person, chosen among sources by one stated rule.

Of all that was ever recorded of somebody, the first of these that exists:

1. the newest of the sixteen categories in the register of people, which general practice keeps and
   people state for themselves;
2. the newest of the sixteen in any other source, such as hospital care;
3. "not stated" (Z), in any source: the person was asked and did not answer;
4. "not known" (99), or nothing.

Of two recorded on one day in sources of one rank the later code in the list is taken, so that the
order in which rows are read decides nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from wholeplace.core.engine import Engine
from wholeplace.core.expressions import UNKNOWN, beside
from wholeplace.record.ethnic_categories import CATEGORIES, NOT_KNOWN, NOT_STATED, NOT_STATED_GROUP
from wholeplace.sources.contracts import Dataset

REGISTER = "person"
CATEGORY = "ethnic_category"
GROUPS: dict[str, str] = {
    **{category.code: category.group for category in CATEGORIES},
    NOT_STATED: NOT_STATED_GROUP,
}
"""Category → broad group; every other code is unknown."""
BROAD_GROUPS = tuple(sorted({*GROUPS.values(), UNKNOWN}))

_VALID = [category.code for category in CATEGORIES]
_DAYS, _LETTERS, _DATASETS, _SOURCES = 100_000_000, 256, 256, 65_536
_SETTLED = 3 * _DAYS * _LETTERS * _DATASETS * _SOURCES
"""What the register says of somebody is at least this where it is one of the sixteen: no other
source is then asked."""
_LETTER_OF = {ord(code[0]): code for code in GROUPS}


@dataclass(frozen=True)
class Said:
    """The best that was ever said of people by each of several days, as numbers that sort by rule.

    Attributes:
        days: The days.
        best: ``person`` and, for each day, what :func:`said_by` calls it: none where nobody had
            said anything.
        sources: ``source``, ``source_number``, numbered in order of name.
        datasets: The data sets that say it, in the order they are numbered in.
    """

    days: tuple[dt.date, ...]
    best: ir.Table
    sources: ir.Table
    datasets: tuple[str, ...]

    def read(self, best: ir.Table, said: ir.IntegerValue, *columns: str) -> ir.Table:
        """The category behind a number, with where and when it was recorded.

        Args:
            best: Rows with a number.
            said: Their number.
            columns: What to keep of the rows.
        """
        best = best.select(*columns, said=said // _SOURCES, source_number=said % _SOURCES)
        best = beside(best, self.sources, "source_number")
        return _read(best, self.datasets, *columns)


def said_by(day: dt.date) -> str:
    """The column of what was said by a day."""
    return f"said_by_{day:%Y_%m_%d}"


def ethnicity_said(
    engine: Engine,
    datasets: Mapping[str, ir.Table],
    links: ir.Table,
    contracts: Iterable[Dataset],
    days: Sequence[dt.date],
) -> Said:
    """What was said of each person by each of several days, in one pass.

    Args:
        engine: The engine.
        datasets: The landed datasets.
        links: ``record_id``, ``person``.
        contracts: Their contracts.
        days: The days; what was recorded later counts for nothing on one.
    """
    carriers = _carriers(datasets, contracts)
    order = tuple(contract.name for contract in carriers)
    names = _together([datasets[name].select("source") for name in order]).distinct()
    numbers = ibis.row_number().over(order_by=names.source).cast("int64")
    sources = engine.keep(names.mutate(source_number=numbers), name="ethnicity_sources")
    own: list[ir.Table] = []
    others: list[ir.Table] = []
    for contract in carriers:
        rows = _said(datasets[contract.name], contract, order, days)
        (own if contract.name == REGISTER else others).append(rows)
    found = []
    if own:
        found.append(engine.keep(_best(own, sources, links, days), name="ethnicity_in_register"))
        settled = ibis.and_(*(found[0][said_by(day)] >= _SETTLED for day in days))
        links = links.anti_join(found[0].filter(settled), "person")
    if others:
        found.append(_best(others, sources, links, days))
    together = _together(found)
    best = {name: together[name].max() for name in map(said_by, days)}
    return Said(tuple(days), together.group_by("person").agg(**best), sources, order)


def _best(
    said: Sequence[ir.Table], sources: ir.Table, links: ir.Table, days: Sequence[dt.date]
) -> ir.Table:
    """``person`` and the best that was said by each day, with the source's number."""
    rows = _together(said).join(links, "record_id").join(sources, "source")
    best = {name: (rows[name] * _SOURCES + rows.source_number).max() for name in map(said_by, days)}
    return rows.group_by("person").agg(**best)


def _together(tables: Sequence[ir.Table]) -> ir.Table:
    return ibis.union(*tables) if len(tables) > 1 else tables[0]


def chosen_ethnicity(
    engine: Engine,
    datasets: Mapping[str, ir.Table],
    links: ir.Table,
    contracts: Iterable[Dataset],
    as_at: dt.date,
) -> ir.Table:
    """The ethnic category of each person, with where and when it was recorded.

    Args:
        engine: The engine.
        datasets: The landed datasets.
        links: ``record_id``, ``person``.
        contracts: Their contracts.
        as_at: The date of the run; what was recorded later counts for nothing.

    Returns:
        One row per person of whom any source with the column has a record: ``person``,
        ``ethnic_category``, ``ethnic_category_from`` (data set and source, with a slash between)
        and ``ethnic_category_on``; the last two are blank where the category is "not known".
    """
    said = ethnicity_said(engine, datasets, links, contracts, [as_at])
    return said.read(said.best, said.best[said_by(as_at)], "person")


def said_in_rows(rows: ir.Table, contract: Dataset, as_at: dt.date) -> ir.IntegerValue:
    """What each row of a data set says by the same rule, to be compared between sources.

    Args:
        rows: Rows with an ethnic category.
        contract: Their contract.
        as_at: The date of the run.

    Returns:
        A number that sorts by the rule; none where it was recorded after the date.
    """
    day, said = _recorded(rows, contract), _ranked(rows, contract)
    return ibis.ifelse(day <= ibis.literal(as_at), said, None) if contract.day else said


def group_of(category: ir.StringValue) -> ir.StringValue:
    """The broad ethnic group of a category; "not_stated" apart from ``unknown``."""
    return category.cases(*GROUPS.items(), else_=UNKNOWN)


def group_said(said: ir.IntegerValue) -> ir.IntegerValue:
    """The place among :data:`BROAD_GROUPS` of what :func:`said_in_rows` calls a number."""
    places = {letter: BROAD_GROUPS.index(GROUPS[code]) for letter, code in _LETTER_OF.items()}
    letter = said % _LETTERS
    return letter.cases(*places.items(), else_=BROAD_GROUPS.index(UNKNOWN)).cast("int8")


def _carriers(datasets: Mapping[str, ir.Table], contracts: Iterable[Dataset]) -> list[Dataset]:
    """The data sets that say somebody's category, by name."""
    found = [c for c in contracts if c.name in datasets and CATEGORY in datasets[c.name].columns]
    return sorted(found, key=lambda contract: contract.name)


def _said(
    rows: ir.Table, contract: Dataset, order: Sequence[str], days: Sequence[dt.date]
) -> ir.Table:
    """``record_id``, ``source`` and the best of each record by each day.

    It is a number that sorts by rule: the largest of a number needs one pass and no sorting, and no
    engine differs in it. Its parts are a rank, a day as eight digits, the code's first letter,
    which no two categories share, and the place of the data set.
    """
    place = ibis.literal(order.index(contract.name), "int64")
    said = _ranked(rows, contract) * _DATASETS + place
    rows = rows.select("record_id", "source", day=_recorded(rows, contract), said=said)
    last = max(days)
    # A state, such as being registered, holds whenever its file was received.
    held = rows.filter(rows.day <= ibis.literal(last)) if contract.day else rows
    best = {
        said_by(until): ibis.ifelse(held.day <= ibis.literal(until), held.said, None)
        if contract.day and until < last
        else held.said
        for until in days
    }
    return held.select("record_id", "source", **best)


def _recorded(rows: ir.Table, contract: Dataset) -> ir.DateValue:
    return rows[contract.day].cast("date") if contract.day else rows.received


def _ranked(rows: ir.Table, contract: Dataset) -> ir.IntegerValue:
    """The rank, the day and the letter of what each row says, as one number."""
    day, code = _recorded(rows, contract), rows[CATEGORY].fill_null(NOT_KNOWN)
    rank = ibis.cases(
        (code.isin(_VALID), 3 if contract.name == REGISTER else 2),
        (code == NOT_STATED, 1),
        else_=0,
    )
    letter = ibis.ifelse(rank == 0, ord(NOT_KNOWN[0]), code.ascii_str())
    digits = (day.year() * 100 + day.month()) * 100 + day.day()
    return (rank.cast("int64") * _DAYS + digits) * _LETTERS + letter


def _read(best: ir.Table, order: Sequence[str], *keys: str) -> ir.Table:
    """The parts of the largest number."""
    place, rest = best.said % _DATASETS, best.said // _DATASETS
    letter, rest = rest % _LETTERS, rest // _LETTERS
    digits = (rest % _DAYS).cast("int32")
    code = letter.cases(*_LETTER_OF.items(), else_=NOT_KNOWN)
    known = code != NOT_KNOWN
    dataset = place.cases(*enumerate(order), else_="")
    day = ibis.date(digits // 10_000, digits // 100 % 100, digits % 100)
    return best.select(
        *keys,
        **{
            CATEGORY: code,
            f"{CATEGORY}_from": ibis.ifelse(
                known, dataset + "/" + best.source, ibis.null("string")
            ),
            f"{CATEGORY}_on": ibis.ifelse(known, day, ibis.null("date")),
        },
    )
