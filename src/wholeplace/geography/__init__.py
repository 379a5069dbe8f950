"""Areas, their hierarchies and vintages, boundaries, deprivation, and published open statistics."""

from wholeplace.geography.build import build
from wholeplace.geography.store import Geography, load
from wholeplace.geography.tables import AREA_TYPES, DOMAINS, TABLES

__all__ = ["AREA_TYPES", "DOMAINS", "TABLES", "Geography", "build", "load"]
