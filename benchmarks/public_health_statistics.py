"""How long standardised rates, slope indices and life tables take, against a published package.

    pip install PHStatsMethods      # GPL-3: installed to be timed, never imported by the project
    python benchmarks/public_health_statistics.py

Prints the time for each, and for standardised rates and crude rates the ratio to PHStatsMethods on
the same numbers, whose answers are compared first. Without that package its ratios are left out.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from wholeplace.statistics import (
    directly_standardised_rate,
    european_2013,
    life_table,
    poisson_rate,
    slope_index,
    xmr_chart,
)

try:
    import pandas as pd
    import PHStatsMethods
except ImportError:
    PHStatsMethods = None

AREAS, BANDS = 5_000, 19
REPEAT = 5


def main() -> None:
    """Print the times."""
    rng = np.random.default_rng(1)
    population = rng.integers(200, 2_000, (AREAS, BANDS))
    events = rng.poisson(population * 0.02) + 1
    ours = _seconds(lambda: directly_standardised_rate(events, population, european_2013.weights))
    crude = _seconds(lambda: poisson_rate(events.sum(axis=1), population.sum(axis=1), 100_000))
    _say(f"standardised rates, {AREAS:,} areas x {BANDS} ages", ours)
    _say(f"crude rates, {AREAS:,} areas", crude)
    if PHStatsMethods is None:
        print("PHStatsMethods is not installed: no ratios")
    else:
        _against(events, population, ours, crude)
    value = rng.uniform(0.1, 0.3, (50, 10))
    limits = value - 0.01, value + 0.01
    for transformed in (False, True):
        words = "fitted on the logit" if transformed else "fitted on the value"
        fitted = partial(slope_index, spread="logit", transformed=transformed)
        took = _seconds(partial(fitted, value, *limits, np.full((50, 10), 1_000)))
        _say(f"slope and relative indices with limits, 50 groups, {words}", took)
    people = rng.integers(500, 1_000, (7_000, 20))
    deaths = rng.poisson(people * 0.02) + 1
    _say("life tables with limits, 7,000 areas", _seconds(lambda: life_table(deaths, people)))
    series = rng.normal(100, 10, 60)
    _say("XmR chart of 60 points", _seconds(lambda: xmr_chart(series)))


def _against(events: np.ndarray, population: np.ndarray, ours: float, crude: float) -> None:
    frame = pd.DataFrame(
        {
            "area": np.repeat(np.arange(AREAS), BANDS),
            "band": np.tile(np.array(european_2013.bands), AREAS),
            "events": events.ravel(),
            "population": population.ravel(),
            "standard": np.tile(european_2013.weights, AREAS),
        }
    )
    theirs: dict[str, Any] = {}

    def standardised() -> None:
        theirs["dsr"] = PHStatsMethods.ph_dsr(
            frame, "events", "population", group_cols="area", euro_standard_pops=False,
            ref_denom_col="standard",
        )  # fmt: skip

    def rates() -> None:
        theirs["rate"] = PHStatsMethods.ph_rate(frame, "events", "population", group_cols="area")

    for name, work, mine in (("standardised", standardised, ours), ("crude", rates, crude)):
        took = _seconds(work, 2)
        print(f"  PHStatsMethods, {name} rates: {took:.2f} s, {took / mine:,.0f} times as long")
    found = directly_standardised_rate(events, population, european_2013.weights)
    np.testing.assert_allclose(found.value, theirs["dsr"]["Value"], rtol=1e-9)
    np.testing.assert_allclose(found.upper, theirs["dsr"]["upper_95_ci"], rtol=1e-9)


def _seconds(work: Callable[[], object], repeat: int = REPEAT) -> float:
    found = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def _say(what: str, seconds: float) -> None:
    print(f"{what}: {1000 * seconds:,.1f} ms")


if __name__ == "__main__":
    main()
