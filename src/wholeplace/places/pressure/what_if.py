"""What the board would ask of the flow model: some more slots where it is fullest or most wait."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from wholeplace.core.calendar import in_words
from wholeplace.measures.delays.cube import FOUR_WEEKS, NOW, YEAR
from wholeplace.measures.delays.intervals import DELAYED
from wholeplace.measures.delays.table import ALL
from wholeplace.places.figures import Cell
from wholeplace.places.pressure.reading import Count, Pressure
from wholeplace.places.pressure.words import people_cell
from wholeplace.places.wording import whole
from wholeplace.sources.after_hospital import SERVICES

NEARLY = 0.95
"""The share of places taken from which a service is called full."""
MOST, PART = 10, 4
"""A scenario begins with ten more slots, or with a quarter more where a service is small."""
MOST_OF = {
    NOW: "the people delayed",
    FOUR_WEEKS: "the delayed days of the last four weeks",
    YEAR: "the delayed days of the last twelve months",
}
NOWHERE = ("elsewhere", "unknown", ALL)


@dataclass(frozen=True)
class WhatIf:
    """A scenario to begin with.

    Attributes:
        service: The service, by its key.
        place: The place, by its slug.
        more: How many more slots.
        because: What the board says that makes it worth asking, as a sentence.
        words: The question.
    """

    service: str
    place: str
    more: int
    because: str
    words: str

    @property
    def asked(self) -> tuple[tuple[str, str], ...]:
        """The assumption of the flow model that it changes, and to what."""
        return ((f"extra_slots.{self.service}.{self.place}", str(self.more)),)


def worst(pressure: Pressure) -> WhatIf | None:
    """Where one would ask first; None where nothing can be told.

    The fullest service that is called full, the one with most people waiting first. Where none
    is, or none may be told: the service and the place with most people delayed now, or with most
    delayed days in the last four weeks or the year.

    Args:
        pressure: What the release says.
    """
    full = [row for row in _asked_of(pressure) if (row["share"] or 0) >= NEARLY]
    if full:
        row = max(full, key=lambda one: (one["waiting"] or 0, one["share"], one["slots"]))
        return of_row(pressure, row)
    for moment, what in MOST_OF.items():
        service, place = (_sizes(pressure, of, moment) for of in ("service", "place"))
        told = [r for r in _asked_of(pressure) if r["service"] in service and r["place"] in place]
        if told:
            row = max(told, key=lambda one: (service[one["service"]], place[one["place"]]))
            found = of_row(pressure, row)
            return replace(found, because=_said(pressure, found, what))
    return None


def of_row(pressure: Pressure, row: dict[str, Any]) -> WhatIf:
    """What to ask of one service in one place.

    Args:
        pressure: What the release says.
        row: A row of the release's services, with slots.
    """
    title, place = SERVICES[row["service"]], pressure.place(row["place"])
    counts = {
        state: people_cell(Count(row[state], row[f"{state}_status"]))
        for state in ("in_service", "waiting")
    }
    day = in_words(pressure.as_at)
    because = (
        f"On the pressure board of {day}, {_small(title)} in {place} has {whole(row['slots'])} "
        f"places; taken: {_small(counts['in_service'])}; waiting for one: "
        f"{_small(counts['waiting'])}."
    )
    more = min(MOST, max(1, round(row["slots"] / PART)))
    words = (
        f"What if {_small(title)} in {place} had {more} more {'place' if more == 1 else 'places'}?"
    )
    return WhatIf(row["service"], row["place"], more, because, words)


def about(pressure: Pressure, service: str, place: str) -> str:
    """What the board says of a service in a place, as a sentence; empty where it says nothing.

    Args:
        pressure: What the release says.
        service: The service, by its key.
        place: The place, by its slug.
    """
    row = _row(pressure, service, place)
    return of_row(pressure, row).because if row is not None else ""


def link_cell(pressure: Pressure, row: dict[str, Any]) -> Cell:
    """A cell that begins a scenario for a row of services; empty where it has no slots."""
    if row["place"] in NOWHERE or not row["slots"]:
        return Cell("")
    found = of_row(pressure, row)
    return Cell(f"What if {found.more} more?", scenario=found.asked)


def _asked_of(pressure: Pressure) -> Iterator[dict[str, Any]]:
    """Rows of services in places, which have slots."""
    return (row for row in pressure.services if row["place"] not in NOWHERE and row["slots"])


def _row(pressure: Pressure, service: str, place: str) -> dict[str, Any] | None:
    rows = _asked_of(pressure)
    return next((r for r in rows if (r["service"], r["place"]) == (service, place)), None)


def _sizes(pressure: Pressure, breakdown: str, moment: str) -> dict[str, int]:
    """Category → people delayed, or their days, where that is told and not 0."""
    counts = {name: by[moment] for name, by in pressure.split(DELAYED, breakdown).items()}
    size = {name: (one.people if moment == NOW else one.days) for name, one in counts.items()}
    return {name: number for name, number in size.items() if number}


def _said(pressure: Pressure, found: WhatIf, what: str) -> str:
    return (
        f"On the pressure board of {in_words(pressure.as_at)}, of {what} most were for "
        f"{_small(SERVICES[found.service])}, and most of people who live in "
        f"{pressure.place(found.place)}."
    )


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
