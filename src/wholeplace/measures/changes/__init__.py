"""Why a number moved from one run to another: causes changed one at a time, and what each did."""

from wholeplace.measures.changes.explaining import Explanation, Question, explain
from wholeplace.measures.changes.parts import Figures, Part
from wholeplace.measures.changes.wording import in_figures, sentence

__all__ = ["Explanation", "Figures", "Part", "Question", "explain", "in_figures", "sentence"]
