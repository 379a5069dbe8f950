"""What a check of a mapping found: mistakes, doubts and suggestions, each with what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["mistake", "doubt", "suggestion"]


@dataclass(frozen=True)
class Finding:
    """One thing a check found.

    Attributes:
        level: ``mistake`` stops an import or loses rows, ``doubt`` may be meant, ``suggestion``
            may help.
        where: What it is about, such as ``person.sex``.
        problem: What is the matter, as one sentence.
        remedy: What to do about it; may be empty.
    """

    level: Level
    where: str
    problem: str
    remedy: str = ""
