"""Finding a place by what somebody types, forgiving spelling; it works without script."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from wholeplace.measures.catalogue import Area

LONGEST = 100
_KINDS = ("icb", "place", "upper_tier", "district", "pcn", "practice", "ward", "msoa", "provider")
_WORD = re.compile(r"[a-z0-9]+")


def searchable(areas: Iterable[Area]) -> list[Area]:
    """Areas that have pages, the widest kinds first, then by name."""
    kept = [area for area in areas if area.area_type in _KINDS]
    return sorted(kept, key=lambda area: (_KINDS.index(area.area_type), area.name))


def find(areas: Iterable[Area], asked: str) -> list[Area]:
    """Areas whose name or code holds every word asked, best first; else the nearest names.

    Args:
        areas: Areas that have pages, in order of preference.
        asked: What was typed; cut to 100 characters.
    """
    words = _words(asked[:LONGEST])
    if not words:
        return []
    pool = list(areas)
    found = [area for area in pool if all(_holds(area, word) for word in words)]
    if found:
        return sorted(found, key=lambda area: _words(area.name) != words)
    names = {" ".join(_words(area.name)): area for area in reversed(pool)}
    near = difflib.get_close_matches(" ".join(words), names, n=5, cutoff=0.6)
    return [names[name] for name in near]


def _holds(area: Area, word: str) -> bool:
    return any(part.startswith(word) for part in [*_words(area.name), area.code.lower()])


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
