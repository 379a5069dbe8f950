"""Reach in plain words: which way use leans along deprivation, and whether clauses are met."""

from __future__ import annotations

from wholeplace.measures.catalogue import ReleasedValue
from wholeplace.places.access.reach_reading import ReachClause
from wholeplace.places.wording import whole
from wholeplace.statistics import share_verdict

VERDICT_WORDS = {
    "met": "Met",
    "not_met": "Not met",
    "uncertain": "Cannot be told: the share asked for lies within the limits",
    "unknown_decides": "Cannot be told: it depends on clients whose area is not known",
    "no_share": "Can neither be met nor missed: the clause names no share",
    "no_data": "No clients to judge by",
}


def lean(value: ReleasedValue | None) -> str:
    """Which way use leans along deprivation, as far as the limits allow to say.

    Args:
        value: The concentration index; below 0 where use leans towards more deprived areas.
    """
    if value is None or value.value is None or value.lower is None or value.upper is None:
        return "Too few people use it to say which way use leans."
    if value.lower > 0:
        return "Against need, use leans towards people in less deprived areas."
    if value.upper < 0:
        return "Against need, use leans towards people in more deprived areas."
    return "Against need, use does not clearly lean either way along deprivation."


def index_words(value: ReleasedValue | None) -> str:
    """The concentration index with its limits; "" where it is not shown."""
    if value is None or value.value is None or value.lower is None or value.upper is None:
        return ""
    return (
        f"The concentration index is {_signed(value.value)} (95% limits {_signed(value.lower)} to "
        f"{_signed(value.upper)}); 0 would be use in proportion to need."
    )


def verdict(clause: ReachClause, clients: tuple[list[int], int] | None) -> str:
    """Whether a clause is met, in words.

    Args:
        clause: The clause.
        clients: Clients in each national fifth, the most deprived first, and those whose area is
            not known; None where any number is hidden.
    """
    if clause.share is None:
        return VERDICT_WORDS["no_share"]
    if clients is None:
        return "Cannot be told: a count is hidden to protect people"
    by_fifth, unknown = clients
    found = share_verdict([by_fifth[0]], [sum(by_fifth)], [unknown], clause.share)
    return VERDICT_WORDS[str(found[0])]


def not_known(clients: tuple[list[int], int] | None) -> str:
    """Clients whose area is not known, as a cell."""
    return "" if clients is None else whole(clients[1])


def _signed(number: float) -> str:
    """An index with two decimals and a true minus sign.

    >>> _signed(-0.071), _signed(0.001)
    ('−0.07', '0.00')
    """
    return f"{number:.2f}".replace("-0.00", "0.00").replace("-", "−")
