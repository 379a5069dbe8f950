"""Slugs: the last part of a page's address, one per area, unique and stable."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from wholeplace.core.errors import GeographyError

SUFFIXES: dict[str, str] = {
    "district": "",
    "lsoa21": "lsoa21",
    "lsoa11": "lsoa11",
    "msoa": "msoa",
    "ward": "ward",
    "upper_tier": "upper-tier",
    "icb": "icb",
    "practice": "practice",
    "pcn": "pcn",
    "place": "place",
    "provider": "hospital-provider",
}


def slugify(text: str) -> str:
    """Return ``text`` as lower-case ASCII words joined by hyphens.

    Args:
        text: Any name, for example ``St. George's & Ely``.

    Returns:
        For example ``st-georges-and-ely``; empty if nothing in ``text`` can be kept.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    plain = plain.lower().replace("&", " and ").replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def area_slug(area_type: str, name: str, code: str) -> str:
    """Return the slug of one area.

    Districts own bare slugs; every other kind adds its suffix. Practices also carry their code,
    because two practices may share a name, and places have a short code instead of a long name.

    Args:
        area_type: A key of ``SUFFIXES``.
        name: The area's name without its kind.
        code: The area's code.

    Returns:
        For example ``fenland``, ``fenland-pcn``, ``lensfield-medical-practice-d81001-practice``.
    """
    parts = {"practice": [name, code], "place": [code]}.get(area_type, [name])
    return "-".join(filter(None, (slugify(p) for p in [*parts, SUFFIXES[area_type]])))


def check_unique(slugs: Iterable[str]) -> None:
    """Stop if two areas would share an address.

    Args:
        slugs: The slugs of all areas.

    Raises:
        GeographyError: Naming the slugs that occur twice.
    """
    twice = sorted(slug for slug, times in Counter(slugs).items() if times > 1)
    if twice:
        raise GeographyError(
            f"Two areas would share one page address: {', '.join(twice[:5])}.",
            "Give one of them a different name in the reference files.",
        )
