"""Levels solved so that the conditions planted meet the published shares.

The chance of each condition is logistic in age band, sex, deprivation, district, place and a
person's frailty, which is standard normal and shared by all conditions (a one-factor model;
Bartholomew, Knott and Moustaki 2011). Coronary disease and diabetes also rise with hypertension.
Expected shares are exact sums over cells and Gauss-Hermite nodes, so no level depends on chance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from wholeplace.sources.synthetic import targets
from wholeplace.sources.synthetic.areas import Areas
from wholeplace.sources.synthetic.conditions import (
    BAND_STARTS,
    BANDS,
    CHRONIC,
    CONDITIONS,
    INDEX,
)
from wholeplace.sources.synthetic.population import REGISTERED, People

SEXES, FIFTHS, PLACES, NODES = 2, 6, 2, 11
HYPERTENSION = INDEX["hypertension"]
LINKED = {
    INDEX["coronary_heart_disease"]: targets.HEART_DISEASE_IN_HYPERTENSION,
    INDEX["diabetes"]: targets.DIABETES_IN_HYPERTENSION,
}
ROUNDS = 400
_CHRONIC = [INDEX[name] for name in CHRONIC]
_VERY_OLD = BAND_STARTS >= 85


@dataclass
class Model:
    """What was solved; every number a recovery test may ask for.

    Attributes:
        log_odds: Cells × conditions, without frailty and hypertension.
        loading: Cells × conditions, log odds per standard deviation of frailty.
        link: Added log odds of coronary disease and diabetes for people with hypertension.
        marginal: Cells × conditions, the chance with frailty averaged out.
        weights: Registered people in each cell.
        spread, north, very_old, very_old_spread: The four shared parameters.
    """

    log_odds: NDArray[np.float64]
    loading: NDArray[np.float64]
    link: NDArray[np.float64]
    marginal: NDArray[np.float64]
    weights: NDArray[np.float64]
    spread: float
    north: float
    very_old: float
    very_old_spread: float


@dataclass
class _Cells:
    """Attributes of every cell: the full product of band, sex, fifth, district and place."""

    shape: tuple[int, ...]
    band: NDArray[np.int64]
    sex: NDArray[np.int64]
    fifth: NDArray[np.int64]
    district: NDArray[np.int64]
    place: NDArray[np.int64]


def cell_shape(areas: Areas) -> tuple[int, ...]:
    """Size of the product of band, sex, fifth, district and place."""
    return (BANDS, SEXES, FIFTHS, len(areas.district_codes), PLACES)


def cell_of(people: People, areas: Areas) -> NDArray[np.int64]:
    """The cell of each person."""
    band = np.searchsorted(BAND_STARTS, people.age, side="right") - 1
    north = np.append(areas.place == "north", False)
    return np.ravel_multi_index(
        (
            band,
            people.sex.astype(np.int64),
            areas.fifth19[people.lsoa].astype(np.int64),
            areas.district[people.lsoa].astype(np.int64),
            north[people.practice].astype(np.int64),
        ),
        cell_shape(areas),
    )


def solve(people: People, areas: Areas) -> Model:
    """Levels, links and shared parameters that meet the targets for registered people.

    Each round moves every unknown by the log odds it is short of (a damped fixed point).

    Args:
        people: Everybody; only registered people count towards targets.
        areas: Places.

    Returns:
        The model.
    """
    shape = cell_shape(areas)
    index = np.unravel_index(np.arange(int(np.prod(shape))), shape)
    cells = _Cells(shape, *index)
    chosen = cell_of(people, areas)[people.kind == REGISTERED]
    weights = np.bincount(chosen, minlength=int(np.prod(shape))).astype(float)
    solver = _Solver(cells, weights, areas)
    for _ in range(ROUNDS):
        if solver.improve() < 1e-5:
            break
    return solver.model()


class _Solver:
    """The unknowns and one round of moving them."""

    def __init__(self, cells: _Cells, weights: NDArray[np.float64], areas: Areas) -> None:
        self.weights, self.total = weights, weights.sum()
        self.used = np.flatnonzero(weights)
        nodes, mass = np.polynomial.hermite_e.hermegauss(NODES)
        self.nodes, self.mass = nodes, mass / mass.sum()
        poorer = np.where(cells.fifth > 0, 3.0 - cells.fifth, 0.0)
        self.fixed = np.column_stack(
            [
                c.log_odds()[cells.band] + c.women * (cells.sex == 1) + c.slope * poorer
                for c in CONDITIONS
            ]
        )
        self.fixed[:, :] = np.maximum(self.fixed, -40.0)
        self.adult = BAND_STARTS[cells.band] >= 18
        self.old = _VERY_OLD[cells.band]
        self.north_cell = cells.place == 1
        self.target, self.group = self._targets(cells, areas)
        self.level = np.zeros_like(self.target)
        self.link = np.zeros(len(CONDITIONS))
        for place in LINKED:
            self.link[place] = 1.0
        self.loadings = np.array([c.loading for c in CONDITIONS])
        self.spread, self.north, self.very_old, self.very_old_spread = 1.0, 0.1, 0.0, 1.0

    def _targets(
        self, cells: _Cells, areas: Areas
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Target share by condition and district group, and the district group of each cell."""
        keys = areas.district_keys
        shares = np.empty((len(CONDITIONS), len(keys)))
        for row, condition in enumerate(CONDITIONS):
            published = condition.by_district
            middle = np.mean(list(published.values())) if published else 0.0
            for column, key in enumerate(keys):
                shares[row, column] = (
                    published.get(key, middle) / 100 if published else condition.share
                )
        return shares, cells.district

    def _tables(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Log odds and loadings of the cells in use, at the present unknowns."""
        used = self.used
        shared = self.north * (self.north_cell[used] - 0.5) + self.very_old * self.old[used]
        log_odds = self.fixed[used] + self.level.T[self.group[used]]
        affected = np.isin(np.arange(len(CONDITIONS)), _CHRONIC)
        log_odds = log_odds + shared[:, None] * affected
        wider = np.where(self.old[used], self.very_old_spread, 1.0) * self.spread
        return log_odds, self.loadings * wider[:, None]

    def _chances(
        self, log_odds: NDArray[np.float64], loading: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Chances at each node without and with hypertension: cells × nodes × conditions."""
        at = log_odds[:, None, :] + loading[:, None, :] * self.nodes[None, :, None]
        without = expit(at)
        with_it = without.copy()
        for place in LINKED:
            with_it[..., place] = expit(at[..., place] + self.link[place])
        return without, with_it

    def improve(self) -> float:
        """One round.

        Returns:
            The largest shortfall in log odds.
        """
        log_odds, loading = self._tables()
        without, with_it = self._chances(log_odds, loading)
        weight = self.weights[self.used][:, None] * self.mass
        pressed = without[..., HYPERTENSION]
        overall = without + pressed[..., None] * (with_it - without)
        worst = self._move_levels(np.einsum("cq,cqj->cj", weight, overall))
        for place, share in LINKED.items():
            now = (weight * pressed * with_it[..., place]).sum() / (weight * pressed).sum()
            short = logit(share) - logit(now)
            self.link[place] += 0.7 * short
            worst = max(worst, abs(short))
        return max(worst, self._move_shared(without, with_it, pressed, weight))

    def _move_levels(self, expected: NDArray[np.float64]) -> float:
        worst = 0.0
        weights, adult = self.weights[self.used], self.adult[self.used]
        group = self.group[self.used]
        for row, condition in enumerate(CONDITIONS):
            base = weights * adult if condition.adults else weights
            groups = group if condition.by_district else np.zeros_like(group)
            size = self.target.shape[1]
            counted = (
                np.where(adult, expected[:, row], 0.0) if condition.adults else expected[:, row]
            )
            people = np.bincount(groups, base, minlength=size)
            found = np.bincount(groups, counted, minlength=size)
            held = people > 0
            now = np.clip(found[held] / people[held], 1e-9, 1 - 1e-9)
            short = logit(self.target[row][held]) - logit(now)
            if condition.by_district:
                self.level[row][held] += short
            else:
                self.level[row] += short[0]
            worst = max(worst, float(np.abs(short).max()))
        return worst

    def _move_shared(
        self,
        without: NDArray[np.float64],
        with_it: NDArray[np.float64],
        pressed: NDArray[np.float64],
        weight: NDArray[np.float64],
    ) -> float:
        none, five = count_tails(without, with_it, pressed)
        north, old = self.north_cell[self.used], self.old[self.used]
        short = {}
        for name, place in (("north", north), ("south", ~north)):
            some = 1 - (weight[place] * none[place]).sum() / weight[place].sum()
            short[name] = logit(targets.ANY_CHRONIC[name]) - logit(some)
        some = 1 - (weight[old] * none[old]).sum() / weight[old].sum()
        many = (weight[old] * five[old]).sum() / weight[old].sum()
        very_old = logit(targets.ANY_CHRONIC_AT_85) - logit(some)
        several = logit(targets.FIVE_OR_MORE_AT_85) - logit(many)
        middle = (short["north"] + short["south"]) / 2
        self.spread *= float(np.exp(-0.5 * middle))
        self.north += 0.7 * (short["north"] - short["south"])
        self.very_old += 0.5 * very_old
        self.very_old_spread *= float(np.exp(0.3 * several))
        return max(abs(middle), abs(short["north"] - short["south"]), abs(very_old), abs(several))

    def model(self) -> Model:
        """The solved model over every cell, also those nobody registered is in."""
        self.used = np.arange(len(self.weights))
        log_odds, loading = self._tables()
        without, with_it = self._chances(log_odds, loading)
        pressed = without[..., HYPERTENSION]
        overall = without + pressed[..., None] * (with_it - without)
        return Model(
            log_odds=log_odds,
            loading=loading,
            link=self.link,
            marginal=np.einsum("q,cqj->cj", self.mass, overall),
            weights=self.weights,
            spread=self.spread,
            north=self.north,
            very_old=self.very_old,
            very_old_spread=self.very_old_spread,
        )


def count_tails(
    without: NDArray[np.float64], with_it: NDArray[np.float64], pressed: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Chance of no chronic condition and of five or more, by the Poisson-binomial recursion.

    Args:
        without: Chances for people without hypertension, cells × nodes × conditions.
        with_it: The same for people with it.
        pressed: Chance of hypertension, cells × nodes.

    Returns:
        Two arrays, cells × nodes.
    """
    tails = []
    for chances, start in ((without, 0), (with_it, 1)):
        counts = [np.zeros_like(pressed) for _ in range(5)]
        counts[start] = np.ones_like(pressed)
        for place in _CHRONIC:
            if place == HYPERTENSION:
                continue
            chance = chances[..., place]
            for many in range(4, 0, -1):
                counts[many] = counts[many] * (1 - chance) + counts[many - 1] * chance
            counts[0] = counts[0] * (1 - chance)
        tails.append((counts[0], 1 - sum(counts)))
    none = (1 - pressed) * tails[0][0]
    five = (1 - pressed) * tails[0][1] + pressed * tails[1][1]
    return none, five
