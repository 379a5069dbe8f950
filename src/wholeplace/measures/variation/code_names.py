"""Names of codes that a contract knows by their pattern only, for pages that show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wholeplace.core.registry import Definition, Registry
from wholeplace.sources.contracts import Dataset


@dataclass(frozen=True, kw_only=True)
class CodeNames(Definition):
    """What the commonest codes of a column are called; its ``name`` is the column's.

    Attributes:
        names: Code → name; a code without one is shown as it is.
    """

    names: Mapping[str, str]


def names_of(registry: Registry, dataset: str, column: str) -> dict[str, str]:
    """Code → name of a column: as its contract says, or else as a definition does.

    Args:
        registry: The definitions.
        dataset: The dataset.
        column: The column.
    """
    held = registry.get(Dataset, dataset).column(column)
    found = {one.name: one.names for one in registry.all(CodeNames)}
    return dict(held.codes or found.get(column, {}))
