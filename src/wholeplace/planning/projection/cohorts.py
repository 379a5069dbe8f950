"""The cohort-component method: people grow a year older, some die, some move, some are born."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wholeplace.core.errors import StatisticsError

Array = NDArray[np.float64]
SEXES = ("female", "male")
"""The order of the first axis of every array here."""
BOYS = 105 / 205
"""Share of births that are boys, as the Office for National Statistics takes it."""


@dataclass(frozen=True)
class Year:
    """What happens between one mid-year and the next.

    Attributes:
        dying_at_birth: Of babies born in the year, the share of each sex that dies in it; (2,).
        dying: Of people of each age at its start, the share that dies in it; (2, ages).
        fertility: Births to a woman of each age in the year; (ages,).
        net_migration: Arrivals less departures by age at the move; (2, ages).
    """

    dying_at_birth: Array
    dying: Array
    fertility: Array
    net_migration: Array


class Flows(NamedTuple):
    """Who came and went in a year.

    Attributes:
        births: Babies of each sex; (2,).
        deaths_at_birth: Deaths of babies born in the year; (2,).
        deaths: Deaths by age at the start of the year; (2, ages).
        net_migration: Arrivals less departures by age at the move; (2, ages).
    """

    births: Array
    deaths_at_birth: Array
    deaths: Array
    net_migration: Array


def a_year_on(population: Array, flows: Flows) -> Array:
    """The people of the next mid-year: those of this one, a year older, with who came and went.

    Somebody who moves at a given age is, on the day a year is counted from, of that age or a year
    older, half and half. So half of the migration at each age belongs to those who end the year at
    that age, and half to those who end it one year older.

    Args:
        population: People by age; (2, ages), the last age open ended.
        flows: The year's births, deaths and moves.

    Returns:
        People by age a year later; (2, ages).

    Source:
        Office for National Statistics. National population projections, 2018-based: methodology.
        London: ONS, 2019. That migration is halved between the two ages is not printed there; the
        published tables fit it in every cell, and no other way tried (see the tests).
    """
    half = flows.net_migration / 2
    older = population - flows.deaths + half
    ended = np.empty_like(population)
    ended[:, 0] = flows.births - flows.deaths_at_birth + half[:, 0]
    ended[:, 1:] = older[:, :-1] + half[:, 1:]
    # The open age keeps its own people too, and all of the moves at that age.
    ended[:, -1] += older[:, -1]
    return ended


def flows_of(population: Array, year: Year) -> Flows:
    """Who comes and goes in a year, from its rates.

    Births need the women of the year's end as well as of its start; no baby is old enough to give
    birth, so those follow from this year's women first.

    Args:
        population: People by age at the start; (2, ages).
        year: The year's rates and moves.

    Returns:
        The year's flows.

    Source:
        As for :func:`a_year_on`. Deaths are of the people of the start and half of the moves at
        their age; births are fertility times the mean of the women at the start and at the end.
    """
    deaths = year.dying * (population + year.net_migration / 2)
    nobody = np.zeros(len(SEXES))
    without_births = Flows(nobody, nobody, deaths, year.net_migration)
    women = (population + a_year_on(population, without_births))[0] / 2
    total = float((year.fertility * women).sum())
    births = total * np.array([1 - BOYS, BOYS])
    return Flows(births, births * year.dying_at_birth, deaths, year.net_migration)


def project(population: Array, years: Sequence[Year]) -> Array:
    """People by age at every mid-year, from those of the first and the rates of each year.

    Args:
        population: People by age at the first mid-year; (2, ages), sexes as in :data:`SEXES`.
        years: What happens in each year after it.

    Returns:
        People by age; (years + 1, 2, ages).

    Raises:
        StatisticsError: If the arrays do not fit, a share is not between 0 and 1, or more people
            of an age leave than there are.

    Two people of each age from 0 to 2 and over; nobody moves, dies or is born:

    >>> nothing = np.zeros((2, 3))
    >>> year = Year(np.zeros(2), nothing, np.zeros(3), nothing)
    >>> print(project(np.full((2, 3), 2.0), [year])[:, 0])
    [[2. 2. 2.]
     [0. 2. 4.]]
    """
    people = np.asarray(population, dtype=np.float64)
    made = [people]
    for number, year in enumerate(years, start=1):
        _check(people, year, number)
        made.append(a_year_on(made[-1], flows_of(made[-1], year)))
        if np.any(made[-1] < 0):
            sex, age = np.argwhere(made[-1] < 0)[0]
            raise StatisticsError(
                f"In year {number} more {SEXES[sex]} people of age {age} leave than there are.",
                "Lower the migration out at that age, or give it as a rate.",
            )
    return np.stack(made)


def _check(population: Array, year: Year, number: int) -> None:
    ages = population.shape[-1]
    wanted = {
        "dying_at_birth": (2,),
        "dying": (2, ages),
        "fertility": (ages,),
        "net_migration": (2, ages),
    }
    for name, shape in wanted.items():
        found = getattr(year, name)
        if found.shape != shape:
            raise StatisticsError(
                f"Year {number} has {name} of shape {found.shape}; the people need {shape}.",
                "Give every sex and age a number, the last age open ended.",
            )
        shares = name.startswith("dying")
        if not np.all(np.isfinite(found)) or (shares and np.any((found < 0) | (found > 1))):
            raise StatisticsError(
                f"Year {number} has a {name} that is missing or not between 0 and 1.",
                "Give the chance of dying as a share: 326 in 100,000 is 0.00326.",
            )
