"""Smoothings fitted to many series in closed form, at every point of a grid.

At one point of the grid a smoothing's errors and forecasts are linear in the series, in the state
it starts from and in the effects of known events. So the best start and effects follow by least
squares, and what is worked out for one pattern of missing periods serves every series that has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from wholeplace.statistics.forecasting.forecast import Mask
from wholeplace.statistics.forecasting.grid import Form
from wholeplace.statistics.forecasting.smoothing import (
    Smoothing,
    error_growth,
    projected,
    smoothed,
)
from wholeplace.statistics.intervals import FloatArray

_ROOM = 500_000
"""Numbers held at once: the grid is taken in parts, so that memory stays in megabytes."""
_ONE_THREAD = 200_000
"""Multiplications below which a product is not shared between threads: on a busy machine waiting
for the other thread takes far longer than it saves."""


class Events(NamedTuple):
    """What is known of each period besides its value.

    Attributes:
        past: Of shape (periods, events).
        ahead: Of shape (periods ahead, events).
    """

    past: FloatArray
    ahead: FloatArray


class Fits(NamedTuple):
    """Smoothings of every series at some points of the grid.

    Attributes:
        squares: Sums of squared one-step errors, of shape (points, series).
        mean: Expected values, of shape (points, periods ahead, series).
        growth: Variance of the error of each period ahead, in one-step error variances, of shape
            (points, periods ahead).
    """

    squares: FloatArray
    mean: FloatArray
    growth: FloatArray


def fitted(series: FloatArray, observed: Mask, events: Events, form: Form) -> Iterator[Fits]:
    """Fit a form of smoothing to series that miss the same periods.

    Args:
        series: Values of shape (periods, series); 0 where not observed.
        observed: Which periods were observed, of shape (periods,).
        events: What is known of each period.
        form: What the smoothing is made of.

    Yields:
        The fits, a part of the grid at a time.

    Source:
        Hyndman RJ, Koehler AB, Ord JK, Snyder RD. Forecasting with Exponential Smoothing: the
        State Space Approach. Springer, 2008, chapters 5 and 6; the variance that comes of
        estimating the start is that of least squares.
    """
    periods, count = series.shape
    shared = count > periods
    basis = np.diag(observed.astype(float)) if shared else series
    grid = form.grid()
    unknown = form.starts + events.past.shape[1]
    size = periods * (max(count, basis.shape[1]) + unknown)
    for points in _in_parts(len(grid.alpha), max(_ROOM // size, 1)):
        by = Smoothing(*(part[points] for part in grid))
        residual, mean, growth = _solved(basis, observed, events, form, by)
        if shared:
            yield Fits(*_applied(residual, mean, series), growth)
        else:
            yield Fits(np.square(residual).sum(axis=1), mean, growth)


def _solved(
    basis: FloatArray, observed: Mask, events: Events, form: Form, by: Smoothing
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Residuals and expected values of each column of a basis, and the growth of errors."""
    horizon, wide = len(events.ahead), basis.shape[1]
    unknown = form.starts + events.past.shape[1]
    # Beside the basis, which starts from nothing: a series of nothing that starts from each number
    # of the start in turn, and one that each event alone takes something from.
    inputs = np.concatenate([basis, np.zeros((len(basis), form.starts)), -events.past], axis=1)
    start = form.start(np.eye(form.starts, wide + unknown, wide))
    errors, last = smoothed(inputs, np.tile(observed[:, None], wide + unknown), start, by)
    expected = projected(last, by.phi, horizon).transpose(1, 0, 2)
    held = errors.transpose(1, 0, 2)
    design, shown = -held[:, :, wide:], expected[:, :, wide:].copy()
    shown[:, :, form.starts :] += events.ahead
    across = design.transpose(0, 2, 1)
    inverse = np.linalg.pinv(across @ design, rcond=1e-10, hermitian=True)
    answers = inverse @ (across @ held[:, :, :wide])
    residual = held[:, :, :wide] - design @ answers
    mean = expected[:, :, :wide] + shown @ answers
    gap = int(np.argmax(observed[::-1]))
    growth = error_growth(by, form.season, gap + horizon)[gap:, :, 0].T
    return residual, mean, growth + np.einsum("ghi,gij,ghj->gh", shown, inverse, shown)


def _applied(
    residual: FloatArray, mean: FloatArray, series: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Sums of squares and expected values of series, from what each period of them leads to."""
    step = max(_ONE_THREAD // len(series) ** 2, 1)
    blocks = [series[:, some] for some in _in_parts(series.shape[1], step)]
    squares = [np.square(residual @ block).sum(axis=1) for block in blocks]
    expected = [mean @ block for block in blocks]
    return np.concatenate(squares, axis=1), np.concatenate(expected, axis=2)


def _in_parts(size: int, step: int) -> Iterator[slice]:
    for start in range(0, size, step):
        yield slice(start, min(start + step, size))
