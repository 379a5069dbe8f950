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
import pyarrow as pa

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
_MEANINGS = _LETTERS * _DATASETS * _SOURCES
_LETTER_OF = {ord(code[0]): code for code in GROUPS}


@dataclass(frozen=True)
class Sayers:
    """The data sets that say somebody's category.

    Attributes:
        contracts: Theirs, in the order they are numbered in.
        sources: ``source``, ``source_number``, numbered in order of name.
        meanings: ``meaning``, ``ethnic_category``, ``ethnic_category_from``: what is left over of
            a number by :data:`_MEANINGS`, in words.
    """

    contracts: tuple[Dataset, ...]
    sources: ir.Table
    meanings: ir.Table

    @property
    def register(self) -> Dataset | None:
        """The register of people, where it says how people are and not what happened on a day."""
        found = (c for c in self.contracts if c.name == REGISTER and not c.day)
        return next(found, None)

    def said(
        self, datasets: Mapping[str, ir.Table], contract: Dataset, **besides: ir.Value
    ) -> ir.Table:
        """What each row of a data set says, as a number that sorts by rule.

        The largest of a number needs one pass and no sorting, and no engine differs in it. Its
        parts are a rank, a day as eight digits, the code's first letter, which no two categories
        share, the place of the data set and that of the source.

        Args:
            datasets: The landed datasets.
            contract: One of the contracts.
            besides: What else to tell of the rows.

        Returns:
            ``record_id``, ``day``, ``said`` and what else was asked.
        """
        rows = datasets[contract.name]
        place = ibis.literal(self.contracts.index(contract), "int64")
        said = _ranked(rows, contract) * _DATASETS + place
        day = _recorded(rows, contract)
        rows = rows.select("record_id", "source", day=day, said=said, **besides)
        rows = rows.join(self.sources, "source")
        number = rows.said * _SOURCES + rows.source_number
        return rows.select("record_id", "day", *besides, said=number)


@dataclass(frozen=True)
class Said:
    """The best that was ever said of people by each of several days, as numbers.

    Attributes:
        sayers: Who said it.
        best: ``person`` and, for each day, what :func:`said_by` calls it, of those whom the
            register of people does not settle; none where nobody had said anything.
    """

    sayers: Sayers
    best: ir.Table

    def read(self, best: ir.Table, said: ir.IntegerValue, *columns: str) -> ir.Table:
        """The category behind a number, with where and when it was recorded.

        Args:
            best: Rows with a number.
            said: Their number.
            columns: What to keep of the rows.
        """
        best = best.select(*columns, said=said, meaning=said % _MEANINGS)
        best = beside(best, self.sayers.meanings, "meaning")
        digits = (best.said // _MEANINGS % _DAYS).cast("int32")
        day = ibis.date(digits // 10_000, digits // 100 % 100, digits % 100)
        told = best[f"{CATEGORY}_from"]
        return best.select(
            *columns,
            **{
                CATEGORY: best[CATEGORY].fill_null(NOT_KNOWN),
                told.get_name(): told,
                f"{CATEGORY}_on": ibis.ifelse(told.notnull(), day, ibis.null("date")),
            },
        )


def said_by(day: dt.date) -> str:
    """The column of what was said by a day."""
    return f"said_by_{day:%Y_%m_%d}"


def sayers_among(
    engine: Engine, datasets: Mapping[str, ir.Table], contracts: Iterable[Dataset]
) -> Sayers:
    """The data sets that say somebody's category.

    Args:
        engine: The engine.
        datasets: The landed datasets.
        contracts: Their contracts.
    """
    found = [c for c in contracts if c.name in datasets and CATEGORY in datasets[c.name].columns]
    found.sort(key=lambda contract: contract.name)
    sent = _together([datasets[contract.name].select("source") for contract in found]).distinct()
    number = ibis.row_number().over(order_by=sent.source)
    sources = engine.keep(sent.mutate(source_number=number), name="ethnicity_sources")
    codes = engine.table(_meanings([contract.name for contract in found]), "ethnicity_meanings")
    said = codes.cross_join(sources)
    meanings = said.select(
        CATEGORY,
        meaning=said.meaning * _SOURCES + said.source_number,
        **{f"{CATEGORY}_from": said.dataset + "/" + said.source},
    )
    return Sayers(tuple(found), sources, engine.keep(meanings, name="ethnicity_sayings"))


def _meanings(datasets: Sequence[str]) -> pa.Table:
    """Every category that any data set can say, by its number."""
    said = [
        (letter * _DATASETS + place, code, dataset)
        for letter, code in _LETTER_OF.items()
        for place, dataset in enumerate(datasets)
    ]
    types = {"meaning": pa.int64(), CATEGORY: pa.string(), "dataset": pa.string()}
    return pa.table([*zip(*said, strict=True)], schema=pa.schema(types))


def settled(said: ir.IntegerValue) -> ir.BooleanValue:
    """Whether what the register of people says is a category, so that no other source is asked."""
    return (said >= _SETTLED).fill_null(False)


def said_besides(
    engine: Engine,
    datasets: Mapping[str, ir.Table],
    links: ir.Table,
    register: ir.Table,
    sayers: Sayers,
    days: Sequence[dt.date],
) -> Said:
    """What was said by each of several days of people whom the register does not settle.

    Args:
        engine: The engine.
        datasets: The landed datasets.
        links: ``record_id``, ``person`` of these people.
        register: ``person``, ``said``: what the register says of them.
        sayers: Who says it.
        days: The days; what was recorded later counts for nothing on one.
    """
    parts = [register.select("person", **{said_by(day): register.said for day in days})]
    others = [contract for contract in sayers.contracts if contract != sayers.register]
    if others:
        rows = _together([_by_day(sayers.said(datasets, c), c, days) for c in others])
        parts.append(rows.join(links, "record_id").select(parts[0].columns))
    together = _together(parts)
    best = {name: together[name].max() for name in map(said_by, days)}
    return Said(sayers, engine.keep(together.group_by("person").agg(**best), name="ethnicity_said"))


def _by_day(said: ir.Table, contract: Dataset, days: Sequence[dt.date]) -> ir.Table:
    """``record_id`` and what each row said by each day; none where it was said later."""
    # A state, such as being registered, holds whenever its file was received.
    if not contract.day:
        return said.select("record_id", **{said_by(day): said.said for day in days})
    held = said.filter(said.day <= ibis.literal(max(days)))
    best = {
        said_by(day): ibis.ifelse(held.day <= ibis.literal(day), held.said, None) for day in days
    }
    return held.select("record_id", **best)


def _together(tables: Sequence[ir.Table]) -> ir.Table:
    return ibis.union(*tables) if len(tables) > 1 else tables[0]


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
