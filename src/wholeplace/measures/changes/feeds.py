"""Feeds: whose data are there at all, and the data as if some practices or providers sent none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import ibis.expr.types as ir

from wholeplace.core.engine import Engine

PRACTICE, PROVIDER = "practice_code", "provider_code"
REGISTRATION = "registration"
PEOPLES = ("person", REGISTRATION, "residence")
"""Datasets about people themselves; the others hold what happened to them."""


@dataclass(frozen=True)
class Feeds:
    """Whose data are in some datasets.

    Attributes:
        practices: Codes of practices with anybody registered.
        providers: Dataset and code of each provider with any row.
    """

    practices: frozenset[str] = frozenset()
    providers: frozenset[tuple[str, str]] = frozenset()

    def __sub__(self, other: Feeds) -> Feeds:
        return Feeds(self.practices - other.practices, self.providers - other.providers)

    def __bool__(self) -> bool:
        return bool(self.practices or self.providers)

    @property
    def codes(self) -> list[str]:
        """Codes of all of them."""
        return sorted(self.practices | {code for _, code in self.providers})


def feeds_of(engine: Engine, datasets: Mapping[str, ir.Table]) -> Feeds:
    """Whose data are there.

    Args:
        engine: The engine.
        datasets: Datasets by name.
    """
    registered = datasets[REGISTRATION].select(PRACTICE).distinct()
    providers = {
        (name, code)
        for name, rows in datasets.items()
        if PROVIDER in rows.columns
        for code in engine.fetch(rows.select(PROVIDER).distinct())[PROVIDER].to_pylist()
    }
    practices = engine.fetch(registered)[PRACTICE].to_pylist()
    return Feeds(frozenset(practices), frozenset(providers))


def without(datasets: Mapping[str, ir.Table], gone: Feeds) -> dict[str, ir.Table]:
    """The data as if some had sent none.

    Of a practice everything goes that it alone sent: the records of people who were never
    registered elsewhere by the same source. Others lose the time they were registered there.

    Args:
        datasets: Datasets by name.
        gone: Who sends nothing.
    """
    left = dict(datasets)
    if gone.practices:
        spans = left[REGISTRATION]
        theirs = spans[PRACTICE].isin(sorted(gone.practices))
        elsewhere = spans.filter(~theirs).select("record_id").distinct()
        only_there = spans.filter(theirs).select("record_id").distinct()
        only_there = only_there.anti_join(elsewhere, "record_id")
        left[REGISTRATION] = spans.filter(~theirs)
        left = {name: rows.anti_join(only_there, "record_id") for name, rows in left.items()}
    for name, rows in left.items():
        codes = sorted(code for dataset, code in gone.providers if dataset == name)
        if codes:
            left[name] = rows.filter(~rows[PROVIDER].isin(codes))
    return left
