"""Forecasts of use and waits: series of tidy files laid out, and forecasts put in words."""

from wholeplace.planning.forecasts.table import laid_out

__all__ = ["laid_out"]
