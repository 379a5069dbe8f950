"""On published series our forecasts are closer than the same as last season, and honest.

None of these series crosses the first lockdown: delayed transfers ended in 2019, the rest begin
in April 2016 or April 2021 and after, so there was no break to be left out.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.statistics.forecasting.real import FILES, back_tested
from wholeplace.statistics.forecasting import BackTest, holt_winters, seasonal_naive

pytestmark = pytest.mark.reference


@pytest.fixture(scope="module")
def ours(reference: Path) -> dict[str, BackTest]:
    """Our back-test of each file."""
    return {name: back_tested(reference, name, holt_winters) for name in FILES}


@pytest.mark.parametrize("name", FILES)
def test_forecasts_are_closer_than_the_same_as_last_season(
    ours: dict[str, BackTest], reference: Path, name: str
) -> None:
    mine, naive = ours[name], back_tested(reference, name, seasonal_naive)

    assert mine.scaled_error() < naive.scaled_error()
    by_series = mine.absolute_error(axis=(0, 2)) / naive.absolute_error(axis=(0, 2))
    assert np.nanmean(by_series) < 1
    assert mine.pinball(0.9) < naive.pinball(0.9)


def test_intervals_meant_for_80_in_100_hold_75_to_85_of_all_that_came(
    ours: dict[str, BackTest],
) -> None:
    """Every period ahead, origin, series and file together."""
    held = [found.coverage(0.8, axis=()).ravel() for found in ours.values()]

    share = np.nanmean(np.concatenate(held))

    assert 0.75 <= share <= 0.85


@pytest.mark.parametrize("name", FILES)
def test_no_file_is_far_from_what_its_intervals_say(ours: dict[str, BackTest], name: str) -> None:
    """Errors of origins that overlap go together, and three series are few: one file may stray."""
    assert 0.7 < ours[name].coverage(0.8) < 0.98
