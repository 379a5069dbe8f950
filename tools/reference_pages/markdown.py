"""Pieces of a Markdown page."""

from __future__ import annotations

from collections.abc import Iterable

WRITTEN = "<!-- Written by `make docs` from the code: change the code, not this page. -->"


def page(title: str, parts: Iterable[str]) -> str:
    """A whole page; empty parts are left out."""
    return "\n\n".join([f"# {title}", WRITTEN, *(part for part in parts if part)]) + "\n"


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table; line breaks and bars in cells are made harmless. No rows, no table."""
    lines = [head, ("---",) * len(head), *rows]
    if len(lines) == 2:
        return ""
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def items(*pairs: tuple[str, str]) -> str:
    """A list of named facts; those without text are left out."""
    return "\n".join(f"- {name}: {' '.join(text.split())}" for name, text in pairs if text)


def code(text: str) -> str:
    """A block of text as it is; empty for no text."""
    return f"```text\n{text}\n```" if text else ""


def names(values: Iterable[str]) -> str:
    """Names in code type, separated by commas."""
    return ", ".join(f"`{value}`" for value in values)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
