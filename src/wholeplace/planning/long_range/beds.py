"""Beds from bed days: how many a target occupancy needs, and how full those held would be."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from wholeplace.core.errors import ScenarioError
from wholeplace.planning.long_range.ranges import Array

FULL = 1.0


class BedNeed(NamedTuple):
    """Beds of one pool.

    Attributes:
        needed: Beds needed for the occupancy aimed at; (replications, years).
        occupancy: Bed days over those that the beds held offer; can be over 1.
        over_full: Share of replications in which it is over 1; (years,).
    """

    needed: Array
    occupancy: Array
    over_full: Array


def bed_need(days: Array, years: Sequence[int], held: Array, target: float) -> BedNeed:
    """Turn bed days into beds.

    An occupancy over 100 % is never cut off: it says that the beds held cannot do what is asked, in
    so many of the replications.

    Args:
        days: Bed days of the pool; (replications, years).
        years: The financial years.
        held: Beds held in each year; (years,).
        target: The occupancy aimed at, as a share.

    Raises:
        ScenarioError: If the target is not above 0 and at most 1.

    365 bed days in 2018/19 on one bed, at a target of half:

    >>> need = bed_need(np.array([[365.0]]), [2018], np.array([1.0]), 0.5)
    >>> need.needed.item(), need.occupancy.item(), need.over_full.item()
    (2.0, 1.0, 0.0)
    """
    if not 0 < target <= FULL:
        raise ScenarioError(
            f"The occupancy aimed at is {target:.0%}.", "Use more than 0 and at most 100 %."
        )
    occupied = days / np.array([days_in_year(year) for year in years])
    occupancy = np.divide(occupied, held, out=np.full_like(occupied, np.nan), where=held > 0)
    return BedNeed(occupied / target, occupancy, (occupancy > FULL).mean(axis=0))


def days_in_year(start: int) -> int:
    """Days of the financial year that begins on 1 April of a year.

    >>> days_in_year(2018), days_in_year(2019)
    (365, 366)
    """
    return 366 if calendar.isleap(start + 1) else 365


def financial_year(start: int) -> str:
    """A financial year as the NHS writes it.

    >>> financial_year(2018), financial_year(1999)
    ('2018/19', '1999/00')
    """
    return f"{start}/{(start + 1) % 100:02d}"
