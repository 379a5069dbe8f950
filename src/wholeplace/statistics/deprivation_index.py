"""The Index of Multiple Deprivation's own arithmetic: domains' ranks made into one score."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.intervals import FloatArray, as_floats

DOMAIN_WEIGHTS = MappingProxyType(
    {
        "income": 0.225,
        "employment": 0.225,
        "education": 0.135,
        "health": 0.135,
        "crime": 0.093,
        "housing": 0.093,
        "environment": 0.093,
    }
)
"""Weights of the seven domains in England's index, of 2019 as of 2025."""

STEEPNESS = 23.0


def exponential_scores(ranks: ArrayLike) -> FloatArray:
    """Turn ranks of one domain into scores from 0 to 100 in which the most deprived stand out.

    The most deprived tenth spread over the upper half of the scores, so that little deprivation
    in one domain does not cancel much in another.

    Args:
        ranks: Ranks of all areas, 1 the most deprived; one axis, shared ranks allowed.

    Returns:
        Scores, 100 the most deprived; NaN where a rank is missing.

    Raises:
        StatisticsError: If a rank is below 1 or above the number of areas.

    Source:
        Ministry of Housing, Communities and Local Government. The English Indices of Deprivation
        2019: technical report, appendix E.

    >>> print(exponential_scores([1, 2, 3, 4]).round(2))
    [100.    31.01  15.65   6.52]
    """
    rank = as_floats(ranks)
    areas = int((~np.isnan(rank)).sum())
    if np.any((rank < 1) | (rank > areas)):
        raise StatisticsError(
            f"A rank is not from 1 to {areas}, the number of areas.", "Give ranks of all areas."
        )
    share = (areas - rank + 1) / areas
    return -STEEPNESS * np.log(1 - share * (1 - np.exp(-100 / STEEPNESS)))


def composite_score(domain_ranks: ArrayLike, weights: ArrayLike) -> FloatArray:
    """Combine domains by weight, after each has been made into exponential scores.

    Args:
        domain_ranks: Ranks by area and domain, the last axis; 1 the most deprived.
        weights: Weight of each domain.

    Returns:
        Scores by area, higher for more deprived; NaN where any domain is missing.

    Raises:
        StatisticsError: If a rank cannot be, or the weights do not fit the domains.

    Source:
        As for `exponential_scores`, chapter 3.

    >>> print(composite_score([[1, 3], [2, 1], [3, 2]], [0.6, 0.4]).round(1))
    [63.7 54.8 15.4]
    """
    ranks, share = as_floats(domain_ranks), as_floats(weights)
    if ranks.ndim != 2 or ranks.shape[1:] != share.shape:
        raise StatisticsError(
            f"The ranks have shape {ranks.shape} and the weights {share.shape}.",
            "Put domains last, one weight for each.",
        )
    scores = np.column_stack([exponential_scores(domain) for domain in ranks.T])
    return np.asarray(scores @ share)
