"""Referral-to-treatment clocks: when each starts and stops, by the national rules, over pathways.

What happens on a pathway carries a referral to treatment period status, and the clock follows from
the statuses in order: it starts at 10, 11 or 12, runs on at 20 and 21, and stops at 30 to 36. A
status of the nineties does neither. Where the person did not attend the first appointment (33) the
clock stops and is as if it had never run; an appointment booked again starts a new one. A 10 tells
of the first activity: the clock itself starts when the provider receives the referral, so the
period start date goes before the activity's. A 12 is of a separate condition and should come with a
pathway of its own; on a pathway whose clock runs it changes nothing. A pathway keeps its identifier
when it is transferred (21), so its clock runs on over both providers.

Source: Department of Health and Social Care, Referral to treatment consultant-led waiting times:
rules suite, October 2022, rules 1 to 5 (new clocks: rule 3; stops: rules 4 and 5). NHS England,
Recording and reporting referral to treatment waiting times for consultant-led elective care,
version 5.0, February 2025, sections 2.2 and 3.2.1 and annexes C, D and E: codes and their clocks; a
33 is out of numerator and denominator; a place on a transplant list stops the clock (34). That a
death counts among the pathways that end without admission is read from the published statistics.
"""

from __future__ import annotations

import datetime as dt

import ibis
import ibis.expr.types as ir

from wholeplace.core.expressions import days_between

STARTS = ("10", "11", "12")
RUNS_ON = ("20", "21")
TREATED, DID_NOT_ATTEND = "30", "33"
STOPS = (TREATED, "31", "32", DID_NOT_ATTEND, "34", "35", "36")
NO_CLOCK = ("90", "91", "92", "98", "99")
WHY = {
    TREATED: "first definitive treatment",
    "31": "active monitoring asked for by the person",
    "32": "active monitoring decided by the professional",
    DID_NOT_ATTEND: "first appointment not attended",
    "34": "decision not to treat",
    "35": "treatment declined",
    "36": "died before treatment",
}
WEEK, EIGHTEEN_WEEKS = 7, 126  # days


def clocks(events: ir.Table, as_at: dt.date) -> ir.Table:
    """Every clock of every pathway, as it stands on a date.

    A start while the clock runs, or a stop while it does not, changes nothing. A pathway whose
    start was never sent has one at the period start date that its next status carries, if any.

    Args:
        events: One row per activity: ``pathway``, ``date``, ``status``, ``period_start`` (the start
            of the period as the provider states it, or null), ``admitted`` (whether the person was
            admitted for it).
        as_at: The date the clocks are read on; what happens after it has not happened.

    Returns:
        ``pathway``, ``clock`` (1 for the first), ``started``, ``stopped`` (null while it runs),
        ``outcome`` (incomplete, admitted, non-admitted or nullified), ``why`` it stopped, ``days``
        waited, ``weeks``: the whole weeks the wait is over, so that one of 126 days, which is not
        over 18 weeks, has 17.
    """
    past = events.filter(events.date <= ibis.literal(as_at))
    edges = _turns(past.filter(past.status.isin((*STARTS, *RUNS_ON, *STOPS))))
    order = [edges.date, edges.status]
    last_of = ibis.window(group_by=edges.pathway, order_by=order)
    paired = edges.mutate(
        next_starts=edges.starts.lead(1).over(last_of),
        next_date=edges.date.lead(1).over(last_of),
        next_status=edges.status.lead(1).over(last_of),
        next_admitted=edges.admitted.lead(1).over(last_of),
    )
    begun = _begun(paired)
    number = ibis.row_number().over(group_by="pathway", order_by=["started", "stopped"]) + 1
    end = ibis.coalesce(begun.stopped, ibis.literal(as_at))
    days = days_between(begun.started, end)
    return begun.mutate(
        clock=number.cast("int64"),
        outcome=_outcome(begun.stop_status, begun.admitted),
        why=_why(begun.stop_status),
        days=days,
        weeks=ibis.greatest(days - 1, 0) // WEEK,
    ).select("pathway", "clock", "started", "stopped", "outcome", "why", "days", "weeks")


def _turns(events: ir.Table) -> ir.Table:
    """Only what turns the clock on or off, and what stands for a start that was never sent.

    With two states, whether a status turns anything depends on the one before it alone.
    """
    marked = events.mutate(starts=events.status.isin(STARTS), stops=events.status.isin(STOPS))
    before = ibis.window(group_by="pathway", order_by=["date", "status"])
    first = marked.mutate(at=ibis.row_number().over(before))
    unsent = (first.at == 0) & ~first.starts & first.period_start.notnull()
    # A first status that stops, with a period start, is both ends of a clock.
    told = first.mutate(unsent=unsent).filter(
        first.starts | first.stops | ((first.at == 0) & first.period_start.notnull())
    )
    on = told.starts | (told.unsent & ~told.stops)
    turned = told.mutate(on=on).mutate(was=on.lag(1).over(before))
    turns = (turned.on & ~turned.was.fill_null(False)) | (
        ~turned.on & (turned.was.fill_null(False) | turned.unsent)
    )
    return turned.filter(turns).select(
        "pathway", "date", "status", "period_start", "admitted", "unsent", starts=turned.on
    )


def _begun(paired: ir.Table) -> ir.Table:
    """One row per clock, with its start and its stop."""
    stops_next = (~paired.next_starts).fill_null(False)
    usual = paired.filter(paired.starts).select(
        "pathway",
        started=ibis.coalesce(paired.period_start, paired.date),
        stopped=ibis.ifelse(stops_next, paired.next_date, ibis.null("date")),
        stop_status=ibis.ifelse(stops_next, paired.next_status, ibis.null("string")),
        admitted=ibis.ifelse(stops_next, paired.next_admitted, False),
    )
    at_once = paired.filter(~paired.starts & paired.unsent).select(
        "pathway",
        started=paired.period_start,
        stopped=paired.date,
        stop_status=paired.status,
        admitted=paired.admitted,
    )
    return usual.union(at_once)


def _outcome(status: ir.StringValue, admitted: ir.BooleanValue) -> ir.StringValue:
    return ibis.cases(
        (status.isnull(), "incomplete"),
        (status == DID_NOT_ATTEND, "nullified"),
        ((status == TREATED) & admitted.fill_null(False), "admitted"),
        else_="non-admitted",
    )


def _why(status: ir.StringValue) -> ir.StringValue:
    return ibis.cases(*((status == code, words) for code, words in WHY.items()), else_="")
