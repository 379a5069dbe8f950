"""Indirect standardisation and repeated events agree with the reference implementations."""

from __future__ import annotations

import numpy as np
import pytest

from tests.golden.reading import LEVELS, PRINTED, Golden, assert_same, column, grouped
from wholeplace.statistics import (
    Interval,
    expected_events,
    indirectly_standardised_rate,
    indirectly_standardised_ratio,
    standardised_rate_of_repeated_events,
)

pytestmark = pytest.mark.reference


@pytest.mark.parametrize("confidence", LEVELS)
def test_rates_and_ratios_of_areas_against_a_reference(golden: Golden, confidence: float) -> None:
    rows, results = golden("phe_test__test_ISR_ownref"), golden("phe_test__test_ISR_results")
    reference = golden("phe_test__test_ISR_refdata")
    areas = grouped(rows, "area")

    expected = expected_events(
        # One area has a blank where nobody in the reference had an event: people of no effect.
        [np.nan_to_num(column(area, "pop")) for area in areas.values()],
        column(reference, "refcount"),
        column(reference, "refpop"),
    )
    seen = [np.nansum(column(area, "count")) for area in areas.values()]
    whole = column(reference, "refcount").sum() / column(reference, "refpop").sum()

    for first, got in (
        (0, indirectly_standardised_rate(seen, expected, whole * 100_000, confidence)),
        (3, indirectly_standardised_rate(seen, expected, whole * 1_000, confidence)),
        (6, indirectly_standardised_ratio(seen, expected, 1, confidence)),
        (9, indirectly_standardised_ratio(seen, expected, 100, confidence)),
    ):
        assert_same(got, results[first : first + 3], "value", LEVELS[confidence])
    np.testing.assert_allclose(expected, column(results[:3], "expected"), rtol=PRINTED)


def test_the_python_reference_agrees_on_ratios(golden: Golden) -> None:
    """Each sex of each year has a reference of its own."""
    data = grouped(golden("phs_test__testdata_ISR_obs__df"), "indicatorid", "year", "sex")
    results = golden("phs_test__testdata_ISR_obs__obs_results")

    made = []
    for row in results:
        bands = data[row["indicatorid"], row["year"], row["sex"]]
        expected = expected_events(
            column(bands, "pop"), column(bands, "refcount"), column(bands, "refpop")
        )
        made.append(indirectly_standardised_ratio(float(row["observed"]), expected))

    got = Interval(*(np.array(part) for part in zip(*made, strict=True)))
    assert_same(got, results, "Value", ("lower_95_ci", "upper_95_ci"))


@pytest.mark.parametrize("confidence", LEVELS)
def test_rates_of_events_that_come_several_to_a_person(golden: Golden, confidence: float) -> None:
    results = golden("dsr_nonindependent_output")
    areas = grouped(golden("phe_test__test_DSR_nonind"), "area")

    made = []
    for row in results:
        by_times = grouped(areas[row["area"],], "freq")
        first = next(iter(by_times.values()))
        made.append(
            standardised_rate_of_repeated_events(
                # A blank is nobody with so many events.
                [np.nan_to_num(column(rows, "persons")) for rows in by_times.values()],
                [float(times) for (times,) in by_times],
                column(first, "pop"),
                column(first, "esp2013"),
                100_000,
                confidence,
            )
        )

    got = Interval(*(np.array(part) for part in zip(*made, strict=True)))
    assert_same(got, results, "value", LEVELS[confidence])
