"""How much speaks for two entries being one wait: points for each reason, and the reasons in words.

The points are a rule of thumb, to put first what is worth a phone call first. They were tried on
made-up lists whose duplicates are known; nobody has measured them on real ones. Whoever validates
the list says which were right, and that is what points should be set from.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from wholeplace.measures.duplicates.definition import ANY, DuplicateRule

LIKELY, POSSIBLE = 70, 40
"""Points from which two entries are likely, or possibly, one wait; fewer are not listed."""
FULL = 100
TRANSFERRED = "21"
SAME_CODE, SAME_TEST, ONE_VAGUE_CODE, PERHAPS_SAME = 40, 35, 25, 15
SAME_OPERATION, SAME_SPECIALTY = 40, 20
WITHIN = ((14, 25), (42, 15))
LATER = 5
SAME_REFERRER, REFERRER_NOT_KNOWN = 20, 5
TRANSFER, SAME_PRIORITY = 15, 5

Reason = tuple[ir.IntegerValue, ir.StringValue]


def scored(rule: DuplicateRule, pairs: ir.Table) -> ir.Table:
    """Pairs worth looking at, with ``score`` (0 to 100), ``confidence`` and ``reasons``.

    Args:
        rule: Which entries may be the same wait.
        pairs: Two entries a row, with ``kind`` and ``days_apart``.
    """
    what = _test(pairs) if rule.alike == "test" else _specialty(pairs)
    parts = [what, _closeness(pairs), _referrer(pairs), _transfer(pairs), _priority(pairs)]
    points = sum((points for points, _ in parts), ibis.literal(0))
    words = [text.fill_null("") for _, text in parts] + [_both_booked(pairs)]
    made = pairs.mutate(
        score=ibis.least(points, FULL).cast("int64"),
        reasons=ibis.literal("").join(words).re_replace("; $", ""),
        alike=what[0] > 0,
    )
    kept = made.filter(made.alike & (made.score >= POSSIBLE)).drop("alike")
    return kept.mutate(confidence=ibis.ifelse(kept.score >= LIKELY, "likely", "possible"))


def _test(pairs: ir.Table) -> Reason:
    """No points where both codes say which test it is, and say different ones."""
    code = pairs.first_code == pairs.second_code
    any_part = (pairs.first_same == ANY) | (pairs.second_same == ANY)
    return (
        ibis.cases(
            (any_part & code, ONE_VAGUE_CODE),
            (any_part, PERHAPS_SAME),
            (code, SAME_CODE),
            (pairs.first_same == pairs.second_same, SAME_TEST),
            else_=0,
        ),
        ibis.cases(
            (any_part, "a code that does not say which part of the body; "),
            (code, "same code of the test; "),
            else_="equivalent codes of one test; ",
        ),
    )


def _specialty(pairs: ir.Table) -> Reason:
    operation = (pairs.first_code == pairs.second_code).fill_null(False)
    other = (pairs.first_code != pairs.second_code).fill_null(False)
    return (
        ibis.cases((other, 0), (operation, SAME_OPERATION), else_=SAME_SPECIALTY),
        ibis.ifelse(operation, "same specialty and operation; ", "same specialty; "),
    )


def _closeness(pairs: ir.Table) -> Reason:
    steps = [(pairs.days_apart <= days, points) for days, points in WITHIN]
    days = pairs.days_apart.cast("string")
    return ibis.cases(*steps, else_=LATER), ibis.literal("requested ") + days + " days apart; "


def _referrer(pairs: ir.Table) -> Reason:
    not_known = pairs.first_referrer.isnull() | pairs.second_referrer.isnull()
    same = (pairs.first_referrer == pairs.second_referrer).fill_null(False)
    return (
        ibis.cases((not_known, REFERRER_NOT_KNOWN), (same, SAME_REFERRER), else_=0),
        ibis.cases(
            (not_known, "a referrer is not known; "),
            (same, "same referrer; "),
            else_="different referrers; ",
        ),
    )


def _transfer(pairs: ir.Table) -> Reason:
    moved = (pairs.first_status == TRANSFERRED) | (pairs.second_status == TRANSFERRED)
    moved = moved.fill_null(False)
    return (
        ibis.ifelse(moved, TRANSFER, 0),
        ibis.ifelse(moved, "one list says it was transferred; ", ""),
    )


def _priority(pairs: ir.Table) -> Reason:
    same = (pairs.first_priority == pairs.second_priority).fill_null(False)
    return ibis.ifelse(same, SAME_PRIORITY, 0), ibis.ifelse(same, "same priority; ", "")


def _both_booked(pairs: ir.Table) -> ir.StringValue:
    """No point for or against, but a reason to look at it soon."""
    both = pairs.first_booked.notnull() & pairs.second_booked.notnull()
    return ibis.ifelse(both, "both are booked", "")
