"""Doubts about published values that the figures themselves raise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from wholeplace.geography.source import Row

_FEWEST = 3  # figures that must be the same before two periods are called copies


def mark_repeats(rows: Sequence[Row]) -> None:
    """Mark each period whose every figure is that of an earlier period of the same subject.

    A compilation sometimes carries a month twice, under two dates. Which one is right cannot be
    known from the file, so both stay, and the later one says so.

    Args:
        rows: Values of one source; changed in place.
    """
    periods: dict[tuple[str | None, str], dict[str, list[Row]]] = defaultdict(dict)
    for row in rows:
        if row["period"] is not None:
            subject = (row["subject_code"], row["subject_name"])
            periods[subject].setdefault(row["period"], []).append(row)
    for of_subject in periods.values():
        first: dict[tuple[object, ...], str] = {}
        for period, members in sorted(of_subject.items()):
            figures = _figures(members)
            if len({figure[-3:] for figure in figures}) < _FEWEST:
                continue
            earlier = first.setdefault(figures, period)
            if earlier != period:
                for row in members:
                    row["note"] = f"every figure of {period} is that of {earlier} in this file"


def _figures(members: Sequence[Row]) -> tuple[tuple[object, ...], ...]:
    kept = ("indicator", "sex", "category", "value", "numerator", "denominator")
    figures = [tuple(row[name] for name in kept) for row in members if row["value"] is not None]
    return tuple(sorted(figures, key=repr))
