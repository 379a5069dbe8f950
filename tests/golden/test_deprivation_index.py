"""The Indices of Deprivation 2019 and 2025 come out of their own domains' ranks.

The published domain ranks hold ties broken where the scores behind them are not, so that not every
rank of 2019 can come out; scores of 2019 were not published with the ranks.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from tests.golden.reading import Rows, column, rows_of
from wholeplace.statistics import DOMAIN_WEIGHTS, composite_score

pytestmark = pytest.mark.reference


def composite(rows: Rows, housing: str) -> np.ndarray:
    named = [housing if domain == "housing" else domain.capitalize() for domain in DOMAIN_WEIGHTS]
    ranks = np.column_stack([column(rows, f"{name}_rank") for name in named])
    return composite_score(ranks, list(DOMAIN_WEIGHTS.values()))


def test_scores_of_2025(reference: Path) -> None:
    rows = rows_of(reference / "real" / "imd2025_lsoa21_england.csv")
    assert len(rows) == 33_755

    assert_allclose(composite(rows, "Housing_and_Services"), column(rows, "IMD_score"), atol=0.001)


def test_ranks_of_2019(reference: Path) -> None:
    rows = rows_of(reference / "real" / "imd2019_lsoa11_england.csv")
    assert len(rows) == 32_844

    got = stats.rankdata(-composite(rows, "Housing_and_Access"), method="min")

    difference = np.abs(got - column(rows, "IMD_rank"))
    assert (difference == 0).mean() >= 0.996
    assert difference.max() <= 2
