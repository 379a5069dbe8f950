"""Shapes of areas: read from GeoJSON, dissolved into larger areas, written small."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from wholeplace.core.errors import GeographyError
from wholeplace.geography.small_areas import SmallAreas
from wholeplace.geography.source import Row, Source

DECIMAL_PLACES = 4  # about 10 metres
# Small areas keep their lines; larger ones lose detail nobody sees on a page (degrees).
TOLERANCE: dict[str, float] = {
    "lsoa21": 0.0003,
    "lsoa11": 0.0003,
    "msoa": 0.0005,
    "ward": 0.0005,
    "district": 0.0008,
    "upper_tier": 0.0008,
    "icb": 0.001,
}


def read_geojson(path: Path, code_property: str) -> dict[str, BaseGeometry]:
    """Return the shapes of a GeoJSON file by area code.

    Args:
        path: The file.
        code_property: The feature property that holds the code.

    Raises:
        GeographyError: If the file is not GeoJSON or a feature has no code.
    """
    try:
        features = json.loads(path.read_text("utf-8"))["features"]
        return {
            f["properties"][code_property]: shapely.make_valid(
                shapely.from_geojson(json.dumps(f["geometry"]))
            )
            for f in features
        }
    except (KeyError, ValueError) as error:
        raise GeographyError(
            f"{path.name} is not GeoJSON whose features all have {code_property!r}: {error}.",
            "Export it again in longitude and latitude (EPSG:4326).",
        ) from error


def dissolve(
    shapes: Mapping[str, BaseGeometry], into: Mapping[str, str]
) -> dict[str, BaseGeometry]:
    """Return the union of shapes by the larger area each belongs to.

    Args:
        shapes: Shape by small area code.
        into: Larger area's code by small area code.
    """
    parts: dict[str, list[BaseGeometry]] = defaultdict(list)
    for code, larger in into.items():
        if code in shapes:
            parts[larger].append(shapes[code])
    return {code: shapely.union_all(found) for code, found in sorted(parts.items())}


def all_shapes(source: Source, small: SmallAreas) -> dict[str, dict[str, BaseGeometry]]:
    """Return the shapes of every kind of resident area by code.

    MSOAs are dissolved from their 2011 small areas; wards, districts, upper tiers and the system
    from the 2021 ones, so that the levels nest without gaps and Royston's part is drawn too.

    Args:
        source: Where the shapes come from.
        small: The system's small areas.
    """
    own11, own21 = source.boundaries("lsoa11"), source.boundaries("lsoa21")
    codes11 = {r["lsoa11"] for r in small.rows11}
    codes21 = {r["lsoa21"] for r in small.rows21}

    def up(level: str) -> dict[str, str]:
        return {r["lsoa21"]: r[level] for r in small.rows21}

    return {
        "lsoa11": {c: s for c, s in own11.items() if c in codes11},
        "lsoa21": {c: s for c, s in own21.items() if c in codes21},
        "msoa": dissolve(own11, {r["lsoa11"]: r["msoa"] for r in small.rows11}),
        "ward": dissolve(own21, up("ward")),
        "district": dissolve(own21, up("district")),
        "upper_tier": dissolve(own21, up("upper_tier")),
        "icb": dissolve(own21, up("icb")),
    }


def to_geojson(area_type: str, shapes: Mapping[str, BaseGeometry], areas: list[Row]) -> str:
    """Return one kind of area as GeoJSON text, simplified without opening gaps.

    Outer rings run clockwise, as d3 and Vega expect of areas smaller than half the globe.

    Args:
        area_type: Kind of area; a key of ``TOLERANCE``.
        shapes: Shape by code.
        areas: Rows of ``areas``, for names and slugs.
    """
    codes = sorted(shapes)
    simple = shapely.coverage_simplify([shapes[c] for c in codes], TOLERANCE[area_type])
    rounded = shapely.set_precision(simple, 10**-DECIMAL_PLACES)
    kept = [s if not s.is_empty else shapes[c] for c, s in zip(codes, rounded, strict=True)]
    turned = shapely.orient_polygons(kept, exterior_cw=True)
    rows = {r["code"]: r for r in areas if r["area_type"] == area_type}
    features = [
        {
            "type": "Feature",
            "properties": {k: rows[code][k] for k in ("code", "name", "slug")},
            "geometry": _rounded(json.loads(shapely.to_geojson(shape))),
        }
        for code, shape in zip(codes, turned, strict=True)
    ]
    return json.dumps(
        {"type": "FeatureCollection", "features": features},
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _rounded(geometry: dict) -> dict:
    def walk(value: object) -> object:
        if isinstance(value, float):
            return round(value, DECIMAL_PLACES)
        return [walk(v) for v in value] if isinstance(value, list) else value

    return {"type": geometry["type"], "coordinates": walk(geometry["coordinates"])}
