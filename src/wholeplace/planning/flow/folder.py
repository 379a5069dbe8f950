"""A situation from a folder of inputs: a TOML file and a few CSV files of a partnership's own."""

from __future__ import annotations

import datetime as dt
import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from wholeplace.core.errors import InputFileError, StatisticsError
from wholeplace.planning.flow.arrivals import Arrivals, History, Rates
from wholeplace.planning.flow.entry import serves, takes_from
from wholeplace.planning.flow.folder_tables import COLUMNS, NEEDED, SITUATION, TOML_KEYS
from wholeplace.planning.flow.lengths import KAPLAN_MEIER, Lengths, fitted, from_median_and_mean
from wholeplace.planning.flow.services import ANYTHING, ASKS, HOME, SERVICES, WAYS
from wholeplace.planning.flow.situation import (
    COMMUNITY,
    Choice,
    Fact,
    Hospital,
    Situation,
    Slots,
    Stream,
)
from wholeplace.planning.models.input_files import InputRow, read_rows

DAYS_A_YEAR = 365.0
AVERAGES_ONLY = (
    "The inputs give averages only: nothing says how people come in bunches, on which days of the "
    "week or in which months. Delays will look smaller than they are."
)


def read_folder(folder: Path) -> Situation:
    """A situation from a folder, as ``wholeplace flow example`` writes one.

    Args:
        folder: With ``situation.toml``, ``services.csv``, ``demand.csv``, ``catchments.csv``,
            ``slots.csv``, and where there are any ``asks.csv``, ``lengths.csv`` and
            ``ready_by_day.csv``.

    Raises:
        InputFileError: Naming the file, row and column at fault, and the remedy.
    """
    return _Folder.open(folder).situation()


@dataclass(frozen=True)
class _Folder:
    path: Path
    heading: Mapping[str, Any]
    rows: Mapping[str, list[InputRow]]

    @classmethod
    def open(cls, folder: Path) -> _Folder:
        heading = _heading(folder / SITUATION)
        rows = {}
        for name, columns in COLUMNS.items():
            path = folder / f"{name}.csv"
            if path.is_file():
                rows[name] = read_rows(path, columns, NEEDED[name])
            elif name in ("services", "demand", "catchments", "slots"):
                raise InputFileError(
                    path, "There is no such file.", "See `wholeplace flow example`."
                )
        return cls(folder, heading, rows)

    def situation(self) -> Situation:
        services = {row.text("service", WAYS): row for row in self.rows["services"]}
        streams, arrivals = self._arrivals(list(services))
        stays, warnings = self._stays(services)
        if arrivals.averages_only():
            warnings.append(AVERAGES_ONLY)
        places = self.places
        return Situation(
            title=self.heading["title"],
            source=self.heading["source"],
            synthetic=self.heading.get("synthetic", False),
            begins=self.heading["begins"],
            hospitals=self.hospitals,
            places=places,
            streams=streams,
            arrivals=arrivals,
            hospital_stay={
                (h, s): _length(row, "hospital")
                for h in self.hospitals
                for s, row in services.items()
            },
            process={
                (s, p): _length(row, "process") for s, row in services.items() for p in places
            },
            stays=stays,
            choice=dict(_choices(services)),
            slots=tuple(self._slots(services)),
            asks=self._asks(places),
            needs=self.needs,
            working_days=self.heading.get("process_in_working_days", False),
            warnings=warnings,
            facts=tuple(self._facts()),
            fingerprint=self._fingerprint(),
        )

    @property
    def hospitals(self) -> dict[str, Hospital]:
        return {
            key: Hospital(key, says["name"], says.get("beds"), float(says.get("others", 0)))
            for key, says in self.heading["hospitals"].items()
        }

    @property
    def places(self) -> dict[str, str]:
        return dict(self.heading["places"])

    @property
    def needs(self) -> dict[str, str]:
        """What people may need of a service: those known everywhere, and the folder's own."""
        return ASKS | dict(self.heading.get("needs", {}))

    def _arrivals(self, services: list[str]) -> tuple[tuple[Stream, ...], Arrivals]:
        if "ready_by_day" in self.rows:
            return self._history()
        rates: dict[Stream, float] = {}
        for row in self.rows["demand"]:
            place, service = row.text("place", self.places), row.text("service", services)
            home = row.number_of("from_home_a_year", default=0.0)
            rates[Stream(COMMUNITY, place, service)] = home
            for hospital, share in self._catchment(place).items():
                people = share * row.number_of("from_hospital_a_year")
                rates[Stream(hospital, place, service)] = people
        kept = {stream: people / DAYS_A_YEAR for stream, people in rates.items() if people > 0}
        bunching = self.heading.get("bunching", {})
        sources = [*self.hospitals, COMMUNITY]
        return tuple(kept), Rates(
            per_day=np.array(list(kept.values())),
            source_of=np.array([sources.index(stream.hospital) for stream in kept]),
            weekdays=_mean_one(bunching.get("weekdays", [1] * 7)),
            months=_mean_one(bunching.get("months", [1] * 12)),
            batch=float(bunching.get("found_together", 1)),
            surge=float(bunching.get("surge", 0)),
        )

    def _history(self) -> tuple[tuple[Stream, ...], History]:
        counts: dict[tuple[dt.date, Stream], int] = {}
        for row in self.rows["ready_by_day"]:
            hospital = row.text("hospital", self.hospitals, default=COMMUNITY)
            place, service = row.text("place", self.places), row.text("service", WAYS)
            key = (row.day("day"), Stream(hospital, place, service))
            counts[key] = counts.get(key, 0) + row.whole("people")
        days = [day for day, _ in counts]
        streams = tuple(dict.fromkeys(stream for _, stream in counts))
        table = np.zeros(((max(days) - min(days)).days + 1, len(streams)), dtype=np.int64)
        for (day, stream), people in counts.items():
            table[(day - min(days)).days, streams.index(stream)] += people
        return streams, History(min(days), table)

    def _catchment(self, place: str) -> dict[str, float]:
        rows = [row for row in self.rows["catchments"] if row.text("place") == place]
        shares = {row.text("hospital", self.hospitals): row.number_of("percent") for row in rows}
        if not rows or abs(sum(shares.values()) - 100) > 0.01:
            raise InputFileError(
                self.path / "catchments.csv",
                f"The shares of {place} come to {sum(shares.values()):g} %.",
                "Share 100 % of each place between the hospitals.",
            )
        return {hospital: share / 100 for hospital, share in shares.items()}

    def _stays(
        self, services: Mapping[str, InputRow]
    ) -> tuple[dict[tuple[str, str], Lengths], list[str]]:
        slots = {s: row for s, row in services.items() if s != HOME}
        stays = {(s, p): _length(row, "stay") for s, row in slots.items() for p in self.places}
        found: dict[tuple[str, str], list[tuple[int, bool, int]]] = {}
        for row in self.rows.get("lengths", []):
            key = (row.text("service", SERVICES), row.text("place", self.places))
            said = (row.whole("days"), row.yes("ended", True), row.whole("people", default=1))
            found.setdefault(key, []).append(said)
        for key, seen in found.items():
            stays[key] = fitted(*zip(*seen, strict=True))
        return stays, list(open_stays(found))

    def _slots(self, services: Mapping[str, InputRow]) -> Iterator[Slots]:
        for row in self.rows["slots"]:
            service = row.text("service", [key for key in services if key != HOME])
            yield Slots(
                service,
                row.text("place", self.places),
                row.whole("slots"),
                serves(row, self.needs),
                services[service].yes("weekend_starts", False),
                takes_from(row, self.hospitals),
            )

    def _asks(self, places: Mapping[str, str]) -> dict[tuple[str, str], dict[str, float]]:
        asks: dict[tuple[str, str], dict[str, float]] = {}
        for row in self.rows.get("asks", []):
            share = row.number_of("percent", high=100) / 100
            for place in places:
                held = asks.setdefault((row.text("service", SERVICES), place), {})
                held[row.text("ask", self.needs)] = share
                if sum(v for ask, v in held.items() if ask != ANYTHING) > 1:
                    raise row.wrong("percent", "The shares pass 100 %.", "One request a person.")
        return asks

    def _facts(self) -> Iterator[Fact]:
        for name, rows in self.rows.items():
            for row in rows:
                if row.cells.get("source"):
                    yield _fact(name, row)

    def _fingerprint(self) -> str:
        names = [SITUATION, *(f"{name}.csv" for name in self.rows)]
        parts = [name.encode() + (self.path / name).read_bytes() for name in names]
        return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def open_stays(found: Mapping[tuple[str, str], list[tuple[int, bool, int]]]) -> Iterator[str]:
    """The warning about stays without an end date, where there are any.

    Args:
        found: (service, place) → days so far, whether over, and people.
    """
    everybody = sum(people for seen in found.values() for _, _, people in seen)
    still = sum(people for seen in found.values() for _, over, people in seen if not over)
    if still:
        yield (
            f"{still / everybody:.0%} of stays have no end date. They are taken as still going "
            f"on: {KAPLAN_MEIER}. If some have ended, stays here look too long."
        )


def _heading(path: Path) -> dict[str, Any]:
    try:
        heading = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputFileError(path, f"It cannot be read: {error}.", "See the example.") from error
    for key, kind in TOML_KEYS.items():
        if key in heading and not isinstance(heading[key], kind):
            raise InputFileError(path, f"{key} is {heading[key]!r}.", "See the example.")
    for key in heading:
        if key not in TOML_KEYS:
            raise InputFileError(path, f"Unknown key {key}.", f"Known are {', '.join(TOML_KEYS)}.")
    for key in ("title", "source", "begins", "hospitals", "places"):
        if key not in heading:
            raise InputFileError(path, f"It has no {key}.", "See `wholeplace flow example`.")
    return heading


def _length(row: InputRow, what: str) -> Lengths:
    median, mean = row.number_of(f"{what}_median"), row.number_of(f"{what}_mean")
    try:
        return from_median_and_mean(median, mean)
    except StatisticsError as error:
        raise row.wrong(f"{what}_mean", error.problem, error.remedy) from error


def _choices(services: Mapping[str, InputRow]) -> Iterator[tuple[str, Choice]]:
    for key, row in services.items():
        share = row.number_of("choice_percent", high=100, default=0.0) / 100
        if share:
            yield key, Choice(share, _length(row, "choice"))


def _mean_one(values: list[float]) -> np.ndarray[Any, np.dtype[np.float64]]:
    given = np.array(values, dtype=np.float64)
    return given / given.mean()


def _fact(name: str, row: InputRow) -> Fact:
    named = [row.cells[c] for c in ("place", "hospital", "service", "ask") if row.cells.get(c)]
    told = ("place", "hospital", "service", "ask", "source", "dated", "verified")
    said = ", ".join(f"{c.replace('_', ' ')} {v}" for c, v in row.cells.items() if c not in told)
    words = f"{name.replace('_', ' ').capitalize()}: {', '.join(named)}"
    return Fact(
        words, said, row.cells["source"], row.cells.get("dated", ""), row.yes("verified", True)
    )
