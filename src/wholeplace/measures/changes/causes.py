"""The causes a number can move for, in the order they are changed, and what each is in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from wholeplace.core.errors import RunError
from wholeplace.core.registry import Registry
from wholeplace.measures.changes.parts import Part
from wholeplace.measures.changes.worlds import Worlds
from wholeplace.measures.definitions_as_data import Described
from wholeplace.measures.measure import Measure
from wholeplace.record.plan import Plan

WORDS = {
    "areas": "areas drawn differently",
    "program": "another version of the program",
    "definition": "a changed definition",
    "code_list": "changed code lists",
    "feed_left": "practices or providers that send no data any more",
    "late": "late records and corrections",
    "feed_joined": "practices or providers that began to send data",
    "came": "people who were born or came",
    "went": "people who died or left",
    "moved": "people who moved between areas of the system",
    "time": "people growing older and periods moving on",
    "new": "new records",
    "unexplained": "what the installed program does not reproduce",
}
"""Cause → what it is, to follow "1,240 more from". ``program`` stands in the place of
``definition`` where the definition did not change, or changed in nothing but its code lists."""
NAMED = 3


class Causes:
    """What the causes between two runs are called.

    Args:
        worlds: The worlds between the runs.
    """

    def __init__(self, worlds: Worlds) -> None:
        self._worlds = worlds

    def refuse_other_definitions(self, measures: Iterable[Measure]) -> None:
        """Stop where the installed definitions are not those the later run was made by.

        Raises:
            RunError: If they are not.
        """
        after = self._worlds.after
        other = [
            measure.name
            for measure in measures
            if self._version(self._now, measure) != (after.measure(measure.name) or {})["version"]
        ]
        if other:
            raise RunError(
                f"The definition of {_some(other)} is not the one run {after.run_id} was made by.",
                "Run again as at the same date, and compare with that run.",
            )

    def named(self, part: Part, measure: Measure) -> Part:
        """A part with its cause in words, and with code lists, practices or providers by name."""
        name = self._name(part.cause, measure)
        details = [] if part.nothing else self._details(name, measure)
        words = f"{WORDS[name]} ({_some(details)})" if details else WORDS[name]
        return replace(part, cause=name, words=words)

    def _name(self, cause: str, measure: Measure) -> str:
        """The cause's name, once it is known whether the definition itself changed."""
        if cause == "definition" and not self._definition_changed(measure):
            return "program"
        return cause

    def _details(self, cause: str, measure: Measure) -> list[str]:
        if cause == "code_list":
            return self._lists(measure)
        if cause in ("feed_left", "feed_joined"):
            feeds = self._worlds.left if cause == "feed_left" else self._worlds.joined
            return [self._areas.get(code, code) for code in feeds.codes]
        return []

    @cached_property
    def _now(self) -> Described:
        return self._described(self._worlds.registry)

    @cached_property
    def _with_earlier_lists(self) -> Described:
        if not self._worlds.changed_lists:
            return self._now
        return self._described(self._worlds.earlier_lists)

    @cached_property
    def _areas(self) -> dict[str, str]:
        areas = self._worlds.geography.table("areas").to_pylist()
        kinds = ("practice", "provider")
        return {row["code"]: row["name"] for row in areas if row["area_type"] in kinds}

    def _described(self, registry: Registry) -> Described:
        day: dt.date = self._worlds.after.as_at
        return Described(self._worlds.engine, Plan.of(registry, day))

    def _version(self, described: Described, measure: Measure) -> str:
        return str(described.measure(measure.name)["version"])

    def _definition_changed(self, measure: Measure) -> bool:
        then = self._worlds.before.measure(measure.name) or {}
        return self._version(self._with_earlier_lists, measure) != then.get("version")

    def _lists(self, measure: Measure) -> list[str]:
        plan = Plan.of(self._worlds.registry, self._worlds.after.as_at)
        changed = self._worlds.changed_lists
        return [
            f"{name}: {len(changed[name][0])} added, {len(changed[name][1])} taken out"
            for name in plan.behind(measure.rule).code_lists
            if name in changed
        ]


def _some(names: Sequence[str]) -> str:
    """A few names, and how many more there are."""
    shown = list(names[:NAMED])
    if len(names) > NAMED:
        shown.append(f"{len(names) - NAMED} more")
    return "; ".join(shown)
