"""Rates have limits that know that one person may be counted again, as with days of a stay."""

from __future__ import annotations

import pyarrow as pa
import pytest

from tests.measures.small_installation import AS_AT
from wholeplace.measures.clustering import dispersion_told, with_limits_of_lumps
from wholeplace.measures.release_tables import VALUES_SCHEMA
from wholeplace.statistics import poisson_rate


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


def test_the_dispersion_is_told_in_two_figures_where_people_are_counted_again() -> None:
    clustered = {"days": 21.37, "stays": 1.303, "nearly_single": 1.04, "deaths": 1.0}
    assert dispersion_told(clustered) == {"days": 21.0, "stays": 1.3}


def test_their_limits_are_widened_and_nothing_else_is_touched() -> None:
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


def test_a_release_without_such_rates_stays_as_it_is() -> None:
    values = pa.Table.from_pylist([row("stays", 180)], VALUES_SCHEMA)
    assert with_limits_of_lumps(values, {"days": 9.0}) is values
