"""The sentence of a chart and the colours of its marks do not gainsay each other."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import cast

import pytest

from wholeplace.measures.catalogue import ReleasedMeasure, ReleasedValue
from wholeplace.measures.plus_groups.framework import PlusGroup
from wholeplace.places.core20plus5.reading import GroupReading, Pair
from wholeplace.places.core20plus5.words import comparison, measure_sentence

DAY = dt.date(2026, 3, 31)
CORE20 = PlusGroup("core20", "Core20", "in Core20", "outside Core20", "core20")
VACCINATED = ReleasedMeasure(
    "m", "Vaccinated", polarity="higher", among="people", says="were vaccinated"
)


def share(value: float, around: float) -> ReleasedValue:
    return ReleasedValue(
        "district", "ZD02", "resident", "m", DAY, DAY, "plus_group", "core20",
        "proportion", round(1000 * value), 1000, value, value - around, value + around, "shown",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("everyone_else", "outside", "added"),
    [
        (share(0.58, 0.20), share(0.62, 0.02), True),
        (share(0.58, 0.20), share(0.42, 0.02), False),
        (share(0.70, 0.02), share(0.62, 0.02), False),
    ],
)
def test_a_group_like_everyone_else_may_differ_from_all_outside_it(
    everyone_else: ReleasedValue, outside: ReleasedValue, added: bool
) -> None:
    pair = Pair(CORE20, share(0.40, 0.15), outside, None)
    groups = SimpleNamespace(
        core20=CORE20,
        any_plus=CORE20,
        everyone_else=lambda measure: everyone_else,
        pair=lambda measure, group: pair,
    )

    sentence = measure_sentence(cast(GroupReading, groups), VACCINATED)

    told = " Against everybody outside the group (62.0%) the difference is clear."
    assert sentence.endswith(told) is added
    if added:
        assert "similar" in sentence
        assert comparison(pair, "higher") == ("Lower, worse", "worse")
