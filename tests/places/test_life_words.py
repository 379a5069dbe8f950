"""Sentences about long lives claim a gap only where limits leave no doubt, and never a cause."""

from __future__ import annotations

import datetime as dt
import doctest
from types import ModuleType, SimpleNamespace
from typing import cast

import pytest

from wholeplace.measures.mortality import causes, counting, parts
from wholeplace.places.life_expectancy import words
from wholeplace.places.life_expectancy.reading import Estimate, LifeReading
from wholeplace.places.life_expectancy.sections import slopes
from wholeplace.places.life_expectancy.words import finding, gap_sentence, length_sentence

START, END = dt.date(2023, 4, 1), dt.date(2026, 3, 31)
SIMILAR = "{people} here live about as long as there."


def estimate(value: float | None, lower: float = 0, upper: float = 0) -> Estimate:
    if value is None:
        return Estimate(None, None, None, "too_few", 3, START, END)
    return Estimate(value, lower, upper, "shown", 3, START, END)


@pytest.mark.parametrize("module", [words, causes, counting, parts])
def test_worked_examples_print_what_they_say(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0


def test_a_gap_is_claimed_in_the_direction_its_limits_leave() -> None:
    gaps = {"male": estimate(2.9, 2.2, 3.6), "female": estimate(-1.2, -1.9, -0.5)}

    assert gap_sentence(gaps, "here", "there", similar=SIMILAR) == (
        "Men here live 2.9 fewer years than there (95% limits 2.2 to 3.6). "
        "Women here live 1.2 more years than there (95% limits 0.5 to 1.9)."
    )


def test_a_gap_whose_limits_hold_nothing_is_called_similar() -> None:
    gaps = {"male": estimate(0.4, -0.3, 1.1), "female": estimate(None)}

    assert gap_sentence(gaps, "here", "there", similar=SIMILAR) == (
        "Men here live about as long as there."
    )


def test_people_are_taken_together_where_neither_sex_can_be_said() -> None:
    few = {"male": estimate(None), "female": estimate(None)}

    together = few | {"persons": estimate(3.0, 1.0, 5.0)}
    assert gap_sentence(together, "here", "there", similar=SIMILAR).startswith(
        "People here live 3.0 fewer years"
    )
    assert gap_sentence(few, "here", "there", similar=SIMILAR) == ""
    assert length_sentence("Fenland", {**few, "persons": estimate(82.0, 81.0, 83.0)}).endswith(
        "people would live 82.0 years (95% limits 81.0 to 83.0)."
    )
    assert length_sentence("Fenland", dict(few)) == (
        "Too few people live in Fenland to say how long they live."
    )


def test_where_nobody_lives_is_not_the_same_as_too_few() -> None:
    nobody = Estimate(None, None, None, "no_data", 3, START, END)

    assert words.cell(nobody) == "Nobody lives there"
    assert words.cell(estimate(None)) == "Too few to show"
    assert words.cell(None) == "No data"


def test_a_chart_is_headed_by_its_two_ends_and_by_one_where_only_one_is_shown() -> None:
    short, long = estimate(76.6), estimate(82.9)

    both = finding("Men", short, "in Fenland", long, "in Cambridge")
    assert both == "Men: 76.6 years in Fenland, 82.9 in Cambridge"
    one = finding("Men", short, "in Fenland", short, "in Fenland")
    assert one == "Men: 76.6 years in Fenland; no other is shown"
    assert finding("Men", estimate(None), "", None, "") == "Men: years of life at birth"


@pytest.mark.parametrize(("men", "rows"), [(None, 0), (6.1, 2)])
def test_a_table_of_slopes_stands_only_where_one_can_be_shown(men: float | None, rows: int) -> None:
    found = {"male": estimate(men, 4.0, 8.0), "female": estimate(None)}
    reading = SimpleNamespace(
        release=SimpleNamespace(system=SimpleNamespace(name="The system", slug="system")),
        areas=lambda kind: [],
        gap=lambda kind, sex, area: found[sex],
        relative=lambda sex, area: None,
    )

    table = slopes(cast(LifeReading, reading))

    assert (0 if table is None else len(table.rows)) == rows
