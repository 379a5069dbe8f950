"""The page of lists of causes of death, written from the lists themselves."""

from __future__ import annotations

from tools.reference_pages.markdown import items, page, table
from wholeplace.core.registry import Registry
from wholeplace.measures.mortality.causes import Cause, CauseList

_HALVES = {0: "", 1: "half", 2: "yes"}


def causes_page(registry: Registry) -> str:
    """Every list of causes of death, cause by cause with its codes."""
    parts = [
        "A run groups deaths by their underlying cause (ICD-10) with these lists. A more exact "
        "code in the list wins over a shorter one. Where two lists have one use, a run takes the "
        "one published last before its date; a partnership adds its own to its definitions folder.",
    ]
    for listed in registry.all(CauseList):
        age = f"under {listed.under_age}" if listed.under_age else "every age"
        facts = items(
            ("Source", listed.source),
            ("Published", listed.published),
            ("Ages", age),
            ("Version", listed.version),
        )
        parts += [f"## {listed.title}", listed.doc, facts, _table(listed)]
    return page("Causes of death", parts)


def _table(listed: CauseList) -> str:
    if listed.use != "avoidable":
        rows = [(cause.title, _codes(cause)) for cause in listed.causes]
        return table(("group", "ICD-10"), rows)
    avoidable = [
        (c.title, _codes(c), _HALVES[c.preventable], _HALVES[c.treatable]) for c in listed.causes
    ]
    return table(("cause", "ICD-10", "preventable", "treatable"), avoidable)


def _codes(cause: Cause) -> str:
    said = ", ".join(cause.codes) or "every other code, and none"
    return f"{said} ({cause.sex} only)" if cause.sex else said
