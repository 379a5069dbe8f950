"""Names as shown on pages, from the capitals and ceremony of the source files."""

from __future__ import annotations

import re

INITIALS = frozenset({"BMC", "C&P", "GP", "MKGP", "NHS", "PCN", "SAS", "UK"})
SMALL_WORDS = frozenset({"and", "at", "in", "of", "on", "the", "under", "upon"})


def tidy(name: str) -> str:
    """Return an organisation's name in capitals and small letters.

    A name that already holds small letters is kept as it is, but for stray spaces.

    Args:
        name: For example ``ST. GEORGE'S MEDICAL CENTRE``.

    Returns:
        For example ``St. George's Medical Centre``.
    """
    name = re.sub(r",(\S)", lambda m: f", {m[1].upper()}", re.sub(r"\s+", " ", name).strip())
    if any(c.islower() for c in name):
        return name
    words = [_word(w, first=i == 0) for i, w in enumerate(name.split(" "))]
    return " ".join(words)


def _word(word: str, *, first: bool) -> str:
    if word in INITIALS or any(c.isdigit() for c in word):
        return word
    if word.lower() in SMALL_WORDS and not first:
        return word.lower()
    return "-".join(part.capitalize() for part in word.split("-"))


def network_name(name: str) -> str:
    """Return a primary care network's name without the letters PCN at its end."""
    return re.sub(r"\s+PCN$", "", tidy(name), flags=re.IGNORECASE)


def match_key(name: str) -> str:
    """Return the form in which two spellings of a neighbourhood's name are compared."""
    return re.sub(r"[^a-z0-9]+", " ", network_name(name).lower().replace("&", " and ")).strip()
