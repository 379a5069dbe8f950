"""Disclosure profiles say what they hide."""

import dataclasses

import pytest

from wholeplace.statistics import HES, PROFILES


def test_every_profile_is_found_by_its_name_and_says_whose_rule_it_is() -> None:
    for name, profile in PROFILES.items():
        assert name == profile.name
        assert profile.title and profile.source


def test_the_hospital_profile_is_the_published_one() -> None:
    assert (HES.suppressed_up_to, HES.base) == (7, 5)


def test_a_profile_cannot_be_changed_while_numbers_are_released() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        HES.base = 10  # type: ignore[misc]
