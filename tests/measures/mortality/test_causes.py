"""Every death falls under one cause, by the most exact code of the published list."""

from __future__ import annotations

import datetime as dt
import string
from dataclasses import replace

import pytest

from wholeplace.core.errors import DefinitionError
from wholeplace.definitions.causes_of_death import AVOIDABLE, BROAD_GROUPS
from wholeplace.measures.mortality.causes import HALVES, Cause, CauseList, in_force, prefixes


def group_of(code: str | None) -> str:
    found = BROAD_GROUPS.cause_of(code)
    return found.name if found else BROAD_GROUPS.causes[-1].name


@pytest.mark.parametrize(
    ("code", "group"),
    [
        ("I251", "circulatory"),
        ("C349", "cancer"),
        ("D469", "other"),
        ("J189", "respiratory"),
        ("F03", "mental_and_dementia"),
        ("G309", "mental_and_dementia"),
        ("G20", "other"),
        ("X700", "external"),
        ("Y981", "external"),
        ("U071", "covid_19"),
        ("P072", "birth_and_congenital"),
        ("R54", "other"),
        (None, "other"),
    ],
)
def test_broad_groups_follow_the_chapters(code: str | None, group: str) -> None:
    assert group_of(code) == group


@pytest.mark.parametrize(
    ("code", "cause", "preventable", "treatable"),
    [
        ("A403", "pneumococcal_and_haemophilus_sepsis", 2, 0),
        ("A409", "sepsis", 0, 2),
        ("I219", "ischaemic_heart_disease", 1, 1),
        ("I500", None, 0, 0),
        ("C349", "lung_cancer", 2, 0),
        ("C189", "colorectal_cancer", 0, 2),
        ("E244", "alcohol_specific", 2, 0),
        ("E240", "adrenal_disorders", 0, 2),
        ("X650", "alcohol_specific", 2, 0),
        ("X620", "self_poisoning_by_drugs", 2, 0),
        ("X700", "suicide", 2, 0),
        ("K746", "other_alcohol_related", 2, 0),
        ("K743", None, 0, 0),
        ("F03", None, 0, 0),
        (None, None, 0, 0),
    ],
)
def test_an_avoidable_cause_is_found_by_its_most_exact_code(
    code: str | None, cause: str | None, preventable: int, treatable: int
) -> None:
    found = AVOIDABLE.cause_of(code)

    assert (found.name if found else None) == cause
    if found:
        assert (found.preventable, found.treatable) == (preventable, treatable)


def test_no_death_is_avoided_more_than_once() -> None:
    assert all(0 < c.preventable + c.treatable <= HALVES for c in AVOIDABLE.causes)


def test_no_code_falls_under_two_causes() -> None:
    for listed in (BROAD_GROUPS, AVOIDABLE):
        held = [prefix for cause in listed.causes for prefix in prefixes(cause.codes)]
        assert len(held) == len(set(held))


def test_the_broad_groups_leave_no_letter_of_the_classification_out() -> None:
    assert {group_of(f"{letter}50") for letter in string.ascii_uppercase} == {
        "cancer",
        "circulatory",
        "respiratory",
        "digestive",
        "mental_and_dementia",
        "external",
        "birth_and_congenital",
        "other",
    }


@pytest.mark.parametrize("text", ["I60-I6", "60", "I69-I60", "I60.1-I69", "i60"])
def test_a_range_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(DefinitionError):
        list(prefixes([text]))


def test_two_causes_that_claim_one_code_are_refused() -> None:
    both = (Cause("one", "One", ("I60-I69",)), Cause("two", "Two", ("I64",)))
    listed = CauseList(name="made", title="Made", use="groups", published="2022-01", causes=both)

    with pytest.raises(DefinitionError, match="puts I64 under one and two"):
        listed.cause_of("I640")


def test_a_run_takes_the_list_that_was_published_last_before_its_date() -> None:
    newer = replace(AVOIDABLE, name="avoidable_2025", published="2025-06")
    lists = [newer, AVOIDABLE, BROAD_GROUPS]

    assert in_force(lists, dt.date(2024, 3, 31))["avoidable"] is AVOIDABLE
    assert in_force(lists, dt.date(2026, 3, 31))["avoidable"] is newer
    assert in_force(lists, dt.date(2020, 3, 31)) == {}
