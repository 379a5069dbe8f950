"""The event calendar as slowly and plainly as it can be said, to be compared with the kernel."""

from __future__ import annotations

import heapq
import math

from wholeplace.planning.simulation.network import Network
from wholeplace.planning.simulation.people import People


class Oracle:
    """Sends people through a network one event at a time, with one line for everybody who waits."""

    def __init__(self, network: Network, people: People, days: int) -> None:
        self.network, self.people, self.days = network, people, days
        self.events: list[tuple[float, int, int, int]] = []
        self.line: list[tuple[int, int]] = []
        self.holds: dict[int, tuple[int, int]] = {}
        self.open_slots = dict.fromkeys(range(len(network.units)), 0)
        self.asked: dict[tuple[int, int], float] = {}
        self.started: dict[tuple[int, int], tuple[float, int]] = {}
        self.left: dict[int, float] = {}

    def run(self) -> Oracle:
        for day in range(self.days):
            heapq.heappush(self.events, (float(day), 0, day, 0))
        for person in range(len(self.people)):
            stage, unit = int(self.people.stage[person]), int(self.people.holding[person])
            since = float(self.people.arrival[person])
            if unit >= 0:
                self.asked[person, stage] = since
                self.start(person, stage, unit, since)
            else:
                heapq.heappush(self.events, (since, 2, person, stage))
        while self.events and self.events[0][0] < self.days:
            now, kind, who, stage = heapq.heappop(self.events)
            if kind == 0:
                self.new_day(who)
            elif kind == 1 and stage == len(self.ways(who)):
                del self.holds[who]
                self.left[who] = now
            else:
                self.asked[who, stage] = now
                self.line.append((who, stage))
            self.serve(now)
        return self

    def ways(self, person: int) -> tuple[tuple[str, ...], ...]:
        return self.network.classes[int(self.people.kind[person])].stages

    def new_day(self, day: int) -> None:
        weekday = 6 if day in self.network.holidays else (self.network.first_weekday + day) % 7
        for number, unit in enumerate(self.network.units):
            slots = unit.slots
            if isinstance(slots, list | tuple):
                slots = slots[min(day, len(slots) - 1)]
            open_today = unit.starts_on[weekday]
            self.open_slots[number] = (10**9 if slots is None else slots) if open_today else 0

    def serve(self, now: float) -> None:
        """Start the first in line who can, and look at the line again from its beginning."""
        again = True
        while again:
            again = False
            for person, stage in self.line:
                for name in self.ways(person)[stage]:
                    unit = self.network.position[name]
                    in_use = sum(held == unit for held, _ in self.holds.values())
                    if in_use < self.open_slots[unit]:
                        self.line.remove((person, stage))
                        self.start(person, stage, unit, now)
                        again = True
                        break
                if again:
                    break

    def start(self, person: int, stage: int, unit: int, now: float) -> None:
        self.started[person, stage] = (now, unit)
        self.holds[person] = (unit, stage)
        finished = now + float(self.people.stay[person, stage])
        goes = self.released(unit, finished, float(self.people.delay[person, stage]))
        heapq.heappush(self.events, (goes, 1, person, stage + 1))

    def released(self, unit: int, finished: float, delay: float) -> float:
        week = self.network.units[unit].releases_on
        if all(week):
            return finished + delay
        now = finished
        while now < self.days:
            day = math.floor(now)
            weekday = 6 if day in self.network.holidays else (self.network.first_weekday + day) % 7
            if day < 0 or week[weekday]:
                if now + delay < day + 1:
                    return now + delay
                delay -= day + 1 - now
            now = day + 1.0
        return math.inf
