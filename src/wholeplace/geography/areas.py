"""The list of all areas of every kind, with names, page addresses and the next area up."""

from __future__ import annotations

from datetime import date
from typing import Any

from wholeplace.geography.names import tidy
from wholeplace.geography.providers import AREA_TYPE
from wholeplace.geography.slugs import area_slug, check_unique
from wholeplace.geography.small_areas import SmallAreas
from wholeplace.geography.source import Row
from wholeplace.geography.system import icb, places

# level -> (the level above it, the year of its boundaries)
RESIDENT_LEVELS: dict[str, tuple[str, int]] = {
    "msoa": ("district", 2011),
    "ward": ("district", 2024),
    "district": ("upper_tier", 2024),
    "upper_tier": ("icb", 2024),
}
PART = "part in the system"


def list_areas(
    small: SmallAreas,
    practices: list[Row],
    networks: list[Row],
    hospitals: list[Row],
    icb_code: str,
    synthetic: bool,
) -> list[Row]:
    """Return every area, its slug unique over all kinds.

    Args:
        small: The system's small areas.
        practices: Rows of ``practices``.
        networks: Rows of ``pcns``.
        hospitals: Rows of ``providers``; those of the system are areas too.
        icb_code: Code of the integrated care board.
        synthetic: Whether the areas are made up.

    Raises:
        GeographyError: If two areas would share a slug.
    """
    rows = [_area("icb", icb_code, icb()["name"], icb()["full_name"], basis="both", vintage=2022)]
    rows += _resident_areas(small, icb_code)
    rows += _registered_areas(practices, networks, icb_code)
    rows += _providers(hospitals, icb_code)
    for row in rows:
        row["synthetic"] = synthetic
    check_unique(r["slug"] for r in rows)
    return rows


def _area(
    area_type: str,
    code: str,
    name: str,
    full_name: str = "",
    parent: tuple[str, str] | tuple[None, None] = (None, None),
    *,
    basis: str = "resident",
    vintage: int | None = None,
    whole: bool = True,
    opened: date | None = None,
    closed: date | None = None,
) -> Row:
    shown = name if whole else f"{name} ({PART})"
    return {
        "area_type": area_type,
        "code": code,
        "name": shown,
        "full_name": full_name or shown,
        "slug": area_slug(area_type, name, code),
        "parent_type": parent[0],
        "parent_code": parent[1],
        "basis": basis,
        "vintage": vintage,
        "opened": opened,
        "closed": closed,
        "whole": whole,
    }


def _resident_areas(small: SmallAreas, icb_code: str) -> list[Row]:
    rows: dict[tuple[str, str], Row] = {}
    for vintage, own in ((2011, small.rows11), (2021, small.rows21)):
        level = f"lsoa{vintage % 100}"
        for r in own:
            parent = ("msoa", r["msoa"])
            rows[level, r[level]] = _area(
                level, r[level], r[f"{level}_name"], "", parent, vintage=vintage
            )
    for r in [*small.rows21, *small.rows11]:
        for level, (above, vintage) in RESIDENT_LEVELS.items():
            if level in r and (level, r[level]) not in rows:
                whole = (level, r[level]) not in small.partial
                parent_code = icb_code if above == "icb" else r[above]
                parent = (above, parent_code)
                rows[level, r[level]] = _area(
                    level, r[level], r[f"{level}_name"], "", parent, vintage=vintage, whole=whole
                )
    return list(rows.values())


def _registered_areas(practices: list[Row], networks: list[Row], icb_code: str) -> list[Row]:
    """Return places, networks, and every practice that has ever been in one of the networks."""
    common: dict[str, Any] = {"basis": "registered", "vintage": 2022}
    rows = [
        _area("place", p.code, p.name, p.full_name, ("icb", icb_code), **common) for p in places()
    ]
    for n in networks:
        full = f"{n['name']} Primary Care Network"
        rows.append(_area("pcn", n["pcn_code"], n["name"], full, ("place", n["place"]), **common))
    for p in practices:
        if p["pcn_code"]:
            rows.append(
                _area(
                    "practice",
                    p["practice_code"],
                    tidy(p["name"]),
                    "",
                    ("pcn", p["pcn_code"]),
                    opened=p["opened"],
                    closed=p["closed"],
                    **common,
                )
            )
    return rows


def _providers(hospitals: list[Row], icb_code: str) -> list[Row]:
    """Return the system's own hospital providers, whatever the number of their sites."""
    own = {h["provider_code"]: h["name"] for h in hospitals if h["in_system"]}
    return [
        _area(AREA_TYPE, code, name, "", ("icb", icb_code), basis="treated_here")
        for code, name in own.items()
    ]
