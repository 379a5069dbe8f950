"""Answers of runs for pages, read once while their folders stay as they are."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from wholeplace.planning.models.run_folder import RESULT, RunFolder
from wholeplace.reports.scenarios.answer import AnswerView, build_answer

_KEPT = 64


def answer_of(run: RunFolder) -> AnswerView:
    """What a page shows of an answered run.

    Raises:
        RunError: If it has no answer.
    """
    return _answer(run.path, (run.path / RESULT).stat().st_mtime_ns)


@lru_cache(_KEPT)
def _answer(path: Path, written: int) -> AnswerView:
    """The answer of a folder as it was written then: a run that begins again writes another."""
    return build_answer(RunFolder(path))
