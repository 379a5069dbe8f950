"""The release's tables of data quality: counted exactly, gated, and said in words."""

from wholeplace.measures.quality.inputs import Quality, quality_of
from wholeplace.measures.quality.writing import write_quality

__all__ = ["Quality", "quality_of", "write_quality"]
