"""On published series our forecasts are closer than the same as last season, and honest.

Every range is as wide as was known to be needed where it was made: nothing it is judged by was
seen. Of the first files none crosses the first lockdown: delayed transfers ended in 2019, the rest
begin in April 2016 or April 2021 and after, so there was no break to be left out.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.statistics.forecasting.real import (
    FILES,
    UNSEEN,
    back_tested,
    horizons,
    interval_score,
    sampling_error,
)
from wholeplace.statistics.forecasting import BackTest, calibrated, holt_winters, seasonal_naive

pytestmark = pytest.mark.reference
DOCUMENT = Path(__file__).parents[3] / "docs" / "explanation" / "forecasts.md"
TOO_SHORT = 10
"""Horizons gone by under which a file cannot tell 75 from 85 in 100: its sampling error says so."""
Tested = dict[str, tuple[BackTest, BackTest]]


@pytest.fixture(scope="module")
def alone(reference: Path) -> dict[str, BackTest]:
    """Our back-test of each file, before past errors had their say."""
    return {name: back_tested(reference, name, holt_winters) for name in FILES}


@pytest.fixture(scope="module")
def tested(reference: Path, alone: dict[str, BackTest]) -> Tested:
    """Our back-test of each file, and that of the same as last season."""
    naive = {name: back_tested(reference, name, seasonal_naive) for name in FILES}
    return {name: (calibrated(alone[name]), calibrated(naive[name])) for name in FILES}


@pytest.fixture(scope="module")
def unseen(reference: Path) -> Tested:
    """The same of files looked at afterwards."""
    methods = (holt_winters, seasonal_naive)
    return {
        name: tuple(calibrated(back_tested(reference, name, how)) for how in methods)
        for name in UNSEEN
    }


@pytest.mark.parametrize("name", FILES)
def test_forecasts_are_closer_than_the_same_as_last_season(tested: Tested, name: str) -> None:
    ours, naive = tested[name]

    assert ours.scaled_error() < naive.scaled_error()
    by_series = ours.absolute_error(axis=(0, 2)) / naive.absolute_error(axis=(0, 2))
    assert np.nanmean(by_series) < 1
    assert ours.pinball(0.9) < naive.pinball(0.9)


@pytest.mark.parametrize("name", FILES)
def test_ranges_meant_for_80_in_100_hold_75_to_85_in_every_file(tested: Tested, name: str) -> None:
    assert 0.75 <= tested[name][0].coverage(0.8) <= 0.85


def test_all_files_together_hold_80_in_100(tested: Tested) -> None:
    held = np.concatenate([ours.held(0.8).ravel() for ours, _ in tested.values()])

    assert 0.77 <= np.nanmean(held) <= 0.83


def test_ranges_hold_nearly_as_many_in_files_looked_at_afterwards(unseen: Tested) -> None:
    """All together, two that cross the first lockdown; and the one long enough to tell."""
    held = np.concatenate([ours.held(0.8).ravel() for ours, _ in unseen.values()])

    assert 0.72 <= np.nanmean(held) <= 0.85
    [long] = [ours for ours, _ in unseen.values() if horizons(ours) >= TOO_SHORT]
    assert 0.75 <= long.coverage(0.8) <= 0.85


@pytest.mark.parametrize("name", FILES)
def test_only_a_file_too_short_to_tell_has_a_large_sampling_error(
    tested: Tested, name: str
) -> None:
    ours = tested[name][0]

    assert horizons(ours) < TOO_SHORT or sampling_error(ours) < 0.03


def test_the_tables_in_the_documentation_are_what_they_did(
    tested: Tested, unseen: Tested, alone: dict[str, BackTest]
) -> None:
    document = DOCUMENT.read_text(encoding="utf-8")

    rows = [_row(name, *both) for name, both in (tested | unseen).items()]
    rows += [_change(name, alone[name], ours) for name, (ours, _) in tested.items()]

    assert [row for row in rows if row not in document] == []


def test_the_totals_in_the_documentation_are_what_they_did(tested: Tested) -> None:
    text = " ".join(DOCUMENT.read_text(encoding="utf-8").split())
    ours = [one for one, _ in tested.values()]
    shares = [np.concatenate([one.held(meant).ravel() for one in ours]) for meant in (0.8, 0.95)]

    together, at_95 = (round(100 * float(np.nanmean(share))) for share in shares)

    count = int(np.isfinite(shares[0]).sum())
    assert f"all {count:,} forecasts together at {together}." in text
    assert f"95% ranges, which follow, held {at_95} in 100." in text


def _row(name: str, ours: BackTest, naive: BackTest) -> str:
    held = ours.held(0.8)
    ratio = np.nanmean(ours.absolute_error(axis=(0, 2)) / naive.absolute_error(axis=(0, 2)))
    short = ", too short to tell" if horizons(ours) < TOO_SHORT else ""
    cells = (
        (FILES | UNSEEN)[name].title,
        f"{held.shape[1]}",
        f"{np.isfinite(held).sum():,}",
        f"{horizons(ours):.0f}",
        f"{ours.scaled_error():.2f}",
        f"{naive.scaled_error():.2f}",
        f"{ratio:.2f}",
        f"{100 * ours.coverage(0.8):.0f}% ± {100 * sampling_error(ours):.0f}{short}",
        f"{100 * ours.coverage(0.95):.0f}%",
    )
    return f"| {' | '.join(cells)} |"


def _change(name: str, alone: BackTest, shown: BackTest) -> str:
    cells = (
        FILES[name].title,
        *(f"{100 * one.coverage(0.8):.0f}%" for one in (alone, shown)),
        f"{interval_score(shown) / interval_score(alone):.2f}",
    )
    return f"| {' | '.join(cells)} |"
