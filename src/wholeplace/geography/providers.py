"""Hospital providers: the table of their sites, and which general hospital is nearest to whom."""

from __future__ import annotations

import math
from collections.abc import Mapping

from shapely.geometry.base import BaseGeometry

from wholeplace.geography.slugs import area_slug
from wholeplace.geography.source import Row
from wholeplace.geography.system import Provider, providers

EARTH_RADIUS_KM = 6371.0088  # mean radius (IUGG)
AREA_TYPE = "provider"


def code_in(provider: Provider, synthetic: bool) -> str:
    """Return the code a provider goes by: no made-up code may be one of the NHS.

    Args:
        provider: The provider.
        synthetic: Whether the geography is made up.
    """
    return f"ZZ-{provider.code}" if synthetic else provider.code


def provider_rows(synthetic: bool) -> list[Row]:
    """Return the rows of ``providers``, one for each site.

    Args:
        synthetic: Whether the geography is made up.
    """
    return [
        {
            "provider_code": code_in(provider, synthetic),
            "name": provider.name,
            "slug": area_slug(AREA_TYPE, provider.name, provider.code),
            "site": site.name,
            "longitude": site.longitude,
            "latitude": site.latitude,
            "general": site.general,
            "in_system": provider.in_system,
            "synthetic": synthetic,
        }
        for provider in providers()
        for site in provider.sites
    ]


def add_nearest_hospital(
    small_areas: list[Row], shapes: Mapping[str, BaseGeometry], sites: list[Row]
) -> None:
    """Give each small area the provider of its nearest general hospital.

    Nearest is as the crow flies from the middle (centroid) of the area: it says which hospital a
    place would look to, not which one its people use.

    Args:
        small_areas: Rows of ``small_areas``, which gain ``nearest_hospital``.
        shapes: Boundaries by LSOA 2021; an area without one gets None.
        sites: Rows of ``providers``.
    """
    general = [site for site in sites if site["general"]]
    for row in small_areas:
        shape = shapes.get(row["lsoa21"])
        row["nearest_hospital"] = None if shape is None else _nearest(shape, general)


def _nearest(shape: BaseGeometry, sites: list[Row]) -> str:
    middle = (shape.centroid.x, shape.centroid.y)
    nearest = min(
        sites, key=lambda site: great_circle_km(middle, (site["longitude"], site["latitude"]))
    )
    return str(nearest["provider_code"])


def great_circle_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance between two points over the surface of a spherical earth.

    Args:
        one: Longitude and latitude in degrees.
        other: Longitude and latitude in degrees.

    Returns:
        Kilometres.

    Source:
        Sinnott RW. Virtues of the haversine. Sky and Telescope 1984;68:159.

    >>> round(great_circle_km((0.0, 51.0), (0.0, 52.0)), 1)
    111.2
    """
    east, north, east_too, north_too = (math.radians(angle) for angle in (*one, *other))
    half_chord = (
        math.sin((north_too - north) / 2) ** 2
        + math.cos(north) * math.cos(north_too) * math.sin((east_too - east) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(half_chord))
