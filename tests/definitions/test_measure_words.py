"""Every measure says why it is counted, and what plans ask of it as data."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from wholeplace.core.errors import DefinitionError
from wholeplace.core.registry import Registry
from wholeplace.measures.measure import Measure
from wholeplace.measures.targets import Target, target_words

MEASURES = Registry.load(["wholeplace.definitions"]).all(Measure)
SEGMENTS = {m.name for m in MEASURES if m.group == "segments"}
WITH_TARGETS = [m for m in MEASURES if m.targets]


def test_every_measure_says_why_it_is_counted_and_whom_it_leaves_out() -> None:
    for measure in MEASURES:
        assert measure.rationale.endswith("."), measure.name
        assert measure.exclusions.endswith("."), measure.name


def test_no_two_measures_give_the_same_reason_but_those_of_one_segmentation() -> None:
    said = Counter(m.rationale for m in MEASURES if m.name not in SEGMENTS)
    assert [words for words, times in said.items() if times > 1] == []


@pytest.mark.parametrize("measure", WITH_TARGETS, ids=lambda m: m.name)
def test_a_target_of_a_share_is_a_share_and_of_a_fall_is_a_fall(measure: Measure) -> None:
    for target in measure.targets:
        if target.value is not None and measure.statistic == "proportion":
            assert 0 < target.value <= 1
        if target.change is not None and measure.better == "lower":
            assert -1 < target.change < 0


def test_a_target_is_said_with_whom_by_when_and_by_whom() -> None:
    target = Target(
        says="at least 75 in 100",
        source="A plan",
        value=0.75,
        whom="of women in poorer areas",
        by=dt.date(2028, 3, 31),
    )
    assert target.words == "at least 75 in 100 of women in poorer areas by March 2028 (A plan)"
    assert target.as_data()["by"] == "2028-03-31"
    fall = Target(says="a tenth fewer", source="A plan", change=-0.1, by=dt.date(2026, 12, 31))
    assert target_words((target, fall)).endswith("a tenth fewer by the end of 2026 (A plan)")


def test_a_target_that_names_no_source_is_refused() -> None:
    with pytest.raises(DefinitionError, match="names no source"):
        Target(says="at least 75 in 100", source=" ")
