"""The small areas of the system in both vintages, with the areas each belongs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wholeplace.core.errors import GeographyError
from wholeplace.geography.source import Row, Source
from wholeplace.geography.vintages import Fit, fit_2021_to_2011


@dataclass(frozen=True)
class SmallAreas:
    """The small areas of the system, before deprivation is added.

    Args:
        rows11: One row per LSOA 2011.
        rows21: One row per LSOA 2021.
        changes: Overlaps of the two.
        fits: How each LSOA 2021 is read through LSOA 2011.
        partial: (area type, code) of areas that lie only partly in the system.
    """

    rows11: list[Row]
    rows21: list[Row]
    changes: list[Row]
    fits: dict[str, Fit]
    partial: frozenset[tuple[str, str]]


def read_small_areas(
    source: Source, population11: Mapping[str, int], population21: Mapping[str, int]
) -> SmallAreas:
    """Read the small areas of the system and fit the two vintages to each other.

    Args:
        source: Where the lookups come from.
        population11: Mid-year people by LSOA 2011.
        population21: Census 2021 residents by LSOA 2021.

    Raises:
        GeographyError: If the lookups hold nothing for the system, or do not fit together.
    """
    all11, all21 = list(source.rows("lookup_lsoa11")), list(source.rows("lookup_lsoa21"))
    in11 = {r["lsoa11"]: r for r in all11 if r["icb"] == source.icb}
    in21 = {r["lsoa21"]: r for r in all21 if r["icb"] == source.icb}
    if not in11 or not in21:
        raise GeographyError(
            f"No small area belongs to the integrated care board {source.icb}.",
            "Check the board's code in the lookup files.",
        )
    changes = [r for r in source.rows("lsoa_change") if r["lsoa21"] in in21]
    fits = fit_2021_to_2011(changes, population11)
    strays = sorted(set(in21) - set(fits)) + sorted(
        {part for fit in fits.values() for part in fit.parts} - set(in11)
    )
    if strays:
        raise GeographyError(
            f"These small areas do not fit between 2011 and 2021: {', '.join(strays[:5])}.",
            "The lookup from LSOA 2011 to LSOA 2021 must cover every area of the system.",
        )
    rows11 = [_row11(r, source, population11) for _, r in sorted(in11.items())]
    rows21 = [
        _row21(r, source, in11[fits[code].best], fits[code], population21)
        for code, r in sorted(in21.items())
    ]
    partial = _partial(all11, in11, ("district", "upper_tier", "msoa")) | _partial(
        all21, in21, ("ward",)
    )
    return SmallAreas(rows11, rows21, changes, fits, frozenset(partial))


def _row11(row: Row, source: Source, population: Mapping[str, int]) -> Row:
    return row | {
        "in_districts": row["district"] in source.own_districts,
        "rural": row["rural"] == "Rural",
        "population": population.get(row["lsoa11"]),
        "synthetic": source.synthetic,
    }


def _row21(row: Row, source: Source, parent: Row, fit: Fit, population: Mapping[str, int]) -> Row:
    return row | {
        "lsoa11": fit.best,
        "msoa": parent["msoa"],
        "msoa_name": parent["msoa_name"],
        "upper_tier": parent["upper_tier"],
        "upper_tier_name": parent["upper_tier_name"],
        "in_districts": row["district"] in source.own_districts,
        "rural": row["rural"] == "Rural",
        "population": population.get(row["lsoa21"]),
        "imd19_basis": fit.basis,
        "synthetic": source.synthetic,
    }


def _partial(
    everywhere: Iterable[Row], inside: Mapping[str, Row], levels: tuple[str, ...]
) -> set[tuple[str, str]]:
    """Return the areas with more small areas in the country than in the system."""
    found: set[tuple[str, str]] = set()
    rows = list(everywhere)
    for level in levels:
        here = Counter(r[level] for r in inside.values())
        there = Counter(r[level] for r in rows if r[level] in here)
        found |= {(level, code) for code, n in here.items() if there[code] > n}
    return found
