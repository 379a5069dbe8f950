"""Why a number moved says no number that either release keeps to itself."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pytest

from wholeplace.measures.catalogue import Area
from wholeplace.measures.changes import Explanation
from wholeplace.measures.changes.explaining import as_released
from wholeplace.measures.changes.parts import Figures, Part
from wholeplace.measures.measure import Measure
from wholeplace.measures.release import Release

OWN = Figures(35, 800, 1.23, "shown")


def release(*rows: Figures) -> Release:
    found = [
        SimpleNamespace(
            numerator=row.numerator, denominator=row.denominator, value=row.value, status=row.status
        )
        for row in rows
    ]
    return cast(Release, SimpleNamespace(values=lambda **_: found))


def explanation() -> Explanation:
    return Explanation(
        measure=cast(Measure, SimpleNamespace(name="falls")),
        area=cast(Area, SimpleNamespace(area_type="district", area_code="D", code="D")),
        basis="resident",
        runs=("a", "b"),
        before=OWN,
        after=replace(OWN, numerator=40, value=1.41),
        parts=(Part("came", Figures(5, 0, 0.18, "shown"), nothing=False),),
        exact=False,
    )


@pytest.mark.parametrize(
    "said",
    [
        (),
        (Figures(None, 800, None, "withheld"),),
        (Figures(None, 800, None, "suppressed"),),
        (Figures(40, 800, 1.23, "shown"),),
        (Figures(35, 800, 1.2, "shown"),),
    ],
    ids=["no row", "withheld", "hidden", "rounded more coarsely", "in fewer figures"],
)
def test_a_number_is_what_its_release_says_and_its_parts_say_nothing(
    said: tuple[Figures, ...],
) -> None:
    found = as_released(explanation(), [release(*said), release(explanation().after)])

    assert found.before == (said[0] if said else Figures(None, None, None, "withheld"))
    assert found.after == explanation().after
    assert [part.figures.numerator for part in found.parts] == [None]


def test_where_both_releases_say_all_the_parts_are_told() -> None:
    found = as_released(explanation(), [release(OWN), release(explanation().after)])

    assert found == explanation()
