"""Rows of the release table of variation: units compared on one question, from gated counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wholeplace.measures.measure import Polarity
from wholeplace.measures.variation.comparing import (
    Comparison,
    compare,
    large_enough,
    may_be_compared,
)
from wholeplace.measures.variation.standing import Standing
from wholeplace.statistics import CaseMix, DisclosureProfile, significant_figures

_FIGURES = 3
_TEXT = ("area_type", "area_code", "basis", "measure")
_PERIOD = ("period_start", "period_end")
_COUNTS = ("numerator", "denominator")
GATED = [*_TEXT, *_PERIOD, "statistic", *_COUNTS, "status"]
"""What has been gated of a unit before it is compared, as in the table of values."""
_NUMBERS = (
    "expected",
    "benchmark",
    *("value", "lower", "upper"),
    *("lower_3", "lower_2", "upper_2", "upper_3"),
    *("phi", "tau_squared"),
    *("to_median", "to_median_lower", "to_median_upper"),
    *("to_best", "to_best_lower", "to_best_upper"),
)
VARIATION = pa.schema(
    [
        *((name, pa.string()) for name in _TEXT),
        *((name, pa.date32()) for name in _PERIOD),
        ("statistic", pa.string()),
        ("case_mix", pa.string()),
        *((name, pa.int64()) for name in _COUNTS),
        *((name, pa.float64()) for name in _NUMBERS),
        ("position", pa.string()),
        ("standing", pa.string()),
        ("because", pa.string()),
        ("unit_cost", pa.string()),
        ("status", pa.string()),
    ]
)
"""A unit on a measure: ``value`` is what it would have with the case mix of all, in the measure's
own unit (fractions of one, or events per so many people); ``lower_3`` … ``upper_3`` are the control
limits of a unit of its size; ``to_median`` and ``to_best`` are people or events."""


@dataclass(frozen=True)
class Question:
    """What units are compared on.

    Attributes:
        statistic: ``proportion``, ``rate`` or ``dsr``.
        per: People a rate is for; 1 for a proportion.
        better: Which direction is better.
        case_mix: What is allowed for, in words.
        unit_cost: Name of the unit cost of one event, where it has one.
    """

    statistic: str
    per: int
    better: Polarity
    case_mix: str
    unit_cost: str | None = None


def with_rounding(mix: CaseMix, profile: DisclosureProfile) -> CaseMix:
    """What was expected, with the scatter of rounded counts added to that of chance.

    A count rounded to a base is off by as much as a whole number drawn evenly from one base.

    Args:
        mix: What was expected of units.
        profile: The profile that counts were rounded by.
    """
    rounding = (profile.base**2 - 1) / 12
    some = np.where(mix.expected > 0, mix.expected, np.nan)
    return mix._replace(dispersion=mix.dispersion + rounding / some)


def variation_rows(shown: pa.Table, mix: CaseMix, said: Standing, question: Question) -> pa.Table:
    """Rows of :data:`VARIATION`, one per unit.

    Args:
        shown: What was gated of each unit: a table of the columns :data:`GATED`.
        mix: What was expected of each.
        said: Where the data of each stand.
        question: What they are compared on.
    """
    counted = _floats(shown["numerator"])
    found = compare(counted, mix, may_be_compared(mix, counted, said.trusted), question.better)
    status = _status(shown, mix, found)
    numbers = _numbers(question, mix, found, status == "shown")
    size = shown.num_rows
    hidden = pa.array(status != "shown")
    columns = {
        **{name: shown[name] for name in shown.column_names if name != "status"},
        "numerator": pc.if_else(hidden, pa.scalar(None, pa.int64()), shown["numerator"]),
        **{name: pa.array(part, pa.float64(), from_pandas=True) for name, part in numbers.items()},
        "case_mix": pa.repeat(pa.scalar(question.case_mix), size),
        "position": pa.array(np.where(status == "shown", found.position, "not_compared")),
        "standing": pa.array(said.words, pa.string()),
        "because": pa.array(said.because, pa.string()),
        "unit_cost": pa.repeat(pa.scalar(question.unit_cost, pa.string()), size),
        "status": pa.array(status),
    }
    return pa.table({name: columns[name] for name in VARIATION.names}, schema=VARIATION)


def _status(shown: pa.Table, mix: CaseMix, found: Comparison) -> NDArray[np.str_]:
    """As in the values; "too_few" for units too small to compare."""
    status = np.array(shown["status"].to_pylist(), dtype="<U16")
    small = ~large_enough(mix) | np.isnan(found.ratio.value)
    return np.where((status == "shown") & small, "too_few", status)


def _numbers(
    question: Question, mix: CaseMix, found: Comparison, shown: NDArray[np.bool_]
) -> dict[str, NDArray[np.float64]]:
    """The numbers of each unit, in few figures; NaN where they are not shown."""
    unit = mix.benchmark * question.per
    most = question.per if question.statistic == "proportion" else np.inf
    scaled = {
        **dict(zip(("value", "lower", "upper"), found.ratio, strict=True)),
        **found.limits._asdict(),
    }
    numbers = {name: np.minimum(part * unit, most) for name, part in scaled.items()}
    numbers["expected"] = mix.expected
    for name in ("benchmark", "phi", "tau_squared"):
        given = {"benchmark": unit, "phi": found.phi, "tau_squared": found.tau_squared}[name]
        numbers[name] = np.full(shown.shape, given)
    for name in ("to_median", "to_best"):
        gap = getattr(found.gaps, name) if found.gaps else [np.full(shown.shape, np.nan)] * 3
        numbers |= dict(zip((name, f"{name}_lower", f"{name}_upper"), gap, strict=True))
    return {
        name: np.where(shown, significant_figures(part, _FIGURES), np.nan)
        for name, part in numbers.items()
    }


def _floats(column: pa.ChunkedArray) -> NDArray[np.float64]:
    return np.asarray(column.cast(pa.float64()).to_numpy(), dtype=np.float64)
