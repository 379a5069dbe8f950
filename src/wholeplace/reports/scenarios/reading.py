"""One answered run of a model, read from its folder: figures by name, place and group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from wholeplace.core.errors import RunError
from wholeplace.planning.models.ordering import BY_REPLICATION
from wholeplace.planning.models.run_folder import RunFolder

FUTURES, GROUPS = "simulated years", "service"
"""What replications, and groups, were called before a run said so."""
Row = dict[str, Any]
"""A figure as result.json holds it: the keys of wholeplace.planning.models.results.Figure."""


@dataclass(frozen=True)
class Answered:
    """A run and what it answered.

    Attributes:
        run: Its folder.
        result: What result.json says.
    """

    run: RunFolder
    result: dict[str, Any]

    @property
    def title(self) -> str:
        """The scenario's title."""
        return str(self.result["title"])

    @property
    def futures(self) -> str:
        """What its replications are, such as "simulated years"."""
        return str(self.result.get("futures", FUTURES))

    @property
    def divisions(self) -> dict[str, str]:
        """What figures may be divided by → what that is called."""
        return {"place": "place", "group": str(self.result.get("groups", GROUPS))}

    @property
    def figures(self) -> list[Row]:
        """Every figure, in the model's order."""
        return list(self.result["figures"])

    @property
    def changed(self) -> list[Row]:
        """The assumptions that differ from the model's own."""
        return [one for one in self.result["assumptions"] if one["changed"]]

    def whole(self) -> list[Row]:
        """The figures of the whole system and all groups."""
        return [row for row in self.figures if not row["place"] and not row["group"]]

    def figure(self, name: str, place: str = "", group: str = "") -> Row | None:
        """One figure, or None where the run has none of it."""
        for row in self.figures:
            if (row["name"], row["place"], row["group"]) == (name, place, group):
                return row
        return None

    def names(self, divided_by: str) -> list[str]:
        """Names of the figures that are divided by ``place`` or ``group``, in order."""
        other = "group" if divided_by == "place" else "place"
        rows = (row for row in self.figures if row[divided_by] and not row[other])
        return list(dict.fromkeys(row["name"] for row in rows))

    def members(self, divided_by: str) -> list[str]:
        """The places or groups that figures are divided by, in order."""
        rows = (row[divided_by] for row in self.figures if row[divided_by])
        return list(dict.fromkeys(rows))

    def replications(self, name: str, place: str = "", group: str = "") -> NDArray[np.float64]:
        """The values of a figure, one a simulated year; none where the run kept none."""
        rows = self._by_replication
        if rows is None:
            return np.empty(0)
        wanted = pc.and_(
            pc.equal(rows["name"], name),
            pc.and_(
                pc.equal(pc.fill_null(rows["place"].cast("string"), ""), place),
                pc.equal(pc.fill_null(rows["group"].cast("string"), ""), group),
            ),
        )
        found = rows.filter(wanted).sort_by("replication")["value"]
        return found.to_numpy().astype(np.float64)

    def table(self, name: str) -> list[Row]:
        """The rows of a table; none where the run has none of that name."""
        try:
            return list(self.run.table(name).to_pylist())
        except RunError:
            return []

    def tables(self) -> Iterator[Row]:
        """The tables that can be taken away."""
        yield from self.result["tables"]

    @cached_property
    def _by_replication(self) -> Any:
        try:
            return self.run.table(BY_REPLICATION)
        except RunError:
            return None


def read_answer(run: RunFolder) -> Answered:
    """An answered run.

    Raises:
        RunError: If it has no answer yet.
    """
    return Answered(run, run.result())
