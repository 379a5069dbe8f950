"""The national projection of 2018, worked through again cell by cell."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from wholeplace.core.errors import InputFileError
from wholeplace.planning.projection.cohorts import Array, Flows, a_year_on, flows_of, project
from wholeplace.planning.projection.national import NationalProjection, read_national


@pytest.fixture(scope="module")
def england(reference: Path) -> NationalProjection:
    """England, 2018-based, principal."""
    return read_national(reference / "real" / "npp2018b")


def missed_by(england: NationalProjection, flows: Flows, year: int) -> Array:
    """How far each published cell is from the people of the year before and these flows."""
    return np.abs(england.population[year + 1] - a_year_on(england.population[year], flows))


@pytest.mark.reference
def test_every_published_cell_of_a_hundred_years_follows_to_a_person(
    england: NationalProjection,
) -> None:
    assert england.first == 2018 and len(england.years) == 100
    worst = max(missed_by(england, flows, n).max() for n, flows in enumerate(england.flows))
    assert worst <= 1


@pytest.mark.reference
def test_moves_taken_by_the_age_reached_miss_cells_by_hundreds_and_the_total_by_none(
    england: NationalProjection,
) -> None:
    """The total would not show the mistake, so the cells are what is tested."""
    flows = england.flows[0]
    wrong = england.population[0] - flows.deaths
    wrong = np.concatenate([np.zeros((2, 1)), wrong[:, :-1]], axis=1) + flows.net_migration
    wrong[:, 0] += flows.births - flows.deaths_at_birth
    wrong[:, -1] += england.population[0][:, -1] - flows.deaths[:, -1]
    missed = np.abs(england.population[1] - wrong)
    assert missed.max() > 500
    assert abs(wrong.sum() - england.population[1].sum()) < 5


@pytest.mark.reference
def test_rates_give_the_published_births_and_deaths_of_every_year(
    england: NationalProjection,
) -> None:
    for n, (year, published) in enumerate(zip(england.years, england.flows, strict=True)):
        found = flows_of(england.population[n], year)
        np.testing.assert_allclose(found.deaths, published.deaths, atol=0.51)
        np.testing.assert_allclose(found.births.sum(), published.births.sum(), atol=5)


@pytest.mark.reference
def test_from_rates_alone_25_years_on_every_age_is_within_20_people(
    england: NationalProjection,
) -> None:
    ours = project(england.population[0], england.years[:25])
    published = england.population[25]
    assert ours[-1].sum() == pytest.approx(published.sum(), rel=1e-5)
    assert np.abs(ours[-1] - published).max() < 20
    over_85 = ours[-1][:, 85:].sum()
    assert over_85 == pytest.approx(published[:, 85:].sum(), rel=5e-5)


def test_a_folder_without_the_tables_says_which_is_missing(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match="england_population"):
        read_national(tmp_path)


def test_a_table_that_is_not_one_of_them_is_refused(tmp_path: Path) -> None:
    (tmp_path / "england_population.csv").write_text("Age,Sex,2018\n0,1,5\n")
    with pytest.raises(InputFileError, match="not Sex and Age"):
        read_national(tmp_path)
