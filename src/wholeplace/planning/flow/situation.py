"""The situation a scenario is asked of: hospitals, streams of people, services, slots."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from wholeplace.planning.flow.arrivals import Arrivals
from wholeplace.planning.flow.lengths import Lengths
from wholeplace.planning.flow.services import ANYTHING, ASKS, HOME, SERVICES, WAYS
from wholeplace.planning.models.assumption import Dimensions

COMMUNITY = ""
"""The "hospital" of people who are referred from home: they hold no bed."""


@dataclass(frozen=True)
class Hospital:
    """A hospital.

    Attributes:
        key: Its key in files.
        name: Its name.
        beds: Beds for adults, or None where not given.
        others: Beds taken, on average, by people who need nothing arranged when they leave.
    """

    key: str
    name: str
    beds: int | None = None
    others: float = 0.0


@dataclass(frozen=True)
class Stream:
    """People of one place who go from one hospital, or from home, to one service."""

    hospital: str
    place: str
    service: str


@dataclass(frozen=True)
class Slots:
    """Slots of one service in one place that take people by the same rules.

    Attributes:
        service: The service.
        place: The place it serves.
        slots: How many people it can have at once.
        serves: The needs it can meet; people who need nothing special among them. None: all.
        weekend_starts: Whether people start on Saturdays and Sundays.
        takes_from: The hospitals, or home, that it takes people from. None: all.
    """

    service: str
    place: str
    slots: int
    serves: frozenset[str] | None = None
    weekend_starts: bool = False
    takes_from: frozenset[str] | None = None

    def may_enter(self, need: str, source: str) -> bool:
        """Whether somebody with a need, from a hospital or home, may have such a slot."""
        meets = self.serves is None or need in self.serves
        return meets and (self.takes_from is None or source in self.takes_from)

    @property
    def restricted(self) -> bool:
        """Whether some people may not have such a slot."""
        return self.serves is not None or self.takes_from is not None


@dataclass(frozen=True)
class Present:
    """People there on the day a scenario begins.

    Attributes:
        state: ``in_service``, ``waiting`` (accepted, no slot yet) or ``in_process`` (ready, not
            yet accepted).
        service: The service.
        place: Their place.
        hospital: Where they wait; empty in service.
        days: Days since the service started, since they were accepted, or since they were ready.
        people: How many.
    """

    state: str
    service: str
    place: str
    hospital: str
    days: int
    people: int


@dataclass(frozen=True)
class Fact:
    """One thing the inputs say, and where it comes from, for the page of assumptions."""

    what: str
    value: str
    source: str
    dated: str
    verified: bool = True


@dataclass(frozen=True)
class Choice:
    """How often the person or family takes longer to decide, and how long."""

    share: float
    lengths: Lengths


@dataclass(frozen=True)
class Situation:
    """Everything the discharge model is run on.

    Attributes:
        title: What the inputs are.
        source: Where they come from.
        synthetic: Whether they are invented.
        begins: The day the scenario begins.
        hospitals: Key → hospital.
        places: Key → name.
        streams: Who goes where, numbered as the arrivals number them.
        arrivals: When people of each stream become ready.
        hospital_stay: (hospital, service) → days from admission to being ready.
        process: (service, place) → days from being ready to being accepted: the process delay,
            which holds a bed and no slot.
        choice: Service → the part of it that is the person's or family's choice, where known apart.
        stays: (service, place) → how long the service lasts.
        slots: The slots of every service and place.
        asks: (service, place) → need → the share of people who have it.
        needs: Need → its name in words: what makes somebody eligible for some slots and not for
            others, nothing special first.
        present: Who is there on the first day; empty where not known.
        working_days: Whether the process delay counts only Monday to Friday.
        warnings: What a reader must know, as sentences.
        facts: What the inputs say, with sources.
        counted: People delayed on an average day as counted, to hold the model against; None
            where nobody counted.
        fingerprint: A hash of all of it.
    """

    title: str
    source: str
    synthetic: bool
    begins: dt.date
    hospitals: Mapping[str, Hospital]
    places: Mapping[str, str]
    streams: tuple[Stream, ...]
    arrivals: Arrivals
    hospital_stay: Mapping[tuple[str, str], Lengths]
    process: Mapping[tuple[str, str], Lengths]
    stays: Mapping[tuple[str, str], Lengths]
    slots: tuple[Slots, ...]
    asks: Mapping[tuple[str, str], Mapping[str, float]]
    fingerprint: str
    needs: Mapping[str, str] = field(default_factory=lambda: dict(ASKS))
    choice: Mapping[str, Choice] = field(default_factory=dict)
    present: tuple[Present, ...] = ()
    working_days: bool = False
    warnings: Sequence[str] = ()
    facts: tuple[Fact, ...] = ()
    counted: float | None = None

    @property
    def dimensions(self) -> Dimensions:
        """Services, ways out, places and needs: families of assumptions are made for each."""
        return {
            "service": {k: SERVICES[k].title for k in self.services},
            "way": {k: WAYS[k].title for k in self.ways},
            "place": self.places,
            "need": {k: self.needs[k] for k in self.unmet},
        }

    @cached_property
    def services(self) -> tuple[str, ...]:
        """Services that have slots here, in the order of pathways."""
        held = {row.service for row in self.slots}
        return tuple(key for key in SERVICES if key in held)

    @cached_property
    def ways(self) -> tuple[str, ...]:
        """Services that have slots here, and home without support where people leave so."""
        home = any(stream.service == HOME for stream in self.streams)
        return (*self.services, *([HOME] if home else []))

    @cached_property
    def unmet(self) -> tuple[str, ...]:
        """Needs that some slots cannot meet."""
        held = [row.serves for row in self.slots if row.serves is not None]
        special = (need for need in self.needs if need != ANYTHING)
        return tuple(need for need in special if any(need not in serves for serves in held))

    def slots_of(self, service: str, place: str) -> int:
        """Slots of a service in a place."""
        return sum(row.slots for row in self.slots if (row.service, row.place) == (service, place))

    def now(self, key: str) -> str:
        """What holds today for an assumption that is a change."""
        head, _, rest = key.partition(".")
        service, _, place = rest.partition(".")
        if head == "extra_slots":
            return f"{self.slots_of(service, place):,} {SERVICES[service].slot} now"
        if head == "faster_assessment":
            return f"{self._mean_process(service):.1f} days on average now"
        if head == "open_to":
            return f"{self.slots_without(service):,} slots cannot now"
        if head == "shorter_stays":
            return f"{self._mean_stay(service):.0f} days on average now"
        return ""

    def slots_without(self, need: str) -> int:
        """Slots that cannot meet a need."""
        held = ((row.slots, row.serves) for row in self.slots)
        return sum(n for n, serves in held if serves is not None and need not in serves)

    def _mean_stay(self, service: str) -> float:
        return float(np.mean([v.mean for (s, _), v in self.stays.items() if s == service]))

    def _mean_process(self, service: str) -> float:
        return float(np.mean([v.mean for (s, _), v in self.process.items() if s == service]))
