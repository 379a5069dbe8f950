"""Stays: spells of one person joined where a hospital passed them on to another.

The rules, which the page of bed days prints:

* A spell continues the one before it if it begins while that one lasts, or within two days of its
  end where either says so: discharged to another hospital's ward, or admitted by transfer.
* A night counts once, however many hospitals record it. Days between spells are not in hospital.
* A stay is an emergency if its first spell is. One whose first spell is a transfer as an emergency
  is one too: what came before was not sent.
* A spell without an end lasts until the same person's next admission, or their death, or goes on.

Source: NHS Digital. Methodology to create provider and continuous inpatient spells from HES (two
days, and evidence of a transfer); Busby J, Purdy S, Hollingworth W. Calculating hospital length of
stay using the Hospital Episode Statistics. BMC Health Serv Res 2017;17:347, for what is lost
without it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import ibis
import ibis.expr.types as ir

from wholeplace.core.engine import Engine
from wholeplace.core.expressions import days_between, flag

SPELLS = "hospital_spell"
EMERGENCY = ("21", "22", "23", "24", "25", "28", "2A", "2B", "2C", "2D")
PLANNED = ("11", "12", "13")
BY_TRANSFER = ("2B", "81")
TO_A_HOSPITAL = ("49", "50", "51", "52", "53", "84", "87")
DAYS_BETWEEN = 2
"""Most days between the end of a spell and the spell that continues it."""
IDENTIFYING = ("person", "began_on")
OF_SPELL = ("record_id", "admission_date", "discharge_date")


def linked_spells(engine: Engine, rows: ir.Table, links: ir.Table, as_at: dt.date) -> ir.Table:
    """Every linked spell that began by a day, as far as stays are told from it.

    Args:
        engine: The engine, which keeps them.
        rows: Hospital spells.
        links: ``record_id``, ``person``.
        as_at: The last day known of.

    Returns:
        ``person``, ``record_id``, ``admission_date``, ``discharge_date``, and 1 or 0: ``urgent``
        and ``planned`` by how it began, ``transferred`` (it began so), ``sent_on`` (it ended so);
        and ``provider_code``, only where no end was sent.
    """
    known = rows.filter(rows.admission_date <= ibis.literal(as_at))
    method, sent_to = known.admission_method, known.discharge_destination
    # Codes are read before the join: few of them differ, and each is then looked at once.
    told = known.select(
        *OF_SPELL,
        urgent=flag(method.isin(EMERGENCY)),
        planned=flag(method.isin(PLANNED)),
        transferred=flag(method.isin(BY_TRANSFER)),
        sent_on=flag(sent_to.isin(TO_A_HOSPITAL)),
        provider_code=ibis.ifelse(known.discharge_date.isnull(), known.provider_code, None),
    )
    linked = told.join(links, "record_id").select("person", *told.columns)
    return engine.keep(linked, name="spells")


def spells_without_end(
    engine: Engine, spells: ir.Table, register: ir.Table, links: ir.Table, as_at: dt.date
) -> ir.Table:
    """Spells of people of whom one was not ended, with an end supposed where none was sent.

    Only these have to be put in order to know when a bed was free.

    Args:
        engine: The engine, which keeps them.
        spells: What :func:`linked_spells` returned.
        register: The register of people: ``record_id``, ``death_date``.
        links: ``record_id``, ``person``.
        as_at: The last day known of.

    Returns:
        The columns of ``spells``, ``ends`` (see :func:`spells_with_ends`), and ``supposed`` (1
        where no end was sent and a later admission or a death gave one).
    """
    people = spells.filter(spells.discharge_date.isnull()).select("person").distinct()
    theirs = engine.keep(spells.semi_join(people, "person"), name="spells_of_people_without_end")
    died = register.filter(register.death_date.notnull()).join(links, "record_id")
    died = died.semi_join(theirs, "person")
    deaths = died.group_by("person").agg(death_date=died.death_date.max())
    found = _with_supposed_ends(theirs, deaths, _morning_after(as_at))
    return engine.keep(found.drop("death_date"), name="spells_without_end")


def spells_with_ends(spells: ir.Table, without_end: ir.Table, as_at: dt.date) -> ir.Table:
    """Every spell with the first morning its bed was free.

    Args:
        spells: What :func:`linked_spells` returned, or those of some people.
        without_end: What :func:`spells_without_end` returned.
        as_at: The last day known of.

    Returns:
        The columns of ``spells`` and ``ends``: one day after ``as_at`` for who was still there.
    """
    told = spells.anti_join(without_end, "person")
    told = told.mutate(ends=ibis.least(told.discharge_date, _morning_after(as_at)))
    theirs = without_end.semi_join(spells, "person")
    return told.union(theirs.select(told.columns))


def _morning_after(day: dt.date) -> ir.DateScalar:
    return ibis.literal(day + dt.timedelta(days=1))


def _with_supposed_ends(spells: ir.Table, deaths: ir.Table, still_there: ir.DateValue) -> ir.Table:
    """Spells of people of whom one has no end, with ``ends`` and ``supposed``."""
    spells = spells.left_join(deaths.select("person", "death_date"), "person").drop("person_right")
    # One without an end comes before others of its day, on every engine.
    order = [spells.admission_date, flag(spells.discharge_date.notnull()), spells.record_id]
    in_turn = ibis.window(group_by="person", order_by=order)
    following = spells.admission_date.lead().over(in_turn)
    died = ibis.ifelse(spells.death_date >= spells.admission_date, spells.death_date, None)
    supposed = ibis.least(
        following.fill_null(still_there), died.fill_null(still_there), still_there
    )
    ends = ibis.least(spells.discharge_date.fill_null(supposed), still_there)
    guessed = spells.discharge_date.isnull() & (supposed < still_there)
    return spells.mutate(ends=ends, supposed=flag(guessed))


def stays_of(
    engine: Engine, spells: ir.Table, periods: Collection[tuple[dt.date, dt.date]]
) -> ir.Table:
    """Stays, with their nights before each of some periods begins and has ended.

    The nights of a period are the difference of two such numbers, so that spells are put in order
    once for all periods. Nearly all stays are of one spell: only those of people of whom one is
    not are numbered and added up.

    Args:
        engine: The engine, which keeps what each spell adds to its stay.
        spells: What :func:`spells_with_ends` returned.
        periods: The first and the last day of each.

    Returns:
        ``person``, ``urgent`` and ``planned`` (1 where it began so), ``began_on``, and for the
        morning before and the morning after each period its nights so far, and for the latter
        whether the person was in bed on the night before.
    """
    pieces = engine.keep(_pieces_of_stays(spells), name="pieces_of_stays")
    joined = pieces.filter(pieces["first"] == 0).select("person").distinct()
    joined = engine.keep(joined, name="people_with_stays_of_several_spells")
    alone, several = pieces.anti_join(joined, "person"), pieces.semi_join(joined, "person")
    told = _told_of(alone, periods)
    each = _told_of(_numbered(several), periods, "stay")
    added = each.group_by("person", "stay").agg(
        began_on=each.began_on.min(),
        **{
            name: each[name].sum().cast("int64") for name in told.columns if name not in IDENTIFYING
        },
    )
    kept = engine.keep(added.select(told.columns), name="stays_of_several_spells")
    return engine.view(told.union(kept))


def _pieces_of_stays(spells: ir.Table) -> ir.Table:
    """Each spell's own nights, and whether it begins a stay of its person.

    Returns:
        ``person``, ``turn`` (which of the person's spells), ``begins`` and ``ends`` (nights of this
        spell that no earlier one had), ``first`` (1 on the first spell of a stay), ``urgent`` (1
        where that one was an emergency) and ``planned``.
    """
    order = [spells.admission_date, spells.ends, spells.record_id]
    in_turn = ibis.window(group_by="person", order_by=order)
    earlier = ibis.window(group_by="person", order_by=order, preceding=(None, 1))
    reached = spells.mutate(
        before=spells.ends.max().over(earlier),
        sent_on_before=spells.sent_on.lag().over(in_turn),
        turn=ibis.row_number().over(in_turn),
    )
    before = reached.before
    passed_on = (reached.sent_on_before == 1) | (reached.transferred == 1)
    gap = days_between(before, reached.admission_date)
    goes_on = (gap < 0) | ((gap <= DAYS_BETWEEN) & passed_on)
    first = 1 - flag(goes_on)
    return reached.select(
        *("person", "turn", "ends"),
        first=first,
        begins=ibis.greatest(reached.admission_date, before.fill_null(reached.admission_date)),
        urgent=first * reached.urgent,
        planned=first * reached.planned,
    )


def _numbered(pieces: ir.Table) -> ir.Table:
    """Pieces with ``stay``: which stay of its person each belongs to."""
    so_far = ibis.cumulative_window(group_by="person", order_by="turn")
    return pieces.mutate(stay=pieces["first"].sum().over(so_far).cast("int64"))


def _told_of(
    pieces: ir.Table, periods: Collection[tuple[dt.date, dt.date]], *besides: str
) -> ir.Table:
    """What of each piece is added up by stay."""
    return pieces.select(
        *("person", *besides, "urgent", "planned"),
        began_on=pieces.begins,
        **{_so_far(day): _nights_before(pieces, day) for day in _all_mornings(periods)},
        **{_in_bed(day): _lasts_until(pieces, day) for day in _all_mornings(periods)[1:]},
    )


def stays_in(stays: ir.Table, start: dt.date, end: dt.date) -> ir.Table:
    """Emergency stays that touch a period: of :func:`all_stays_in`, those that began as one."""
    found = all_stays_in(stays, start, end)
    return found.filter(found.urgent == 1).drop("planned")


def all_stays_in(stays: ir.Table, start: dt.date, end: dt.date) -> ir.Table:
    """Stays that touch a period, with their nights in it and their nights so far.

    A night is of the day it begins on: somebody in bed at midnight at the end of a day has that
    day's night, as in the national count of occupied beds. So years follow on from each other
    without a night lost or counted twice.

    Args:
        stays: What :func:`stays_of` returned for this period and others.
        start: The first day.
        end: The last day, whose night counts.

    Returns:
        ``person``, ``nights`` (in the period), ``so_far`` (all until its last day),
        ``began`` (1 where it began in the period), ``last_night`` (1 where in bed on the last),
        ``urgent`` and ``planned`` (1 where it began so).
    """
    before, after = _mornings((start, end))
    inside = (stays.began_on >= ibis.literal(before)) & (stays.began_on < ibis.literal(after))
    found = stays.select(
        *("person", "urgent", "planned"),
        nights=stays[_so_far(after)] - stays[_so_far(before)],
        so_far=stays[_so_far(after)],
        began=flag(inside),
        last_night=stays[_in_bed(after)],
    )
    return found.filter((found.nights > 0) | (found.began == 1))


def _mornings(period: tuple[dt.date, dt.date]) -> tuple[dt.date, dt.date]:
    """The first morning of a period, and the one after it."""
    return period[0], period[1] + dt.timedelta(days=1)


def _all_mornings(periods: Collection[tuple[dt.date, dt.date]]) -> list[dt.date]:
    return sorted({morning for period in periods for morning in _mornings(period)})


def _so_far(morning: dt.date) -> str:
    return f"nights_before_{morning:%Y_%m_%d}"


def _in_bed(morning: dt.date) -> str:
    return f"in_bed_before_{morning:%Y_%m_%d}"


def _nights_before(pieces: ir.Table, morning: dt.date) -> ir.IntegerValue:
    ends = ibis.least(pieces.ends, ibis.literal(morning))
    return ibis.greatest(days_between(pieces.begins, ends), 0)


def _lasts_until(pieces: ir.Table, morning: dt.date) -> ir.IntegerValue:
    """1 where the last night before a morning is of this piece."""
    day = ibis.literal(morning)
    return flag((pieces.begins < day) & (pieces.ends >= day))
