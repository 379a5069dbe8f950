"""Measures a release has no numbers of, and why: shown in words, never as zero."""

from __future__ import annotations

from wholeplace.measures.elsewhere import ELSEWHERE
from wholeplace.measures.release import Release


def not_produced(release: Release, name: str) -> str:
    """Why a release has no numbers of a measure, as a sentence; "" where nothing says so.

    Args:
        release: The release.
        name: A measure; one of the run, or one that plans name and that is not counted here.
    """
    why = release.manifest.details.get("not_produced", {})
    titles = {measure.name: measure.title for measure in release.measures.values()}
    for entry in release.document(ELSEWHERE) or []:
        titles.setdefault(entry["name"], entry["title"])
        why = {entry["name"]: entry["because"]} | why
    if name not in why:
        return ""
    title = titles.get(name, name.replace("_", " "))
    return f"“{title}” cannot be produced because {why[name]}."
