"""Wholeplace: know a population, decide with evidence, act, show what difference it made."""

__version__ = "0.1.0"
