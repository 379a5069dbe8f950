"""Group pairs: which two groups of a breakdown a gap is measured between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wholeplace.core.expressions import UNKNOWN
from wholeplace.record.ethnic_categories import NOT_STATED_GROUP
from wholeplace.statistics import Interval, difference

Array = NDArray[np.float64]
Whole = NDArray[np.int64]

UNKNOWNS = (UNKNOWN, NOT_STATED_GROUP)
"""Categories of people whose group is not known."""
ORDERED = ("deprivation_2019", "deprivation_2025", "deprivation_tenth_2025")
"""Breakdowns whose groups stand in an order: the gap is between its two ends."""
REFERENCES = {"sex": "male", "rurality": "urban"}
"""Breakdowns of two groups, and the one the other is compared with."""
ENOUGH = 0.05
"""The share of people that an end of deprivation must hold to stand for it."""


def chosen_pairs(
    breakdown: str, categories: Sequence[str], people: Array, estimate: Interval
) -> tuple[Whole, Whole]:
    """The group and the reference that each row of groups is judged by.

    In an order of deprivation they are its two ends that hold enough of the people: many places
    have next to nobody in an outer fifth. Of two groups one is always the reference. Among more,
    the reference is the group of most people, which does not depend on what is measured, and the
    group is the one whose limits set it furthest from that.

    Args:
        breakdown: The breakdown.
        categories: Its categories.
        people: People in each group, of shape (rows, categories); NaN for who is not known.
        estimate: Values and their limits, of the same shape, NaN for who is not known.

    Returns:
        The place of the group and of the reference among the categories; −1 where there is none.
    """
    counted = np.nan_to_num(people)
    if breakdown in ORDERED:
        return _ends(counted)
    if breakdown in REFERENCES:
        reference = np.full(len(counted), categories.index(REFERENCES[breakdown]))
    else:
        reference = np.where(counted.any(axis=-1), counted.argmax(axis=-1), -1)
    return _furthest(counted, estimate, reference), reference


@dataclass(frozen=True)
class Flag:
    """A group that overlaps with others: the places of its categories, −1 where there is none.

    Attributes:
        inside: People in the group.
        outside: People known to be outside it.
        unknown: People of whom it is not known.
    """

    inside: int
    outside: int
    unknown: int


def flags_of(categories: Sequence[str]) -> list[Flag]:
    """Groups that overlap, each to be compared with everybody known to be outside it.

    >>> flags_of(["not_rural", "rural", "unknown_rural"])
    [Flag(inside=1, outside=0, unknown=2)]
    """
    place = {name: number for number, name in enumerate(categories)}
    return [
        Flag(place[name], place[f"not_{name}"], place.get(f"unknown_{name}", -1))
        for name in categories
        if f"not_{name}" in place
    ]


def _ends(counted: Array) -> tuple[Whole, Whole]:
    total = counted.sum(axis=-1, keepdims=True)
    enough = (counted > 0) & (counted >= ENOUGH * total)
    first = enough.argmax(axis=-1)
    last = counted.shape[-1] - 1 - enough[:, ::-1].argmax(axis=-1)
    two = enough.sum(axis=-1) > 1
    return np.where(two, first, -1), np.where(two, last, -1)


def _furthest(counted: Array, estimate: Interval, reference: Whole) -> Whole:
    """The group that stands furthest from the reference even at the nearer limit of the gap."""
    rows = np.arange(len(reference))
    at = np.maximum(reference, 0)
    beside = Interval(*(part[rows, at][:, np.newaxis] for part in estimate))
    gap = difference(estimate, beside)
    supported = np.maximum(np.maximum(gap.lower, -gap.upper), 0.0)
    others = counted > 0
    others[rows, at] = False
    # Groups that cannot be told apart are put in order of their values, hidden ones come last.
    weight = np.where(np.isnan(gap.value), -1.0, np.nan_to_num(supported))
    tie = np.nan_to_num(np.abs(gap.value), nan=-1.0)
    best = np.lexsort((tie, weight, others), axis=-1)[:, -1]
    return np.where(others[rows, best] & (reference >= 0), best, -1)
