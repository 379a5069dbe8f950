"""Where the made-up small areas lie: points on a sketch of the system, and tiles around them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import shapely
from shapely.geometry.base import BaseGeometry

from wholeplace.geography.system import districts

GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
# A degree of longitude at 52.4° north, in degrees of latitude.
SQUEEZE = math.cos(math.radians(52.4))
REACH = 0.045  # how far a tile at the edge reaches out, in degrees of latitude


@dataclass(frozen=True)
class Spot:
    """One made-up LSOA 2011.

    Args:
        code: Its code.
        district: Index of its district in ``districts()``.
        order: 0 for the centre of its district, rising outwards.
        place_in_district: 0 … n−1, going round the district.
        point: Longitude and latitude.
    """

    code: str
    district: int
    order: int
    place_in_district: int
    point: tuple[float, float]


@cache
def spots() -> tuple[Spot, ...]:
    """Return every made-up LSOA 2011: points spread evenly over each district's disc.

    Points follow the sunflower arrangement of Vogel (1979), numbered from the centre outwards.
    """
    found: list[Spot] = []
    for index, district in enumerate(districts()):
        east, north, inner, outer = district["disc"]
        number = district["lsoa11"]
        placed = []
        for order in range(number):
            radius = math.sqrt(inner**2 + (outer**2 - inner**2) * (order + 0.5) / number)
            angle = (order * GOLDEN_ANGLE) % (2 * math.pi)
            x = east + radius * math.cos(angle) / SQUEEZE
            placed.append((angle, order, (x, north + radius * math.sin(angle))))
        for place_in_district, (_, order, point) in enumerate(sorted(placed)):
            code = f"ZZ-L{len(found) + 1:04d}"
            found.append(Spot(code, index, order, place_in_district, point))
    return tuple(found)


@cache
def tiles() -> dict[str, BaseGeometry]:
    """Return the tile of every made-up LSOA 2011: the land nearer to it than to any other."""
    flat = [shapely.Point(s.point[0] * SQUEEZE, s.point[1]) for s in spots()]
    land = shapely.union_all([point.buffer(REACH, quad_segs=3) for point in flat])
    cells = list(shapely.voronoi_polygons(shapely.MultiPoint(flat), extend_to=land).geoms)
    tree = shapely.STRtree(cells)
    found = {}
    for spot, point in zip(spots(), flat, strict=True):
        cell = cells[int(tree.query(point, predicate="within")[0])]
        found[spot.code] = _unsqueezed(cell.intersection(land))
    return found


def _unsqueezed(shape: BaseGeometry) -> BaseGeometry:
    return shapely.transform(shape, lambda xy: xy / [SQUEEZE, 1.0])


def strips(shape: BaseGeometry, number: int) -> list[BaseGeometry]:
    """Return a shape cut from west to east into ``number`` parts of equal width."""
    west, south, east, north = shape.bounds
    width = (east - west) / number
    return [
        shape.intersection(
            shapely.box(west + i * width, south - 1, west + (i + 1) * width, north + 1)
        )
        for i in range(number)
    ]
