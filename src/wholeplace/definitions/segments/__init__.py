"""The segmentations: tables in data, and the columns and measures they give."""

from __future__ import annotations

from pathlib import Path

from wholeplace.people.segments import read_segmentation, segment_attributes, segment_measures

HERE = Path(__file__).parent

NEEDS = read_segmentation(HERE / "needs.toml")
LIVE_WELL = read_segmentation(HERE / "live_well.toml")

ATTRIBUTES = [*segment_attributes(NEEDS), *segment_attributes(LIVE_WELL)]
MEASURES = segment_measures(NEEDS)
