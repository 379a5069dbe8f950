"""Attack the releases of an installation: how many hidden counts can be told, and how.

    python -m benchmarks.disclosure DATA RUN [EARLIER ...] [--exact DATA]

DATA is an installation's data folder, RUN one of its runs and EARLIER runs before it, the last one
first. Each attack writes what it knows of each hidden count as equations and bounds, and says how
many it tells to within four values:

* sums: groups into everybody and areas into larger ones, of the values and the tables beside them;
* integer programmes: all sums of the values and of the tables beside them at once, asked of the
  PROGRAMMES hidden counts that sums one after another leave the fewest values;
* months: the twelve months of a series and its year;
* rates: standardised rates of areas, as weighed sums of their age bands whose populations are
  known, by integer programmes (a sample of RATES of them, drawn with a fixed seed);
* rates of groups: the same of women, men, fifths and ethnic groups together with everybody's (a
  sample of AREAS with few events);
* means: the numbers of values that some sum of whole numbers fits, where sums alone tell nothing;
* earlier years of groups: their sums, and counts that one row hides and another shows;
* tables: the same sums of bed days, deaths, life tables, duplicates and feeds;
* years apart: the year of each release, which differ by the months that came and went;
* unchanged: every release's range of a count put together, by a reader who takes it alone not to
  have changed. With ``--exact``, another installation's releases of the same days that were not
  gated (``profile = "exact"``, ``protect_sums = false``), it is said of how many that is so;
* all unchanged: the same by somebody who knows which of all counts changed and which did not.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pyarrow.compute as pc

from tests.disclosure.apart import Sight, all_at_once, everything, exact_counts, one_by_one
from tests.disclosure.feeds import feeds
from tests.disclosure.margins import margins
from tests.disclosure.one_release import (
    earlier_years,
    means,
    months_and_year,
    narrowest_by_programmes,
    rates,
    series_of,
)
from tests.disclosure.outsider import BASES, Outsider
from tests.disclosure.rates_of_groups import rates_of_groups
from wholeplace.measures.disclosure.columns import Words
from wholeplace.statistics import NARROWEST

PROGRAMMES = 20
"""Hidden counts that integer programmes are asked of, on each basis."""
Found = tuple[str, int, int | str]


def main() -> None:
    """Attack, and print one table."""
    ask = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    ask.add_argument("data", type=Path, metavar="DATA")
    ask.add_argument("run", metavar="RUN")
    ask.add_argument("earlier", nargs="*", metavar="EARLIER")
    ask.add_argument("--exact", type=Path, metavar="DATA")
    asked = ask.parse_args()
    print(f"{'attack':52} {'hidden':>10} {'told':>7}")
    reader = Outsider(asked.data, asked.run)
    hidden = json.loads((reader.release.folder / "manifest.json").read_text())["hidden"]
    found = [_one(reader)]
    if asked.earlier:
        before = [Outsider(asked.data, run) for run in asked.earlier]
        found += [_years(before[0], reader), _unchanged([*before[::-1], reader], asked.exact)]
    for attacks in found:
        for name, secret, told in attacks:
            print(f"{name:52} {secret:10,} {told:>7}", flush=True)
    each = 100 * hidden["besides"] / hidden["small"]
    print(f"Hidden besides for each 100 that are small: {each:.1f}")


def _one(reader: Outsider) -> Iterator[Found]:
    """Attacks on one release."""
    for basis in BASES:
        for monthly in (False, True):
            seen = reader.seen(basis, monthly)
            told = seen.secret & (seen.most - seen.least + 1 < NARROWEST)
            name = f"sums, {basis}{', months' if monthly else ''}"
            yield name, int(seen.secret.sum()), int(told.sum())
        yield f"integer programmes, {basis}", *narrowest_by_programmes(reader, basis, PROGRAMMES)
        yield f"months and year, {basis}", *months_and_year(reader, basis)
        yield f"rates, {basis}", *rates(reader, basis)
        yield f"rates of groups, {basis}", *rates_of_groups(reader, basis)
        yield f"means, {basis}", *means(reader, basis)
        yield f"earlier years of groups, {basis}", *earlier_years(reader, basis)
    yield from margins(reader.release.folder, reader.above("registered"))
    yield from feeds(reader.release.folder)


def _years(before: Outsider, now: Outsider) -> Iterator[Found]:
    for basis in BASES:
        yield f"years apart, {basis}", *years_apart(before, now, basis)


def _unchanged(readers: list[Outsider], exact: Path | None) -> Iterator[Found]:
    """Attacks on several releases, the last one last."""
    for basis in BASES:
        for monthly in (False, True):
            sights = [_sight(reader, basis, monthly, exact) for reader in readers]
            title = f"{basis}{', months' if monthly else ''}"
            yield from _unchanged_in(sights, readers, title, exact is not None)
            if exact:
                found = all_at_once(sights[-2:])
                yield f"all unchanged, {title}", found.hidden, found.told
    deaths = [Sight.of(*seen) for reader in readers if (seen := reader.deaths())]
    if len(deaths) == len(readers):
        yield from _unchanged_in(deaths, readers, "deaths", False)


def _unchanged_in(
    sights: list[Sight], readers: list[Outsider], title: str, exact: bool
) -> Iterator[Found]:
    """Counts taken one by one not to have changed, since some of the earlier releases."""
    last, others = sights[-1], sights[:-1]
    for many in range(1, len(others) + 1):
        for some in combinations(others, many):
            found = one_by_one([*some, last])
            which = ", ".join(readers[sights.index(one)].release.run_id for one in some)
            yield f"unchanged since {which}, {title}", found.hidden, found.told
            if exact:
                so = one_by_one([*some, last], unchanged=True)
                yield "  of which that is so", so.hidden, so.told


def _sight(reader: Outsider, basis: str, monthly: bool, exact: Path | None) -> Sight:
    counts = None
    if exact:
        day = reader.release.run_id[:10]
        folder = max((exact / "release").glob(f"{day}-*"))
        rows = everything(folder)
        counts = exact_counts(rows.filter(pc.equal(rows["basis"].cast("string"), basis)))
    return Sight.of(everything(reader.release.folder), reader.seen(basis, monthly), counts)


def years_apart(before: Outsider, now: Outsider, basis: str) -> tuple[int, int]:
    """Months hidden in the later release, new or a year old, and those two years tell."""
    years = []
    for reader in (before, now):
        known = reader.known(basis, False)
        years.append(series_of(known, Words.of(known.rows, "breakdown").are("all")))
    months = now.known(basis, True)
    held = sorted(set(months.rows["category"].to_pylist()))
    new, old = held[-1], held[-13]
    hidden = told = 0
    category = Words.of(months.rows, "category")
    came, went = (series_of(months, category.are(month)) for month in (new, old))
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


if __name__ == "__main__":
    main()
