"""Rates of women and men beside everybody's: what is released leaves every age band open."""

from __future__ import annotations

import datetime as dt
from itertools import product
from typing import Any

import numpy as np
import pyarrow as pa

from tests.disclosure.populations import weights_of
from wholeplace.core.calendar import AGE_BANDS
from wholeplace.measures.cells import ALL, Cells
from wholeplace.measures.disclosure.rates_that_tell import FewerFigures, shown_in
from wholeplace.measures.disclosure.withholding import same_counts, withhold
from wholeplace.measures.measure import Measure
from wholeplace.measures.release_tables import AGE, VALUES_SCHEMA, released_values
from wholeplace.statistics import HES, NARROWEST, could_have_been, significant_figures

OPEN = [AGE_BANDS.index(band) for band in ("40-44", "60-64", "80-84")]
"""The bands with events, few enough in each to be hidden."""
EVENTS = {"female": np.array([3, 4, 3]), "male": np.array([4, 3, 3])}
PEOPLE = {"female": np.array([320, 211, 57]), "male": np.array([290, 230, 31])}
WORDS = {"title": "x", "says": "x", "numerator": "x", "denominator": "x", "not_in_it": "x"}
DEATHS = Measure(name="deaths", rule=lambda p: p, statistic="dsr", per=100_000, **WORDS)
"""Its rule is never asked: the cells are counted already."""
MOST = 12
"""As many deaths as ten may be."""
OTHERS = 100
"""Women, and men, of each other age."""
PRACTICE = {("practice", "A"): []}
Rows = dict[str, dict[str, Any]]


def one_practice() -> Cells:
    """A practice with deaths in three age bands."""
    sex, band = np.divmod(np.arange(2 * len(AGE_BANDS)), len(AGE_BANDS))
    events, people = np.zeros(len(sex), dtype=np.int64), np.full(len(sex), OTHERS)
    for one, side in enumerate(PEOPLE):
        at = one * len(AGE_BANDS) + np.array(OPEN)
        events[at], people[at] = EVENTS[side], PEOPLE[side]
    return Cells(
        levels={"practice": (["A"], np.zeros_like(sex))},
        breakdowns={ALL: np.zeros_like(sex), "sex": sex, AGE: band},
        sums={"deaths__numerator": events, "deaths__denominator": people},
    )


def released(cells: Cells) -> pa.Table:
    """The values of the practice, gated and protected from sums."""
    parts = released_values(cells, "registered", [DEATHS], dt.date(2026, 1, 31), HES)
    whole = pa.concat_tables([VALUES_SCHEMA.empty_table(), *parts])
    same = same_counts({"registered": cells}, [DEATHS])
    return withhold(whole, {"registered": PRACTICE}, same, HES).values


def in_fewer_figures(values: pa.Table, cells: Cells) -> pa.Table:
    cubes = {"registered": cells}
    same = same_counts(cubes, [DEATHS])
    return FewerFigures(cubes, {"registered": PRACTICE}, same, [DEATHS], HES).of(values)


def rates(values: pa.Table) -> Rows:
    """The rate and count of everybody, of women and of men."""
    rows = [row for row in values.to_pylist() if row["breakdown"] in (ALL, "sex")]
    return {row["category"]: row for row in rows}


def fits(ways: np.ndarray, name: str, shown: Rows, whole: Rows) -> np.ndarray:
    """Which numbers of deaths by age a rate could be of, by its figures and its count."""
    row = shown[name]
    if row["value"] is None:
        return np.ones(len(ways), dtype=bool)
    exact = whole[name]["value"]
    figures = next(f for f in (3, 2, 1) if significant_figures(exact, f) == row["value"])
    half = 10.0 ** (np.floor(np.log10(row["value"])) - figures + 1) / 2
    rate, total = ways @ weights_of(by_age(name))[OPEN] * DEATHS.per, ways.sum(axis=-1)
    fewest, most = could_have_been([row["numerator"]])
    return (abs(rate - row["value"]) <= half) & (fewest <= total) & (total <= most)


def by_age(name: str) -> np.ndarray:
    """The people of the practice by age band, or its women, or its men."""
    sides = [name] if name in PEOPLE else list(PEOPLE)
    people = np.full(len(AGE_BANDS), float(OTHERS * len(sides)))
    people[OPEN] = sum(PEOPLE[side] for side in sides)
    return people


def told(shown: Rows, whole: Rows) -> int:
    """Age bands that the ways to make up the rates shown leave fewer than four values."""
    ways = np.array(list(product(range(MOST + 1), repeat=len(OPEN))))
    women, men = (ways[fits(ways, side, shown, whole)] for side in PEOPLE)
    both = (women[:, np.newaxis] + men[np.newaxis]).reshape(-1, len(OPEN))
    left = both[fits(both, ALL, shown, whole)]
    return int((np.ptp(left, axis=0) + 1 < NARROWEST).sum())


def test_rates_of_women_and_men_are_given_in_as_few_figures_as_tell_no_age_band() -> None:
    cells = one_practice()
    values = released(cells)
    groups = np.flatnonzero([row["breakdown"] == "sex" for row in values.to_pylist()])
    alone = in_fewer_figures(shown_in(values, groups, np.zeros_like(groups)), cells)
    whole, fewer = rates(values), rates(in_fewer_figures(values, cells))
    everybody = rates(alone)

    assert [whole[name]["status"] for name in (ALL, "female", "male")] == ["shown"] * 3
    assert everybody[ALL]["value"] is not None
    assert told(everybody, whole) == 0
    assert told(whole | {ALL: everybody[ALL]}, whole) > 0
    assert told(fewer, whole) == 0
    assert fewer["female"]["value"] is not None or fewer["male"]["value"] is not None
