"""Parts of a change add up, whatever the sums, the statistic and the disclosure profile."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from wholeplace.measures.changes.counting import BANDS
from wholeplace.measures.changes.parts import Figures, split
from wholeplace.measures.cubes import sum_columns
from wholeplace.measures.measure import Measure, Statistic
from wholeplace.statistics import EXACT, HES, MIDPOINT_6, DisclosureProfile

CAUSES = ("", "definition", "late", "went", "new")
STATISTICS: tuple[Statistic, ...] = ("count", "proportion", "rate", "dsr", "mean")
PROFILES = (EXACT, HES, MIDPOINT_6)
people = arrays(np.int64, (len(CAUSES), len(BANDS)), elements=st.integers(0, 60))
shares = arrays(np.float64, (len(CAUSES), len(BANDS)), elements=st.floats(0, 1))


def measure_of(statistic: Statistic) -> Measure:
    return Measure(
        name="made",
        title="Made",
        rule=lambda person: person,
        statistic=statistic,
        per=1_000 if statistic in ("rate", "dsr") else 1,
        says="are counted",
        numerator="Counted.",
        denominator="People.",
        not_in_it="Nobody.",
    )


def states_of(measure: Measure, people: np.ndarray, shares: np.ndarray) -> dict[str, np.ndarray]:
    counted = np.floor(people * shares).astype(np.int64)
    columns = [counted, people, counted][: len(sum_columns([measure]))]
    return dict(zip(CAUSES, np.stack(columns, axis=-1), strict=True))


@given(
    people=people,
    shares=shares,
    statistic=st.sampled_from(STATISTICS),
    profile=st.sampled_from(PROFILES),
)
def test_the_parts_add_up_to_the_change(
    people: np.ndarray, shares: np.ndarray, statistic: Statistic, profile: DisclosureProfile
) -> None:
    measure = measure_of(statistic)
    states = states_of(measure, people, shares)

    start, end, parts = split(measure, states, sum_columns([measure]), profile)

    assert [part.cause for part in parts] == list(CAUSES[1:])
    for name in Figures.__dataclass_fields__:
        first, last = getattr(start, name), getattr(end, name)
        moved = [getattr(part.figures, name) for part in parts]
        if name != "status" and None not in (first, last, *moved):
            assert sum(moved) == pytest.approx(last - first, abs=1e-9)
    if profile == EXACT:
        total = np.stack([state.sum(axis=0) for state in states.values()])
        assert [part.figures.numerator for part in parts] == list(np.diff(total[:, 0]))
        assert [part.figures.denominator for part in parts] == list(np.diff(total[:, 1]))


@given(people=people, shares=shares, statistic=st.sampled_from(STATISTICS))
def test_no_part_that_is_a_small_number_is_shown(
    people: np.ndarray, shares: np.ndarray, statistic: Statistic
) -> None:
    measure = measure_of(statistic)
    states = states_of(measure, people, shares)

    _, _, parts = split(measure, states, sum_columns([measure]), HES)

    total = np.stack([state.sum(axis=0) for state in states.values()])
    for part, change in zip(parts, np.abs(np.diff(total[:, :2], axis=0)), strict=True):
        if ((change > 0) & (change <= HES.suppressed_up_to)).any():
            hidden = (part.figures.numerator, part.figures.denominator, part.figures.value)
            assert hidden == (None, None, None)
            assert part.figures.status == "suppressed"


@given(people=people, shares=shares, statistic=st.sampled_from(STATISTICS))
def test_a_cause_that_changed_nothing_did_nothing(
    people: np.ndarray, shares: np.ndarray, statistic: Statistic
) -> None:
    measure = measure_of(statistic)
    states = states_of(measure, people, shares)
    states["late"] = states["definition"]

    for profile in PROFILES:
        _, _, parts = split(measure, states, sum_columns([measure]), profile)

        assert parts[1].nothing
        assert not any((parts[1].figures.numerator, parts[1].figures.value))
