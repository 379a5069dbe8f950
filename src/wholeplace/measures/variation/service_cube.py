"""The cube of services: care by provider, specialty and who it was given to, from event rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from wholeplace.core.calendar import window_start
from wholeplace.core.expressions import days_between, flag, known
from wholeplace.core.registry import Registry
from wholeplace.measures.broad_cells import broad_cells, group_number, people_counted
from wholeplace.measures.cubes import REGISTERED
from wholeplace.measures.measure import Polarity
from wholeplace.measures.providers import PROVIDER
from wholeplace.measures.waits.definition import Contacts, WaitingList
from wholeplace.record.activity import Row, no_lists
from wholeplace.record.person_table import PERIOD_MONTHS

WHO = ("sex", "age_group", "imd25_fifth")
CELL = (PROVIDER, "specialty", "priority", *WHO)
SUMS = ("counted", "among", "counted_squared", "product", "among_squared")
"""Sums over a cell: of what each record counts, of what it is among, and of their products."""
_DAYS_IN_WEEK = 7
Rule = Callable[[Row], ir.BooleanValue]


@dataclass(frozen=True)
class Asked:
    """A share of the care that a service gives.

    Attributes:
        name: Its name, apart from those of measures.
        title: Plain English.
        says: Completes "7 in 100 {of} {says}".
        of: What it is a share of, in words.
        better: Which direction is better.
        dataset: The dataset of its rows.
        among: Takes the row, returns whether it is among them.
        counted: Takes the row, returns whether it counts.
        specialty: The column of the specialty.
        priority: Takes the row, returns how urgent it was.
        doc: Which care, in words.
        source: Where the rule was published.
        not_in_it: Who is not in it.
        months: Length of the period; 0 where it is true on the date of the run.
    """

    name: str
    title: str
    says: str
    of: str
    better: Polarity
    dataset: str
    among: Rule
    counted: Rule
    specialty: str
    priority: Callable[[Row], ir.StringValue]
    doc: str
    source: str
    not_in_it: str
    months: int


def asked_of(registry: Registry) -> Iterator[Asked]:
    """Shares that one direction is better of: contacts of every kind, and the longest waits.

    Args:
        registry: The definitions.
    """
    for contacts in registry.all(Contacts):
        yield from (_of_contacts(contacts, n) for n in range(len(contacts.shares)))
    for waits in registry.all(WaitingList):
        yield _of_waits(waits)


def who_was_treated(links: ir.Table, people: ir.Table) -> ir.Table:
    """Sex, age group and national fifth of deprivation of each record of the people registered.

    As one number: there are millions of records.

    Args:
        links: ``record_id``, ``person``.
        people: The person table.

    Returns:
        ``record_id`` and ``who``: see :func:`~wholeplace.measures.broad_cells.group_number`.
    """
    inside = people_counted(REGISTERED, people)
    cells = broad_cells(REGISTERED, inside)
    told = inside.select("person", who=group_number({name: cells[name] for name in WHO}))
    return links.join(told, "person").select("record_id", "who")


def service_cube(
    asked: Asked, rows: ir.Table, whose: ir.Table, groups: ir.Table, as_at: dt.date
) -> ir.Table:
    """Sums by provider, specialty, priority, sex, age group and national fifth of deprivation.

    Everybody treated is counted; of those who are not registered here, or whose record did not
    link, sex, age and deprivation are unknown.

    Args:
        asked: What is counted.
        rows: Its dataset.
        whose: What :func:`who_was_treated` returned.
        groups: What its numbers are of.
        as_at: The date of the run.

    Returns:
        One row per cell: :data:`CELL` and :data:`SUMS`.
    """
    row = Row(rows, no_lists, as_at)
    among = asked.among(row).fill_null(False)
    care = rows.select(
        "record_id",
        PROVIDER,
        specialty=known(rows[asked.specialty]),
        priority=known(asked.priority(row)),
        counted=flag(among & asked.counted(row).fill_null(False)),
        among=flag(among),
    )
    care = care.filter(care["among"] > 0)
    own = care.group_by(["record_id", *CELL[:3]]).agg(
        counted=care["counted"].sum(), among=care["among"].sum()
    )
    placed = own.left_join(whose, "record_id")
    wide = placed.select(
        *CELL[:3],
        "who",
        counted=placed["counted"],
        among=placed["among"],
        counted_squared=placed["counted"] * placed["counted"],
        product=placed["counted"] * placed["among"],
        among_squared=placed["among"] * placed["among"],
    )
    added = wide.group_by([*CELL[:3], "who"]).agg(**{name: wide[name].sum() for name in SUMS})
    told = added.left_join(groups, "who")
    return told.select(
        *CELL[:3],
        **{name: known(told[name]) for name in WHO},
        **{name: told[name] for name in SUMS},
    )


def _of_contacts(contacts: Contacts, number: int) -> Asked:
    share = contacts.shares[number]

    def within(row: Row) -> ir.BooleanValue:
        day = getattr(row, contacts.date)
        first = ibis.literal(window_start(row.as_at, PERIOD_MONTHS))
        return share.among(row) & day.between(first, ibis.literal(row.as_at))

    return Asked(
        name=f"{contacts.name}_{share.name}",
        title=share.title,
        says=share.says,
        of=share.of,
        better=share.better,
        dataset=contacts.dataset,
        among=within,
        counted=share.counted,
        specialty=contacts.specialty,
        priority=contacts.priority,
        doc=contacts.doc,
        source=contacts.source,
        not_in_it=contacts.not_in_it,
        months=PERIOD_MONTHS,
    )


def _of_waits(waits: WaitingList) -> Asked:
    weeks = waits.over[0]

    def longer(row: Row) -> ir.BooleanValue:
        days = days_between(getattr(row, waits.since), ibis.literal(row.as_at))
        return days > weeks * _DAYS_IN_WEEK

    return Asked(
        name=f"{waits.name}_over_{weeks}_weeks",
        title=f"{waits.title}: over {weeks} weeks",
        says=f"have lasted longer than {weeks} weeks",
        of=waits.noun,
        better="lower",
        dataset=waits.dataset,
        among=waits.waiting,
        counted=longer,
        specialty=waits.specialty,
        priority=waits.priority,
        doc=waits.doc,
        source=waits.source,
        not_in_it=waits.not_in_it,
        months=0,
    )
