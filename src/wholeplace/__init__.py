"""Wholeplace: know a population, decide with evidence, act, and show whether it made a difference."""

__version__ = "0.1.0"
