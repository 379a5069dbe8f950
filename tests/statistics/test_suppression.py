"""Small numbers are never shown."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.statistics.strategies import COUNTS, NAN, parts_of_groups
from wholeplace.core.errors import StatisticsError
from wholeplace.statistics import (
    PROFILES,
    STATUSES,
    DisclosureProfile,
    round_count,
    significant_figures,
    status_of,
)

ANY_PROFILE = st.sampled_from(list(PROFILES.values()))


SHOWN_AS = """
counted     0  1  4  5  6  7   8   9   10  12  13  14  15  18
hes         0  *  *  *  *  *   10  10  10  10  15  15  15  20
below-5     0  *  *  5  5  5   10  10  10  10  15  15  15  20
below-8     0  *  *  *  *  *   10  10  10  10  10  10  20  20
below-10    0  *  *  *  *  *   *   *   10  10  15  15  15  20
midpoint-6  0  3  3  3  3  9   9   9   9   9   15  15  15  15
exact       0  1  4  5  6  7   8   9   10  12  13  14  15  18
"""
COUNTED, *AS_SHOWN = (line.split() for line in SHOWN_AS.strip().splitlines())


@pytest.mark.parametrize(("name", "shown"), [(name, shown) for name, *shown in AS_SHOWN])
def test_counts_are_shown_as_their_profile_says(name: str, shown: list[str]) -> None:
    got = round_count([int(count) for count in COUNTED[1:]], PROFILES[name])

    assert ["*" if np.isnan(count) else f"{count:.0f}" for count in got] == shown


def test_every_profile_has_its_line_in_the_table() -> None:
    assert [name for name, *_ in AS_SHOWN] == list(PROFILES)


@given(ANY_PROFILE, st.lists(COUNTS, min_size=1))
def test_rounding_is_consistent_and_never_reverses_two_counts(
    profile: DisclosureProfile, counts: list[int]
) -> None:
    ordered = round_count(np.sort(counts), profile)
    shown = ordered[~np.isnan(ordered)]

    assert np.all(np.diff(shown) >= 0)
    assert np.array_equal(round_count(counts, profile)[np.argsort(counts)], ordered, equal_nan=True)


@given(ANY_PROFILE, COUNTS)
def test_a_shown_count_is_less_than_one_base_from_the_truth(
    profile: DisclosureProfile, count: int
) -> None:
    shown = round_count(count, profile)

    assert np.isnan(shown) or abs(shown - count) <= profile.base / 2


@given(ANY_PROFILE, COUNTS)
def test_zero_and_only_zero_is_shown_as_zero(profile: DisclosureProfile, count: int) -> None:
    assert (round_count(count, profile) == 0) == (count == 0)


@pytest.mark.parametrize(
    ("statistic", "numerator", "denominator", "wanted"),
    [
        ("count", 0, None, "shown"),
        ("count", 1, None, "suppressed"),
        ("count", 7, None, "suppressed"),
        ("count", 8, None, "shown"),
        ("count", NAN, None, "no_data"),
        ("proportion", 7, 100, "suppressed"),
        ("proportion", 8, 100, "shown"),
        ("proportion", 100, 100, "shown"),
        ("proportion", 0, 30, "shown"),
        ("proportion", 30, 30, "shown"),
        ("proportion", 0, 29, "all_or_none"),
        ("proportion", 29, 29, "all_or_none"),
        ("proportion", 28, 29, "all_or_none"),  # both are shown as 30
        ("proportion", 27, 29, "shown"),
        ("proportion", 0, 7, "suppressed"),  # the group itself is a small number
        ("proportion", 7, 7, "suppressed"),
        ("proportion", 0, 0, "no_data"),
        ("proportion", NAN, 100, "no_data"),
        ("proportion", 50, NAN, "no_data"),
        ("rate", 0, 29, "all_or_none"),
        ("rate", 40, 29, "shown"),  # several events each do not tell who had them
        ("rate", 40, 7, "suppressed"),
        ("dsr", 0, 500, "too_few"),
        ("dsr", 9, 500, "too_few"),
        ("dsr", 10, 500, "shown"),
        ("dsr", 10, 7, "suppressed"),
        ("dsr", 10, 0, "no_data"),
        ("mean", 500, 9, "too_few"),
        ("mean", -500, 10, "shown"),
        ("mean", NAN, 10, "no_data"),
    ],
)
def test_a_number_is_shown_or_not_for_one_stated_reason(
    statistic: str, numerator: float, denominator: float | None, wanted: str
) -> None:
    got = status_of(numerator, denominator, statistic=statistic)  # type: ignore[arg-type]

    assert got == wanted


@given(ANY_PROFILE, parts_of_groups(), st.sampled_from(["proportion", "rate", "dsr", "mean"]))
def test_every_number_has_a_known_status(
    profile: DisclosureProfile, part: tuple[int, int], statistic: str
) -> None:
    got = status_of(*part, statistic=statistic, profile=profile)  # type: ignore[arg-type]

    assert got in STATUSES


@given(ANY_PROFILE, parts_of_groups())
def test_no_shown_proportion_of_a_small_group_reads_as_all_or_none(
    profile: DisclosureProfile, part: tuple[int, int]
) -> None:
    numerator, denominator = (float(round_count(count, profile)) for count in part)

    if part[1] < profile.all_or_none_below and numerator in (0, denominator):
        assert status_of(*part, profile=profile) != "shown"


def test_a_ratio_without_its_denominator_is_refused() -> None:
    with pytest.raises(StatisticsError, match="needs a denominator"):
        status_of(10)


@pytest.mark.parametrize(
    ("number", "figures", "wanted"),
    [
        (1043.02, 3, 1040),
        (0.0283912, 3, 0.0284),
        (-0.0283912, 2, -0.028),
        (999.6, 3, 1000),
        (0, 3, 0),
        (123456, 1, 100000),
        (1e-30, 3, 1e-30),
    ],
)
def test_numbers_keep_so_many_significant_figures(
    number: float, figures: int, wanted: float
) -> None:
    assert significant_figures(number, figures) == pytest.approx(wanted, rel=1e-12)


@given(st.floats(-1e12, 1e12).filter(lambda x: x == 0 or abs(x) > 1e-12), st.integers(1, 15))
def test_significant_figures_agree_with_scientific_notation(number: float, figures: int) -> None:
    wanted = float(f"{number:.{figures - 1}e}")

    # A tie may fall to either side, by one in the last figure kept.
    assert significant_figures(number, figures) == pytest.approx(wanted, rel=10.0 ** -(figures - 1))
    assert significant_figures(wanted, figures) == pytest.approx(wanted, rel=1e-14)


def test_a_missing_number_stays_missing() -> None:
    assert np.isnan(significant_figures(NAN))


def test_no_figures_at_all_are_refused() -> None:
    with pytest.raises(StatisticsError, match="one or more"):
        significant_figures(5, 0)
