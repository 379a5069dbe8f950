"""The slope of published life expectancy: the same index over tenths that others worked out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np

from wholeplace.measures.catalogue import Area
from wholeplace.measures.release import Release
from wholeplace.places.figures import Cell, Headline, Section, Table, number_cell
from wholeplace.places.life_expectancy import words
from wholeplace.places.life_expectancy.pictures import NAMES
from wholeplace.places.life_expectancy.reading import SEXES
from wholeplace.places.published.reading import written
from wholeplace.statistics import SlopeIndex, slope_index

INDICATOR = "life-expectancy-by-tenth"
TENTHS = tuple(str(tenth) for tenth in range(1, 11))
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class PublishedSlope:
    """A slope index over published tenths.

    Attributes:
        area: The area.
        sex: Whose lives.
        index: The indices, of one area.
    """

    area: Area
    sex: str
    index: SlopeIndex


def published_slopes(release: Release) -> list[PublishedSlope]:
    """Slope indices of every area whose ten tenths are published with limits and people.

    Args:
        release: The release.
    """
    found: dict[tuple[Any, ...], dict[str, dict[str, Any]]] = defaultdict(dict)
    for row in release.select("published", indicator=INDICATOR):
        key = (row["source"], row["subject_type"], row["subject_code"], row["sex"])
        found[key][row["category"]] = row
    slopes = []
    for (_, kind, code, sex), tenths in found.items():
        area = release.areas.get((kind, code))
        rows = [tenths.get(tenth) for tenth in TENTHS]
        whole = [row for row in rows if row is not None and row["denominator"]]
        if area is not None and sex in SEXES and len(whole) == len(TENTHS):
            slopes.append(PublishedSlope(area, sex, _index(whole)))
    return sorted(slopes, key=lambda s: (s.area.area_type, s.area.name, SEXES.index(s.sex)))


def _index(tenths: Rows) -> SlopeIndex:
    value, lower, upper, people = (
        np.array([row[name] for row in tenths], dtype=np.float64)
        for name in ("value", "lower", "upper", "denominator")
    )
    return slope_index(value, lower, upper, people)


def published_section(release: Release) -> Section | None:
    """The section of published slopes; None where none is published.

    Args:
        release: The release.
    """
    slopes = published_slopes(release)
    if not slopes:
        return None
    rows = []
    for slope in slopes:
        years, ratio = slope.index.sii, slope.index.rii
        rows.append(
            (
                Cell(slope.area.name, published=(INDICATOR, written(slope.area.key))),
                Cell(NAMES[slope.sex]),
                number_cell(words.plain(float(years.value))),
                number_cell(
                    f"{words.plain(float(years.lower))} to {words.plain(float(years.upper))}"
                ),
                number_cell(f"{float(ratio.value):.2f}"),
            )
        )
    series = next(row for row in release.rows("published_series") if row["indicator"] == INDICATOR)
    table = Table(
        "Published slope index of inequality",
        ("Area", "Sex", "Years", "95% limits", "Relative index"),
        tuple(rows),
    )
    return Section(
        "published",
        "As others published it",
        (
            Headline(
                "The same slope over tenths of each area's own people, from life expectancies of "
                f"each tenth that {series['publisher']} published. These figures are real."
            ),
        ),
        tables=(table,),
        notes=(f"{series['publication']}, {series['licence']}. {series['caveat']}",),
    )
