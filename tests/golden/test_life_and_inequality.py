"""Life tables, slope indices, quantiles and funnels agree with their reference implementations.

Tolerances, and where we differ:

* life expectancy and its limits: 1 part in a thousand million;
* slope and relative indices: the same; their limits within 1 % of the interval's width, since
  the reference simulates them, and 5 % (the reference's own tolerance) for the slope index of a
  line fitted to logarithms, where a million draws of the stated model side with us;
* funnel curves: 2 % for ratios, where the reference finds them by a search that stops early, and
  we by formula; the printed six figures for proportions;
* over-dispersed limits on square roots: the reference leaves them on the root's scale and draws
  them over ratios; we square them.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from tests.golden.reading import PRINTED, Golden, Rows, column, grouped
from wholeplace.statistics import (
    FunnelLimits,
    SlopeIndex,
    funnel_position,
    life_table,
    over_dispersion,
    poisson_funnel,
    proportion_funnel,
    quantile_groups,
    ratio_funnel,
    slope_index,
)

pytestmark = pytest.mark.reference

ORDER = ("lower_3", "lower_2", "upper_2", "upper_3")
DISPERSED = ("OD99LCL", "OD95LCL", "OD95UCL", "OD99UCL")
SIGNIFICANCE = {
    "high_3": "High (0.001)",
    "low_3": "Low (0.001)",
    "high_2": "High (0.025)",
    "low_2": "Low (0.025)",
    "within": "Not significant",
    "not_compared": "",
}


@pytest.mark.parametrize(("confidence", "level"), [(0.95, "95_0"), (0.998, "99_8")])
def test_life_expectancy_at_every_age(golden: Golden, confidence: float, level: str) -> None:
    rows = golden("le_example_all_ages_95_998")
    # The file gives people and deaths at this age and above.
    deaths, people = (
        -np.diff(np.append(column(rows, name), 0)) for name in ("dths_used", "pops_used")
    )

    got = life_table(deaths, people, confidence=confidence).expectancy

    wanted = (column(rows, name) for name in ("value", f"lower{level}cl", f"upper{level}cl"))
    for found, printed in zip(got, wanted, strict=True):
        assert_allclose(found, printed, rtol=PRINTED)


def test_the_gap_of_each_district_from_its_tenths_is_the_closed_form_regression(
    golden: Golden,
) -> None:
    """Slope indices of life expectancy over within-area tenths, against weighted least squares."""
    districts = {"E07000008", "E07000009", "E07000010", "E07000011", "E07000012", "E06000031"}
    rows = [r for r in golden("phe_data__LE_data") if r["GeoCode"] in districts]
    checked = 0
    for tenths in grouped(rows, "GeoCode", "Sex").values():
        value, error = column(tenths, "LifeExp"), column(tenths, "SE")
        people = column(tenths, "Pop")
        got = slope_index(value, value - 1.959964 * error, value + 1.959964 * error, people)

        share = people / people.sum()
        place = share.cumsum() - share / 2
        design = np.sqrt(share)[:, np.newaxis] * np.column_stack([np.ones(len(place)), place])
        pseudo = np.linalg.pinv(design) * np.sqrt(share)
        drawn = (
            pseudo[1] @ np.random.default_rng(20).normal(value, error, (1_000_000, len(value))).T
        )
        assert_allclose(got.sii.value, pseudo[1] @ value, atol=0.01)
        width = got.sii.upper - got.sii.lower
        assert_allclose(
            (got.sii.lower, got.sii.upper), np.quantile(drawn, [0.025, 0.975]), atol=0.05 * width
        )
        checked += 1
    assert checked == 12


def test_slope_and_relative_indices(golden: Golden) -> None:
    blocks = grouped(
        golden("phe_test__SII_test_data"), "TestDescription", "Area", "Grouping1", "Grouping2"
    )
    checked = 0
    for (says, *_), rows in blocks.items():
        if "handling" in says or not rows[0]["sii"]:
            continue
        expected = rows[0]
        got = _index(says, rows)
        tolerance = 0.05 if "log transform" in says else 0.01
        for name, found in (("sii", got.sii), ("rii", got.rii)):
            if not expected[name]:
                continue
            assert_allclose(found.value, float(expected[name]), rtol=PRINTED)
            if expected[f"{name}_lowercl_1"]:
                low, high = (float(expected[f"{name}_{end}cl_1"]) for end in ("lower", "upper"))
                assert_allclose(
                    (found.lower, found.upper), (low, high), atol=tolerance * (high - low)
                )
        if expected["Intercept"]:
            assert_allclose(got.intercept, float(expected["Intercept"]), rtol=PRINTED)
        checked += 1
    assert checked >= 30


def _index(says: str, rows: Rows) -> SlopeIndex:
    """The index that a block of the reference's tests asks for, in its unit and direction."""
    spread = {"0": "normal", "1": "log", "2": "logit"}[rows[0]["ValueType"]]
    only_98 = "98%" in says and "95%" not in says
    found = slope_index(
        column(rows, "Value"),
        column(rows, "LowerCL"),
        column(rows, "UpperCL"),
        column(rows, "Population"),
        0.99 if "99%" in says else 0.98 if only_98 else 0.95,
        spread=spread,  # type: ignore[arg-type]
        transformed="transform" in says,
    )
    times = -1 if "negative multiplier" in says else 1
    times = 100 if "(x 100)" in says else -100 if "(x -100)" in says else times
    sii, rii = (type(found.sii)(*part) for part in (found.sii, found.rii))
    if times < 0:
        sii = type(sii)(sii.value, sii.upper, sii.lower)
        rii = type(rii)(1 / rii.value, 1 / rii.upper, 1 / rii.lower)
    return SlopeIndex(type(sii)(*(part * times for part in sii)), rii, found.intercept)


def test_a_million_draws_side_with_our_limits_of_a_line_fitted_to_logarithms(
    golden: Golden,
) -> None:
    blocks = grouped(golden("phe_test__SII_test_data"), "TestDescription", "Area")
    rows = blocks["rate (e.g. infant mortality) - log transform with intercept", "area2"]
    value, low, high, people = (
        column(rows, name) for name in ("Value", "LowerCL", "UpperCL", "Population")
    )
    got = slope_index(value, low, high, people, spread="log", transformed=True).sii

    share = people / people.sum()
    place = share.cumsum() - share / 2
    root = np.sqrt(share)[:, np.newaxis]
    line = np.linalg.pinv(root * np.column_stack([np.ones(len(place)), place])) * root.T
    error = (np.log(high) - np.log(low)) / (2 * 1.959964)
    start, slope = (
        line @ np.random.default_rng(4).normal(np.log(value), error, (1_000_000, len(value))).T
    )

    drawn = np.exp(start + slope) - np.exp(start)
    width = got.upper - got.lower
    assert_allclose((got.lower, got.upper), np.quantile(drawn, [0.025, 0.975]), atol=0.003 * width)


def test_equal_groups_of_nearly_a_thousand_indicator_values(golden: Golden) -> None:
    groups = {"Quartile": 4, "Septile": 7, "Decile": 10}
    keys = {"IndSexReg": ("Test", "IndSexRef", "ParentCode"), "IndSex": ("Test", "IndSexRef")}
    for (kind,), rows in grouped(golden("phe_test__test_quantiles_g"), "GroupSet").items():
        for members in grouped(rows, "QuantileNm", *keys.get(kind, ())).values():
            # Without groups the reference ranks all values one way, whatever their polarity.
            highest = kind == "None" or members[0]["Polarity"] == "TRUE"
            got = quantile_groups(
                column(members, "Value"),
                groups[members[0]["QuantileNm"]],
                first="highest" if highest else "lowest",
            )
            np.testing.assert_array_equal(got, column(members, "QuantileInGrp"))


@pytest.mark.parametrize("name", ["", "_axis_variation"])
def test_funnels_of_proportions(golden: Golden, name: str) -> None:
    rows = golden(f"phe_test__test_funnel_outputs{name}")

    got = proportion_funnel(column(rows, "Population"), float(rows[0]["baseline"]) / 100)

    for limit in ORDER:
        wanted = column(rows, f"{limit}s_limit")
        assert_allclose(getattr(got, limit) * 100, wanted, atol=1e-6)


def test_funnels_of_ratios(golden: Golden) -> None:
    rows = golden("phe_test__test_funnel_ratio_outputs")

    expected, ratio = poisson_funnel(column(rows, "Observed_events"))

    for limit in ORDER:
        assert_allclose(getattr(expected, limit), column(rows, f"{limit}s_exp_events"), rtol=0.02)
        assert_allclose(100 * getattr(ratio, limit), column(rows, f"{limit}s_isr"), rtol=0.02)


def test_limits_of_ratios_for_units_of_given_sizes(golden: Golden) -> None:
    """The reference's curves read at the size of a unit, which the reference does not do."""
    rows = golden("phe_test__test_funnel_ratio_outputs")

    for limit in ORDER:
        expected = column(rows, f"{limit}s_exp_events")
        got = getattr(ratio_funnel(expected), limit)
        assert_allclose(100 * got, column(rows, f"{limit}s_isr"), rtol=0.02)


@pytest.mark.parametrize("name", ["", "_2", "_3"])
def test_funnels_of_rates(golden: Golden, name: str) -> None:
    rows = golden(f"phe_test__test_funnel_rate_funnels{name}")
    years = 3

    people, rate = poisson_funnel(column(rows, "Events"), float(rows[0]["baseline"]) / 100_000)

    for limit in ORDER:
        wanted = column(rows, f"{limit}s_population_1_year")
        assert_allclose(getattr(people, limit) / years, wanted, rtol=0.02)
        assert_allclose(100_000 * getattr(rate, limit), column(rows, f"{limit}s_limit"), rtol=0.02)


def test_which_units_lie_outside_a_funnel(golden: Golden) -> None:
    proportions = golden("phe_test__test_funnel_inputs")
    ratios = golden("phe_test__test_funnel_ratio_inputs")
    rates = golden("phe_test__test_funnel_rate_inputs")

    def overall(rows: Rows, counted: str, among: str) -> float:
        return float(np.nansum(column(rows, counted)) / np.nansum(column(rows, among)))

    for kind, rows, counted, among, line, wanted in (
        (
            "proportion",
            proportions,
            "numerator",
            "denominator",
            overall(proportions, "numerator", "denominator"),
            "significance",
        ),
        ("ratio", ratios, "obs", "expected", 1.0, "significance"),
        ("ratio", rates, "count", "pop", overall(rates, "count", "pop"), "crude_per_100000_with_0"),
    ):
        got = funnel_position(kind, column(rows, counted), column(rows, among), line)  # type: ignore[arg-type]
        assert [SIGNIFICANCE[position] for position in got] == [row[wanted] for row in rows]


@pytest.mark.parametrize(
    ("kind", "variant", "name"),
    [
        ("proportion", "winsorised", "pr"),
        ("ratio", "winsorised", "sr_cqc"),
        ("ratio", "trimmed", "sr_shmi"),
    ],
)
def test_over_dispersed_limits(golden: Golden, kind: str, variant: str, name: str) -> None:
    units = golden(f"funnelplotr_{name[:2]}_input")
    (params,) = golden(f"funnelplotr_{name}_params")
    found = {row["group"]: row for row in golden(f"funnelplotr_{name}_aggregated")}
    wanted = [found[unit["g"]] for unit in units]

    got = over_dispersion(kind, column(units, "num"), column(units, "den"), variant)  # type: ignore[arg-type]

    assert_allclose(got.phi, float(params["phi"]), rtol=PRINTED)
    assert_allclose(got.tau_squared, float(params["tau2"]), rtol=PRINTED)
    limits = FunnelLimits(*map(np.sqrt, got.limits)) if name == "sr_cqc" else got.limits
    for limit, printed in zip(limits, DISPERSED, strict=True):
        assert_allclose(limit, column(wanted, printed), rtol=1e-6)
