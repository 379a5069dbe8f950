"""Other people's names for our columns, for suggestions only: nothing is mapped by a name alone."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path

ALIASES: dict[str, list[str]] = tomllib.loads(
    Path(__file__).with_name("names.toml").read_text(encoding="utf-8")
)
ALIKE = 0.6
# Words that stand in too many names to tell one from another.
COMMON = {
    *("value", "unit", "units", "date", "code", "start", "end", "result", "site", "status"),
    *("patient", "first", "last", "spell", "provider", "attendance", "appointment", "practice"),
}


def name_score(ours: str, theirs: str) -> float:
    """How alike a column's name is to one of ours, or to another name of it: 0 to 1.

    Args:
        ours: A contract's column.
        theirs: A plain name in a file.
    """
    known = (ours, *ALIASES.get(ours, ()))
    if theirs in known:
        return 1.0
    best = max(difflib.SequenceMatcher(None, name, theirs).ratio() for name in known)
    words = set(theirs.split("_"))
    telling = [name for name in known if len(name) > 3 and name not in COMMON]
    contained = any(set(name.split("_")) <= words for name in telling)
    score = max(best, 0.85 if contained else 0.0)
    return score if score >= ALIKE else 0.0
