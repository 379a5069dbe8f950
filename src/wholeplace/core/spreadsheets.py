"""Text that a spreadsheet shows and never runs."""

from __future__ import annotations

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_text(text: str) -> str:
    """Text with a leading apostrophe before a sign that would begin a formula.

    Source: OWASP, "CSV Injection".

    >>> safe_text("=1+1"), safe_text("Fenland")
    ("'=1+1", 'Fenland')
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
