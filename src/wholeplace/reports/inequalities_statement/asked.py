"""What the statement asks for, as data: domains, their indicators, and the measures that answer."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wholeplace.core.errors import DefinitionError
from wholeplace.core.registry import Definition


@dataclass(frozen=True)
class Indicator:
    """One thing the statement asks for.

    Attributes:
        title: What is asked, in our words.
        measures: The measures that answer it, the nearest first.
        note: How the answer differs from what is asked.
        missing: Why part of it cannot be produced.
    """

    title: str
    measures: tuple[str, ...] = ()
    note: str = ""
    missing: str = ""


@dataclass(frozen=True)
class Domain:
    """A domain of the statement."""

    title: str
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, kw_only=True)
class Statement(Definition):
    """The statement.

    Attributes:
        doc: What it asks of NHS bodies.
        domains: In the statement's order.
    """

    doc: str
    domains: tuple[Domain, ...]

    @property
    def measures(self) -> tuple[str, ...]:
        """Every measure it names, once."""
        named = (m for d in self.domains for one in d.indicators for m in one.measures)
        return tuple(dict.fromkeys(named))


def read_statement(file: Path) -> Statement:
    """The statement from its TOML file.

    Raises:
        DefinitionError: If an indicator names no measure and does not say why.
    """
    entry = tomllib.loads(file.read_text(encoding="utf-8"))
    return Statement(
        name=entry["name"],
        title=entry["title"],
        source=entry["source"],
        doc=entry["doc"],
        domains=tuple(_domain(domain) for domain in entry["domains"]),
    )


def _domain(entry: dict[str, Any]) -> Domain:
    indicators = []
    for asked in entry["indicators"]:
        one = Indicator(**asked | {"measures": tuple(asked.get("measures", ()))})
        if not one.measures and not one.missing:
            raise DefinitionError(
                f"The statement's “{one.title}” names no measure.",
                "Name one, or say with missing = why it cannot be produced.",
            )
        indicators.append(one)
    return Domain(entry["title"], tuple(indicators))
