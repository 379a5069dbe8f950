"""Forecasts of use and waits: series of files and releases, what lies ahead, and how sure."""

from wholeplace.planning.forecasts.ahead import Ahead, look_ahead
from wholeplace.planning.forecasts.table import SeriesTable, laid_out

__all__ = ["Ahead", "SeriesTable", "laid_out", "look_ahead"]
