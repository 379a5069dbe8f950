"""Standardised rates of the groups of an area attacked together with that of everybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint
from scipy.sparse import csr_array

from tests.disclosure.one_release import SERIES, figures_of, values_left
from tests.disclosure.outsider import Known, Outsider, text
from tests.disclosure.populations import BANDS, GROUPS, People, weights_of
from wholeplace.core.calendar import AGE_BANDS
from wholeplace.measures.disclosure.columns import Words, number
from wholeplace.statistics import NARROWEST

AREAS = 60
"""Areas and measures tried: each takes some thirty integer programmes of hundreds of numbers."""
FEW = 40
"""Areas with more events than that are not tried: groups of many tell less."""


class Rate(NamedTuple):
    """A rate that is shown, of everybody or of a group.

    Attributes:
        breakdown, category: Of whom.
        least, most: What it can be.
        low, high: How many events it can be of.
        people: People by age band.
        per: What it is per.
    """

    breakdown: str
    category: str
    least: float
    most: float
    low: float
    high: float
    people: np.ndarray
    per: float


def rates_of_groups(reader: Outsider, basis: str) -> tuple[int, int]:
    """Hidden age bands of a sample of areas with rates of groups, and those that these tell."""
    known = reader.known(basis, False)
    low, high, secret = known.numerators()
    place = {key: row for row, key in enumerate(text(known.rows, *SERIES, "breakdown", "category"))}
    hidden = told = 0
    for area, rates in _sample(reader, basis, known).items():
        kind, code, measure = area
        bands = np.array(
            [place.get(f"{kind}|{code}|{measure}|age_band|{band}", -1) for band in AGE_BANDS]
        )
        box = np.where(bands < 0, 0, [low[bands], np.minimum(high[bands], 1e4)])
        system, limits = _system(rates, box)
        for band in np.flatnonzero((bands >= 0) & secret[bands]):
            hidden += 1
            told += values_left(band, system, limits) < NARROWEST
    return hidden, told


def _sample(reader: Outsider, basis: str, known: Known) -> dict[tuple[str, str, str], list[Rate]]:
    """Some areas and measures with hidden age bands and rates of groups → all their rates."""
    low, high, secret = known.numerators()
    words = {name: Words.of(known.rows, name) for name in ("statistic", "status", "breakdown")}
    keys = [tuple(key.split("|")) for key in text(known.rows, *SERIES, "breakdown", "category")]
    open_ = {keys[row][:3] for row in np.flatnonzero(secret & words["breakdown"].are("age_band"))}
    shown = words["statistic"].are("dsr") & words["status"].are("shown")
    rows, value = defaultdict(list), number(known.rows, "value")
    for row in np.flatnonzero(shown & (value > 0)):
        if keys[row][:3] in open_ and keys[row][3] in ("all", *GROUPS):
            rows[keys[row][:3]].append(row)
    tried = [
        key
        for key, some in rows.items()
        if len(some) > 1 and all(high[row] < FEW for row in some if keys[row][3] == "all")
    ]
    chosen = np.random.default_rng(1).permutation(len(tried))[:AREAS]
    people = People(reader, basis)
    return {
        tried[one]: [
            _rate(reader, people, keys[row], value[row], (low[row], high[row]))
            for row in rows[tried[one]]
        ]
        for one in chosen
    }


def _rate(
    reader: Outsider,
    people: People,
    key: tuple[str, ...],
    value: float,
    events: tuple[float, float],
) -> Rate:
    kind, code, measure, breakdown, category = key
    shown = float(f"{value:.3g}")
    half = 10.0 ** (np.floor(np.log10(shown)) - figures_of(shown) + 1) / 2
    by_age = people.of(measure, (kind, code), breakdown, category)
    per = reader.release.measures[measure].per
    return Rate(breakdown, category, shown - half, shown + half, *events, by_age, per)


def _system(rates: list[Rate], box: np.ndarray) -> tuple[LinearConstraint, Bounds]:
    """What rates and their counts say of events by age: of everybody, then of each group."""
    groups = [rate for rate in rates if rate.breakdown != "all"]
    size = BANDS * (1 + len(groups))
    coefficients, least, most = [], [], []

    def say(row: Mapping[int, float], low: float, high: float) -> None:
        coefficients.append(row)
        least.append(low)
        most.append(high)

    top = np.tile(box[1], 1 + len(groups))
    for number_of, rate in enumerate([*groups, *(r for r in rates if r.breakdown == "all")]):
        begin = 0 if rate.breakdown == "all" else BANDS * (1 + number_of)
        weight = weights_of(rate.people) * rate.per
        mine = range(begin, begin + BANDS)
        say(dict(zip(mine, weight, strict=True)), rate.least, rate.most)
        say(dict.fromkeys(mine, 1.0), rate.low, rate.high)
        if begin:
            top[begin : begin + BANDS][rate.people == 0] = 0
    for breakdown in {rate.breakdown for rate in groups}:
        of = [1 + at for at, rate in enumerate(groups) if rate.breakdown == breakdown]
        for band in range(BANDS):
            say({band: 1.0} | {BANDS * one + band: -1.0 for one in of}, 0.0, np.inf)
    floor = np.concatenate([box[0], np.zeros(size - BANDS)])
    matrix = csr_array(
        (
            [value for row in coefficients for value in row.values()],
            (
                [at for at, row in enumerate(coefficients) for _ in row],
                [column for row in coefficients for column in row],
            ),
        ),
        shape=(len(coefficients), size),
    )
    return LinearConstraint(matrix, least, most), Bounds(floor, top)
