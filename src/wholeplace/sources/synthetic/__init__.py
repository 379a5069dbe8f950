"""An invented population of Cambridgeshire and Peterborough, at any size, whose truth is known."""

from wholeplace.sources.synthetic.synthesis import Synthesis, report, synthesise

__all__ = ["Synthesis", "report", "synthesise"]
