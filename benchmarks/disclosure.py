"""Attack the releases of an installation: how many hidden counts can be told, and how.

    python benchmarks/disclosure.py DATA RUN [EARLIER]

DATA is an installation's data folder, RUN one of its runs and EARLIER the run of a month before.
Each attack writes what it knows of each hidden count as equations and bounds, and says how many
hidden counts it can tell to within four values:

* sums: groups into everybody and areas into larger ones, every table of the values;
* months: the twelve months of a series and its year;
* rates: standardised rates of areas, as weighed sums of their age bands whose populations are
  known, by integer programmes (a sample of RATES of them, drawn with a fixed seed);
* means: the numbers of values that some sum of whole numbers fits;
* earlier years of groups: their sums, and counts that one row hides and another shows;
* margins: the same sums of tables beside the values: bed days, deaths, life tables, duplicates;
* years a month apart: the year of each release, which differ by the month that came and the month
  that went;
* snapshots: both months' ranges of a count put together, by a reader who takes it not to have
  changed.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
from scipy.optimize import Bounds, LinearConstraint, milp

from tests.disclosure.margins import LADDER, margins
from tests.disclosure.outsider import BASES, Known, Outsider, text
from wholeplace.core.calendar import AGE_BANDS
from wholeplace.measures.disclosure.columns import Words, number
from wholeplace.measures.disclosure.published import published
from wholeplace.measures.disclosure.sums import sums_of
from wholeplace.statistics import (
    HES,
    NARROWEST,
    european_2013,
    feasible_range,
)

RATES = 150
WIDEST = 60
"""Numbers of values tried for a mean."""
SERIES = ("area_type", "area_code", "measure")


def main() -> None:
    """Attack and say what was found."""
    data, run, *earlier = sys.argv[1:]
    reader = Outsider(Path(data), run)
    before = Outsider(Path(data), earlier[0]) if earlier else None
    for basis in BASES:
        for monthly in (False, True):
            known = reader.known(basis, monthly)
            told = known.secret & (known.most - known.least + 1 < NARROWEST)
            say(f"sums, {basis}{', months' if monthly else ''}", known.secret.sum(), told.sum())
        say(f"months and year, {basis}", *months_and_year(reader, basis))
        say(f"rates, {basis}", *rates(reader, basis))
        say(f"means, {basis}", *means(reader, basis))
        say(f"earlier years of groups, {basis}", *earlier_years(reader, basis))
    for name, hidden, told in margins(reader.release.folder):
        say(name, hidden, told)
    if before:
        for basis in BASES:
            say(f"years a month apart, {basis}", *years_apart(before, reader, basis))
            for monthly in (False, True):
                two = before.known(basis, monthly), reader.known(basis, monthly)
                title = f"snapshots, {basis}{', months' if monthly else ''}"
                say(title, *snapshots(*two))


def say(attack: str, hidden: int, told: int | str) -> None:
    """One line of the answer."""
    print(f"{attack:45} {hidden:9,} hidden  {told:>6} told", flush=True)


def months_and_year(reader: Outsider, basis: str) -> tuple[int, int]:
    """Hidden months and years of series, and those told by the others."""
    year, months = reader.known(basis, False), reader.known(basis, True)
    whole = _series(year, Words.of(year.rows, "breakdown").are("all"))
    starts = year.rows["period_start"].combine_chunks()
    first = max(day for day in starts.unique().to_pylist() if day)
    first = min(first.replace(day=1), _year_before(year))
    begin = np.array(months.rows["period_start"].to_pylist())
    parts = _series(months, begin >= first)
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
            told += int((secret & (left_high - left_low + 1 < NARROWEST)).sum())
            top = min(most, high.sum())
            # A year of twelve noughts that are shown is a nought, and no secret.
            told += int(year_secret and top > 0 and top - max(least, low.sum()) + 1 < NARROWEST)
    return hidden, told


def _year_before(year: Known) -> object:
    ends = [day for day in year.rows["period_end"].combine_chunks().unique().to_pylist() if day]
    starts = year.rows["period_start"].combine_chunks().unique().to_pylist()
    return min(day for day in starts if day and (max(ends) - day).days < 366)


def _series(known: Known, at: np.ndarray) -> dict[str, list[tuple[float, float, bool]]]:
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
    people = _people(reader, basis)
    rows = np.flatnonzero(shown & (value > 0))
    rows = np.random.default_rng(1).permutation(rows)[:RATES]
    hidden = told = 0
    for row in rows:
        kind, code, measure = keys[row].split("|")[:3]
        per = reader.release.measures[measure].per
        bands = [place.get(f"{kind}|{code}|{measure}|age_band|{band}", -1) for band in AGE_BANDS]
        weight = _weights(people[measure][kind, code]) * per
        figures = float(f"{value[row]:.3g}")
        half = 10.0 ** (np.floor(np.log10(figures)) - _figures(figures) + 1) / 2
        system = LinearConstraint(
            [weight, np.ones(len(bands))], [figures - half, low[row]], [figures + half, high[row]]
        )
        at = np.array(bands)
        box = Bounds(np.where(at < 0, 0, low[at]), np.where(at < 0, 0, np.minimum(high[at], 1e4)))
        for band in np.flatnonzero((at >= 0) & secret[at]):
            ends = [_end(band, sign, system, box) for sign in (1.0, -1.0)]
            hidden += 1
            told += ends[1] - ends[0] + 1 < NARROWEST
    return hidden, int(told)


def _figures(value: float) -> int:
    """How many figures a rate is shown to, at least: noughts at the end may be figures too."""
    return len(f"{value:.3g}".replace(".", "").split("e")[0].strip("0")) or 1


def _end(band: int, sign: float, system: LinearConstraint, box: Bounds) -> float:
    cost = np.zeros(len(box.lb))
    cost[band] = sign
    found = milp(cost, constraints=system, bounds=box, integrality=np.ones(len(cost)))
    return float("nan") if found.x is None else round(found.x[band])


def _weights(people: np.ndarray) -> np.ndarray:
    """What an event in each age band adds to a rate per person."""
    folded = european_2013.fold(people)
    standard = np.where(folded > 0, european_2013.weights, 0)
    share = np.where(folded > 0, standard / np.where(folded > 0, folded, 1), 0) / standard.sum()
    return share[[int(european_2013.fold(band).argmax()) for band in np.eye(len(AGE_BANDS))]]


def _people(reader: Outsider, basis: str) -> dict[str, dict[tuple[str, str], np.ndarray]]:
    """Measure → area → people by age band: populations that are published elsewhere."""
    cube = pq.read_table(reader.cubes / f"{basis}.parquet")
    column = "lsoa21" if basis == "resident" else "practice"
    where = cube[next(n for n in cube.column_names if n.startswith(column))].to_pylist()
    ages = [
        AGE_BANDS.index(age) if age in AGE_BANDS else -1 for age in cube["age_band"].to_pylist()
    ]
    areas = _areas_of(reader, basis)
    found: dict[str, dict[tuple[str, str], np.ndarray]] = {}
    for measure in reader.release.measures.values():
        if measure.statistic == "dsr" and f"{measure.name}__denominator" in cube.column_names:
            here = found.setdefault(measure.name, defaultdict(lambda: np.zeros(len(AGE_BANDS))))
            counts = cube[f"{measure.name}__denominator"].to_pylist()
            for code, age, count in zip(where, ages, counts, strict=True):
                for area in areas.get(code, ()) if age >= 0 else ():
                    here[area][age] += count
    return found


def _areas_of(reader: Outsider, basis: str) -> dict[str, list[tuple[str, str]]]:
    """The smallest areas → every area they lie in."""
    if basis == "registered":
        above = reader.above(basis)
        return {
            code: [(kind, code), *up] for (kind, code), up in above.items() if kind == "practice"
        }
    rows = reader.release.rows("small_areas")
    return {row["lsoa21"]: [(kind, row[kind]) for kind in LADDER if row[kind]] for row in rows}


def years_apart(before: Outsider, now: Outsider, basis: str) -> tuple[int, int]:
    """Months hidden in the later release, new or a year old, and those two years tell."""
    years = []
    for reader in (before, now):
        known = reader.known(basis, False)
        years.append(_series(known, Words.of(known.rows, "breakdown").are("all")))
    months = now.known(basis, True)
    held = sorted(set(months.rows["category"].to_pylist()))
    new, old = held[-1], held[-13]
    hidden = told = 0
    category = Words.of(months.rows, "category")
    came, went = (_series(months, category.are(month)) for month in (new, old))
    for key in came.keys() & went.keys() & years[0].keys() & years[1].keys():
        (a_low, a_high, _), (b_low, b_high, _) = years[0][key][0], years[1][key][0]
        for mine, other, more in (
            (came[key][0], went[key][0], (b_low - a_high, b_high - a_low)),
            (went[key][0], came[key][0], (a_low - b_high, a_high - b_low)),
        ):
            low, high = max(mine[0], other[0] + more[0]), min(mine[1], other[1] + more[1])
            hidden += int(mine[2])
            told += int(mine[2] and high > 0 and 0 <= high - low < NARROWEST - 1)
    return hidden, told


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
    return int(known.secret[:, np.unique(table)].sum()), int(told.sum())


def _half_step(value: float) -> float:
    """Half the step a mean is shown in, at most: its last figure, or a fifth of the one before."""
    text_ = f"{value:.6g}"
    place = 10.0 ** -len(text_.partition(".")[2])
    last = round(value / place)
    return place * (2.5 if last % 5 == 0 else 1.0 if last % 2 == 0 else 0.5)


def snapshots(before: Known, now: Known) -> tuple[int, str]:
    """Counts hidden now, and those told by both months together if they did not change."""
    names = (*SERIES, "breakdown", "category")
    keys = [text(known.rows, *names) for known in (before, now)]
    _, first, second = np.intersect1d(*keys, return_indices=True)
    one, two = (
        [part[at] for part in known.numerators()] for known, at in ((before, first), (now, second))
    )
    both = one[2] & two[2]
    left = np.minimum(one[1], two[1]) - np.maximum(one[0], two[0]) + 1
    return int(both.sum()), f"{int((both & (left > 0) & (left < NARROWEST)).sum())}"


if __name__ == "__main__":
    main()
