"""The concepts planted are those the shipped lists find."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from wholeplace import definitions
from wholeplace.sources.synthetic.codes import CONDITIONS, OBSERVATIONS, RESOLVED
from wholeplace.sources.synthetic.conditions import CHRONIC

LISTS = Path(definitions.__file__).parent / "codelists"
PUBLISHED = {
    "stroke_or_tia": ("stroke", "tia"),
    "chronic_kidney_disease": ("ckd_3_5",),
    "cancer": ("cancer_c19can",),
    "severe_mental_illness": ("smi",),
    "coronary_heart_disease": ("chd",),
    "peripheral_arterial_disease": ("pad",),
}


def shipped(name: str) -> set[int]:
    with (LISTS / f"{name}.csv").open(encoding="utf-8") as handle:
        return {int(row["code"]) for row in csv.DictReader(handle)}


@pytest.mark.parametrize("condition", CHRONIC)
def test_a_conditions_concepts_are_in_its_shipped_list_and_no_other(condition: str) -> None:
    own = ("stroke", "tia") if condition == "stroke_or_tia" else (condition,)
    listed = set().union(*(shipped(name) for name in own))
    others = {name for name in CHRONIC if name not in (condition, "stroke_or_tia")}

    assert set(CONDITIONS[condition]) <= listed
    for name in others:
        assert not set(CONDITIONS[condition]) & shipped(name), name


@pytest.mark.parametrize("condition", RESOLVED)
def test_a_resolution_is_in_its_shipped_list(condition: str) -> None:
    assert RESOLVED[condition] in shipped(f"{condition}_resolved")


@pytest.mark.parametrize("name", OBSERVATIONS)
def test_an_observation_is_in_its_shipped_list(name: str) -> None:
    assert OBSERVATIONS[name][0] in shipped(name)


@pytest.mark.reference
@pytest.mark.parametrize("condition", CHRONIC)
def test_a_conditions_concepts_are_in_the_published_list(reference: Path, condition: str) -> None:
    found: set[int] = set()
    for name in PUBLISHED.get(condition, (condition,)):
        with (reference / "codelists" / "snomed" / f"{name}.csv").open(encoding="utf-8") as handle:
            found |= {int(row["code"]) for row in csv.DictReader(handle)}

    assert set(CONDITIONS[condition]) <= found
