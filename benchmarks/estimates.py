"""Times every estimate over the cells of a whole release, and how the time grows with them."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from wholeplace.statistics import (
    directly_standardised_rate,
    european_2013,
    mean,
    release_proportion,
    release_rate,
    wilson,
)

CELLS = (60_000, 600_000)
REPEATS = 3


def fastest(work: Callable[[], object]) -> float:
    """Seconds of the fastest of a few repeats."""
    seconds = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def estimates(cells: int) -> dict[str, Callable[[], object]]:
    """The work to time, on random counts of the sizes a release has."""
    random = np.random.default_rng(2013)
    among = random.integers(0, 3000, cells)
    counted = random.binomial(among, random.random(cells))
    few = random.integers(0, 15, cells)
    bands = len(european_2013.bands)
    events = random.integers(0, 40, (cells // bands, bands))
    people = random.integers(1, 3000, (cells // bands, bands))
    return {
        "divide (the yardstick)": lambda: counted / np.maximum(among, 1),
        "wilson": lambda: wilson(counted, among),
        "mean": lambda: mean(among, counted, counted * 3),
        "release_proportion": lambda: release_proportion(counted, among),
        "release_rate, few events": lambda: release_rate(few, among, 100_000),
        "directly_standardised_rate": lambda: directly_standardised_rate(
            events, people, european_2013.weights
        ),
    }


def main() -> None:
    """Print seconds, the ratio to one division of the same arrays, and the growth."""
    small, large = (
        {name: fastest(work) for name, work in estimates(cells).items()} for cells in CELLS
    )
    yardstick = large["divide (the yardstick)"]
    print(f"{'':30}{CELLS[1]:>10,} cells   ÷ divide   growth from {CELLS[0]:,}")
    for name, seconds in large.items():
        print(
            f"{name:30}{seconds:>14.3f} s{seconds / yardstick:>11.0f}{seconds / small[name]:>14.1f}"
        )


if __name__ == "__main__":
    main()
