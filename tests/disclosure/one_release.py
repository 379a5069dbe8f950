"""One release attacked beyond its sums: months, standardised rates, means and earlier years."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
from scipy.optimize import Bounds, LinearConstraint, milp

from tests.disclosure.outsider import Known, Outsider, text
from tests.disclosure.populations import People, weights_of
from wholeplace.core.calendar import AGE_BANDS
from wholeplace.core.errors import StatisticsError
from wholeplace.measures.disclosure.columns import Words, number
from wholeplace.measures.disclosure.published import published
from wholeplace.measures.disclosure.seen import Seen
from wholeplace.measures.disclosure.sums import sums_of
from wholeplace.statistics import (
    ANY,
    HES,
    NARROWEST,
    feasible_range,
)
from wholeplace.statistics.attack import attack

RATES = 150
"""Rates that are tried: each takes some twenty integer programmes."""
WIDEST = 60
"""Numbers of values tried for a mean."""
SECONDS = 20
"""How long an integer programme may take; one that is not finished tells nothing."""
SERIES = ("area_type", "area_code", "measure")


def months_and_year(reader: Outsider, basis: str) -> tuple[int, int]:
    """Hidden months and years of series, and those told by the others."""
    year, months = reader.known(basis, False), reader.known(basis, True)
    whole = series_of(year, Words.of(year.rows, "breakdown").are("all"))
    starts = year.rows["period_start"].combine_chunks()
    first = max(day for day in starts.unique().to_pylist() if day)
    first = min(first.replace(day=1), _year_before(year))
    begin = np.array(months.rows["period_start"].to_pylist())
    parts = series_of(months, begin >= first)
    hidden = told = 0
    for key, mine in parts.items():
        if len(mine) == 12 and key in whole:
            low, high, secret = (np.array(part) for part in zip(*mine, strict=True))
            least, most, year_secret = whole[key][0]
            if low.sum() > most or high.sum() < least:
                continue  # People moved: no such equation holds.
            left_low = np.maximum(low, least - (high.sum() - high))
            left_high = np.minimum(high, most - (low.sum() - low))
            hidden += int(secret.sum()) + int(year_secret)
            # What can only be nought is no secret: noughts are shown.
            narrow = (left_high > 0) & (left_high - left_low + 1 < NARROWEST)
            told += int((secret & narrow).sum())
            top = min(most, high.sum())
            told += int(year_secret and top > 0 and top - max(least, low.sum()) + 1 < NARROWEST)
    return hidden, told


def _year_before(year: Known) -> object:
    ends = [day for day in year.rows["period_end"].combine_chunks().unique().to_pylist() if day]
    starts = year.rows["period_start"].combine_chunks().unique().to_pylist()
    return min(day for day in starts if day and (max(ends) - day).days < 366)


def series_of(known: Known, at: np.ndarray) -> dict[str, list[tuple[float, float, bool]]]:
    """Area and measure → bounds of each row's numerator, and whether it is secret."""
    found = defaultdict(list)
    low, high, secret = known.numerators()
    for key, *row in zip(text(known.rows, *SERIES)[at], low[at], high[at], secret[at], strict=True):
        found[key].append(tuple(row))
    return found


def rates(reader: Outsider, basis: str) -> tuple[int, int]:
    """Hidden age bands of a sample of standardised rates, and those the rates tell."""
    known = reader.known(basis, False)
    keys = text(known.rows, *SERIES, "breakdown", "category")
    place = {key: row for row, key in enumerate(keys)}
    low, high, secret = known.numerators()
    shown = Words.of(known.rows, "statistic").are("dsr")
    shown &= Words.of(known.rows, "breakdown").are("all")
    shown &= Words.of(known.rows, "status").are("shown")
    value = number(known.rows, "value")
    people = People(reader, basis)
    rows = np.flatnonzero(shown & (value > 0))
    rows = np.random.default_rng(1).permutation(rows)[:RATES]
    hidden = told = 0
    for row in rows:
        kind, code, measure = keys[row].split("|")[:3]
        per = reader.release.measures[measure].per
        bands = [place.get(f"{kind}|{code}|{measure}|age_band|{band}", -1) for band in AGE_BANDS]
        weight = weights_of(people.of(measure, (kind, code))) * per
        figures = float(f"{value[row]:.3g}")
        half = 10.0 ** (np.floor(np.log10(figures)) - figures_of(figures) + 1) / 2
        system = LinearConstraint(
            [weight, np.ones(len(bands))], [figures - half, low[row]], [figures + half, high[row]]
        )
        at = np.array(bands)
        box = Bounds(np.where(at < 0, 0, low[at]), np.where(at < 0, 0, np.minimum(high[at], 1e4)))
        for band in np.flatnonzero((at >= 0) & secret[at]):
            hidden += 1
            told += values_left(band, system, box) < NARROWEST
    return hidden, int(told)


def values_left(band: int, system: LinearConstraint, box: Bounds) -> float:
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


def figures_of(value: float) -> int:
    """How many figures a rate is shown to, at least: noughts at the end may be figures too."""
    return len(f"{value:.3g}".replace(".", "").split("e")[0].strip("0")) or 1


def earlier_years(reader: Outsider, basis: str) -> tuple[int, int]:
    """Hidden counts of groups in earlier years, and those told by sums or by another row."""
    table = pq.read_table(reader.release.folder / "plus_group_years.parquet")
    hidden = told = 0
    for day in table["period_end"].unique():
        rows = table.filter(pc.equal(table["period_end"], day))
        said = published(rows, basis, HES, reader.same[basis], monthly=False)
        if said is not None:
            least, most = feasible_range(
                said.lower, said.upper, sums_of(said.cells, reader.above(basis))
            )
            secret = said.hidden & ~said.shown & (most > 0)
            hidden += int(secret.sum())
            told += int((secret & (most - least + 1 < NARROWEST)).sum())
            told += int((said.secret & said.told).sum())
    return hidden, told


def means(reader: Outsider, basis: str) -> tuple[int, int]:
    """Hidden counts of the tables that means are of, and those told by what numbers fit the means.

    A mean of whole numbers fits a number of values where some whole sum gives it.
    """
    known = reader.known(basis, False)
    said = known.said
    at = Words.of(known.rows, "statistic").are("mean") & Words.of(known.rows, "status").are("shown")
    rows = np.flatnonzero(at & (said.denominator >= 0))
    value = number(known.rows, "value")[rows]
    half = np.array([_half_step(one) for one in value])
    cell, table = (part[said.denominator[rows]] for part in (said.cell, said.table))
    low, high = known.least[cell, table], known.most[cell, table]
    least, most = np.full(len(rows), np.inf), np.full(len(rows), -np.inf)
    for more in range(WIDEST):
        values = low + more
        fits = (values <= high) & (
            np.floor((value + half) * values + 1e-9) >= (value - half) * values - 1e-9
        )
        least = np.where(fits, np.minimum(least, values), least)
        most = np.where(fits, np.maximum(most, values), most)
    open_ = (high - low >= WIDEST - 1) | (least > most)
    lower, upper = said.lower.copy(), said.upper.copy()
    np.maximum.at(lower, (cell, table), np.where(open_, low, least))
    np.minimum.at(upper, (cell, table), np.where(open_, high, most))
    found = feasible_range(lower, upper, sums_of(said.cells, reader.above(basis)))
    told = known.secret & (found[1] - found[0] + 1 < NARROWEST)
    told &= known.most - known.least + 1 >= NARROWEST  # What sums alone tell is told above.
    return int(known.secret[:, np.unique(table)].sum()), int(told.sum())


def _half_step(value: float) -> float:
    """Half the step a mean is shown in, at most: its last figure, or a fifth of the one before."""
    text_ = f"{value:.6g}"
    place = 10.0 ** -len(text_.partition(".")[2])
    last = round(value / place)
    return place * (2.5 if last % 5 == 0 else 1.0 if last % 2 == 0 else 0.5)


def narrowest_by_programmes(reader: Outsider, basis: str, some: int) -> tuple[int, int]:
    """Hidden counts that sums leave the fewest values, and those told by all sums at once.

    Args:
        reader: Somebody with the release.
        basis: ``registered`` or ``resident``.
        some: How many counts to ask of.
    """
    seen = reader.seen(basis, False)
    secret = np.flatnonzero(seen.secret)
    left = (seen.most - seen.least)[secret]
    chosen = secret[np.argsort(left, kind="stable")[:some]]
    asked, told = len(chosen), 0
    for table in np.unique(seen.said.table[chosen]):
        few = np.array([table])
        low, high = (seen.said.spread(part, 0.0, few)[:, 0] for part in (seen.least, seen.most))
        high[~_spoken(seen, table)] = ANY
        mine = chosen[seen.said.table[chosen] == table]
        try:
            found = attack(low, high, seen.sums, seen.said.cell[mine])
        except StatisticsError:  # Of a release whose sums are not protected not all may hold.
            asked -= len(mine)
            continue
        told += int(((found.values < NARROWEST) & (found.most > 0)).sum())
    return asked, told


def _spoken(seen: Seen, table: int) -> np.ndarray:
    """Cells of a table that some row speaks of."""
    found = np.zeros(len(seen.said.cells), dtype=np.bool_)
    found[seen.said.cell[seen.said.counts_of(np.array([table]))]] = True
    return found
