"""The proof of the disclosure gate: everything one release says, attacked by every sum there is.

The attacker has the release, knows which areas make up which, which groups make up everybody, and
which measures count the same people, and narrows every hidden count.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.measures.small_installation import Finished
from wholeplace.core.registry import Registry
from wholeplace.measures.cells import CATEGORIES, Cells
from wholeplace.measures.disclosure.beside_tables import BESIDE, read_beside
from wholeplace.measures.disclosure.beside_values import as_values
from wholeplace.measures.disclosure.published import Published, published
from wholeplace.measures.disclosure.sums import cells_of_pieces, lies_in, sums_of, with_pieces
from wholeplace.measures.disclosure.withholding import EVERYBODY, LEVELS, PEOPLE, same_counts
from wholeplace.measures.measure import Measure
from wholeplace.measures.release_tables import AGE
from wholeplace.statistics import HES, NARROWEST, Sums, feasible_range, implied_zeros
from wholeplace.statistics.attack import attack

Seen = Callable[..., tuple[Published, list[Sums], np.ndarray]]
KINDS = [
    ("registered", False),
    ("registered", True),
    ("resident", False),
    ("resident", True),
]


def ladder(run: Finished, basis: str) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Where each area lies, from the release alone."""
    if basis == "resident":
        areas = with_pieces(pq.read_table(run.release.folder / "small_areas.parquet"))
        return lies_in(areas, LEVELS[basis])
    release = run.release
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for key, area in release.areas.items():
        if area.area_type in LEVELS["registered"]:
            above = release.parent(area)
            while above is not None:
                found.setdefault(key, []).append(above.key)
                above = release.parent(above)
    return found


def same_people(
    run: Finished, measures: list[Measure]
) -> dict[str, dict[tuple[str, str], Hashable]]:
    """Which measures count the same, from the cubes."""
    cubes = {}
    for basis in LEVELS:
        table = pq.read_table(
            run.installation.settings.data_folder / "cubes" / run.run_id / f"{basis}.parquet"
        )
        place = {name: number for number, name in enumerate(CATEGORIES[AGE])}
        ages = np.array([place.get(name, len(place) - 1) for name in table[AGE].to_pylist()])
        sums = {n: table[n].to_numpy() for n in table.column_names if "__" in n or n == PEOPLE}
        cubes[basis] = Cells({}, {AGE: ages}, sums)
    return {basis: dict(ids) for basis, ids in same_counts(cubes, measures).items()}


@pytest.fixture(scope="session")
def seen(small: Finished) -> Seen:
    """What the release says of each basis, read once."""
    chosen = small.installation.settings.definitions.packages
    measures = Registry.load(chosen, small.installation.settings.definition_folders).all(Measure)
    same = same_people(small, list(measures))
    tables = {"values": pq.read_table(small.release.folder / "values.parquet")}
    held = read_beside(small.release.folder)
    assert {"comorbidity", "coverage"} <= set(held)
    for one in BESIDE:
        rows, named = as_values(one, held[one.name])
        if rows.num_rows:
            tables[one.name] = rows.cast(tables["values"].schema)
        for basis, ids in same.items():
            known = {
                EVERYBODY: ids[EVERYBODY],
                ("stroke", "condition"): ids["stroke_prevalence", "numerator"],
            }
            same[basis] = ids | {key: known.get(name, name) for key, name in named.items()}

    @cache
    def of(
        basis: str, monthly: bool, left_out: str = ""
    ) -> tuple[Published, list[Sums], np.ndarray]:
        values = pa.concat_tables([rows for name, rows in tables.items() if name != left_out])
        said = published(values, basis, HES, same.get(basis, {}), monthly)
        assert said is not None
        above = ladder(small, basis)
        said = said.with_unseen(cells_of_pieces(said.cells, above))
        sums = sums_of(said.cells, above)
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

    told = secret & (most - least + 1 < NARROWEST)

    assert secret.any()
    assert [said.cells[cell] for cell, _ in np.argwhere(told)] == []


@pytest.mark.parametrize(("basis", "monthly"), KINDS)
def test_no_integer_programme_tells_a_hidden_count_to_within_four_values(
    seen: Seen, basis: str, monthly: bool
) -> None:
    """All sums of a table at once: where they cross, they may say more than one after another.

    Bed days share no count with another table, and their tables take ten minutes of programmes:
    they are held to bounds along their sums, above and in tests/disclosure.
    """
    said, sums, secret = seen(basis, monthly, left_out="bed_days")
    for table in range(secret.shape[1]):
        wanted = np.flatnonzero(secret[:, table])
        if len(wanted):
            found = attack(said.lower[:, table], said.upper[:, table], sums, wanted)
            told = wanted[(found.values < NARROWEST) & (found.most > 0)]
            assert [said.cells[cell] for cell in told] == []


def test_few_more_counts_are_hidden_than_are_small(small: Finished) -> None:
    manifest = json.loads((small.release.folder / "manifest.json").read_text())

    assert 0 < manifest["hidden"]["besides"] <= 0.2 * manifest["hidden"]["small"]
