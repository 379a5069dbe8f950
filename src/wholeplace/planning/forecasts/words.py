"""Forecasts in words: what is likely, how sure, and whether such forecasts have earned trust."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from wholeplace.core.periods import SEASONS, Kind
from wholeplace.measures.forecasts.ahead import Ahead
from wholeplace.statistics.forecasting.choosing import CLOSER

_PARTS = (
    (0.07, "slightly"),
    (0.15, "by a tenth"),
    (0.225, "by a fifth"),
    (0.29, "by a quarter"),
    (0.415, "by a third"),
    (0.58, "by a half"),
    (0.71, "by two thirds"),
    (1.01, "by three quarters or more"),
)
_SAME_AS_LAST: dict[Kind, str] = {"day": "week", "week": "year", "month": "year"}
METHODS = {
    "level": "Smoothing: a level",
    "damped_trend": "Smoothing: a level and a trend",
    "seasonal": "Smoothing: a level and a season",
    "damped_trend_seasonal": "Smoothing: a level, a trend and a season",
    "seasonal_naive": "The same as last season",
    "naive": "The same as the last value",
    "": "Too short to forecast",
}


def closer(ratio: float) -> str:
    """How much closer a forecast has been, from the ratio of its error to the other's.

    >>> closer(0.75), closer(0.9)
    ('by a quarter', 'by a tenth')
    """
    return next(words for limit, words in _PARTS if 1 - ratio < limit)


def rounded(value: float, width: float) -> str:
    """A number no finer than its range can bear.

    >>> rounded(3126.4, 400), rounded(12.3, 8)
    ('3,130', '12')
    """
    if not math.isfinite(value):
        return ""
    step = 10 ** max(math.floor(math.log10(width)) - 1, 0) if width > 0 else 1
    return f"{round(value / step) * step:,.0f}"


def likely(title: str, period: str, value: float, lower: float, upper: float, kind: Kind) -> str:
    """The next period in a sentence.

    >>> likely("Emergency admissions", "April 2026", 3126, 2904, 3311, "month")
    'Emergency admissions in April 2026: about 3,130 (2,900 to 3,310 in four of five such months).'
    """
    among = f"in four of five such {kind}s"
    when = {"month": f"in {period}", "week": f"in the week of {period}", "day": f"on {period}"}
    middle, low, high = (rounded(number, upper - lower) for number in (value, lower, upper))
    return f"{title} {when[kind]}: about {middle} ({low} to {high} {among})."


def before(kind: Kind, season: int) -> str:
    """The forecast that any other must beat, in words.

    >>> before("month", 12), before("month", 1), before("month", 3)
    ('the same as last year', 'the same as the month before', 'the same as last season')
    """
    if season == 1:
        return f"the same as the {kind} before"
    return f"the same as last {_SAME_AS_LAST[kind] if season == SEASONS[kind] else 'season'}"


def track_record(ratio: float | None, compared: float, same: str) -> str:
    """Whether forecasts of a series have been closer than the same as last season.

    Args:
        ratio: Their error, to that of the same as last season; None or NaN where not known.
        compared: How many forecasts were tested.
        same: The same as last season, in words.

    >>> track_record(0.75, 48, before("month", 12))
    "Our forecasts of this have been closer than 'the same as last year' by a quarter."
    """
    if not compared:
        return f"There is too little history to test a forecast, so this is '{same}'."
    if ratio is not None and ratio < CLOSER:
        return f"Our forecasts of this have been closer than '{same}' {closer(ratio)}."
    return f"Our forecasts of this have been no better than '{same}', so that is what is shown."


def why_not(record: Mapping[str, Any]) -> str:
    """Why a series is not forecast, from its row of the release's table of records.

    >>> why_not({"why_not": "few", "kind": "month"})
    'too few are counted in a month'
    """
    kind = record["kind"]
    if record["why_not"] == "ended":
        return f"the series ended in {record['last']:%B %Y}"
    return {
        "hidden": f"too many {kind}s are hidden or missing",
        "few": f"too few are counted in a {kind}",
        "short": f"there are too few {kind}s",
    }[record["why_not"]]


def held(coverage: float, meant: int, compared: float) -> str:
    """How often intervals held what came.

    >>> held(0.824, 80, 72)
    'Ranges meant to hold 80 in 100 held 82 in 100, in 72 earlier forecasts.'
    """
    share = f"held {coverage * 100:.0f} in 100, in {compared:,.0f} earlier forecasts"
    return f"Ranges meant to hold {meant} in 100 {share}."


def record_in_words(found: Ahead, place: int) -> str:
    """How one series has been forecast, in a line or two.

    Args:
        found: The forecasts.
        place: The place of the series.
    """
    proved, kind = found.proved, found.table.periods.kind
    if not proved.forecast.method[place]:
        return "Too short to forecast."
    compared = float(proved.compared[place])
    words = track_record(float(proved.ratio[place]), compared, before(kind, found.season))
    if not compared:
        return words
    return f"{words} {held(float(proved.shown.coverage_80[place]), 80, compared)}"
