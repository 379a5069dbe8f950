"""The cube of deaths: person-years and deaths of pooled years, by small area, sex and age."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wholeplace.measures.mortality.causes import CauseList
from wholeplace.measures.mortality.counting import CELL

POOLS = (3, 5)
"""Years counted together: three as in national statistics, five where three are too few."""
ENOUGH_PEOPLE = 0.75
ENOUGH_DEATHS = 0.5
EVERY_CAUSE = "deaths"
PREVENTABLE, TREATABLE = "preventable_halves", "treatable_halves"


def column(name: str, pool: int) -> str:
    """The cube's column of a count over so many years."""
    return f"{name}__{pool}_years"


def covered_pools(population: pa.Table, deaths: pa.Table) -> tuple[int, ...]:
    """Which pools of years the data reach back over.

    A year counts as covered if it has half the deaths of the middle year and three quarters of
    the people of the latest: an extract that holds only people who are still here would leave out
    those who died, and make everybody look long-lived.

    Args:
        population: What `counted_population` gives.
        deaths: What `counted_deaths` gives.
    """
    years = range(1, max(POOLS) + 1)
    dead = np.array([_in_year(deaths, "deaths", year) for year in years])
    people = np.array([_in_year(population, "people", year) for year in years])
    if not dead.any() or not people.any():
        return ()
    usual = np.median(dead[dead > 0])
    whole = (dead >= ENOUGH_DEATHS * usual) & (people >= ENOUGH_PEOPLE * people[0])
    return tuple(pool for pool in POOLS if whole[:pool].all())


def mortality_cube(
    population: pa.Table,
    deaths: pa.Table,
    groups: CauseList | None,
    avoidable: CauseList | None,
) -> pa.Table:
    """One row per small area, sex and age band, with the sums of each pool of years.

    Args:
        population: What `counted_population` gives.
        deaths: What `counted_deaths` gives.
        groups: The broad groups of causes; None where there are none.
        avoidable: The list of avoidable causes; None where there is none.

    Returns:
        The cell and, for each pool, person-years, deaths, deaths by group of causes, and halves
        of deaths that were preventable or treatable.
    """
    parts = [_amounts(population, {"people": population["people"].to_numpy()})]
    counted = deaths["deaths"].to_numpy()
    amounts = {EVERY_CAUSE: counted}
    amounts |= _by_group(deaths, counted, groups) if groups else {}
    amounts |= _avoidable(deaths, counted, avoidable) if avoidable else {}
    parts.append(_amounts(deaths, amounts))
    together = pa.concat_tables(parts, promote_options="default")
    sums = [name for name in together.column_names if name not in CELL]
    added = together.group_by(list(CELL), use_threads=False).aggregate([(n, "sum") for n in sums])
    filled = {name: pc.fill_null(added[f"{name}_sum"], 0) for name in sums}
    return pa.table({name: added[name] for name in CELL} | filled).sort_by(
        [(name, "ascending") for name in CELL]
    )


def _in_year(counted: pa.Table, name: str, year: int) -> int:
    return int(pc.sum(counted.filter(pc.equal(counted["year"], year))[name]).as_py() or 0)


def _amounts(counted: pa.Table, amounts: dict[str, NDArray[np.int64]]) -> pa.Table:
    """The cells, with each amount once for every pool its year belongs to."""
    year = counted["year"].to_numpy()
    columns = {name: counted[name] for name in CELL}
    for pool in POOLS:
        for name, amount in amounts.items():
            inside = np.where(year <= pool, amount, 0)
            columns[column(name, pool)] = pa.array(inside, pa.int64())
    return pa.table(columns)


def _positions(deaths: pa.Table, listed: CauseList) -> NDArray[np.int64]:
    """Each row's place in a list of causes, each code looked up once; its length for none."""
    place = {cause.name: number for number, cause in enumerate(listed.causes)}
    codes = deaths["cause"].combine_chunks().dictionary_encode("encode")
    found = [listed.cause_of(code) for code in codes.dictionary.to_pylist()]
    places = [place[cause.name] if cause else len(place) for cause in found]
    return np.array(places, dtype=np.int64)[codes.indices.to_numpy()]


def _by_group(
    deaths: pa.Table, counted: NDArray[np.int64], groups: CauseList
) -> dict[str, NDArray[np.int64]]:
    """Deaths by group; the last group takes what no other does."""
    last = len(groups.causes) - 1
    group = np.minimum(_positions(deaths, groups), last)
    return {
        cause.name: np.where(group == number, counted, 0)
        for number, cause in enumerate(groups.causes)
    }


def _avoidable(
    deaths: pa.Table, counted: NDArray[np.int64], avoidable: CauseList
) -> dict[str, NDArray[np.int64]]:
    """Halves of deaths; a cause that counts for one sex counts nobody of the other."""
    cause = _positions(deaths, avoidable)
    wanted = np.array([*(c.sex for c in avoidable.causes), ""])[cause]
    counts = (wanted == "") | (wanted == deaths["sex"].to_numpy(zero_copy_only=False))
    halves = {
        PREVENTABLE: [*(c.preventable for c in avoidable.causes), 0],
        TREATABLE: [*(c.treatable for c in avoidable.causes), 0],
    }
    return {
        name: np.where(counts, counted * np.array(parts, dtype=np.int64)[cause], 0)
        for name, parts in halves.items()
    }
