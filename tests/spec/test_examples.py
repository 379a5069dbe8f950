"""Every drawn table of the definitions is true: the real passes give the answers drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from wholeplace.core.engine import duckdb_engine
from wholeplace.core.registry import Registry
from wholeplace.record.attributes import Attribute
from wholeplace.record.drawing.people import DrawnPerson
from wholeplace.record.drawing.tables import read_table
from wholeplace.record.drawing.world import person_rows
from wholeplace.record.segmentations import RULE_SUFFIX, Segmentation

REGISTRY = Registry.load(["wholeplace.definitions"])
WITH_EXAMPLES = [a for a in REGISTRY.all(Attribute) if a.example]
APART = 1_000


def people_of(position: int, attribute: Attribute) -> list[DrawnPerson]:
    """The people of one table, numbered so that those of no other table share a number."""
    return [
        replace(person, number=person.number + position * APART)
        for person in read_table(attribute.example)
    ]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, dict[str, Any]]]:
    """The person table of everybody in every drawn table, worked out in one go."""
    everybody = [
        person
        for position, attribute in enumerate(WITH_EXAMPLES)
        for person in people_of(position, attribute)
    ]
    with duckdb_engine(tmp_path_factory.mktemp("drawn") / "scratch", threads=1) as engine:
        yield person_rows(engine, REGISTRY, everybody)


def in_words(value: Any) -> str:
    """An answer as a drawn table says it."""
    if value is None:
        return "no"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return f"since {value}"
    return str(value)


@pytest.mark.parametrize("position", range(len(WITH_EXAMPLES)), ids=[a.name for a in WITH_EXAMPLES])
def test_the_drawn_answers_are_what_the_engine_finds(
    position: int, found: dict[int, dict[str, Any]]
) -> None:
    attribute = WITH_EXAMPLES[position]
    for person in people_of(position, attribute):
        answers = {name: in_words(found[person.number][name]) for name in person.expected}
        assert answers == person.expected, f"person {person.number % APART} of {attribute.name}"


@pytest.mark.parametrize("attribute", WITH_EXAMPLES, ids=lambda a: a.name)
def test_a_drawn_table_shows_both_that_it_holds_and_that_it_does_not(attribute: Attribute) -> None:
    answers = {person.expected[attribute.name] for person in read_table(attribute.example)}
    assert len(answers) >= 2


def test_every_condition_has_a_drawn_table() -> None:
    missing = [a.name for a in REGISTRY.all(Attribute) if a.kind == "condition" and not a.example]
    assert missing == []


@pytest.mark.parametrize("model", REGISTRY.all(Segmentation), ids=lambda model: model.name)
def test_every_rule_of_a_segmentation_is_drawn(model: Segmentation) -> None:
    drawn = {p.expected[f"{model.name}{RULE_SUFFIX}"] for p in read_table(model.example)}
    rules = {rule.because for segment in model.segments for rule in segment.rules}
    assert rules - drawn == set()
