"""Frameworks that ask for measures of named groups of people, as data."""

from __future__ import annotations

from pathlib import Path

from wholeplace.measures.plus_groups.framework import read_framework
from wholeplace.reports.inequalities_statement.asked import read_statement

HERE = Path(__file__).parent

CORE20PLUS5 = read_framework(HERE / "core20plus5.toml")
INEQUALITIES_STATEMENT = read_statement(HERE / "inequalities_statement.toml")
