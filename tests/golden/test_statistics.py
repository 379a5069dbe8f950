"""The statistics agree with numbers published with, or made by, reference implementations.

The numbers are those of PHEindicatormethods 2.1.0 (R) and PHStatsMethods 0.1.16 (Python), read
from the reference folder. They are printed to 15 figures, so agreement is asked to 1 part in a
thousand million (`PRINTED`). Where we differ, the test says how and why:

* a lower limit by Byar's method that would fall below zero is 0 here and blank there;
* a missing age band makes a standardised rate missing here and counts as no events there;
* the 99.8 % limits of `testdata_1976` are printed ten times too large for their multiplier.
"""

import csv
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

from tests.golden.reading import LEVELS, PRINTED, Golden, assert_same, column
from wholeplace.statistics import (
    Interval,
    byar,
    directly_standardised_rate,
    european_2013,
    mean,
    poisson_rate,
    wilson,
)

pytestmark = pytest.mark.reference

PYTHON_LEVELS = {0.95: ("lower_95_ci", "upper_95_ci"), 0.998: ("lower_99_8_ci", "upper_99_8_ci")}


def test_byar_and_wilson_limits(golden: Golden) -> None:
    for row in golden("phe_test__test_BW"):
        confidence = float(row["confidence"].rstrip("%")) / 100
        if row["method"] == "Byars":
            limits = byar(float(row["x"]), confidence)
        else:
            _, *limits = wilson(float(row["x"]), float(row["n"]), confidence)

        # A blank lower limit is one below zero, which we give as 0.
        wanted = float(row["lowercl"] or 0), float(row["uppercl"])
        assert_allclose(limits, wanted, rtol=PRINTED)


@pytest.mark.parametrize("confidence", LEVELS)
def test_proportions(golden: Golden, confidence: float) -> None:
    rows = golden("phe_test__test_Prop")

    got = wilson(column(rows, "Numerator"), column(rows, "Denominator"), confidence)

    times = column(rows, "multiplier")
    scaled = Interval(*(part * times for part in got))
    assert_same(scaled, rows, "value", LEVELS[confidence])


def test_proportions_of_grouped_areas(golden: Golden) -> None:
    rows = golden("phe_test__test_Prop_g_results")

    got = wilson(column(rows, "Numerator"), column(rows, "Denominator"))

    assert_same(got, rows, "value", ("lowercl", "uppercl"))


@pytest.mark.parametrize("confidence", LEVELS)
def test_crude_rates(golden: Golden, confidence: float) -> None:
    rows = golden("phe_test__test_Rate")

    got = poisson_rate(column(rows, "Numerator"), column(rows, "Denominator"), 1.0, confidence)

    times = column(rows, "multiplier")
    scaled = Interval(*(part * times for part in got))
    assert_same(scaled, rows, "value", LEVELS[confidence])


def test_crude_rates_of_grouped_areas(golden: Golden) -> None:
    rows = golden("phe_test__test_Rate_g_results")

    got = poisson_rate(column(rows, "Numerator"), column(rows, "Denominator"), 100_000)

    assert_same(got, rows, "value", ("lowercl", "uppercl"))


def test_the_python_reference_agrees_on_proportions_and_rates(
    golden: Golden,
) -> None:
    proportions = golden("phs_test__testdata_Proportion__testdata_Prop_g")
    rates = golden("phs_test__testdata_Rate__testdata_Rate_g")

    proportion = wilson(column(proportions, "Numerator"), column(proportions, "Denominator"))
    rate = poisson_rate(column(rates, "Numerator"), column(rates, "Denominator"), 100_000)

    assert_same(proportion, proportions, "Value", PYTHON_LEVELS[0.95])
    assert_same(rate, rates, "Value", PYTHON_LEVELS[0.95])


@pytest.mark.parametrize("confidence", LEVELS)
def test_means(golden: Golden, confidence: float) -> None:
    rows = golden("phe_test__test_Mean")
    results = golden("phe_test__test_Mean_results")
    groups = [[r for r in rows if r["area"] == name] for name in ("Area1", "Area2")]
    values = [column(group, "values") for group in (*groups, rows)]

    got = mean(
        [len(group) for group in values],
        [group.sum() for group in values],
        [(group**2).sum() for group in values],
        confidence,
    )

    assert_same(got, results, "value", LEVELS[confidence])


@pytest.mark.parametrize("confidence", LEVELS)
@pytest.mark.parametrize(("per", "first"), [(10_000, 0), (100_000, 4)])
def test_directly_standardised_rates(
    golden: Golden, confidence: float, per: float, first: int
) -> None:
    rows = golden("phe_test__test_multiarea_esp")
    results = golden("phe_test__test_DSR_results")[first : first + 3]
    by_area = (3, len(european_2013.bands))

    got = directly_standardised_rate(
        column(rows, "count").reshape(by_area),
        column(rows, "pop").reshape(by_area),
        european_2013.weights,
        per,
        confidence,
    )

    # The third area has 9 events and a missing band: blank there, NaN here for both reasons.
    assert_same(got, results, "value", LEVELS[confidence])
    assert_allclose(column(rows, "esp2013").reshape(by_area)[0], european_2013.weights)


@pytest.mark.parametrize("confidence", LEVELS)
def test_rates_standardised_to_a_standard_of_ones_own(golden: Golden, confidence: float) -> None:
    rows = golden("phe_test__test_DSR_1976")
    result = golden("phe_test__test_DSR_results")[3:4]
    misprint = {0.95: 1, 0.998: 10}[confidence]

    got = directly_standardised_rate(
        column(rows, "count"), column(rows, "pop"), column(rows, "esp1976"), 10_000, confidence
    )

    lower, upper = (column(result, name)[0] / misprint for name in LEVELS[confidence])
    assert_allclose(got, (column(result, "value")[0], lower, upper), rtol=PRINTED)


def test_published_limits_of_school_readiness_come_from_a_possible_denominator(
    reference: Path,
) -> None:
    """The published count, percentage and limits fit together in every one of the 13 areas.

    The denominators were not published: some whole number that gives the published percentage
    must also give both published limits, all to the one decimal place they were printed to.
    """
    with (reference / "facts" / "school_readiness.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["count"]]
    assert len(rows) == 13

    for row in rows:
        count, percent = int(row["count"]), float(row["value_percent"])
        widest = np.arange(
            np.floor(100 * count / (percent + 0.06)), np.ceil(100 * count / (percent - 0.06)) + 1
        )
        printed = np.round(100 * np.stack(wilson(count, widest)), 1).T
        wanted = percent, float(row["ci95_lower"]), float(row["ci95_upper"])

        assert np.any(np.all(np.isclose(printed, wanted, atol=1e-9), axis=1)), row["area"]
