"""Regular expressions as LIKE patterns, for databases that have no regular expressions."""

from __future__ import annotations

from itertools import product

from wholeplace.core.errors import WholeplaceError

ANY_TEXT = "%"
START, END = "^", "$"
BEYOND_LIKE = set("*+?{}\\.")


class PatternError(WholeplaceError):
    """A regular expression says more than LIKE can."""


def like_patterns(regex: str) -> list[str]:
    """The LIKE patterns of which at least one fits where a regular expression is found.

    Literal text, sets such as ``[0-4]``, alternatives in brackets, and the ends ``^`` and ``$``
    can be said; anything repeated cannot.

    Args:
        regex: The expression, looked for anywhere in the text.

    Raises:
        PatternError: If it cannot be said.

    >>> like_patterns("(^|;)W[01]")
    ['W[01]%', '%;W[01]%']
    """
    expanded, rest = _alternatives(regex, regex)
    if rest:
        raise _beyond(regex)
    return [_anchored(parts, regex) for parts in expanded]


def _alternatives(text: str, regex: str) -> tuple[list[tuple[str, ...]], str]:
    """Every sequence of atoms that the text allows up to a closing bracket, and what follows it."""
    found: list[tuple[str, ...]] = []
    while True:
        sequences, text = _sequence(text, regex)
        found += sequences
        if not text.startswith("|"):
            return found, text
        text = text[1:]


def _sequence(text: str, regex: str) -> tuple[list[tuple[str, ...]], str]:
    choices: list[list[tuple[str, ...]]] = []
    while text and text[0] not in "|)":
        if text[0] == "(":
            inner, text = _alternatives(text[1:], regex)
            if not text.startswith(")"):
                raise _beyond(regex)
            choices.append(inner)
            text = text[1:]
        else:
            atom, text = _atom(text, regex)
            choices.append([(atom,)])
    return [tuple(a for part in parts for a in part) for parts in product(*choices)], text


def _atom(text: str, regex: str) -> tuple[str, str]:
    if text[0] == "[" and "]" in text:
        inside, rest = text[1:].split("]", 1)
        return f"[{inside}]", rest
    if text[0] in BEYOND_LIKE or text[0] in "[]":
        raise _beyond(regex)
    return f"[{text[0]}]" if text[0] in "%_" else text[0], text[1:]


def _anchored(parts: tuple[str, ...], regex: str) -> str:
    begins = parts[:1] == (START,)
    ends = parts[-1:] == (END,)
    middle = parts[begins : len(parts) - ends]
    if START in middle or END in middle:
        raise _beyond(regex)
    return ("" if begins else ANY_TEXT) + "".join(middle) + ("" if ends else ANY_TEXT)


def _beyond(regex: str) -> PatternError:
    return PatternError(
        f"The regular expression {regex} cannot be said with LIKE, and SQL Server has no other.",
        "Write the rule with startswith, isin or a list of codes.",
    )
