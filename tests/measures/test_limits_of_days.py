"""Measures of days have limits that know that the days of one stay come together."""

from __future__ import annotations

import pyarrow as pa
import pytest

from tests.measures.small_installation import AS_AT
from wholeplace.measures.clustering import dispersion_of_days, with_limits_of_lumps
from wholeplace.measures.measure import Measure, total
from wholeplace.measures.release_tables import VALUES_SCHEMA
from wholeplace.statistics import poisson_rate

SAYS = {"says": "x", "numerator": "x", "denominator": "x", "not_in_it": "x", "rule": total}


def row(measure: str, numerator: int | None, statistic: str = "rate") -> dict[str, object]:
    """A rate per thousand of 4,000 people."""
    said = dict.fromkeys(("value", "lower", "upper"))
    if numerator is not None:
        made = poisson_rate(numerator, 4_000, 1000)
        said = {name: float(part) for name, part in made._asdict().items()}
    return said | {
        "area_type": "district",
        "area_code": "A",
        "basis": "resident",
        "measure": measure,
        "period_start": AS_AT,
        "period_end": AS_AT,
        "breakdown": "all",
        "category": "all",
        "statistic": statistic,
        "numerator": numerator,
        "denominator": 4_000,
        "status": "shown" if numerator is not None else "suppressed",
    }


def test_only_rates_of_days_are_told_a_dispersion_in_two_figures() -> None:
    days = Measure(name="days", title="D", statistic="rate", unit="days", **SAYS)
    nights = Measure(name="nights", title="N", statistic="dsr", unit="nights", **SAYS)
    stays = Measure(name="stays", title="S", statistic="rate", unit="admissions", **SAYS)
    mean = Measure(name="mean", title="M", statistic="mean", unit="days", **SAYS)

    clustered = {"days": 21.37, "nights": 8.049, "stays": 1.4}
    told = dispersion_of_days(clustered, [days, nights, stays, mean])

    assert told == {"days": 21.0, "nights": 8.0}


def test_limits_of_days_are_widened_and_nothing_else_is_touched() -> None:
    rows = [row("days", 180), row("stays", 180), row("days", None), row("days", 180, "count")]
    values = pa.Table.from_pylist(rows, VALUES_SCHEMA)

    found = with_limits_of_lumps(values, {"days": 9.0})
    wider, *others = found.to_pylist()

    assert found.schema == values.schema
    assert others == values.slice(1).to_pylist()
    lumps = poisson_rate(20, 4_000, 1000)
    assert wider["value"] == 45.0
    assert wider["lower"] == pytest.approx(9 * float(lumps.lower))
    assert wider["upper"] == pytest.approx(9 * float(lumps.upper))


def test_a_release_without_days_stays_as_it_is() -> None:
    values = pa.Table.from_pylist([row("stays", 180)], VALUES_SCHEMA)
    assert with_limits_of_lumps(values, {"days": 9.0}) is values
