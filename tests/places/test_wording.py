"""Numbers in words: no data is not zero, hidden counts say "1 to 7", nothing loses its sign."""

from __future__ import annotations

import datetime as dt
import doctest
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.measures.catalogue import Area, ReleasedMeasure, ReleasedValue
from wholeplace.places import numbers, wording

DAY = dt.date(2026, 3, 31)
VALUE = ReleasedValue(
    *("district", "Z1", "resident", "diabetes", dt.date(2025, 4, 1), DAY, "all", "all"),
    statistic="proportion",
    numerator=110,
    denominator=1000,
    value=0.11,
    lower=0.09,
    upper=0.13,
    status="shown",
)


@pytest.mark.parametrize("module", [wording, numbers])
def test_examples_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "said", "counted"),
    [
        ("suppressed", "1 to 7", "1 to 7"),
        ("too_few", "Too few to show", ""),
        ("all_or_none", "Hidden: all or none", "Hidden: all or none"),
        ("withheld", "Hidden to protect others", "Hidden to protect others"),
        ("no_data", "No data", ""),
        ("not_applicable", "Does not apply", ""),
    ],
)
def test_a_hidden_cell_says_why(status: str, said: str, counted: str) -> None:
    hidden = replace(VALUE, status=status, value=None, numerator=None, lower=None, upper=None)

    assert wording.shown(hidden) == said
    assert wording.limits(hidden) == ""
    assert wording.people_counted(hidden) == counted


def test_a_share_of_few_people_does_not_say_that_few_of_them_are_counted() -> None:
    """Of 1 to 7 people, those counted may be none."""
    hidden = replace(VALUE, status="suppressed", value=None, numerator=None, denominator=None)

    assert wording.shown(hidden) == "Too few people"
    assert wording.people_counted(hidden) == "Too few people"


def test_a_value_is_hidden_by_its_status_even_if_it_is_there() -> None:
    assert wording.shown(replace(VALUE, status="suppressed")) == "1 to 7"
    assert wording.limits(replace(VALUE, status="suppressed")) == ""


def test_a_missing_row_is_no_data_and_zero_is_zero() -> None:
    assert wording.shown(None) == "No data"
    assert wording.shown(replace(VALUE, value=0.0)) == "0%"
    assert wording.people_counted(replace(VALUE, numerator=0)) == "0"


def test_periods_and_bases_are_named() -> None:
    assert wording.period_words(VALUE) == "1 April 2025 to 31 March 2026"
    assert wording.period_words(replace(VALUE, period_start=DAY)) == "on 31 March 2026"
    assert wording.basis_words("registered") == "people registered with its GP practices"
    area = Area("Z1", "Fenland", "district", "fenland", population_resident=102_000)
    assert wording.population(area, "resident") == 102_000
    assert wording.population(area, "registered") is None


@pytest.mark.parametrize(
    ("statistic", "per", "unit", "said"),
    [
        ("proportion", None, "", "percentage"),
        ("rate", 1000, "", "per 1,000 people"),
        ("dsr", 100_000, "", "per 100,000 people, age-standardised"),
        ("mean", None, "conditions", "average conditions"),
        ("count", None, "", "number"),
    ],
)
def test_units_are_named(statistic: str, per: int | None, unit: str, said: str) -> None:
    measure = ReleasedMeasure("a", "A", statistic=statistic, per=per, unit=unit)

    assert wording.unit_words(measure) == said


@given(st.floats(min_value=1e-6, max_value=1e9))
def test_three_figures_are_within_half_a_per_cent(number: float) -> None:
    written = float(wording.significant(number).replace(",", ""))

    assert written == pytest.approx(number, rel=0.0051)
