"""Starter code lists: SNOMED CT concept ids only, each part of a published list, none approved.

A partnership that holds the full published lists puts them in its own definitions folder, and they
take the place of these; see :func:`wholeplace.record.codelists.from_folder`.
"""

from __future__ import annotations

from pathlib import Path

from wholeplace.record.codelists import from_folder

LISTS = from_folder(Path(__file__).parent)


def codes_of(name: str) -> tuple[str, ...]:
    """The codes of one starter list."""
    return next(item.codes for item in LISTS if item.name == name)
