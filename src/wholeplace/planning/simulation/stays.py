"""Stays: how long people stay, fitted from what is published of them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from wholeplace.core.errors import StatisticsError
from wholeplace.planning.simulation.arrays import FloatArray


@dataclass(frozen=True)
class Lognormal:
    """Stays whose logarithm is normal: many short, some very long.

    Attributes:
        mu: The mean of the logarithm; the median is exp(mu) days.
        sigma: The standard deviation of the logarithm; 0 makes every stay the median.
    """

    mu: float
    sigma: float

    @classmethod
    def of(cls, median: float, mean: float) -> Lognormal:
        """Fit to a median and a mean, in days: mu = log median, sigma² = 2 log(mean / median).

        Raises:
            StatisticsError: If the median is not above 0 or the mean is below it, as in no
                lognormal distribution.

        Source: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 1,
        chapter 14.
        """
        if not median > 0 or not math.isfinite(mean):
            raise StatisticsError(
                f"A stay has median {median} and mean {mean} days.",
                "The median is above 0, and both are numbers.",
            )
        if mean < median:
            raise StatisticsError(
                f"A stay has mean {mean}, below its median of {median} days.",
                "Stays that are mostly short and sometimes long have the larger mean: look whether "
                "the two are exchanged, or give the stays themselves.",
            )
        return cls(math.log(median), math.sqrt(2.0 * math.log(mean / median)))

    @property
    def mean(self) -> float:
        """The mean stay, in days."""
        return math.exp(self.mu + self.sigma**2 / 2.0)

    def of_normals(self, normals: ArrayLike) -> FloatArray:
        """Give the stays of standard normal numbers: the same numbers, longer or shorter stays."""
        return np.exp(self.mu + self.sigma * np.asarray(normals, dtype=np.float64))

    def quantile(self, share: ArrayLike) -> FloatArray:
        """Give the stay that so large a share of stays is below."""
        return self.of_normals(special.ndtri(np.asarray(share, dtype=np.float64)))

    def found(self, random: np.random.Generator, number: int) -> tuple[FloatArray, FloatArray]:
        """Draw stays of people who are found in a service that has long been in use.

        A long stay is met more often than a short one, in proportion to its length, and at any
        point of it (Cox, Renewal Theory, 1962, chapter 5). A lognormal weighted by length is
        lognormal with mu + sigma².

        Args:
            random: The random numbers of this purpose.
            number: How many people are found.

        Returns:
            Days since each began, and their whole stays.
        """
        longer = Lognormal(self.mu + self.sigma**2, self.sigma)
        stays = longer.of_normals(random.standard_normal(number))
        return random.random(number) * stays, stays
