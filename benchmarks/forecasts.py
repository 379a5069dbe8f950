"""How long forecasts of 1,000 monthly series take and how close they come, against AutoETS(AAA).

    pip install "statsforecast>=2.1,<3"     # in an environment of its own: it forces pandas 2
    python benchmarks/forecasts.py

Series of 48 months with a trend, an additive season and noise of standard deviation 12, and the 12
months that follow; so no method can have a mean absolute error below about 9.6. Prints processor
time, which other work on the machine changes least, and the ratio where statsforecast is installed;
both run on one thread. Then the same for rolling-origin back-tests.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from importlib.util import find_spec
from typing import TypeVar

import numpy as np

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("NUMBA_NUM_THREADS", "1")

from wholeplace.statistics.forecasting import (
    Forecast,
    holt_winters,
    proved_forecast,
    seasonal_naive,
)

SERIES, MONTHS, AHEAD, SEASON, NOISE = 1_000, 48, 12, 12, 12
REPEAT = 5
Made = TypeVar("Made")


def main() -> None:
    """Print the times, the errors, the coverage and the ratios."""
    values = invented()
    past, ahead = values[:, :MONTHS], values[:, MONTHS:]
    holt_winters(past[:2], SEASON, AHEAD)
    ours, took = _timed(lambda: holt_winters(past, SEASON, AHEAD), REPEAT)
    mine = _say("ours", took, ours.mean, ahead)
    for meant in (0.8, 0.95):
        print(f"  {meant:.0%} ranges held {_held(ours, ahead, meant):.1%}")
    naive, took_naive = _timed(lambda: seasonal_naive(past, SEASON, AHEAD), REPEAT)
    _say("seasonal naive", took_naive, naive.mean, ahead)
    _, tested = _timed(lambda: proved_forecast(past, SEASON, 6, most_origins=12), 1)
    print(f"ours with 12 back-tests: {SERIES / tested:,.0f} series a second")
    if find_spec("statsforecast") is None:
        print("statsforecast is not installed: no ratio")
        return
    auto_ets(past[:2])
    theirs, took_theirs = _timed(lambda: auto_ets(past), 1)
    error = _say("AutoETS(AAA)", took_theirs, theirs, ahead)
    print(f"ratio of time {took_theirs / took:.0f}, of error {mine / error:.3f}")


def invented(seed: int = 1) -> np.ndarray:
    """Series of shape (series, months and months ahead)."""
    drawn = np.random.default_rng(seed)
    month = np.arange(MONTHS + AHEAD)
    level = drawn.uniform(200, 2_000, (SERIES, 1))
    trend = drawn.normal(0, 1.6, (SERIES, 1))
    season = drawn.normal(0, 1, (SERIES, SEASON)) * drawn.uniform(20, 80, (SERIES, 1))
    noise = drawn.normal(0, NOISE, (SERIES, month.size))
    return level + trend * month + season[:, month % SEASON] + noise


def auto_ets(past: np.ndarray) -> np.ndarray:
    """What statsforecast expects, of shape (series, months ahead)."""
    import pandas as pd
    from statsforecast import StatsForecast
    from statsforecast.models import AutoETS

    months = pd.date_range("2020-01-01", periods=MONTHS, freq="MS")
    frame = pd.DataFrame(
        {
            "unique_id": np.repeat(np.arange(len(past)), MONTHS),
            "ds": np.tile(months, len(past)),
            "y": past.ravel(),
        }
    )
    models = [AutoETS(season_length=SEASON, model="AAA")]
    made = StatsForecast(models=models, freq="MS", n_jobs=1).forecast(df=frame, h=AHEAD)
    return made["AutoETS"].to_numpy().reshape(len(past), AHEAD)


def _held(made: Forecast, ahead: np.ndarray, meant: float) -> float:
    found = made.interval(meant)
    return float(np.mean((ahead >= found.lower) & (ahead <= found.upper)))


def _timed(work: Callable[[], Made], repeat: int) -> tuple[Made, float]:
    """What the work made, and the least processor time it took."""
    times = []
    for _ in range(repeat):
        start = time.process_time()
        made = work()
        times.append(time.process_time() - start)
    return made, min(times)


def _say(name: str, took: float, mean: np.ndarray, ahead: np.ndarray) -> float:
    error = float(np.abs(mean - ahead).mean())
    speed = f"{SERIES / took:,.0f} series a second"
    print(f"{name}: {took:.3f} s of processor time, {speed}, mean absolute error {error:.2f}")
    return error


if __name__ == "__main__":
    main()
