"""The proof of the disclosure gate: everything one release says, attacked by every sum there is.

The attacker has the release, knows which areas make up which, which groups make up everybody, and
which measures count the same people, and narrows every hidden count.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache

import numpy as np
import pyarrow.parquet as pq
import pytest

from tests.measures.small_installation import Finished
from wholeplace.core.registry import Registry
from wholeplace.measures.cells import CATEGORIES, Cells
from wholeplace.measures.disclosure.published import Published, published
from wholeplace.measures.disclosure.sums import lies_in, sums_of
from wholeplace.measures.disclosure.withholding import LEVELS, same_counts
from wholeplace.measures.measure import Measure
from wholeplace.measures.release_tables import AGE
from wholeplace.statistics import HES, NARROWEST, Sums, feasible_range, implied_zeros
from wholeplace.statistics.attack import attack

Seen = Callable[[str, bool], tuple[Published, list[Sums], np.ndarray]]
KINDS = [
    ("registered", False),
    ("registered", True),
    ("resident", False),
    ("resident", True),
]


def ladder(run: Finished, basis: str) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Where each area lies, from the release alone."""
    if basis == "resident":
        return lies_in(pq.read_table(run.release.folder / "small_areas.parquet"), LEVELS[basis])
    areas = run.release.areas
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for key, area in areas.items():
        if area.area_type in LEVELS["registered"]:
            above = run.release.parent(area)
            while above is not None:
                found.setdefault(key, []).append(above.key)
                above = run.release.parent(above)
    return found


def same_people(run: Finished, measures: list[Measure]) -> dict[str, dict[tuple[str, str], int]]:
    """Which measures count the same, from the cubes."""
    cubes = {}
    for basis in LEVELS:
        table = pq.read_table(
            run.installation.settings.data_folder / "cubes" / run.run_id / f"{basis}.parquet"
        )
        place = {name: number for number, name in enumerate(CATEGORIES[AGE])}
        ages = np.array([place.get(name, len(place) - 1) for name in table[AGE].to_pylist()])
        sums = {n: table[n].to_numpy() for n in table.column_names if "__" in n}
        cubes[basis] = Cells({}, {AGE: ages}, sums)
    return {basis: dict(ids) for basis, ids in same_counts(cubes, measures).items()}


@pytest.fixture(scope="session")
def seen(small: Finished) -> Seen:
    """What the release says of each basis, read once."""
    chosen = small.installation.settings.definitions.packages
    measures = Registry.load(chosen, small.installation.settings.definition_folders).all(Measure)
    same = same_people(small, list(measures))
    values = pq.read_table(small.release.folder / "values.parquet")

    @cache
    def of(basis: str, monthly: bool) -> tuple[Published, list[Sums], np.ndarray]:
        said = published(values, basis, HES, same.get(basis, {}), monthly)
        assert said is not None
        sums = sums_of(said.cells, ladder(small, basis))
        zeros = implied_zeros((said.upper == 0) & ~said.hidden, sums)
        return said, sums, said.hidden & ~said.shown & ~zeros

    return of


@pytest.mark.parametrize(("basis", "monthly"), KINDS)
def test_no_sum_tells_a_hidden_count_to_within_four_values(
    seen: Seen, basis: str, monthly: bool
) -> None:
    """Every hidden count of every table, by passing bounds along all the sums there are."""
    said, sums, secret = seen(basis, monthly)
    least, most = feasible_range(said.lower, said.upper, sums)

    told = secret & (most - least + 1 < NARROWEST) & (most > 0)

    assert secret.any()
    assert [said.cells[cell] for cell, _ in np.argwhere(told)] == []


@pytest.mark.parametrize(("basis", "monthly"), KINDS)
def test_no_integer_programme_tells_a_hidden_count_to_within_four_values(
    seen: Seen, basis: str, monthly: bool
) -> None:
    """All sums of a table at once: where they cross, they may say more than one after another."""
    said, sums, secret = seen(basis, monthly)
    for table in range(secret.shape[1]):
        wanted = np.flatnonzero(secret[:, table])
        if len(wanted):
            found = attack(said.lower[:, table], said.upper[:, table], sums, wanted)
            told = wanted[(found.values < NARROWEST) & (found.most > 0)]
            assert [said.cells[cell] for cell in told] == []


def test_few_more_counts_are_hidden_than_are_small(small: Finished) -> None:
    manifest = json.loads((small.release.folder / "manifest.json").read_text())

    assert 0 < manifest["hidden"]["besides"] <= 0.2 * manifest["hidden"]["small"]
