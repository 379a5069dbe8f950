"""The segmentations: tables in data, and the columns and measures they give."""

from __future__ import annotations

from pathlib import Path

from wholeplace.people.segments import read_segmentation

HERE = Path(__file__).parent

NEEDS = read_segmentation(HERE / "needs.toml")
LIVE_WELL = read_segmentation(HERE / "live_well.toml")

ATTRIBUTES = [*NEEDS.attributes(), *LIVE_WELL.attributes()]
MEASURES = NEEDS.measures()
