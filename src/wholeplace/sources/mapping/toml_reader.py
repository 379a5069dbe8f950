"""One table of TOML, read key by key, so that a mistake is answered with where and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from wholeplace.sources.mapping.definition import MappingError


class Reader:
    """One table of TOML, read key by key; whatever was not read is unknown.

    Args:
        where: What it is, for messages.
        content: What it holds.
    """

    def __init__(self, where: str, content: Any) -> None:
        if not isinstance(content, dict):
            raise MappingError(f"{where} is not a table of keys.", "Write key = value.")
        self.where = where
        self.content: Mapping[str, Any] = content

    def only(self, keys: Iterable[str]) -> None:
        """Refuse any key but these, naming the nearest."""
        known = list(keys)
        for key in self.content:
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1, cutoff=0.0)
                raise MappingError(
                    f"Unknown key {key} in {self.where}.", f"Did you mean {near[0]}?"
                )

    def text(self, key: str, default: str | None = None) -> str:
        """A text; without a default it must be there."""
        value = self.content.get(key, default)
        if not isinstance(value, str) or (default is None and not value):
            raise MappingError(f"{key} is missing in {self.where}, or not text.", "Add it.")
        return value

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        value = self.content.get(key, default)
        if not isinstance(value, bool):
            raise MappingError(f"{key} in {self.where} is not true or false.", "Write one.")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """One text or a list of them."""
        value = self.content.get(key, [])
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
            raise MappingError(f"{key} in {self.where} is not a list of text.", "Quote each.")
        return tuple(listed)

    def table(self, key: str) -> dict[str, Any]:
        """A table of anything."""
        value = self.content.get(key, {})
        if not isinstance(value, dict):
            raise MappingError(f"{key} in {self.where} is not a table.", "Write { a = b }.")
        return value

    def tables(self, key: str) -> list[Any]:
        """A list of tables."""
        value = self.content.get(key, [])
        if not isinstance(value, list):
            raise MappingError(f"{key} in {self.where} is not a list of tables.", "Use [[…]].")
        return value

    def number(self, key: str) -> int | None:
        """A whole number, if it is there."""
        value = self.content.get(key)
        if value is not None and type(value) is not int:
            raise MappingError(f"{key} in {self.where} is not a whole number.", "Correct it.")
        return value
