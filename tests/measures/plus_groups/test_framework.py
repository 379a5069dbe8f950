"""The framework as data: what is refused, and that the one that ships holds together."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from wholeplace.core.errors import DefinitionError
from wholeplace.core.registry import Registry
from wholeplace.definitions.frameworks import CORE20PLUS5
from wholeplace.measures.measure import MeasureWords
from wholeplace.measures.plus_groups.framework import framework_from
from wholeplace.record.plan import Plan


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load(["wholeplace.definitions"])


def test_every_measure_it_names_is_defined(registry: Registry) -> None:
    assert set(CORE20PLUS5.measures) <= {one.name for one in registry.all(MeasureWords)}


def test_every_group_rests_on_a_yes_or_no_about_one_person(registry: Registry) -> None:
    kinds = Plan.of(registry, dt.date(2026, 3, 31)).kinds
    assert {kinds[group.attribute] for group in CORE20PLUS5.recorded} <= {"boolean", "date"}


def test_there_are_five_areas_for_adults_and_five_for_children() -> None:
    of = [area.of for area in CORE20PLUS5.areas]
    assert (of.count("adults"), of.count("children"), of.count("everybody")) == (5, 5, 1)


def test_an_area_has_measures_or_says_why_it_has_none() -> None:
    assert all(area.measures or area.missing for area in CORE20PLUS5.areas)


def test_what_is_not_recorded_gives_a_size_and_who_published_it() -> None:
    for one in CORE20PLUS5.unrecorded:
        assert re.search(r"\d", one.estimate) and one.source


def test_a_framework_survives_the_release() -> None:
    assert framework_from(CORE20PLUS5.as_data()) == CORE20PLUS5


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda groups: groups[1:], "exactly one group that is Core20"),
        (lambda groups: [*groups, groups[0]], "exactly one group that is Core20"),
        (lambda groups: [*groups, groups[1]], "two groups called minority_ethnic"),
    ],
)
def test_groups_that_cannot_be_told_apart_are_refused(change: Any, says: str) -> None:
    data = CORE20PLUS5.as_data()
    with pytest.raises(DefinitionError, match=says):
        framework_from(data | {"groups": change(data["groups"])})
