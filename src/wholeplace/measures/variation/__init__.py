"""Variation: practices and neighbourhoods compared in funnels, allowing for their case mix."""

from wholeplace.measures.variation.running import compare_units
from wholeplace.measures.variation.writing import VARIATION

__all__ = ["VARIATION", "compare_units"]
