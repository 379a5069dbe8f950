"""Mappings of published formats to our data sets, each one TOML file."""

from __future__ import annotations

from pathlib import Path

from wholeplace.sources.mapping.library import from_folder

MAPPINGS = from_folder(Path(__file__).parent)
