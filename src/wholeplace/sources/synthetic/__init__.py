"""An invented population of Cambridgeshire and Peterborough, at any size, whose truth is known."""

from wholeplace.sources.synthetic.synthesis import Synthesis, synthesise

__all__ = ["Synthesis", "synthesise"]
