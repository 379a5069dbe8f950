"""Forecasts averaged over many fits, each weighted by how well it explains its series."""

from __future__ import annotations

import numpy as np

from wholeplace.statistics.forecasting.fitting import Fits
from wholeplace.statistics.forecasting.forecast import Forecast
from wholeplace.statistics.forecasting.grid import Form
from wholeplace.statistics.intervals import FloatArray

_EXACT = 1e-20
"""A sum of squares, of series of about 1, that stands for a perfect fit."""


class Average:
    """A weighted average of fits that come in parts, with the variance of their mixture.

    Weights are Akaike's. The numbers counted as estimated are those of the start, the effects of
    events and the error variance: shares are averaged over, not estimated. Each form has the same
    weight before the data are seen, however fine its grid.

    Args:
        seen: Periods observed, the same in all series.
        shape: Periods ahead, series.

    Source:
        Kolassa S. Combining exponential smoothing forecasts using Akaike weights. Int J Forecast
        2011;27:238-51.
    """

    def __init__(self, seen: int, shape: tuple[int, int]) -> None:
        self._seen = seen
        self._least = np.full(shape[1], np.inf)
        self._forms: dict[str, FloatArray] = {}
        self._freedom = np.zeros(shape[1])
        self._mean = np.zeros(shape)
        self._square = np.zeros(shape)

    def add(self, fits: Fits, form: Form, events: int, points: int) -> None:
        """Take in some fits.

        Args:
            fits: The fits.
            form: Their form.
            events: Known events whose effects were estimated.
            points: Points in the form's whole grid.
        """
        estimated = form.starts + events
        freedom = self._seen - estimated
        if freedom < 2:
            return
        squares = np.maximum(fits.squares, _EXACT)
        criterion = self._seen * np.log(squares) + 2 * estimated + 2 * np.log(points)
        weight = self._weights(criterion)
        variance = fits.growth[:, :, None] * (squares / freedom)[:, None, :]
        self._forms[form.name] = self._forms.get(form.name, 0.0) + weight.sum(axis=0)
        self._freedom += freedom * weight.sum(axis=0)
        self._mean += np.einsum("gn,ghn->hn", weight, fits.mean)
        self._square += np.einsum("gn,ghn->hn", weight, fits.mean**2 + variance)

    def forecast(self) -> Forecast:
        """The average of all that was taken in."""
        weights = np.array(list(self._forms.values()))
        total = weights.sum(axis=0)
        mean = self._mean / total
        variance = np.maximum(self._square / total - mean**2, 0.0)
        method = np.array(list(self._forms))[weights.argmax(axis=0)]
        return Forecast(mean.T, np.sqrt(variance).T, self._freedom / total, method)

    def _weights(self, criterion: FloatArray) -> FloatArray:
        """Weights relative to the best fit so far; what is held is scaled to it."""
        least = np.minimum(self._least, criterion.min(axis=0))
        scale = np.exp((least - self._least) / 2)
        self._least = least
        for name in self._forms:
            self._forms[name] = self._forms[name] * scale
        for held in (self._freedom, self._mean, self._square):
            held *= scale
        return np.asarray(np.exp((least - criterion) / 2))
