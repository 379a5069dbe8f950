"""Areas of one's own choosing: added up from what is released, and honest about rounding."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.core.errors import WholeplaceError
from wholeplace.measures.catalogue import Area, ReleasedMeasure, ReleasedValue
from wholeplace.measures.release import Release
from wholeplace.places.chosen_area import build_chosen_area, parts_called
from wholeplace.statistics import HES, release_proportion

DAY = dt.date(2026, 3, 31)
DIABETES = ReleasedMeasure("diabetes", "Diabetes", group="conditions")
SYSTEM = Area("Z0", "The system", "icb", "system", basis="both")


def released(counts: list[tuple[int, int]], *, withheld: bool = False) -> Release:
    """A release of one measure in areas of so many people, and so many of them with it."""
    people, having = (np.array(column) for column in zip(*counts, strict=True))
    gated = release_proportion(having, people, profile=HES)
    values = []
    for place in range(len(counts)):
        numerator, among = gated.numerator[place], gated.denominator[place]
        status = "withheld" if withheld and place == 0 else str(gated.status[place])
        hidden = np.isnan(numerator) or status == "withheld"
        values.append(
            ReleasedValue(
                *("msoa", f"Z{place + 1}", "resident", "diabetes", DAY, DAY, "all", "all"),
                "proportion",
                None if hidden else int(numerator),
                None if np.isnan(among) else int(among),
                *(None, None, None, status),
            )
        )
    areas = {
        ("msoa", v.area_code): Area(v.area_code, v.area_code, "msoa", v.area_code.lower())
        for v in values
    }
    areas["icb", "Z0"] = SYSTEM

    def found(*, area_types: list[str], **_: Any) -> list[ReleasedValue]:
        return values if area_types == ["msoa"] else []

    return cast(
        Release,
        SimpleNamespace(
            values=found,
            measures={"diabetes": DIABETES},
            manifest=SimpleNamespace(details={"disclosure_profile": "hes"}),
            system=SYSTEM,
            areas=areas,
            areas_by_slug={area.slug: area for area in areas.values()},
        ),
    )


def chosen(release: Release) -> Any:
    parts = [area for area in release.areas.values() if area.area_type == "msoa"]
    return build_chosen_area(release, parts)


@given(
    st.lists(
        st.integers(100, 9000).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n // 2))),
        min_size=1,
        max_size=12,
    )
)
def test_the_true_sum_is_never_further_away_than_is_said(counts: list[tuple[int, int]]) -> None:
    [one] = chosen(released(counts)).added

    true = sum(having for _, having in counts)
    assert abs(one.value.numerator - true) <= one.within + 0.5
    assert one.value.lower <= one.value.value <= one.value.upper


def test_a_count_that_was_withheld_leaves_the_measure_out() -> None:
    area = chosen(released([(1000, 50), (1000, 60)], withheld=True))

    assert area.added == ()
    assert area.left_out == ("Diabetes",)


def test_a_hidden_small_count_is_taken_as_the_middle_of_what_it_can_be() -> None:
    [one] = chosen(released([(1000, 3), (1000, 60)])).added

    assert one.value.numerator == 64
    assert one.within == 5


@pytest.mark.parametrize(
    ("slugs", "problem"),
    [
        (["z1", "atlantis"], "no area called atlantis"),
        (["z1", "system"], "cannot be put together"),
        (["system"], "cannot be put together"),
        ([], "cannot be put together"),
    ],
)
def test_what_cannot_be_put_together_is_refused(slugs: list[str], problem: str) -> None:
    with pytest.raises(WholeplaceError, match=problem):
        parts_called(released([(1000, 50)]), slugs)
