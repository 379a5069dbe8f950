"""Standardised rates of the groups of an area attacked together with that of everybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from tests.disclosure.one_release import SERIES, areas_of, figures_of, weights_of
from tests.disclosure.outsider import Known, Outsider, text
from wholeplace.core.calendar import AGE_BANDS
from wholeplace.measures.disclosure.columns import Words, number
from wholeplace.statistics import NARROWEST

AREAS = 60
"""Areas and measures tried: each takes some thirty integer programmes of hundreds of numbers."""
FEW = 40
"""Areas with more events than that are not tried: groups of many tell less."""
SECONDS = 20
"""How long an integer programme may take; one that is not finished tells nothing."""
GROUPS = {
    "sex": "sex",
    "ethnic_group": "ethnic_group",
    "deprivation_2019": "imd19_fifth",
    "deprivation_2025": "imd25_fifth",
}
"""Breakdowns whose groups nobody is in twice → the column of the cubes."""
BANDS = len(AGE_BANDS)


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
            told += _width(band, system, limits) < NARROWEST
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


def _width(band: int, system: LinearConstraint, box: Bounds) -> float:
    """How many values a band can have at most."""
    ends = []
    for sign in (1.0, -1.0):
        cost = np.zeros(len(box.lb))
        cost[band] = sign
        found = milp(
            cost,
            constraints=system,
            bounds=box,
            integrality=np.ones(len(cost)),
            options={"time_limit": SECONDS},
        )
        ends.append(found.mip_dual_bound)
    if any(end is None for end in ends):
        return np.inf
    return round(-ends[1] - ends[0]) + 1


class People:
    """Populations by area, group and age band, as they are published elsewhere.

    Args:
        reader: Whose cubes are read.
        basis: Whom the cube is of.
    """

    def __init__(self, reader: Outsider, basis: str) -> None:
        self._cube = pq.read_table(reader.cubes / f"{basis}.parquet")
        self._smallest = "lsoa21" if basis == "resident" else "practice"
        self._lies = areas_of(reader, basis)
        if basis == "resident":
            self._cube = self._cube.join(_fifths(reader), "lsoa21")
        self._found: dict[tuple[str, str], dict[tuple[object, ...], np.ndarray]] = {}

    def of(self, measure: str, area: tuple[str, str], breakdown: str, category: str) -> np.ndarray:
        """People that a rate is per, by age band; shape (bands,)."""
        by = (measure, breakdown)
        if by not in self._found:
            self._found[by] = self._added(measure, breakdown)
        return self._found[by][*area, category]

    def _added(self, measure: str, breakdown: str) -> dict[tuple[object, ...], np.ndarray]:
        count = f"{measure}__denominator"
        column = GROUPS.get(breakdown)
        names = [self._smallest, "age_band", *([column] if column else [])]
        added = self._cube.group_by(names).aggregate([(count, "sum")]).to_pylist()
        found: dict[tuple[object, ...], np.ndarray] = defaultdict(lambda: np.zeros(BANDS))
        for row in added:
            if row["age_band"] in AGE_BANDS:
                group = str(row[column]) if column else "all"
                for area in self._lies.get(row[self._smallest], ()):
                    found[*area, group][AGE_BANDS.index(row["age_band"])] += row[f"{count}_sum"]
        return found


def _fifths(reader: Outsider) -> pa.Table:
    """The deprivation of each small area, which is published."""
    areas = pq.read_table(reader.release.folder / "small_areas.parquet")
    fifths = {
        name: pc.fill_null(areas[name].cast(pa.string()), "unknown")
        for name in ("imd19_fifth", "imd25_fifth")
    }
    return pa.table({"lsoa21": areas["lsoa21"].cast(pa.string()), **fifths})
