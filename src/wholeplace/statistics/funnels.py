"""Funnel plots: which units differ from a benchmark by more than their size explains."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.intervals import FloatArray, as_counts, normal_quantile
from wholeplace.statistics.rates import poisson_limits

Position = Literal["low_3", "low_2", "within", "high_2", "high_3", "not_compared"]
Kind = Literal["proportion", "ratio"]
Variant = Literal["winsorised", "trimmed"]

TWO_SIGMA = 0.95
THREE_SIGMA = 0.998
"""The conventional control limits are these intervals, not two and three standard deviations."""
SPREAD = 6.0  # standard deviations that no 99.8% limit reaches


class FunnelLimits(NamedTuple):
    """Control limits, each array as long as the sizes given.

    Attributes:
        lower_3: Lower 99.8% limit.
        lower_2: Lower 95% limit.
        upper_2: Upper 95% limit.
        upper_3: Upper 99.8% limit.
    """

    lower_3: FloatArray
    lower_2: FloatArray
    upper_2: FloatArray
    upper_3: FloatArray


class OverDispersion(NamedTuple):
    """How much more units vary than their sizes explain.

    Attributes:
        phi: Mean of the squared z-scores; 1 where size explains all.
        tau_squared: Variance between units, on the transformed scale.
        limits: Control limits widened by it, in the unit of the indicator.
    """

    phi: float
    tau_squared: float
    limits: FunnelLimits


def proportion_funnel(denominator: ArrayLike, benchmark: float) -> FunnelLimits:
    """Control limits of a proportion for units of given sizes.

    A unit beyond them is one whose Wilson interval leaves the benchmark out.

    Args:
        denominator: People in each unit; any shape.
        benchmark: The proportion compared with, as a fraction of one.

    Returns:
        Limits as fractions of one; NaN for units with nobody.

    Raises:
        StatisticsError: If the benchmark is not between 0 and 1, or a count is negative.

    Source:
        Spiegelhalter DJ. Funnel plots for comparing institutional performance. Stat Med
        2005;24:1185-202.

    >>> limits = proportion_funnel([20, 2000], 0.5)
    >>> print(limits.lower_2.round(3), limits.upper_3.round(3))
    [0.281 0.478] [0.845 0.535]
    """
    if not 0 <= benchmark <= 1:
        raise StatisticsError(
            f"A benchmark of {benchmark} is no proportion.", "Give it as a fraction of one."
        )
    size = as_counts(denominator, "denominator")
    error = np.sqrt(benchmark * (1 - benchmark) / np.where(size > 0, size, np.nan))
    two, three = (normal_quantile(level) * error for level in (TWO_SIGMA, THREE_SIGMA))
    return FunnelLimits(*(np.clip(benchmark + away, 0, 1) for away in (-three, -two, two, three)))


def poisson_funnel(events: ArrayLike, benchmark: float = 1.0) -> tuple[FunnelLimits, FunnelLimits]:
    """The curves of a funnel of ratios or rates, drawn through whole numbers of events.

    The limit for a unit with some expected events is not a whole number, so the curve is drawn
    the other way round: for each number of events, how many would have to be expected for it to
    lie just on a limit.

    Args:
        events: Numbers of events to draw the curve through, each above 0; one axis.
        benchmark: The rate compared with, events for one person; 1 for a ratio.

    Returns:
        Expected events (for a rate: people) at each limit, and the ratio (rate) there. The
        lower limits belong to more expected events, the upper to fewer.

    Raises:
        StatisticsError: If a count is not above 0, or the benchmark is not.

    Source: Spiegelhalter 2005 (see `proportion_funnel`); limits as in `poisson_limits`.

    >>> expected, ratio = poisson_funnel([5, 50])
    >>> print(expected.upper_2.round(1), ratio.upper_2.round(2))
    [ 1.6 37.1] [3.08 1.35]
    """
    count = as_counts(events, "events")
    if np.any(count <= 0) or benchmark <= 0:
        raise StatisticsError(
            "A funnel is drawn through events above 0, about a benchmark above 0.",
            "Leave units without events off the curve; they are still compared with it.",
        )
    three, two = (poisson_limits(count, level) for level in (THREE_SIGMA, TWO_SIGMA))
    # Just low means the limit of the count reaches up to what was expected.
    sizes = [limit / benchmark for limit in (three[1], two[1], two[0], three[0])]
    with np.errstate(divide="ignore"):
        ratios = [count / size for size in sizes]
    return FunnelLimits(*sizes), FunnelLimits(*ratios)


def ratio_funnel(size: ArrayLike, benchmark: float = 1.0) -> FunnelLimits:
    """Control limits of a ratio or rate for units of given sizes.

    A unit is beyond them just where :func:`funnel_position` says that it is.

    Args:
        size: Expected events of each unit (for a rate: people); any shape.
        benchmark: The ratio or rate compared with.

    Returns:
        Limits as ratios (rates); NaN for units of no size.

    Raises:
        StatisticsError: If the benchmark is not above 0, or a size is negative.

    Source: as for :func:`poisson_funnel`.

    >>> limits = ratio_funnel([20, 2000])
    >>> print(limits.lower_2.round(2), limits.upper_3.round(2))
    [0.56 0.96] [1.78 1.07]
    """
    if benchmark <= 0:
        raise StatisticsError(f"A benchmark of {benchmark} has no funnel.", "Give one above 0.")
    expected = as_counts(size, "size") * benchmark
    some = np.where(expected > 0, expected, np.nan)
    most = float(np.nanmax(some, initial=0.0))
    events = np.arange(most + SPREAD * np.sqrt(most) + SPREAD**2)
    three, two = (poisson_limits(events, level) for level in (THREE_SIGMA, TWO_SIGMA))
    met = (np.interp(some, limit, events) for limit in (three[1], two[1], two[0], three[0]))
    return FunnelLimits(*(benchmark * number / some for number in met))


def funnel_position(
    kind: Kind, numerator: ArrayLike, size: ArrayLike, benchmark: float = 1.0
) -> NDArray[np.str_]:
    """Say where units lie against the control limits of their own size.

    Args:
        kind: "proportion" (people among people) or "ratio" (events against expected events, or
            against people with the benchmark as a rate for one person).
        numerator: People or events counted; any shape.
        size: People or expected events; broadcast against the numerator.
        benchmark: The proportion, ratio or rate compared with.

    Returns:
        "low_3", "low_2", "within", "high_2" or "high_3"; "not_compared" where an input is
        missing or the size is 0.

    Raises:
        StatisticsError: If a count is negative.

    Source: as for :func:`proportion_funnel` and :func:`poisson_funnel`.

    >>> print(funnel_position("ratio", [0, 40, 12], [9, 20, 10]))
    ['low_3' 'high_3' 'within']
    """
    count, among = np.broadcast_arrays(as_counts(numerator, "numerator"), as_counts(size, "size"))
    some = np.where(among > 0, among, np.nan)
    if kind == "proportion":
        found = proportion_funnel(among, benchmark)
        value = count / some
        low = value < found.lower_2, value < found.lower_3
        high = value > found.upper_2, value > found.upper_3
    else:
        line = some * benchmark
        two, three = (poisson_limits(count, level) for level in (TWO_SIGMA, THREE_SIGMA))
        low = two[1] < line, three[1] < line
        high = two[0] > line, three[0] > line
    return np.select(
        [np.isnan(count) | np.isnan(some), low[1], high[1], low[0], high[0]],
        ["not_compared", "low_3", "high_3", "low_2", "high_2"],
        default="within",
    )


def over_dispersion(
    kind: Kind, numerator: ArrayLike, size: ArrayLike, variant: Variant = "winsorised"
) -> OverDispersion:
    """Widen control limits where units vary more than their sizes explain.

    Two published ways: z-scores beyond the 10th and 90th centile are pulled in ("winsorised",
    as the Care Quality Commission does, on square roots of ratios or arcsines of proportions),
    or left out ("trimmed", as for the Summary Hospital-level Mortality Indicator, on logarithms).

    Args:
        kind: "proportion" or "ratio".
        numerator: People or events counted; one axis.
        size: People or expected events; as long.
        variant: Which way.

    Returns:
        The over-dispersion and limits; the benchmark is the proportion overall, or a ratio of 1.

    Raises:
        StatisticsError: If there are fewer than three units, one is missing or has size 0, or
            proportions are to be trimmed, which is not published.

    Source:
        Spiegelhalter DJ. Handling over-dispersion of performance indicators. Qual Saf Health
        Care 2005;14:347-51; NHS Digital. Summary Hospital-level Mortality Indicator:
        methodology; Spiegelhalter et al. Statistical methods for healthcare regulation. J R
        Stat Soc A 2012;175:1-47.

    >>> found = over_dispersion("ratio", [80, 130, 95, 60, 150], [100] * 5)
    >>> print(round(found.phi, 2), found.limits.upper_2[0].round(2))
    7.95 1.71
    """
    count, among = as_counts(numerator, "numerator"), as_counts(size, "size")
    if count.ndim != 1 or count.shape != among.shape or count.size < 3:
        raise StatisticsError("Over-dispersion needs three units or more.", "Give one axis each.")
    if not np.all(among > 0) or np.isnan(count).any():
        raise StatisticsError("A unit is missing or has size 0.", "Leave such units out first.")
    if kind == "proportion" and variant == "trimmed":
        raise StatisticsError(
            "Trimming is published for ratios only.", "Use variant='winsorised' for proportions."
        )
    scale = _SCALES[kind, variant]
    benchmark = count.sum() / among.sum() if kind == "proportion" else 1.0
    # Half an event stands for none, which has no logarithm.
    seen = np.where((count == 0) & (variant == "trimmed"), 0.5, count)
    target = scale.to(np.asarray(benchmark))
    error = scale.error / np.sqrt(among)
    z = (scale.to(seen / among) - target) / error
    weights = 1 / error**2
    if variant == "winsorised":
        low, high = np.quantile(z, [0.1, 0.9])
        z, kept = np.clip(z, low, high), np.ones(z.size, dtype=bool)
    else:
        kept = _middle(z)
    phi = float(np.mean(z[kept] ** 2))
    tau_squared = _between(phi, weights[kept])
    spread = np.sqrt(error**2 + tau_squared)
    two, three = (normal_quantile(level) * spread for level in (TWO_SIGMA, THREE_SIGMA))
    limits = (scale.back(target + away) for away in (-three, -two, two, three))
    return OverDispersion(phi, tau_squared, FunnelLimits(*limits))


def _middle(z: FloatArray) -> NDArray[np.bool_]:
    """Units that are neither in the first nor in the last tenth by z-score."""
    place = np.argsort(np.argsort(z, kind="stable"), kind="stable")
    tenth = place * 10 // z.size
    return np.asarray((tenth > 0) & (tenth < 9))


def _between(phi: float, weights: FloatArray) -> float:
    """Variance between units, by the method of moments."""
    units = weights.size
    excess = units * phi - (units - 1)
    total = weights.sum()
    return max(0.0, float(excess / (total - (weights**2).sum() / total)))


class _Scale(NamedTuple):
    """A scale on which an indicator's variance depends on size alone.

    Attributes:
        to: From the indicator to the scale.
        back: From the scale to the indicator.
        error: Standard error of a unit of size one; it falls with the root of the size.
    """

    to: Callable[[FloatArray], FloatArray]
    back: Callable[[FloatArray], FloatArray]
    error: float


_SCALES: dict[tuple[Kind, Variant], _Scale] = {
    ("proportion", "winsorised"): _Scale(
        lambda p: np.arcsin(np.sqrt(p)),
        lambda y: np.sin(np.clip(y, 0, np.pi / 2)) ** 2,
        0.5,
    ),
    ("ratio", "winsorised"): _Scale(np.sqrt, lambda y: np.maximum(y, 0) ** 2, 0.5),
    ("ratio", "trimmed"): _Scale(np.log, np.exp, 1.0),
}
