"""XmR charts agree with NHSRplotthedots 0.2.2 on every line, rule, colour and icon.

Limits agree to 1 part in a thousand million; rules and colours exactly, over 168 charts of 11
series with and without screening, fixed baselines and rebasing, and over real A&E attendances.
"""

from __future__ import annotations

import re
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
    given = {(r["org_code"], r["period"]): r for r in golden("spc_ae_input")}
    counted = {"att": "attendances", "breaches": "breaches", "pct": "pct"}[name.split("_")[0]]
    for (trust,), points in grouped(golden(f"spc_ae_{name}_output"), "f").items():
        segments = [row["rebase_group"] for row in points]
        starts = [n for n in range(1, len(segments)) if segments[n] != segments[n - 1]]
        values = column([given[trust, row["x"]] for row in points], counted)
        chart = xmr_chart(values, rebase_at=starts, baseline=baseline, screen=screen)
        assert_chart(chart, points, better, mean="mean_col")
        target = float(points[-1]["target"]) if points[-1]["target"] else None
        icon = assurance_icon(chart, target, better)  # type: ignore[arg-type]
        assert ICONS.get(icon, "") == icons[trust]


def test_a_chart_from_the_open_data_it_was_drawn_from(reference: Path) -> None:
    """One golden series is of the open file beside it: the major department of one trust."""
    opened = [
        row
        for row in rows_of(reference / "golden" / "spc" / "ae_attendances.csv")
        if (row["org_code"], row["type"]) == ("RGT", "1")
    ]
    golden_rows = [
        row
        for row in rows_of(reference / "golden" / "spc" / "nhsrplotthedots_golden.csv")
        if (row["series"], row["screen_outliers"]) == ("ae_breaches", "TRUE")
        and (row["fix_after"], row["rebase_at"], row["improvement_direction"]) == ("0", "0", "-1")
    ]

    opened.sort(key=lambda row: row["period"])
    chart = xmr_chart(column(opened, "breaches"))

    golden_rows.sort(key=lambda row: int(row["i"]))
    assert len(golden_rows) == len(opened) == 36
    assert_chart(chart, golden_rows, "lower")


# The twenty numbers that R draws from a normal distribution after set.seed(123).
DRAWN = [
    *(-0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621),
    *(-1.26506123, -0.68685285, -0.44566197, 1.22408180, 0.35981383, 0.40077145, 0.11068272),
    *(-0.55584113, 1.78691314, 0.49785048, -1.96661716, 0.70135590, -0.47279141),
]


def lines_printed(said: str) -> list[tuple[float, float, float]]:
    """Mean and limits of each chart that a snapshot of the reference's own tests prints first."""
    found = re.findall(r"\$ (?:mean_col|lpl|upl) +<dbl> (-?[0-9.]+),", said)
    return [tuple(map(float, found[n : n + 3])) for n in range(0, len(found), 3)]  # type: ignore[misc]


def test_lines_that_the_references_own_snapshots_print(reference: Path) -> None:
    """A calm series; the same with one wild point, its moving ranges screened and kept.

    The snapshots print seven figures, and summaries three.
    """
    folder = reference / "golden" / "statistics" / "ptd_snaps_raw"
    printed = lines_printed((folder / "ptd_spc_standard.md").read_text(encoding="utf-8"))
    wild = [10.0 if place == 14 else value for place, value in enumerate(DRAWN)]

    charts = [xmr_chart(DRAWN), xmr_chart(wild), xmr_chart(wild, screen=False)]

    for chart, lines in zip(charts, printed, strict=True):
        assert_allclose((chart.mean[0], chart.lower[0], chart.upper[0]), lines, rtol=1e-6)

    summary = (folder / "ptd_spc.md").read_text(encoding="utf-8")
    halves = [xmr_chart(half) for half in (DRAWN[:10], DRAWN[10:])]
    for number, chart in enumerate(halves):
        row = re.search(rf"\n +{number + 1} +{number} +(\S+) +(\S+) +(\S+) +10 ", summary)
        assert row is not None
        lines = [float(part) for part in row.groups()]
        assert_allclose((chart.mean[0], chart.lower[0], chart.upper[0]), lines, atol=0.006)
