"""Frameworks that ask for measures of named groups of people, as data."""

from __future__ import annotations

from pathlib import Path

from wholeplace.measures.plus_groups.framework import read_framework

CORE20PLUS5 = read_framework(Path(__file__).parent / "core20plus5.toml")
