"""Bugs that the reference once had: each of its change log and issues on rules is a case here.

NHSRplotthedots, NEWS of 0.2.2 and the issues it names. No reference data are needed: each case is a
series made to show the bug.
"""

from __future__ import annotations

import pytest

from wholeplace.statistics import assurance_icon, variation_icon, variations, xmr_chart
from wholeplace.statistics.control_charts import Better

CALM = [10, 11, 9, 10, 12, 8, 10, 11, 9, 10, 12, 8, 10, 11, 9]
"""Fifteen points with a mean of 10; two thirds of the way to a limit is 3.42 from it."""
NEAR = 4.0


def rules_after(calm: list[float], points: list[float]) -> list[tuple[str, int]]:
    """What the points after a fixed, calm baseline meet, and on which side."""
    chart = xmr_chart([*calm, *points], baseline=len(calm))
    last = slice(len(calm), None)
    return list(zip(chart.rule[last].tolist(), chart.side[last].tolist(), strict=True))


@pytest.mark.parametrize(
    "points", [[10 + NEAR, 10 - NEAR, 10.0], [10 + NEAR, 10 - NEAR], [10 - NEAR, 10 + NEAR, 9.5]]
)
def test_issue_143_two_points_near_opposite_limits_are_not_two_of_three(
    points: list[float],
) -> None:
    assert rules_after(CALM, points) == [("common", 0)] * len(points)


@pytest.mark.parametrize("way", [1, -1])
def test_two_of_three_near_one_limit_are_marked_and_the_third_is_not(way: int) -> None:
    points = [10 + way * NEAR, 10 + way * 0.5, 10 + way * NEAR]

    assert rules_after(CALM, points) == [
        ("two_of_three", way),
        ("common", 0),
        ("two_of_three", way),
    ]


def test_issue_194_two_of_three_wants_all_three_on_one_side() -> None:
    assert rules_after(CALM, [10 + NEAR, 9.5, 10 + NEAR]) == [("common", 0)] * 3


@pytest.mark.parametrize(("steps", "way"), [(range(8), 1), (range(0, -8, -1), -1)])
def test_issue_167_seven_falling_points_are_a_trend_as_seven_rising_are(
    steps: range, way: int
) -> None:
    chart = xmr_chart(list(steps))

    assert set(chart.rule) <= {"trend", "outside"}
    assert "trend" in chart.rule
    assert {int(s) for s, r in zip(chart.side, chart.rule, strict=True) if r == "trend"} == {way}


@pytest.mark.parametrize("way", [1, -1])
def test_issue_171_a_trend_that_crosses_the_mean_is_one_trend(way: int) -> None:
    crossing = [10 + way * step for step in (-1.5, -1.0, -0.5, 0.2, 0.7, 1.2, 1.7)]

    assert rules_after(CALM, crossing) == [("trend", way)] * 7


@pytest.mark.parametrize(
    ("better", "word"),
    [("higher", "concern"), ("lower", "improvement"), ("neither", "neutral_low")],
)
def test_issue_122_a_falling_trend_above_the_mean_is_judged_by_where_it_goes(
    better: Better, word: str
) -> None:
    falling = [10 + step for step in (3.2, 2.7, 2.2, 1.7, 1.2, 0.7, 0.2)]
    chart = xmr_chart([*CALM, *falling], baseline=len(CALM))

    assert variations(chart, better)[-7:] == [word] * 7
    assert variation_icon(chart, better) == word


def test_the_first_rule_that_fits_names_a_point() -> None:
    # Rising seven times, near the limit at the sixth and beyond it at the seventh.
    found = rules_after(CALM, [9, 9.5, 10.2, 11, 12, 14, 16])

    assert found[-1] == ("outside", 1)
    assert [rule for rule, _ in found[:-1]] == ["trend"] * 6


def test_issue_172_assurance_is_judged_by_the_limits_since_the_last_rebase() -> None:
    failing = [50, 62, 55, 68, 58, 51, 64, 60, 53, 66, 57, 61, 54, 67, 59, 52, 63, 56, 65, 69]
    since = [90, 97, 92, 99, 94, 91, 98, 95, 93, 96]

    before = xmr_chart(failing)
    after = xmr_chart([*failing, *since], rebase_at=[len(failing)])

    assert assurance_icon(before, 90, "higher") == "fail"
    assert assurance_icon(after, 90, "higher") == "hit_or_miss"


def test_a_run_does_not_reach_over_a_rebase() -> None:
    high = [12.0, 11.5, 12.5, 11.8]

    whole = xmr_chart([*CALM, *high, *high], baseline=len(CALM))
    parted = xmr_chart([*CALM, *high, *high], rebase_at=[len(CALM) + len(high)])

    assert "shift" in whole.rule
    assert "shift" not in parted.rule[-len(high) :]
