"""Invented NHS numbers and ids."""

from __future__ import annotations

import numpy as np
import pytest

from wholeplace.core.identifiers import nhs_number_is_valid
from wholeplace.sources.synthetic.identities import local_numbers, nhs_numbers, numbered


@pytest.mark.parametrize("seed", [0, 1, 99])
def test_nhs_numbers_are_valid_distinct_and_from_the_never_issued_block(seed: int) -> None:
    made = nhs_numbers(5_000, seed)

    assert len(np.unique(made)) == 5_000
    assert all(nhs_number_is_valid(str(number)) for number in made)
    assert made.min() >= 9_000_000_000


def test_a_person_has_one_number_in_a_hospital_and_unrelated_ones_in_others() -> None:
    people = np.arange(50_000)

    first, other = local_numbers(people, "RGN", 1), local_numbers(people, "RGT", 1)

    assert len(np.unique(first)) == len(people)
    assert (first != other).mean() > 0.999


def test_ids_are_padded_to_one_width() -> None:
    assert numbered("G", np.array([7, 123])).to_pylist() == ["G00000007", "G00000123"]
