"""Forecasts in words say no more than the numbers do."""

from __future__ import annotations

import doctest

import pytest

from wholeplace.planning.forecasts import words


def test_worked_examples_print_what_they_say() -> None:
    assert doctest.testmod(words).failed == 0


@pytest.mark.parametrize(
    ("ratio", "said"),
    [(0.94, "slightly"), (0.8, "by a fifth"), (0.5, "by a half"), (0.1, "by three quarters")],
)
def test_closer_is_said_in_parts_people_use(ratio: float, said: str) -> None:
    assert words.closer(ratio).startswith(said)


@pytest.mark.parametrize("ratio", [0.95, 1.0, 1.4])
def test_what_was_no_closer_is_not_called_closer(ratio: float) -> None:
    said = words.track_record(ratio, 40, words.before("day", 7))

    assert said == (
        "Our forecasts of this have been no better than 'the same as last week', "
        "so that is what is shown."
    )


def test_what_was_not_tested_claims_nothing() -> None:
    said = words.track_record(float("nan"), 0, words.before("month", 1))

    assert "too little history" in said and "'the same as the month before'" in said
