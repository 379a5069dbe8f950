"""A situation from landed data: what a run counted for the model, exactly and without people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from wholeplace.core.errors import RunError
from wholeplace.measures.flow_inputs.reading import FlowInputs, read_inputs
from wholeplace.measures.flow_inputs.schemas import HISTORY_DAYS
from wholeplace.measures.release import Release
from wholeplace.places.wording import whole
from wholeplace.planning.flow.arrivals import History
from wholeplace.planning.flow.folder import open_stays
from wholeplace.planning.flow.lengths import Lengths, fitted, observed
from wholeplace.planning.flow.services import HOME, SERVICES
from wholeplace.planning.flow.situation import (
    COMMUNITY,
    Fact,
    Hospital,
    Present,
    Situation,
    Slots,
    Stream,
)

FEW = 20
"""Lengths of a cell with fewer people are taken from all places of the service."""
Cell = tuple[str, str]


def read_landed(data_folder: Path, run_id: str) -> Situation:
    """What a run counted for the model.

    Args:
        data_folder: The data folder of the installation.
        run_id: A finished run.

    Raises:
        RunError: If the run counted no slots or nobody who became ready.
    """
    release = Release(data_folder / "release" / run_id)
    as_at = dt.date.fromisoformat(str(release.document("manifest")["as_at"]))
    folder = data_folder / "cubes" / run_id
    inputs = read_inputs(folder)
    if not inputs.arrivals.num_rows or not inputs.capacity.num_rows:
        raise RunError(
            f"The run {run_id} has nobody who became ready to leave hospital, or no slots.",
            'Land discharges and capacity, or write inputs = "example" in the scenario.',
        )
    names = {a.code: a.name for a in release.areas.values() if a.area_type == "provider"}
    invented = bool(release.document("manifest").get("synthetic", False))
    return Landed(run_id, as_at, invented, inputs, names).situation()


@dataclass(frozen=True)
class Landed:
    """What a run counted, as a situation.

    Attributes:
        run_id: The run.
        as_at: The date everything is true on.
        synthetic: Whether its people are invented.
        inputs: Its tables.
        hospital_names: Code → name, where known.
    """

    run_id: str
    as_at: dt.date
    synthetic: bool
    inputs: FlowInputs
    hospital_names: Mapping[str, str]

    def situation(self) -> Situation:
        """The situation."""
        streams, arrivals = self._arrivals()
        stays, warnings = self._stays()
        return Situation(
            title=f"Landed data as at {self.as_at:%-d %B %Y}",
            source=f"Counted by the run {self.run_id}",
            synthetic=self.synthetic,
            begins=self.as_at + dt.timedelta(days=1),
            hospitals={k: Hospital(k, self.hospital_names.get(k, k)) for k in self.hospitals},
            places=self.places,
            streams=streams,
            arrivals=arrivals,
            hospital_stay=self._by(
                self.inputs.hospital_stays, ("hospital", "service"), self.hospitals
            ),
            process=self._by(self.inputs.process, ("service", "place"), self.ways),
            stays=stays,
            slots=tuple(self._slots()),
            asks=self._asks(),
            present=tuple(self._present()),
            warnings=[*warnings, *self._warnings()],
            facts=tuple(self._facts(stays)),
            counted=self._counted(),
            fingerprint=self.run_id,
        )

    @cached_property
    def places(self) -> dict[str, str]:
        return {row["place"]: row["name"] for row in self.inputs.places.to_pylist()}

    @cached_property
    def hospitals(self) -> tuple[str, ...]:
        found = {row["hospital"] for row in self._coming if row["hospital"]}
        return tuple(sorted(found))

    @cached_property
    def services(self) -> tuple[str, ...]:
        held = {row["service"] for row in self._capacity}
        return tuple(key for key in SERVICES if key in held)

    @cached_property
    def ways(self) -> tuple[str, ...]:
        """Services with slots, and home without support."""
        return (*self.services, HOME)

    @cached_property
    def _capacity(self) -> list[dict[str, Any]]:
        """The last week of each service and place, which goes on."""
        latest: dict[Cell, dict[str, Any]] = {}
        for row in sorted(self.inputs.capacity.to_pylist(), key=lambda row: row["week"]):
            if row["service"] in SERVICES and row["place"] in self.places:
                latest[row["service"], row["place"]] = row
        return list(latest.values())

    @cached_property
    def _coming(self) -> list[dict[str, Any]]:
        """People ready to leave hospital, and those referred from home, whose way out is known."""
        rows = self.inputs.arrivals.to_pylist()
        rows += [{**row, "hospital": COMMUNITY} for row in self.inputs.community.to_pylist()]
        return [r for r in rows if r["service"] in self.ways and r["place"] in self.places]

    def _arrivals(self) -> tuple[tuple[Stream, ...], History]:
        first = min(row["day"] for row in self._coming)
        days = (self.as_at - first).days + 1
        number: dict[Stream, int] = {}
        for row in self._coming:
            number.setdefault(Stream(row["hospital"], row["place"], row["service"]), len(number))
        counts = np.zeros((days, len(number)), dtype=np.int64)
        for row in self._coming:
            stream = number[Stream(row["hospital"], row["place"], row["service"])]
            counts[(row["day"] - first).days, stream] += row["people"]
        return tuple(number), History(first, counts)

    def _stays(self) -> tuple[dict[Cell, Lengths], list[str]]:
        seen: dict[Cell, list[tuple[int, bool, int]]] = {}
        for row in self.inputs.stays.to_pylist():
            key = (row["service"], row["place"])
            seen.setdefault(key, []).append((row["days"], row["ended"], row["people"]))
        made = {}
        for service in self.services:
            every = [one for (s, _), rows in seen.items() if s == service for one in rows]
            for place in self.places:
                mine = seen.get((service, place), [])
                enough = sum(n for _, over, n in mine if over) >= FEW
                made[service, place] = fitted(*zip(*(mine if enough else every), strict=True))
        return made, list(open_stays(seen))

    def _by(self, table: pa.Table, by: Cell, firsts: tuple[str, ...]) -> dict[Cell, Lengths]:
        """Lengths by two columns; from all of the service where a cell has few people."""
        seen: dict[Cell, list[tuple[int, int]]] = {}
        of_service: dict[str, list[tuple[int, int]]] = {}
        for row in table.to_pylist():
            seen.setdefault((row[by[0]], row[by[1]]), []).append((row["days"], row["people"]))
            of_service.setdefault(row["service"], []).append((row["days"], row["people"]))
        seconds = self.ways if by[1] == "service" else tuple(self.places)
        made = {}
        for first in firsts:
            for second in seconds:
                mine = seen.get((first, second), [])
                service = second if by[1] == "service" else first
                enough = sum(people for _, people in mine) >= FEW
                rows = mine if enough else of_service.get(service, [])
                if rows:
                    made[first, second] = observed(*zip(*rows, strict=True))
        return made

    def _slots(self) -> Iterator[Slots]:
        for row in self._capacity:
            yield Slots(
                row["service"], row["place"], row["slots"], weekend_starts=row["weekend_starts"]
            )

    def _asks(self) -> dict[Cell, dict[str, float]]:
        counts: dict[Cell, dict[str, float]] = {}
        for row in self.inputs.asks.to_pylist():
            counts.setdefault((row["service"], row["place"]), {})[row["asks"]] = row["people"]
        return {
            cell: {ask: people / sum(asked.values()) for ask, people in asked.items()}
            for cell, asked in counts.items()
        }

    def _present(self) -> Iterator[Present]:
        for row in self.inputs.now.to_pylist():
            if row["service"] in self.ways and row["place"] in self.places:
                yield Present(**row)

    def _warnings(self) -> Iterator[str]:
        rows = self.inputs.arrivals.to_pylist()
        away = sum(r["people"] for r in rows if r["place"] not in self.places)
        everybody = sum(r["people"] for r in rows)
        if away:
            yield (
                f"{away / everybody:.0%} of people who became ready live in other districts, or "
                "nobody knows where: they are left out, and the beds they block with them."
            )
        yield (
            "The data do not say which slots can meet which request, so all are taken to: delay "
            "from slots that are not suited is not in the answer."
        )
        ended = {key for key, _ in self._by_stays()}
        spare = {row["service"] for row in self._coming} - ended - {HOME}
        for service in sorted(spare):
            yield f"No stay in {SERVICES[service].title} has ended, so its length is not known."

    def _by_stays(self) -> Iterator[Cell]:
        for row in self.inputs.stays.to_pylist():
            if row["ended"]:
                yield row["service"], row["place"]

    def _counted(self) -> float | None:
        """People delayed at midnight on average over the history, whose way out is known."""
        rows = self.inputs.delayed_days.to_pylist()
        mine = [r for r in rows if r["service"] in self.ways and r["place"] in self.places]
        return sum(row["people"] for row in mine) / HISTORY_DAYS if mine else None

    def _facts(self, stays: Mapping[Cell, Lengths]) -> Iterator[Fact]:
        source, dated = f"Landed data, run {self.run_id}", f"{self.as_at:%-d %B %Y}"
        for service in self.services:
            title = SERVICES[service].title
            slots = sum(row["slots"] for row in self._capacity if row["service"] == service)
            yield Fact(f"Slots: {title}", whole(slots), source, dated)
            mean = np.mean([v.mean for (s, _), v in stays.items() if s == service])
            methods = sorted({v.method for (s, _), v in stays.items() if s == service})
            said = f"{mean:.0f} days on average; {'; '.join(methods)}"
            yield Fact(f"Length of stay: {title}", said, source, dated)
