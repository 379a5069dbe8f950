"""The references' own inputs, added up, read or refused as they do, and where we differ why.

Tolerance: 1 part in a thousand million (`PRINTED`) except where a line says otherwise. We differ:

* a population of nobody makes a standardised rate missing here and stops the reference: one empty
  area must not take the others with it;
* people with events are given with one population a band here, so that two populations of one
  band, which the reference refuses, cannot be said;
* values are ranked one way for all here, so that a group whose members say which way differs,
  which the reference refuses, has no meaning.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

from tests.golden.reading import LEVELS, PRINTED, Golden, Rows, assert_same, column, grouped
from wholeplace.core.errors import StatisticsError
from wholeplace.statistics import (
    Interval,
    directly_standardised_rate,
    european_2013,
    indirectly_standardised_rate,
    mean,
    poisson_funnel,
    poisson_rate,
    quantile_groups,
    slope_index,
    standardised_rate_of_repeated_events,
    wilson,
)

pytestmark = pytest.mark.reference

BANDS = len(european_2013.bands)
PYTHON_LEVELS = {0.95: ("lower_95_ci", "upper_95_ci"), 0.998: ("lower_99_8_ci", "upper_99_8_ci")}


def sums(rows: Rows, *names: str) -> list[np.ndarray]:
    """Columns added up by area, in the order met."""
    areas = grouped(rows, "Area").values()
    return [np.array([column(area, name).sum() for area in areas]) for name in names]


def test_rows_added_up_by_area_give_the_proportions_of_areas(golden: Golden) -> None:
    people, among = sums(golden("phe_test__test_Prop_g"), "Numerator", "Denominator")
    results = golden("phe_test__test_Prop_g_results")
    without_limits = golden("phe_test__test_Prop_g_results_no_CI")

    got = wilson(people, among)

    assert_same(got, results, "value", ("lowercl", "uppercl"))
    assert_allclose(got.value, column(without_limits, "value"), rtol=PRINTED)


def test_rows_added_up_by_area_give_the_rates_of_areas(golden: Golden) -> None:
    events, people = sums(golden("phe_test__test_Rate_g"), "Numerator", "Denominator")

    got = poisson_rate(events, people, 100_000)

    assert_same(got, golden("phe_test__test_Rate_g_results"), "value", ("lowercl", "uppercl"))


@pytest.mark.parametrize("confidence", PYTHON_LEVELS)
def test_the_python_reference_agrees_row_by_row(golden: Golden, confidence: float) -> None:
    proportions = golden("phs_test__testdata_Proportion__testdata_Prop")
    rates = golden("phs_test__testdata_Rate__testdata_Rate")

    share = wilson(column(proportions, "Numerator"), column(proportions, "Denominator"), confidence)
    rate = poisson_rate(column(rates, "Numerator"), column(rates, "Denominator"), 1.0, confidence)

    for got, rows, times in ((share, proportions, "multiplier"), (rate, rates, "Multiplier")):
        scaled = Interval(*(part * column(rows, times) for part in got))
        assert_same(scaled, rows, "Value", PYTHON_LEVELS[confidence])


@pytest.mark.parametrize("confidence", PYTHON_LEVELS)
def test_a_mean_with_a_missing_value_is_missing_and_others_are_not(
    golden: Golden, confidence: float
) -> None:
    rows = golden("phe_test__test_Mean_Grp")
    results = golden("phs_test__testdata_Mean__testdata_Mean_results_NA")
    areas = [column(area, "values") for area in grouped(rows, "area").values()]
    areas[0][0] = np.nan

    got = mean(
        [len(values) for values in areas],
        [values.sum() for values in areas],
        [(values**2).sum() for values in areas],
        confidence,
    )

    assert_same(got, results[:2], "Value", PYTHON_LEVELS[confidence])


@pytest.mark.parametrize("confidence", LEVELS)
def test_standardised_rates_of_areas_with_bands_and_standard_apart(
    golden: Golden, confidence: float
) -> None:
    rows = golden("phe_test__test_multiarea")
    standard = column(golden("phe_data__esp2013"), "esp2013")

    got = directly_standardised_rate(
        column(rows, "count").reshape(3, BANDS),
        column(rows, "pop").reshape(3, BANDS),
        standard,
        confidence=confidence,
    )

    assert_same(got, golden("dsr_multiarea_output"), "value", LEVELS[confidence])


def test_a_year_beside_another_changes_no_standardised_rate(golden: Golden) -> None:
    years = grouped(golden("phs_test__testdata_DSR_ISR__testdata_multigroup"), "year", "area")
    assert len(years) == 6

    got = directly_standardised_rate(
        [column(rows, "count") for rows in years.values()],
        [column(rows, "pop") for rows in years.values()],
        european_2013.weights,
    )

    first = [place for place, (year, _) in enumerate(years) if year == "2015"]
    of_2015 = Interval(*(part[first] for part in got))
    assert_same(of_2015, golden("dsr_multiarea_output"), "value", LEVELS[0.95])
    assert np.isfinite(got.value).sum() == 5, "only the area of 9 events has no rate"


def test_indirect_rates_from_totals_alone(golden: Golden) -> None:
    totals = golden("phe_test__test_ISR_lookup")
    results = golden("phe_test__test_ISR_results")[:3]

    got = indirectly_standardised_rate(
        column(totals, "total_count"), column(results, "expected"), column(results, "ref_rate")[0]
    )

    assert_same(got, results, "value", LEVELS[0.95])


def test_observed_events_of_their_own_file_are_those_of_the_ratios(golden: Golden) -> None:
    keys = ("indicatorid", "year", "sex")
    results = grouped(golden("phs_test__testdata_ISR_obs__obs_results"), *keys)

    seen = grouped(golden("phs_test__testdata_ISR_obs__obs"), *keys)

    assert len(seen) == len(results) == 40
    for key, (row,) in seen.items():
        assert float(row["observed"]) == float(results[key][0]["observed"])


@pytest.mark.parametrize(
    ("name", "blamed"), [("err1", "events"), ("err3", "population"), ("err4", "standard")]
)
def test_negative_numbers_are_refused(golden: Golden, name: str, blamed: str) -> None:
    rows = golden(f"phe_test__test_{name}")

    with pytest.raises(StatisticsError, match=blamed):
        directly_standardised_rate(
            column(rows, "count"), column(rows, "pop"), column(rows, "stdpop")
        )


@pytest.mark.parametrize("standard", ["given", "of the room"])
def test_a_band_of_nobody_takes_its_own_area_and_no_other(golden: Golden, standard: str) -> None:
    rows = golden("phe_test__test_err2_esp" if standard == "given" else "phe_test__test_err2")
    weights = (
        column(rows, "esp2013")[:BANDS] if standard == "given" else np.array(european_2013.weights)
    )

    got = directly_standardised_rate(
        column(rows, "count").reshape(2, BANDS), column(rows, "pop").reshape(2, BANDS), weights
    )

    assert np.isnan(got.value).tolist() == [True, False]


@pytest.mark.parametrize(("name", "twofold"), [("err1", "pop"), ("err2", "esp2013")])
def test_two_populations_of_one_band_cannot_be_given(
    golden: Golden, name: str, twofold: str
) -> None:
    areas = grouped(golden(f"phe_test__test_DSR_nonind_{name}"), "area")
    rows = areas["testdata_nonind_big",]
    by_times = grouped(rows, "freq")
    said = {band: column(of, twofold) for (band,), of in grouped(rows, "ageband").items()}
    assert [band for band, values in said.items() if len(set(values)) > 1] == ["00-04"]

    with pytest.raises(StatisticsError):
        standardised_rate_of_repeated_events(
            [np.nan_to_num(column(of, "persons")) for of in by_times.values()],
            [float(times) for (times,) in by_times],
            [column(of, "pop") for of in by_times.values()],
            [column(of, "esp2013") for of in by_times.values()],
        )


def test_every_number_of_groups_that_has_a_name(golden: Golden) -> None:
    for row in golden("phe_test__qnames"):
        number = int(row["quantiles"])
        got = quantile_groups(np.arange(10.0 * number), number)
        assert np.bincount(got.astype(int))[1:].tolist() == [10] * number, row["qname"]


def test_values_whose_directions_differ_are_ranked_one_way(golden: Golden) -> None:
    rows = golden("phe_test__test_quantiles_fail")
    assert {row["Polarity"] for row in rows} == {"TRUE", "FALSE"}

    got = quantile_groups(column(rows, "Value"), 7, first="highest")

    np.testing.assert_array_equal(got, column(rows, "QuantileInGrp"))


def test_the_line_of_a_funnel_of_rates_comes_from_its_units(golden: Golden) -> None:
    units = golden("phe_test__test_funnel_rate_funnels_input")
    limits = golden("phe_test__test_funnel_rate_funnels")
    events, rate = column(units, "ev"), column(units, "rate")

    people = events / rate
    overall = events.sum() / people.sum()

    derived = column(units, "denominator_derived")
    said = np.isfinite(derived)
    assert said.sum() >= 40
    assert_allclose(people[said] * 100_000 / 3, derived[said], rtol=1e-8)
    assert_allclose(overall, column(limits, "baseline"), rtol=1e-9)
    _, line = poisson_funnel(column(limits, "Events"), overall / 100_000)
    assert_allclose(100_000 * line.upper_2, column(limits, "upper_2s_limit"), rtol=0.02)


@pytest.mark.parametrize(
    ("name", "by", "group", "value", "people"),
    [
        ("DSR_data", ("Period",), "Quintile", "value", "total_pop"),
        ("prevalence_data", ("Period", "SchoolYear", "AreaCode"), "Decile", "Rate", "Measured"),
    ],
)
def test_slopes_of_published_groups_are_the_regression_in_closed_form(
    golden: Golden, name: str, by: tuple[str, ...], group: str, value: str, people: str
) -> None:
    """The reference's example inputs have no printed answer: least squares by hand is the oracle.

    The limits are asked to hold the value and to be as wide as the errors of the groups make them:
    to 1 part in a thousand, since limits of rates are a little skew.
    """
    blocks = grouped(golden(f"phe_data__{name}"), *by)
    low, high = ("lowercl", "uppercl") if name == "DSR_data" else ("LCL", "UCL")
    for rows in blocks.values():
        assert column(rows, group).tolist() == list(range(1, len(rows) + 1))
        values, lower, upper, number = (column(rows, n) for n in (value, low, high, people))
        got = slope_index(values, lower, upper, number)

        share = number / number.sum()
        root = np.sqrt(share)
        design = root[:, np.newaxis] * np.column_stack(
            [np.ones(len(rows)), share.cumsum() - share / 2]
        )
        by_hand = np.linalg.pinv(design) * root
        error = (upper - lower) / (2 * 1.959963984540054)
        assert_allclose(got.sii.value, by_hand[1] @ values, rtol=PRINTED)
        wanted = 1.959963984540054 * np.sqrt(((by_hand[1] * error) ** 2).sum())
        assert_allclose((got.sii.upper - got.sii.lower) / 2, wanted, rtol=1e-3)
    assert len(blocks) in (6, 24)


def test_the_second_copy_of_the_slopes_inputs_is_the_first(reference: Path) -> None:
    folder = reference / "golden" / "statistics"

    first, second = (
        (folder / f"phe_test__SII_test_{kind}.csv").read_bytes() for kind in ("data", "grouped")
    )

    assert first == second, "read the second too where they part"


def test_the_second_copy_of_the_quantiles_inputs_is_the_first(reference: Path) -> None:
    folder = reference / "golden" / "statistics"

    first, second = (
        (folder / f"phe_test__test_quantiles_{kind}.csv").read_bytes() for kind in ("g", "ug")
    )

    assert first == second, "read the second too where they part"
