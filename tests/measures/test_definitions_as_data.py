"""A definition's version changes when its rule, wording or code lists do, and at no other time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from wholeplace.core.engine import Engine, duckdb_engine
from wholeplace.core.registry import Definition, Registry
from wholeplace.definitions.datasets import DATASETS
from wholeplace.measures.definitions_as_data import Described
from wholeplace.measures.measure import Measure, count, total
from wholeplace.record.attributes import Activity, Attribute, Measurement
from wholeplace.record.codelists import CodeList
from wholeplace.record.plan import Plan

AS_AT = dt.date(2026, 3, 31)
STROKE = CodeList(name="stroke", title="Stroke", codes=("230690007", "422504002"))
FALLS = CodeList(name="falls", title="Falls", system="icd10", codes=("S72",))
SYSTOLIC = Measurement(
    name="systolic",
    title="Blood pressure",
    codes=("271649006",),
    unit="mmHg",
    lowest=50,
    highest=300,
)
HAD_STROKE = Attribute(
    name="had_stroke",
    title="Stroke",
    doc="Ever coded with a stroke.",
    rule=lambda person: person.coded("stroke").since_first(),
    kind="condition",
)
LATELY = Attribute(
    name="stroke_lately",
    title="Stroke in the last year",
    rule=lambda person: person.began_within("had_stroke", months=12),
)
HIGH = Attribute(
    name="high",
    title="High blood pressure",
    rule=lambda person: (person.systolic.latest > 140).fill_null(False),
)
FALL_STAYS = Activity(
    name="fall_stays",
    title="Stays after a fall",
    doc="Stays whose main diagnosis is an injury.",
    dataset="hospital_spell",
    date="admission_date",
    rule=lambda row: row.diagnosed("falls"),
)
SAYS = {"says": "had a stroke", "numerator": "People.", "denominator": "People.", "not_in_it": "-"}
LATE_STROKES = Measure(
    name="late_strokes",
    title="Strokes",
    statistic="proportion",
    rule=lambda person: count(person.stroke_lately),
    **SAYS,
)
FALL_RATE = Measure(
    name="fall_rate",
    title="Falls",
    statistic="rate",
    flow="fall_stays",
    rule=lambda person: total(person.fall_stays),
    **SAYS,
)
HIGH_SHARE = Measure(
    name="high_share",
    title="High",
    statistic="proportion",
    rule=lambda person: count(person.high),
    **SAYS,
)
ALL = (
    *(STROKE, FALLS, SYSTOLIC, HAD_STROKE, LATELY, HIGH, FALL_STAYS),
    *(LATE_STROKES, FALL_RATE, HIGH_SHARE),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with duckdb_engine(tmp_path_factory.mktemp("described") / "scratch", threads=1) as made:
        yield made


def described(engine: Engine, *definitions: Definition, as_at: dt.date = AS_AT) -> Described:
    """Definitions as data, in a registry with the contracts of the datasets."""
    spaced = [replace(item, namespace="ours") for item in (*definitions, *DATASETS)]
    return Described(engine, Plan.of(Registry(spaced), as_at))


def versions(engine: Engine, *definitions: Definition, **says: Any) -> dict[str, str]:
    made = described(engine, *definitions, **says)
    entries = [*made.measures(), *made.attributes(), *made.code_lists(), *made.datasets()]
    return {entry["name"]: entry["version"] for entry in entries}


def swapped(old: Definition, new: Definition) -> list[Definition]:
    return [new if item is old else item for item in ALL]


CHANGES: dict[str, tuple[Definition, Definition, set[str]]] = {
    "a code added to a list": (
        STROKE,
        replace(STROKE, codes=(*STROKE.codes, "195216008")),
        {"stroke", "had_stroke", "stroke_lately", "late_strokes"},
    ),
    "a code of a list that only an activity asks for": (
        FALLS,
        replace(FALLS, codes=("S72", "S52")),
        {"falls", "fall_stays", "fall_rate"},
    ),
    "the range of a measurement": (
        SYSTOLIC,
        replace(SYSTOLIC, highest=280),
        {"systolic", "high", "high_share"},
    ),
    "the rule of an attribute": (
        HIGH,
        replace(HIGH, rule=lambda person: (person.systolic.latest > 150).fill_null(False)),
        {"high", "high_share"},
    ),
    "the rule of an attribute that others rest on": (
        HAD_STROKE,
        replace(HAD_STROKE, rule=lambda person: person.coded("stroke").latest()),
        {"had_stroke", "stroke_lately", "late_strokes"},
    ),
    "the wording of an attribute": (
        HAD_STROKE,
        replace(HAD_STROKE, doc="Ever recorded with a stroke."),
        {"had_stroke", "stroke_lately", "late_strokes"},
    ),
    "the window of an attribute": (
        LATELY,
        replace(LATELY, rule=lambda person: person.began_within("had_stroke", months=24)),
        {"stroke_lately", "late_strokes"},
    ),
    "the rule of an activity": (
        FALL_STAYS,
        replace(FALL_STAYS, rule=lambda row: row.diagnosed("falls") & (row.nights() > 0)),
        {"fall_stays", "fall_rate"},
    ),
    "the months of an activity": (
        FALL_STAYS,
        replace(FALL_STAYS, months=24),
        {"fall_stays", "fall_rate"},
    ),
    "the rule of a measure": (
        LATE_STROKES,
        replace(LATE_STROKES, rule=lambda person: count(person.had_stroke)),
        {"late_strokes"},
    ),
    "the wording of a measure": (
        LATE_STROKES,
        replace(LATE_STROKES, not_in_it="People registered elsewhere."),
        {"late_strokes"},
    ),
    "which way is better": (HIGH_SHARE, replace(HIGH_SHARE, better="lower"), {"high_share"}),
}


@pytest.mark.parametrize(("old", "new", "touched"), CHANGES.values(), ids=list(CHANGES))
def test_a_change_gives_new_versions_to_all_that_rests_on_it_and_to_nothing_else(
    engine: Engine, old: Definition, new: Definition, touched: set[str]
) -> None:
    before, after = versions(engine, *ALL), versions(engine, *swapped(old, new))

    assert {name for name in before if before[name] != after[name]} == touched


def test_versions_do_not_depend_on_the_date_of_the_run(engine: Engine) -> None:
    assert versions(engine, *ALL) == versions(engine, *ALL, as_at=dt.date(2024, 2, 29))


def test_versions_do_not_depend_on_what_else_is_defined_or_in_which_order(engine: Engine) -> None:
    tia = CodeList(name="tia", title="Mini-stroke", codes=("266257000",))
    had_tia = Attribute(
        name="had_tia", title="Mini-stroke", rule=lambda person: person.coded("tia").since_first()
    )

    usual = versions(engine, *ALL)
    longer = versions(engine, tia, had_tia, *reversed(ALL))

    assert {name: longer[name] for name in usual} == usual


def test_the_query_shown_is_the_one_of_the_run(engine: Engine) -> None:
    shown = {entry["name"]: entry for entry in described(engine, *ALL).attributes()}

    assert "2025" in shown["stroke_lately"]["sql"]
    assert "first__stroke" in shown["had_stroke"]["sql"]


def test_a_number_opens_down_to_every_list_behind_it(engine: Engine) -> None:
    made = described(engine, *ALL)

    lists = {entry["name"]: entry["code_lists"] for entry in made.measures()}
    assert lists == {"late_strokes": ["stroke"], "fall_rate": ["falls"], "high_share": []}
    of_attributes = {entry["name"]: entry["code_lists"] for entry in made.attributes()}
    assert of_attributes["stroke_lately"] == ["stroke"]
    assert of_attributes["fall_stays"] == ["falls"]


def test_a_measure_and_a_fact_name_all_that_they_are_worked_out_from(engine: Engine) -> None:
    made = described(engine, *ALL)

    measures = {entry["name"]: entry["rests_on"] for entry in made.measures()}
    assert measures == {
        "late_strokes": ["stroke_lately", "had_stroke"],
        "fall_rate": ["fall_stays"],
        "high_share": ["high", "systolic"],
    }
    facts = {entry["name"]: entry.get("rests_on") for entry in made.attributes()}
    assert facts["stroke_lately"] == ["had_stroke"]
    assert facts["high"] == ["systolic"]


def test_every_code_of_a_list_is_published_with_where_it_came_from(engine: Engine) -> None:
    made = {entry["name"]: entry for entry in described(engine, *ALL).code_lists()}

    assert made["stroke"]["codes"] == ["230690007", "422504002"]
    assert made["stroke"]["clinically_approved"] is False


def test_a_measure_knows_the_datasets_it_rests_on() -> None:
    plan = Plan.of(Registry([*ALL, *DATASETS]), AS_AT)

    assert plan.behind(FALL_RATE.rule).datasets == ["hospital_spell"]
    assert plan.behind(LATE_STROKES.rule).datasets == ["gp_event"]
    assert plan.behind(HIGH_SHARE.rule).datasets == ["gp_event"]
