"""XmR charts agree with NHSRplotthedots 0.2.2 on every line, rule, colour and icon.

Limits agree to 1 part in a thousand million; rules and colours exactly, over 168 charts of 11
series with and without screening, fixed baselines and rebasing, and over real A&E attendances.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from numpy.testing import assert_allclose

from tests.golden.reading import PRINTED, Golden, Rows, column, grouped, rows_of
from wholeplace.statistics import ControlChart, assurance_icon, variations, xmr_chart

pytestmark = pytest.mark.reference

RULES = {
    ("outside", 1): "Above UCL",
    ("outside", -1): "Below LCL",
    ("trend", 1): "7 Point Trend (Increasing)",
    ("trend", -1): "7 Point Trend (Decreasing)",
    ("two_of_three", 1): "2 in 3 Above CL",
    ("two_of_three", -1): "2 in 3 Below CL",
    ("shift", 1): "7 Points Above CL",
    ("shift", -1): "7 Points Below CL",
    ("common", 0): "Common Cause",
}
POINTS = {
    "common": "common_cause",
    "improvement": "special_cause_improvement",
    "concern": "special_cause_concern",
    "neutral_high": "special_cause_neutral_high",
    "neutral_low": "special_cause_neutral_low",
}
ICONS = {"pass": "consistent_pass", "fail": "consistent_fail", "hit_or_miss": "inconsistent"}


def assert_chart(chart: ControlChart, rows: Rows, better: str, mean: str = "mean") -> None:
    for line, name in ((chart.mean, mean), (chart.lower, "lpl"), (chart.upper, "upl")):
        assert_allclose(line, column(rows, name), rtol=PRINTED, atol=PRINTED)
    marks = zip(chart.rule, chart.side, strict=True)
    assert [RULES[str(rule), int(side)] for rule, side in marks] == [
        row["special_cause_type"] for row in rows
    ]
    assert [POINTS[said] for said in variations(chart, better)] == [  # type: ignore[arg-type]
        row["point_type"] for row in rows
    ]


def test_charts_of_eleven_series(reference: Path) -> None:
    rows = rows_of(reference / "golden" / "spc" / "nhsrplotthedots_golden.csv")
    charts = grouped(
        rows, "series", "screen_outliers", "fix_after", "rebase_at", "improvement_direction"
    )
    for (_, screen, fixed, rebase, direction), points in charts.items():
        points.sort(key=lambda row: int(row["i"]))
        chart = xmr_chart(
            column(points, "y"),
            rebase_at=[int(rebase) - 1] if int(rebase) else [],
            baseline=int(fixed) or None,
            screen=screen == "TRUE",
        )
        assert_chart(chart, points, "higher" if direction == "1" else "lower")
    assert len(charts) == 168


@pytest.mark.parametrize(
    ("name", "baseline", "screen", "better"),
    [
        ("att_fix12", 12, True, "lower"),
        ("att_noscreen", None, False, "neither"),
        ("att_rebase", None, True, "lower"),
        ("breaches_default", None, True, "lower"),
        ("pct_target95", None, True, "higher"),
    ],
)
def test_charts_of_real_attendances(
    golden: Golden, name: str, baseline: int | None, screen: bool, better: str
) -> None:
    icons = {row["f"]: row["assurance_type"] for row in golden(f"spc_ae_{name}_assurance")}
    for (trust,), points in grouped(golden(f"spc_ae_{name}_output"), "f").items():
        segments = [row["rebase_group"] for row in points]
        starts = [n for n in range(1, len(segments)) if segments[n] != segments[n - 1]]
        chart = xmr_chart(column(points, "y"), rebase_at=starts, baseline=baseline, screen=screen)
        assert_chart(chart, points, better, mean="mean_col")
        target = float(points[-1]["target"]) if points[-1]["target"] else None
        icon = assurance_icon(chart, target, better)  # type: ignore[arg-type]
        assert ICONS.get(icon, "") == icons[trust]
