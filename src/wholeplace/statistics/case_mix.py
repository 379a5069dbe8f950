"""Case mix: what each unit would count if its people were served as those like them elsewhere."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.intervals import FloatArray, as_counts


class CaseMix(NamedTuple):
    """What was to be expected of each unit.

    Attributes:
        expected: Events expected, or people expected to be counted.
        dispersion: Variance by chance, as a multiple of what was expected: 1 for events, less
            for people, of whom each is counted once or not at all.
        benchmark: The reference's crude rate: events, or people counted, for each person.
    """

    expected: FloatArray
    dispersion: FloatArray
    benchmark: float


def case_mix(
    counted: ArrayLike,
    population: ArrayLike,
    reference: ArrayLike,
    kind: Literal["proportion", "rate"],
) -> CaseMix:
    """Apply the reference's rate in each stratum (age by sex by deprivation, say) to each unit.

    The reference is some of the units themselves. A stratum with nobody in the reference has its
    crude rate. Events of people who have left may stand in a stratum that is now empty, so
    expected events are scaled to those that the reference had.

    Args:
        counted: People or events counted; units by strata.
        population: People by stratum; as counted.
        reference: Which units make the reference; true or false for each.
        kind: "proportion" where a person is counted at most once, else "rate".

    Returns:
        Expected counts, NaN where nothing can be expected as the reference has nobody.

    Raises:
        StatisticsError: If a count is negative or missing, or the shapes do not fit.

    Source:
        Breslow NE, Day NE. Statistical methods in cancer research, volume II. Lyon: IARC, 1987,
        chapter 2 (indirect standardisation).

    >>> mix = case_mix([[2, 8], [2, 2]], [[10, 10], [30, 10]], [True, True], "rate")
    >>> print(mix.expected, round(mix.benchmark, 3))
    [6. 8.] 0.233
    """
    events, people = as_counts(counted, "counted"), as_counts(population, "population")
    whom = np.asarray(reference, dtype=bool)
    if events.ndim != 2 or events.shape != people.shape or whom.shape != events.shape[:1]:
        raise StatisticsError(
            f"Counts have the shape {events.shape}, people {people.shape}.",
            "Give both as units by strata, and say of each unit whether it is in the reference.",
        )
    if np.isnan(events).any() or np.isnan(people).any():
        raise StatisticsError("A count is missing.", "Leave units without data out first.")
    of_events, of_people = events[whom].sum(axis=0), people[whom].sum(axis=0)
    total = of_people.sum()
    benchmark = float(of_events.sum() / total) if total > 0 else float("nan")
    some = np.where(of_people > 0, of_people, np.nan)
    rate = np.where(of_people > 0, of_events / some, benchmark)
    expected = (people * rate).sum(axis=1)
    given = expected[whom].sum()
    if kind == "rate":
        expected = expected * (of_events.sum() / given if given > 0 else 1.0)
        return CaseMix(expected, np.ones(len(expected)), benchmark)
    chance = (people * rate * (1 - rate)).sum(axis=1)
    return CaseMix(expected, _divided(chance, expected), benchmark)


def _divided(part: FloatArray, whole: NDArray[np.float64]) -> FloatArray:
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1.0), np.nan)
