"""The sentence builder: natural frequencies, one denominator, limits decide, no cause."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.measures.catalogue import Area, ReleasedMeasure, ReleasedValue
from wholeplace.places import sentences
from wholeplace.places.sentences import (
    DENOMINATORS,
    Gap,
    apart,
    compare,
    frequency,
    gap_sentence,
    headline,
    judgement,
    one_denominator,
    population_sentence,
    trend_words,
    unknown_sentence,
)

DAY = dt.date(2026, 3, 31)
FENLAND = Area("Z1", "Fenland", "district", "fenland")
SYSTEM = Area("Z0", "Cambridgeshire & Peterborough", "icb", "system")
DIABETES = ReleasedMeasure(
    "diabetes", "Diabetes", says="live with diabetes", among="adults", polarity="lower"
)
CAUSAL = re.compile(r"\b(because|caus\w+|due to|leads? to|results? in|as a result|drives?)\b")


def value(
    shown: float | None, lower: float | None = None, upper: float | None = None, **more: object
) -> ReleasedValue:
    base = ReleasedValue(
        *("district", "Z1", "resident", "diabetes", DAY, DAY, "all", "all", "proportion"),
        numerator=100,
        denominator=1000,
        value=shown,
        lower=lower,
        upper=upper,
        status="shown" if shown is not None else "suppressed",
    )
    return replace(base, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("here", "there", "said"),
    [
        # place's value and limits      the system   what is said
        ((0.112, 0.10, 0.13), 0.071, "11 in 100 adults live with diabetes: more than in"),
        ((0.050, 0.04, 0.06), 0.071, "5 in 100 adults live with diabetes: fewer than in"),
        ((0.075, 0.06, 0.09), 0.071, "8 in 100 adults live with diabetes: similar to"),
        ((0.0074, 0.007, 0.008), 0.0070, "7 in 1,000 adults live with diabetes: similar to"),
        ((0.0074, 0.0073, 0.0075), 0.0070, "74 in 10,000 adults live with diabetes: more than in"),
        ((0.0, 0.0, 0.01), 0.071, "0 in 100 adults live with diabetes: fewer than in"),
    ],
)
def test_a_place_is_set_against_the_system(
    here: tuple[float, float, float], there: float, said: str
) -> None:
    words = headline(DIABETES, FENLAND, value(*here), SYSTEM, value(there))

    assert words.startswith(f"In Fenland, {said} Cambridgeshire & Peterborough as a whole (")


def test_both_sides_of_a_comparison_share_a_denominator() -> None:
    words = headline(DIABETES, FENLAND, value(0.112, 0.1, 0.13), SYSTEM, value(0.071))

    assert re.findall(r"in ([\d,]+)\b", words.replace("In Fenland", "")) == ["100", "100"]


def test_the_system_is_not_compared_with_itself() -> None:
    words = headline(DIABETES, SYSTEM, value(0.07), SYSTEM, value(0.07))

    assert words == "In Cambridgeshire & Peterborough, 7 in 100 adults live with diabetes."


@pytest.mark.parametrize(
    ("measure", "number", "said"),
    [
        (
            ReleasedMeasure("a", "A", statistic="rate", per=1000, says="emergency admissions"),
            92.04,
            "In Fenland, there were 92.0 emergency admissions for every 1,000 people: ",
        ),
        (
            ReleasedMeasure("a", "A", statistic="dsr", per=100_000, says="deaths under 75"),
            312.4,
            "In Fenland, allowing for age, there were 312 deaths under 75 for every 100,000 people",
        ),
        (
            ReleasedMeasure("a", "Conditions", statistic="mean", says="conditions each"),
            0.62,
            "In Fenland, the average is 0.62 conditions each: less than ",
        ),
        (
            ReleasedMeasure("a", "Smokers", statistic="proportion"),
            0.12,
            "In Fenland, “Smokers” is 12 in 100 people: ",
        ),
        (
            ReleasedMeasure("a", "People", statistic="count", among="people", says="live here"),
            1300,
            "In Fenland, about 1,300 people live here.",
        ),
        (
            ReleasedMeasure("a", "Admissions", statistic="count", says="admissions"),
            1300,
            "In Fenland, there were about 1,300 admissions.",
        ),
    ],
)
def test_each_statistic_has_its_sentence(
    measure: ReleasedMeasure, number: float, said: str
) -> None:
    here = value(number, number * 0.9, number * 1.1, statistic=measure.statistic)
    there = value(number * 2, statistic=measure.statistic)

    assert headline(measure, FENLAND, here, SYSTEM, there).startswith(said)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("suppressed", "counts 1 to 7 people in Fenland: too few for a figure"),
        ("too_few", "too few events in Fenland"),
        ("no_data", "no data is not the same as none"),
        ("not_applicable", "does not apply to Fenland"),
        ("all_or_none", "is hidden, as it would describe everybody there"),
    ],
)
def test_what_cannot_be_shown_is_said(status: str, said: str) -> None:
    assert said in headline(DIABETES, FENLAND, value(None, status=status), SYSTEM, value(0.1))


def test_a_missing_row_is_no_data_and_not_zero() -> None:
    assert "no data is not the same as none" in headline(DIABETES, FENLAND, None)


@pytest.mark.parametrize(
    ("trend", "polarity", "said"),
    [
        ("rising", "lower", " It is rising, so getting worse."),
        ("rising", "higher", " It is rising, so getting better."),
        ("falling", "lower", " It is falling, so getting better."),
        ("falling", "none", " It is falling."),
        ("level", "lower", " There is no clear change over time."),
        (None, "lower", ""),
    ],
)
def test_change_is_said_only_after_a_trend_test(trend: str, polarity: str, said: str) -> None:
    assert trend_words(trend, polarity) == said  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("comparison", "polarity", "said"),
    [
        ("higher", "higher", "better"),
        ("higher", "lower", "worse"),
        ("lower", "lower", "better"),
        ("lower", "higher", "worse"),
        ("similar", "higher", ""),
        ("higher", "none", ""),
        (None, "higher", ""),
    ],
)
def test_better_and_worse_follow_the_polarity(
    comparison: str | None, polarity: str, said: str
) -> None:
    assert judgement(comparison, polarity) == said  # type: ignore[arg-type]


def test_groups_whose_limits_overlap_are_called_similar() -> None:
    most = value(0.14, 0.10, 0.18)
    least = value(0.12, 0.08, 0.16)
    gap = Gap("in the most deprived fifth", most, "in the least deprived fifth", least)

    assert not apart(most, least)
    assert gap_sentence(DIABETES, gap) == (
        "It is similar in the most deprived fifth (14 in 100) and in the least deprived fifth "
        "(12 in 100)."
    )


def test_groups_whose_limits_are_apart_are_told_apart() -> None:
    gap = Gap(
        "in the most deprived fifth",
        value(0.14, 0.13, 0.15),
        "in the least deprived fifth",
        value(0.08, 0.07, 0.09),
    )

    assert gap_sentence(DIABETES, gap, "Diabetes:") == (
        "Diabetes: 14 in 100 in the most deprived fifth and 8 in 100 in the least deprived fifth."
    )


def test_a_gap_with_a_hidden_end_says_nothing() -> None:
    assert gap_sentence(DIABETES, Gap("a", value(None), "b", value(0.1))) == ""


def test_unknowns_are_said_and_none_is_not_invented() -> None:
    assert unknown_sentence("Ethnicity", 830, 10_000) == (
        "Ethnicity is not recorded for 8 in 100 people."
    )
    assert unknown_sentence("Ethnicity", 0, 10_000) == ""
    assert unknown_sentence("Ethnicity", 1, 0) == ""


def test_population_names_whom_it_counts() -> None:
    assert population_sentence(FENLAND, "resident", 102_000) == (
        "About 102,000 people live in Fenland."
    )
    assert "are registered with GP practices in" in population_sentence(FENLAND, "registered", 5)
    assert "no population figure" in population_sentence(FENLAND, "resident", None)


fractions = st.floats(min_value=0, max_value=1, allow_nan=False)


@given(fractions, fractions)
def test_one_denominator_serves_both(first: float, second: float) -> None:
    denominator = one_denominator([first, second])

    assert denominator in DENOMINATORS
    assert frequency(first, denominator).endswith(f"in {denominator:,}")


@given(fractions, st.floats(0, 0.2), st.floats(0, 0.2), fractions)
def test_similar_exactly_when_the_comparator_lies_within_the_limits(
    number: float, below: float, above: float, other: float
) -> None:
    here = value(number, max(number - below, 0.0), number + above)
    found = compare(here, value(other))

    assert (found == "similar") == (here.lower <= other <= here.upper)  # type: ignore[operator]
    assert found != "higher" or number > other
    assert found != "lower" or number < other


@given(fractions, st.floats(0.001, 0.2), fractions, st.sampled_from(["higher", "lower", "none"]))
def test_no_sentence_claims_a_cause_or_half_a_difference(
    number: float, spread: float, other: float, polarity: str
) -> None:
    here = value(number, max(number - spread, 0.0), min(number + spread, 1.0))
    words = headline(replace(DIABETES, polarity=polarity), FENLAND, here, SYSTEM, value(other))

    assert not CAUSAL.search(words)
    assert "significant" not in words
    assert words.endswith(".")
    assert ("similar to" in words) == (compare(here, value(other)) == "similar")


def test_different_numbers_are_never_printed_the_same() -> None:
    words = headline(DIABETES, FENLAND, value(0.0712, 0.0711, 0.0713), SYSTEM, value(0.0708))

    assert "712 in 10,000" in words
    assert "708 in 10,000" in words


def test_examples_in_the_module_hold() -> None:
    import doctest

    assert doctest.testmod(sentences).failed == 0
