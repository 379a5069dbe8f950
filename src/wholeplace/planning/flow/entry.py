"""Rules of entry: whom a row of a file of slots may take, by what people need and where from."""

from __future__ import annotations

from collections.abc import Collection

from wholeplace.planning.flow.services import ANYTHING
from wholeplace.planning.flow.situation import COMMUNITY
from wholeplace.planning.models.input_files import InputRow

FROM_HOME = "home"
"""How a file names people who are referred from home."""


def serves(row: InputRow, needs: Collection[str]) -> frozenset[str] | None:
    """The needs that slots can meet, none at all among them; None for every need.

    Raises:
        InputFileError: If the cell names a need that is not known.
    """
    named = _named(row, "serves", needs)
    return _unless_all(named and {*named, ANYTHING}, needs)


def takes_from(row: InputRow, hospitals: Collection[str]) -> frozenset[str] | None:
    """The hospitals that slots take people from, and home by its key; None for all of them.

    Raises:
        InputFileError: If the cell names a hospital that is not known.
    """
    sources = [*hospitals, FROM_HOME]
    found = _unless_all(_named(row, "takes_from", sources), sources)
    return found and frozenset(COMMUNITY if one == FROM_HOME else one for one in found)


def _named(row: InputRow, column: str, known: Collection[str]) -> set[str]:
    """What a cell names, with spaces between."""
    named = row.text(column, default="").split()
    for one in named:
        if one not in known:
            raise row.wrong(
                column, f"{one!r} is not known here.", f"Use some of {', '.join(known)}."
            )
    return set(named)


def _unless_all(named: set[str], known: Collection[str]) -> frozenset[str] | None:
    return None if not named or named >= set(known) else frozenset(named)
