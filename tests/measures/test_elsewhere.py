"""Measures that are not counted here say where they come from, or why they cannot be produced."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wholeplace.core.errors import DefinitionError
from wholeplace.core.registry import Registry
from wholeplace.measures.elsewhere import MeasureWanted, PublishedMeasure, elsewhere
from wholeplace.measures.measure import Measure, MeasureWords, count
from wholeplace.places.measure_list import STATISTICS_ELSEWHERE

REGISTRY = Registry.load(["wholeplace.definitions"])
WORDS = {"numerator": "People.", "denominator": "People.", "not_in_it": "-"}
WANTED = MeasureWanted(
    name="appointments",
    title="Appointments",
    because="no data set holds them",
    needs="A data set of appointments",
    statistic="proportion",
    namespace="ours",
    **WORDS,
)
PUBLISHED = PublishedMeasure(
    name="beds",
    title="Beds",
    statistic="count",
    series=("beds-occupied",),
    because="none hold it",
    **WORDS,
)


def test_the_library_has_the_measures_the_plans_name() -> None:
    every = REGISTRY.all(MeasureWords)
    assert len(every) >= 125
    assert len(REGISTRY.all(Measure)) >= 60
    assert len({measure.name for measure in every}) == len(every)


@pytest.mark.parametrize(
    "measure",
    [*REGISTRY.all(PublishedMeasure), *REGISTRY.all(MeasureWanted)],
    ids=lambda measure: measure.name,
)
def test_a_measure_from_elsewhere_says_everything_its_page_needs(measure: MeasureWords) -> None:
    sentences = (
        *(measure.doc, measure.rationale, measure.numerator, measure.denominator),
        *(measure.exclusions, measure.not_in_it),
    )
    for words in sentences:
        assert words.endswith("."), words
    assert measure.source.strip()
    assert measure.better in ("higher", "lower")
    assert isinstance(measure, PublishedMeasure | MeasureWanted)
    assert measure.statistic in STATISTICS_ELSEWHERE
    assert not measure.because.endswith(".") and measure.because[0].islower()


def test_every_entry_says_its_kind_and_its_version() -> None:
    entries = {entry["name"]: entry for entry in elsewhere(Registry([WANTED, PUBLISHED]))}

    assert entries["appointments"]["kind"] == "wanted"
    assert entries["appointments"]["needs"] == "A data set of appointments"
    assert entries["beds"]["kind"] == "published"
    assert entries["beds"]["series"] == ("beds-occupied",)
    reworded = elsewhere(Registry([replace(WANTED, because="nobody sends them"), PUBLISHED]))
    again = {entry["name"]: entry["version"] for entry in reworded}
    assert again["beds"] == entries["beds"]["version"]
    assert again["appointments"] != entries["appointments"]["version"]


def test_a_measure_wanted_cannot_have_the_name_of_one_that_is_counted() -> None:
    counted = Measure(
        name="appointments",
        title="Appointments",
        says="were seen",
        statistic="proportion",
        rule=lambda person: count(person.alive),
        **WORDS,
    )
    with pytest.raises(DefinitionError, match="Two measures are called appointments"):
        elsewhere(Registry([WANTED, counted]))


def test_a_measure_that_cannot_be_produced_must_say_why() -> None:
    with pytest.raises(DefinitionError, match="does not say why it cannot be produced"):
        replace(WANTED, because=" ")


def test_a_published_measure_must_name_its_series() -> None:
    with pytest.raises(DefinitionError, match="names no published series"):
        replace(PUBLISHED, series=())
