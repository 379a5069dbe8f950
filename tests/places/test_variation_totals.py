"""Gaps added up: limits put together, care counted once, and words that promise nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from wholeplace.measures.catalogue import ReleasedMeasure
from wholeplace.places.variation.reading import Compared, Cost
from wholeplace.places.variation.totals import Total, added, priced
from wholeplace.places.variation.wording import findings, gap_sentences, position_words, pounds_of

DAY = dt.date(2026, 3, 31)
STAY = Cost("stay", "A stay", "A publication", 1_000, "2016/17", "emergency stays")
VISIT = Cost("visit", "A visit", "A publication", 100, "2016/17", "visits")
COSTS = {"stay": STAY, "visit": VISIT}
ADMISSIONS = ReleasedMeasure("m", "Admissions", statistic="rate", polarity="lower", unit="stays")


def unit(code: str, gap: float | None, measure: str = "m", cost: str | None = "stay") -> Compared:
    """A practice with the same gap to the middle and to the best fifth, 20% either way."""
    low, high = (None, None) if gap is None else (gap * 0.8, gap * 1.2)
    return Compared(
        area_type="practice",
        area_code=code,
        measure=measure,
        period_start=DAY,
        period_end=DAY,
        statistic="rate",
        case_mix="age",
        numerator=100,
        denominator=1_000,
        expected=90.0,
        benchmark=90.0,
        value=100.0,
        lower=81.0,
        upper=121.0,
        lower_3=60.0,
        lower_2=70.0,
        upper_2=110.0,
        upper_3=120.0,
        phi=1.0,
        tau_squared=0.0,
        to_median=gap,
        to_median_lower=low,
        to_median_upper=high,
        to_best=gap,
        to_best_lower=low,
        to_best_upper=high,
        position="within",
        standing="compared",
        because="",
        unit_cost=cost,
        status="shown",
    )


def test_limits_of_a_total_are_narrower_than_those_of_its_parts_end_to_end() -> None:
    total = added([unit("A", 300.0), unit("B", 400.0)], "to_best")

    assert total == Total(700.0, pytest.approx(600.0), pytest.approx(800.0))


def test_units_without_a_gap_to_give_are_left_out_and_none_is_not_nothing() -> None:
    assert added([unit("A", None), unit("B", 5.0)], "to_best") == Total(5.0, 4.0, 6.0)
    assert added([unit("A", None)], "to_best") is None


def test_of_measures_of_the_same_care_a_unit_counts_the_dearest_only() -> None:
    rows = [
        unit("A", 10.0, "admissions"),
        unit("A", 4.0, "falls"),
        unit("B", 1.0, "admissions"),
        unit("B", 3.0, "falls"),
        unit("A", 20.0, "attendances", "visit"),
    ]
    stays, visits = priced(rows, COSTS, "to_best")

    assert (stays.gross, stays.net) == (18_000, 13_000)
    assert stays.measures == ("admissions", "falls")
    assert (visits.gross, visits.net) == (2_000, 2_000)


def test_care_without_a_cost_is_not_priced() -> None:
    assert priced([unit("A", 10.0, cost=None)], COSTS, "to_best") == []


def test_the_cost_of_a_gap_is_never_called_a_saving() -> None:
    totals = {"to_median": Total(100, 80, 120), "to_best": Total(0.1, 0, 0.2)}
    said = gap_sentences(ADMISSIONS, [unit("A", 100.0)], totals, STAY)

    assert said[0].endswith(
        "about 100 fewer stays (95% limits 80 to 120), which cost about £100,000."
    )
    assert (
        said[1] == "At the rate of the best fifth of GP practices, the number would hardly change."
    )
    assert "not a saving" in said[2]


def test_a_gap_where_more_is_better_has_no_cost() -> None:
    more = replace(ADMISSIONS, polarity="higher")
    said = gap_sentences(more, [unit("A", 9.0)], {"to_best": Total(9, 7, 11)}, STAY)

    assert said == [
        "At the rate of the best fifth of GP practices, there would be about 9 more stays "
        "(95% limits 7 to 11)."
    ]


def test_a_gap_that_chance_explains_is_one_sentence() -> None:
    totals = {"to_median": Total(0, 0, 0), "to_best": Total(0, 0, 0)}
    (said,) = gap_sentences(ADMISSIONS, [unit("A", 0.0)], totals, STAY)

    assert said.startswith("Chance explains the differences between GP practices")


@pytest.mark.parametrize(
    ("position", "polarity", "words"),
    [
        ("high_3", "lower", ("Higher, worse", "worse")),
        ("low_3", "lower", ("Lower, better", "better")),
        ("high_3", "none", ("Higher", "")),
        ("high_2", "lower", ("Higher, though chance may explain it", "")),
        ("within", "lower", ("Within what chance explains", "")),
    ],
)
def test_only_outside_the_outer_limits_is_better_or_worse(
    position: str, polarity: str, words: tuple[str, str]
) -> None:
    assert position_words(replace(unit("A", 1.0), position=position), polarity) == words


def test_every_unit_is_accounted_for_in_words() -> None:
    rows = [
        *(unit(code, 1.0) for code in "ABCDE"),
        replace(unit("F", 1.0), position="high_3"),
        replace(unit("G", None), position="not_compared", standing="late"),
        replace(unit("H", None), position="not_compared", status="suppressed"),
    ]
    said = findings(ADMISSIONS, rows, {row.area_code: f"Surgery {row.area_code}" for row in rows})

    assert said == [
        "Of 6 GP practices, allowing for age, sex and deprivation, 1 is higher than chance "
        "explains (Surgery F); 5 are within 99.8% limits.",
        "1 GP practice with late or partial data is shown in grey and not ranked.",
        "1 GP practice is too small to compare, or has no numbers.",
    ]


def test_variation_beyond_chance_is_said_and_not_explained() -> None:
    rows = [replace(unit(code, 1.0), phi=2.5, tau_squared=0.01) for code in "ABCDE"]
    said = findings(ADMISSIONS, rows, {row.area_code: row.area_code for row in rows})

    assert said[1] == (
        "GP practices vary 2.5 times as much as chance would make them, for reasons not known "
        "here; the limits are wider to allow for that."
    )


def test_no_gap_has_no_cost_rather_than_a_cost_of_nothing() -> None:
    assert pounds_of(29.0, 1_590) == "£46,000"
    assert pounds_of(0.2, 1_590) == ""
