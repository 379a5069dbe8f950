"""Variation: practices, neighbourhoods and services in funnels that allow for their case mix."""

from wholeplace.measures.variation.rows import VARIATION
from wholeplace.measures.variation.running import Material, compare_units

__all__ = ["VARIATION", "Material", "compare_units"]
