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

import ibis
import ibis.expr.types as ir

from wholeplace.core.engine import Engine
from wholeplace.core.expressions import UNKNOWN
from wholeplace.record.ethnic_categories import CATEGORIES, NOT_KNOWN, NOT_STATED, NOT_STATED_GROUP
from wholeplace.sources.contracts import Dataset

REGISTER = "person"
CATEGORY = "ethnic_category"
GROUPS: dict[str, str] = {
    **{category.code: category.group for category in CATEGORIES},
    NOT_STATED: NOT_STATED_GROUP,
}
"""Category → broad group; every other code is unknown."""

_VALID = [category.code for category in CATEGORIES]
_DAYS, _LETTERS, _DATASETS = 100_000_000, 256, 256
_LETTER_OF = {ord(code[0]): code for code in GROUPS}
_SAID = {"person": "int64", "said": "int64", "source": "string"}
CHOSEN = {
    "person": "int64",
    CATEGORY: "string",
    f"{CATEGORY}_from": "string",
    f"{CATEGORY}_on": "date",
}


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
    carriers = _carriers(datasets, contracts)
    order = [contract.name for contract in carriers]
    said = [_said(datasets[c.name], c, order, as_at) for c in carriers]
    together = ibis.union(*said) if len(said) > 1 else said[0]
    linked = together.join(links, "record_id").select("person", "said", "source")
    linked = engine.keep(linked, _SAID, name="ethnicity_said")
    best = linked.group_by("person").agg(said=linked.said.max())
    winning = linked.semi_join(best, ["person", "said"])
    chosen = winning.group_by("person").agg(said=winning.said.max(), source=winning.source.max())
    return _read(chosen, order, "person")


def said_by_source(
    datasets: Mapping[str, ir.Table],
    links: ir.Table,
    contracts: Iterable[Dataset],
    as_at: dt.date,
) -> ir.Table:
    """What each source says of each person by the same rule, to be compared between sources.

    Returns:
        One row per person, data set and source: ``person``, ``dataset``, ``source``,
        ``ethnic_category``.
    """
    parts = []
    carriers = _carriers(datasets, contracts)
    order = [contract.name for contract in carriers]
    for contract in carriers:
        rows = _said(datasets[contract.name], contract, order, as_at).join(links, "record_id")
        best = rows.group_by("person", "source").agg(said=rows.said.max())
        read = _read(best, order, "person", "source")
        parts.append(read.select("person", "source", CATEGORY, dataset=ibis.literal(contract.name)))
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def group_of(category: ir.StringValue) -> ir.StringValue:
    """The broad ethnic group of a category; "not_stated" apart from ``unknown``."""
    return category.cases(*GROUPS.items(), else_=UNKNOWN)


def _carriers(datasets: Mapping[str, ir.Table], contracts: Iterable[Dataset]) -> list[Dataset]:
    """The data sets that say somebody's category, by name."""
    found = [c for c in contracts if c.name in datasets and CATEGORY in datasets[c.name].columns]
    return sorted(found, key=lambda contract: contract.name)


def _said(rows: ir.Table, contract: Dataset, order: Sequence[str], as_at: dt.date) -> ir.Table:
    """``record_id``, ``source``, ``said``: the best of each record, as a number that sorts by rule.

    The largest of a number needs one pass and no sorting, and no engine differs in it. Its parts
    are a rank, a day as eight digits, the code's first letter, which no two categories share, and
    the place of the data set.
    """
    day = rows[contract.day].cast("date") if contract.day else rows.received
    code = rows[CATEGORY].fill_null(NOT_KNOWN)
    rank = ibis.cases(
        (code.isin(_VALID), 3 if contract.name == REGISTER else 2),
        (code == NOT_STATED, 1),
        else_=0,
    )
    letter = ibis.ifelse(rank == 0, ord(NOT_KNOWN[0]), code.ascii_str())
    digits = (day.year() * 100 + day.month()) * 100 + day.day()
    place = ibis.literal(order.index(contract.name), "int64")
    said = ((rank.cast("int64") * _DAYS + digits) * _LETTERS + letter) * _DATASETS + place
    rows = rows.select("record_id", "source", day=day, said=said)
    # A state, such as being registered, holds whenever its file was received.
    held = rows.filter(rows.day <= ibis.literal(as_at)) if contract.day else rows
    return held.group_by("record_id", "source").agg(said=held.said.max())


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
