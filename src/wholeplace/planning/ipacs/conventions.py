"""Conventions: what is assumed where IPACS' inputs are silent, as IPACS does and as we do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wholeplace.planning.simulation.arrays import FloatArray
from wholeplace.planning.simulation.stays import Lognormal


@dataclass(frozen=True)
class Conventions:
    """Three assumptions that matter.

    Attributes:
        found_at_random: People in a service at the start were found there at a moment like any
            other, so that long stays are met more often and nobody's end is known. Otherwise, as
            in IPACS, each has an ordinary stay and leaves anywhere between a day from now and its
            whole length, so that nobody leaves on the first day.
        longest_over_mean: Stays with visits (P1) that are this many days above the mean, or more,
            are thrown away and drawn again; None to keep them all, as they were fitted.
        spread_of_visits: The standard deviation of the logarithm of stays with visits, whatever was
            fitted; None for what was fitted.
    """

    found_at_random: bool
    longest_over_mean: float | None
    spread_of_visits: float | None = None

    def still_to_stay(
        self, length: Lognormal, random: np.random.Generator, number: int
    ) -> FloatArray:
        """Draw how long people who are in a bed at the start will still stay, in days."""
        if self.found_at_random:
            since, whole = length.found(random, number)
            return whole - since
        whole = length.of_normals(random.standard_normal(number))
        return 1.0 + random.random(number) * (np.maximum(whole, 1.0) - 1.0)


OURS = Conventions(found_at_random=True, longest_over_mean=None)
AS_IPACS = Conventions(found_at_random=False, longest_over_mean=9.0, spread_of_visits=1.0)
"""Nine days: three standard deviations, which IPACS sets to three days for every pathway. One: it
hands the two parameters of a stay to the first argument of R's ``rlnorm``, whose second is then 1.
"""
