"""The slope over published tenths is the weighted line over them, and only over all ten."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from wholeplace.measures.catalogue import Area
from wholeplace.measures.release import Release
from wholeplace.places.life_expectancy.published import (
    INDICATOR,
    published_section,
    published_slopes,
)

FENLAND = Area("E07000010", "Fenland", "district", "fenland")
SEXES = {"1": "male", "2": "female"}
SERIES = {
    "indicator": INDICATOR,
    "publisher": "Public Health England",
    "publication": "Life expectancy by tenth",
    "licence": "Open Government Licence v3.0",
    "caveat": "The file states no period.",
}


@dataclass
class Published:
    """As much of a release as the slopes read."""

    values: list[dict[str, Any]]
    areas: dict[tuple[str, str], Area] = field(default_factory=lambda: {FENLAND.key: FENLAND})

    def select(self, table: str, **equals: str) -> list[dict[str, Any]]:
        assert (table, equals) == ("published", {"indicator": INDICATOR})
        return self.values

    def rows(self, table: str) -> list[dict[str, Any]]:
        assert table == "published_series"
        return [SERIES]


def published(values: list[dict[str, Any]]) -> Release:
    return cast("Release", Published(values))


def tenth(number: int, value: float, people: float, sex: str = "male") -> dict[str, Any]:
    return {
        "source": "made",
        "subject_type": "district",
        "subject_code": FENLAND.code,
        "sex": sex,
        "category": str(number),
        "value": value,
        "lower": value - 1.5,
        "upper": value + 1.5,
        "denominator": people,
    }


def test_a_straight_line_over_tenths_is_its_own_slope() -> None:
    release = published([tenth(n, 75 + n, 9_000) for n in range(1, 11)])

    (slope,) = published_slopes(release)

    assert (slope.area, slope.sex) == (FENLAND, "male")
    assert slope.index.sii.value == pytest.approx(10.0)


def test_tenths_that_are_not_whole_have_no_slope() -> None:
    nine = [tenth(n, 75 + n, 9_000) for n in range(1, 10)]
    nobody = [tenth(10, 85, 0)]

    assert published_slopes(published(nine)) == []
    assert published_slopes(published([*nine, *nobody])) == []
    assert published_section(published(nine)) is None


def test_the_section_names_its_source_and_that_the_figures_are_real() -> None:
    values = [tenth(n, 75 + n, 9_000, sex) for n in range(1, 11) for sex in ("male", "female")]

    section = published_section(published(values))

    assert section is not None
    assert "Public Health England published. These figures are real." in section.sentences[0].text
    assert [row[1].text for row in section.tables[0].rows] == ["Women", "Men"]
    assert "The file states no period." in section.notes[0]


@pytest.mark.reference
def test_the_gap_of_fenland_as_published_is_the_weighted_regression(reference: Path) -> None:
    file = reference / "real" / "life_expectancy_by_decile_ltla_cp.csv"
    with file.open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row["GeoCode"] == FENLAND.code]
    values = [
        tenth(int(r["Decile"]), float(r["LifeExp"]), float(r["Pop"]), SEXES[r["Sex"]]) for r in rows
    ]

    for slope in published_slopes(published(values)):
        mine = [r for r in rows if SEXES[r["Sex"]] == slope.sex]
        mine.sort(key=lambda row: int(row["Decile"]))
        share = np.array([float(r["Pop"]) for r in mine])
        share = share / share.sum()
        place = share.cumsum() - share / 2
        line = np.polyfit(place, [float(r["LifeExp"]) for r in mine], 1, w=np.sqrt(share))
        assert slope.index.sii.value == pytest.approx(line[0], abs=0.01)
