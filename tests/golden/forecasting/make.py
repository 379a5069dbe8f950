"""Answers of published packages on a few invented series, kept beside this file as CSV.

They force pandas 2, so they have an environment of their own:

    python -m venv oracle && oracle/bin/pip install "statsforecast==2.1.1"
    oracle/bin/python tests/golden/forecasting/make.py
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent
MONTHS, AHEAD, SEASON = 40, 18, 12
SHARES = ((0.3, 0.05, 0.1, 0.9), (0.7, 0.0, 0.2, 0.8), (0.05, 0.01, 0.0, 0.98))
"""Of level, trend and season, and the damping of the trend."""


def series() -> np.ndarray:
    """Three series with a level, a trend, a season and noise, of shape (series, months)."""
    drawn = np.random.default_rng(20)
    month = np.arange(MONTHS)
    season = drawn.normal(0, 30, (3, SEASON))[:, month % SEASON]
    trend = np.array([[2.0], [0.0], [-1.5]]) * month
    return np.round(500 + trend + season + drawn.normal(0, 12, (3, MONTHS)), 1)


def naive_answers() -> list[dict[str, Any]]:
    """What statsforecast's seasonal naive says, with its 80% interval."""
    from statsforecast.models import SeasonalNaive

    rows = []
    for number, values in enumerate(series()):
        found = SeasonalNaive(SEASON).forecast(y=values, h=AHEAD, level=[80])
        for ahead in range(AHEAD):
            limits = {name: found[f"{name}-80"][ahead] for name in ("lo", "hi")}
            rows.append({"series": number, "ahead": ahead, "mean": found["mean"][ahead], **limits})
    return rows


def smoothing_answers() -> list[dict[str, Any]]:
    """What statsmodels' ETS(A,Ad,A) says from a given start: errors, forecasts, their variance."""
    import pandas as pd
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    rows = []
    for number, (values, shares) in enumerate(zip(series(), SHARES, strict=True)):
        dated = pd.Series(values, pd.period_range("2020-01", periods=MONTHS, freq="M"))
        model = ETSModel(dated, "add", "add", True, "add", SEASON, "known", **start(values))
        fitted = model.smooth([*shares, *first(values)])
        ahead = fitted.get_prediction(MONTHS, MONTHS + AHEAD - 1)
        growth = ahead.forecast_variance / fitted.scale
        of = {"series": number}
        rows += [{**of, "what": "error", "at": n, "value": v} for n, v in enumerate(fitted.resid)]
        rows += [
            {**of, "what": "mean", "at": n, "value": v} for n, v in enumerate(ahead.predicted_mean)
        ]
        rows += [{**of, "what": "growth", "at": n, "value": v} for n, v in enumerate(growth)]
    return rows


def first(values: np.ndarray) -> list[float]:
    """A start: level, trend, and what each month adds, backwards as statsmodels has it."""
    level = values[:SEASON].mean()
    return [level, 1.0, *(values[:SEASON] - level)[::-1]]


def start(values: np.ndarray) -> dict[str, Any]:
    """The start by the names of statsmodels."""
    level, trend, *season = first(values)
    return {"initial_level": level, "initial_trend": trend, "initial_seasonal": season[::-1]}


def main() -> None:
    """Write the answers."""
    for name, rows in (("naive", naive_answers()), ("smoothing", smoothing_answers())):
        with (HERE / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(
                {k: f"{v:.12g}" if isinstance(v, float) else v for k, v in row.items()}
                for row in rows
            )


if __name__ == "__main__":
    main()
