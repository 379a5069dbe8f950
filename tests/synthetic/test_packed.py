"""GP events packed into one number."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.sources.synthetic import packed
from wholeplace.sources.synthetic.codes import CONCEPTS

events = st.lists(
    st.tuples(
        st.integers(0, packed.LARGEST_CHUNK - 1),
        st.integers(packed.DAY_ZERO, packed.DAY_ZERO + 2**packed.DAY_BITS - 1),
        st.integers(0, len(CONCEPTS) - 1),
        st.integers(1, 65_535),
    ),
    min_size=1,
)


@given(events)
def test_an_event_comes_back_as_it_was_packed(rows: list[tuple[int, int, int, int]]) -> None:
    person, day, concept, tenths = (np.array(column) for column in zip(*rows, strict=True))

    keys = packed.pack(person, day, concept, tenths / 10)

    assert (packed.person_of(keys) == person).all()
    assert (packed.day_of(keys) == day).all()
    assert (packed.concept_of(keys) == concept).all()
    assert np.allclose(packed.value_of(keys), tenths / 10)


@given(events)
def test_without_repeats_keeps_one_of_each_person_day_and_concept(
    rows: list[tuple[int, int, int, int]],
) -> None:
    person, day, concept, tenths = (np.array(column) for column in zip(*rows, strict=True))

    keys = packed.without_repeats(packed.pack(person, day, concept, tenths / 10))

    assert len(keys) == len({row[:3] for row in rows})
    assert (np.diff(keys) > 0).all()


def test_every_concept_fits_its_bits() -> None:
    assert len(CONCEPTS) < 2**packed.CONCEPT_BITS
