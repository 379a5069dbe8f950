"""The register of published statements that contradict each other, loaded from a file."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from wholeplace.core.errors import GeographyError
from wholeplace.geography.published.files import cells, digest, find
from wholeplace.geography.source import Row

FILE = "inconsistencies.csv"
_COLUMNS = {
    "conflict": "id",
    "topic": "topic",
    "scope": "scope",
    "severity": "severity",
    "statement_a": "statement_a",
    "source_a": "source_a",
    "statement_b": "statement_b",
    "source_b": "source_b",
    "check": "check",
    "handling": "suggested_handling",
}
_MAY_BE_EMPTY = ("check", "handling")


@cache
def _links() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("conflicts.toml").read_text("utf-8")
    return tomllib.loads(text)


def document_titles() -> dict[str, str]:
    """The title of each document that a conflict cites, by its number."""
    return dict(_links()["documents"])


def read_conflicts(folder: Path) -> tuple[list[Row], list[Row]]:
    """Read the register of conflicts of a reference folder.

    Args:
        folder: The reference folder.

    Returns:
        Rows of ``published_conflicts``, and the file read; both empty where there is none.

    Raises:
        GeographyError: If a column or a needed cell is missing, or an id occurs twice.
    """
    path = find(folder, FILE)
    if path is None:
        return [], []
    rows: dict[str, Row] = {}
    for number, row in cells(path, set(_COLUMNS.values())):
        made: Row = {ours: row[theirs] or None for ours, theirs in _COLUMNS.items()}
        empty = [ours for ours in _COLUMNS if made[ours] is None and ours not in _MAY_BE_EMPTY]
        if empty:
            raise GeographyError(
                f"{path.name}, row {number}, column {_COLUMNS[empty[0]]}: the cell is empty.",
                "A conflict needs two statements and where each is printed.",
            )
        if made["conflict"] in rows:
            raise GeographyError(
                f"{path.name}, row {number}: the id {made['conflict']} occurs twice.",
                "Give each conflict an id of its own.",
            )
        made["source_a"], made["source_b"] = (cited(made[s]) for s in ("source_a", "source_b"))
        for kind in ("indicators", "measures"):
            made[kind] = ",".join(_links()[kind].get(made["conflict"], ())) or None
        rows[made["conflict"]] = made
    title = "Published statements that contradict each other"
    read = {"file": path.name, "title": title, "source": "the plans cited", "sha256": digest(path)}
    return list(rows.values()), [read]


def cited(printed: str) -> str:
    """A citation with the title of its document.

    >>> cited("003:line 136")
    'Joint Forward Plan (draft, May 2023), line 136'
    """
    parts = []
    for part in printed.split(";"):
        number, colon, place = part.strip().partition(":")
        title = document_titles().get(number)
        parts.append(f"{title}, {place}" if title and colon else part.strip())
    return "; ".join(parts)
