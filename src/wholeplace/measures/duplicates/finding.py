"""Entries of waiting lists, and the pairs of them that may be the same wait twice."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from wholeplace.core.engine import Engine
from wholeplace.core.expressions import days_between
from wholeplace.measures.duplicates.definition import DuplicateRule, EquivalentTests
from wholeplace.measures.duplicates.scores import scored
from wholeplace.record.activity import Row, no_lists

PAIR = ("entry", "provider", "requested", "code", "booked")
"""What the list for validation says of each of two entries."""


class Found(NamedTuple):
    """What was looked at, and what was found.

    Attributes:
        entries: One row per entry on a list: ``entry``, ``provider``, ``person`` (null where not
            linked), ``requested``, ``planned``, ``code``, ``same`` (the test or operation),
            ``kind`` (what has to be alike), ``title``, ``referrer``, ``status``, ``priority`` and
            ``booked``.
        pairs: One row per suspected pair, the earlier request first: see :func:`pairs_of`.
    """

    entries: ir.Table
    pairs: ir.Table


def find(
    engine: Engine,
    rule: DuplicateRule,
    equivalent: EquivalentTests,
    rows: ir.Table,
    links: ir.Table,
    as_at: dt.date,
) -> Found:
    """Look for the same wait on two providers' lists.

    Args:
        engine: The engine.
        rule: Which entries may be the same wait.
        equivalent: Which codes mean the same test.
        rows: The dataset of the rule.
        links: ``record_id``, ``person``.
        as_at: The date of the run.
    """
    entries = engine.keep(_entries(engine, rule, equivalent, rows, links, as_at))
    return Found(entries, engine.keep(pairs_of(engine, rule, entries)))


def _entries(
    engine: Engine,
    rule: DuplicateRule,
    equivalent: EquivalentTests,
    rows: ir.Table,
    links: ir.Table,
    as_at: dt.date,
) -> ir.Table:
    row = Row(rows, no_lists, as_at)
    begun = rows.clock_start_date <= ibis.literal(as_at)
    by_test = rule.alike == "test"
    code = ibis.coalesce(rows.diagnostic_test.upper(), rows.procedure)
    waiting = rows.filter(rule.waiting(row) & begun).select(
        "record_id",
        "status",
        "priority",
        entry=rows.pathway_id,
        provider=ibis.coalesce(rows.provider_code, rows.source),
        requested=rows.clock_start_date,
        planned=rule.planned(row),
        code=code if by_test else rows.procedure,
        specialty=rows.treatment_function,
        referrer=rows.referrer_code,
        booked=rows.booked_date,
    )
    known = waiting.left_join(_codes(engine, equivalent), "code").drop("code_right")
    # A code that the list does not hold means itself: nothing else is equivalent to it.
    meant = ibis.coalesce(known.test, known.code)
    described = known.mutate(
        same=meant,
        kind=ibis.coalesce(known.modality, known.code) if by_test else known.specialty,
        title=ibis.coalesce(known.test_title, known.code) if by_test else known.specialty,
    )
    whose = links.select("record_id", "person").distinct()
    return described.left_join(whose, "record_id").drop(
        "record_id", "record_id_right", "test", "modality", "test_title", "specialty"
    )


def pairs_of(engine: Engine, rule: DuplicateRule, entries: ir.Table) -> ir.Table:
    """Pairs of entries that may be one wait, with a score and its reasons.

    Only people with entries of one kind at two providers are looked at twice.

    Args:
        engine: The engine.
        rule: Which entries may be the same wait.
        entries: See :class:`Found`.

    Returns:
        ``person``, ``title``, ``days_apart``, ``score``, ``confidence`` and ``reasons``; and of
        each of the two ``first_`` and ``second_`` with the columns :data:`PAIR`.
    """
    looked_at = entries.person.notnull() & entries.kind.notnull() & ~entries.planned
    comparable = entries.filter(looked_at)
    providers = comparable.group_by("person", "kind").agg(
        few=comparable.provider.min(), many=comparable.provider.max()
    )
    shared = engine.keep(
        comparable.semi_join(providers.filter(providers.few != providers.many), ["person", "kind"])
    )
    first, second = (
        shared.select("person", "kind", **{f"{side}_{name}": shared[name] for name in _COMPARED})
        for side in ("first", "second")
    )
    joined = first.join(second, ["person", "kind"])
    apart = days_between(joined.first_requested, joined.second_requested)
    in_turn = (apart > 0) | ((apart == 0) & (joined.first_provider < joined.second_provider))
    elsewhere = joined.first_provider != joined.second_provider
    near = joined.filter(elsewhere & in_turn & (apart <= rule.window)).mutate(days_apart=apart)
    alike = scored(rule, near)
    kept = [f"{side}_{name}" for side in ("first", "second") for name in PAIR]
    return alike.select(
        "person", "days_apart", "score", "confidence", "reasons", *kept, title=alike.second_title
    )


_COMPARED = (*PAIR, "same", "title", "referrer", "status", "priority")


def _codes(engine: Engine, equivalent: EquivalentTests) -> ir.Table:
    codes = equivalent.codes
    return engine.table(
        pa.table(
            {
                "code": pa.array([c.code for c in codes], pa.string()),
                "test": pa.array([c.test for c in codes], pa.string()),
                "modality": pa.array([c.modality for c in codes], pa.string()),
                "test_title": pa.array([c.title for c in codes], pa.string()),
            }
        )
    )
