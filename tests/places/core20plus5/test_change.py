"""What five yearly points say of a group and its gap, drawn as little tables of numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.web.made_release import make_release
from wholeplace.measures.catalogue import ReleasedValue
from wholeplace.measures.release import Release
from wholeplace.places.core20plus5.change import change_sentence, series
from wholeplace.places.core20plus5.reading import GroupReading, released_framework
from wholeplace.places.reading import read_place
from wholeplace.statistics import wilson

DAY = dt.date(2026, 3, 31)
PEOPLE = 1000


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return Release(make_release(tmp_path_factory.mktemp("release")))


@pytest.fixture
def groups(release: Release) -> GroupReading:
    framework = released_framework(release)
    assert framework is not None
    return GroupReading(read_place(release, release.areas_by_slug["fenland"]), framework)


def points(category: str, counts: Sequence[int | None]) -> list[ReleasedValue]:
    """Yearly numbers of a group, the last of them this year's."""
    made = []
    for back, count in zip(range(len(counts) - 1, -1, -1), counts, strict=True):
        day = DAY.replace(year=DAY.year - back)
        value = ReleasedValue(
            "district", "ZD02", "resident", "diabetes", day, day, "plus_group", category,
            "proportion", None, PEOPLE, None, None, None, "suppressed",
        )  # fmt: skip
        if count is not None:
            share = (float(part) for part in wilson(count, PEOPLE))
            value = replace(
                value,
                numerator=count,
                status="shown",
                **dict(zip(("value", "lower", "upper"), share, strict=True)),
            )
        made.append(value)
    return made


def said(groups: GroupReading, release: Release, **counts: Sequence[int | None]) -> str:
    earlier, split = [], {}
    for category, numbers in counts.items():
        *before, now = points(category, numbers)
        earlier += before
        split[category] = now
    groups.__dict__["earlier"] = tuple(earlier)  # in place of what the release holds
    groups.reading.numbers._splits[groups.reading.area.key, "diabetes", "plus_group"] = split
    return change_sentence(groups, release.measures["diabetes"])


LEVEL = (100, 101, 99, 100, 100)


@pytest.mark.parametrize(
    ("core20", "everyone_else", "expected"),
    [
        ((100, 120, 140, 160, 180), LEVEL, "in Core20 it is rising, so getting worse"),
        ((180, 160, 140, 120, 100), LEVEL, "in Core20 it is falling, so getting better"),
        (LEVEL, LEVEL, "in Core20 it is not clearly changing"),
        ((200, 220, 240, 260, 290), LEVEL, "is wider than it was."),
        ((290, 260, 240, 220, 190), LEVEL, "is narrower than it was."),
        ((150, 152, 149, 151, 150), LEVEL, "has not clearly changed."),
        (LEVEL, (290, 260, 240, 220, 190), "is narrower than it was."),
    ],
)
def test_words_follow_the_tests(
    groups: GroupReading,
    release: Release,
    core20: tuple[int, ...],
    everyone_else: tuple[int, ...],
    expected: str,
) -> None:
    assert expected in said(groups, release, core20=core20, not_core20plus=everyone_else)


@pytest.mark.parametrize(
    "counts", [(100, 120, None, 160, 180), (120, 140, 160, 180)], ids=["one hidden", "four"]
)
def test_nothing_is_said_of_a_series_with_a_gap(
    groups: GroupReading, release: Release, counts: tuple[int | None, ...]
) -> None:
    words = said(groups, release, core20=counts)
    assert words.startswith("Change over time: fewer than five yearly points can be shown")


def test_a_series_runs_from_the_earliest_year_to_this_one(groups: GroupReading) -> None:
    measure = groups.reading.release.measures["diabetes"]
    days = [value.period_end.year for value in series(groups, measure, "core20")]
    assert days == [2022, 2023, 2024, 2025, 2026]
