"""Adding up printed numerators and denominators over practices, to wider groups of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from wholeplace.geography.published.contract import ADDED_UP
from wholeplace.geography.published.files import share
from wholeplace.geography.source import Row

UNKNOWN = "unknown"
_SAME = ("source", "indicator", "period", "sex", "age", "category_type", "category")
Group = tuple[str, str]
"""Code and name of a group."""
NOT_KNOWN: Group = (UNKNOWN, "Not known")


def add_up(
    rows: Iterable[Row],
    kind: str,
    group_of: Callable[[str], Group | None],
    *,
    note: str | None = None,
) -> list[Row]:
    """Add printed numerators and denominators up to wider groups, and divide once.

    Shares are never averaged: each condition's own denominator, which its rules limit by age, is
    added up beside its numerator. A member that belongs to no group is kept under "unknown".

    Args:
        rows: Published values with numerators and denominators, each of one member.
        kind: The kind of subject the groups are.
        group_of: The code and name of a member's group, or None.
        note: What a reader must know of the groups.

    Returns:
        One row for each group and everything that tells one value of a member from another.
    """
    sums: dict[tuple[Group, tuple[object, ...]], list[Row]] = defaultdict(list)
    for row in rows:
        group = group_of(row["subject_code"]) or NOT_KNOWN
        sums[group, tuple(row[name] for name in _SAME)].append(row)
    return [_added(kind, group, members, note) for (group, _), members in sums.items()]


def _added(kind: str, group: Group, members: Sequence[Row], note: str | None) -> Row:
    """The row of one group; a member without a figure leaves the sum without one too."""
    sums: list[float | None] = []
    for part in ("numerator", "denominator"):
        figures = [member[part] for member in members]
        sums.append(None if None in figures else sum(figures))
    return members[0] | {
        "subject_type": kind,
        "subject_code": group[0],
        "subject_name": group[1],
        "value": share(*sums),
        "lower": None,
        "upper": None,
        "limits_method": None,
        "numerator": sums[0],
        "denominator": sums[1],
        "basis": ADDED_UP,
        "note": note,
    }
