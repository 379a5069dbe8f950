"""Which change buys most: each alone on top of a scenario, what it saves and what it costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from wholeplace.planning.flow.costs import Costs
from wholeplace.planning.flow.levers import Levers, shared_everywhere
from wholeplace.planning.flow.phases import Phases
from wholeplace.planning.flow.services import HOME_INSTEAD, SERVICES
from wholeplace.planning.flow.simulating import Outcome
from wholeplace.planning.flow.situation import Situation

SLOTS = 10
PART = 0.25
HOME_SHARE = 0.10
FEWER = 0.05


@dataclass(frozen=True)
class Change:
    """One change to a scenario.

    Attributes:
        name: Lower-case words.
        title: Plain English.
        levers: The scenario with the change.
    """

    name: str
    title: str
    levers: Levers


@dataclass(frozen=True)
class Bought:
    """What a change buys in a year.

    Attributes:
        change: The change.
        pounds: What it costs.
        saved: [replication] Delayed days it saves, against the same people.
        worth: What a delayed day costs, in pounds.
    """

    change: Change
    pounds: float
    saved: NDArray[np.float64]
    worth: float

    @property
    def per_thousand(self) -> float:
        """Delayed days saved for each £1,000; NaN where it costs nothing."""
        return float(self.saved.mean()) / self.pounds * 1_000 if self.pounds > 0 else float("nan")

    @property
    def net(self) -> NDArray[np.float64]:
        """[replication] What it costs beyond the beds it frees; below 0 it frees more."""
        return self.pounds - self.saved * self.worth


def changes(situation: Situation, levers: Levers, scenario: Outcome) -> Iterator[Change]:
    """The changes to try: those a scenario has made in full already are left out.

    Args:
        situation: What there is.
        levers: The scenario.
        scenario: What came of it: extra slots go where most people wait for the service.
    """
    places = tuple(situation.places)
    waits = scenario.days_by_cell.mean(axis=0).reshape(-1, len(places))
    for number, service in enumerate(situation.services):
        place = places[int(waits[number].argmax())]
        extra = dict(levers.extra_slots)
        extra[service, place] = extra.get((service, place), 0) + SLOTS
        words = SERVICES[service]
        yield Change(
            f"slots_{service}",
            f"{SLOTS} more {words.slot}: {words.title}, {situation.places[place]}",
            replace(levers, extra_slots=extra),
        )
    everywhere = shared_everywhere(situation)
    if dict(levers.pooled) != everywhere:
        title = "Share the slots of every service between all places"
        yield Change("pooling", title, replace(levers, pooled=everywhere))
    if levers.open_eligibility < 1:
        title = "Open every slot to every request"
        yield Change("open_eligibility", title, replace(levers, open_eligibility=1.0))
    if not levers.seven_day:
        title = "Assess and start care seven days a week"
        yield Change("seven_day_discharge", title, replace(levers, seven_day=True))
    faster = {service: left * (1 - PART) for service, left in levers.process.items()}
    title = "Assessment and funding a quarter faster"
    yield Change("faster_assessment", title, replace(levers, process=faster))
    if levers.smoothing < 1:
        half = min(1.0, levers.smoothing + 0.5)
        title = "Half of all people ready at an even pace over the working week"
        yield Change("smoother_discharges", title, replace(levers, smoothing=half))
    if any(service in HOME_INSTEAD for service in situation.services):
        home = min(1.0, levers.home_first + HOME_SHARE)
        title = "One in ten people bound for a bed or a home goes home first"
        yield Change("home_first", title, replace(levers, home_first=home))
    title = "One in twenty fewer people come to need care after hospital"
    yield Change("fewer_admissions", title, replace(levers, admissions=levers.admissions - FEWER))


def buy(
    phases: Phases, tried: list[Change], scenario: Outcome, costs: Costs, replications: int
) -> list[Bought]:
    """What each change buys; the best for a pound first. Stops early where the run is stopped.

    Args:
        phases: Runs the simulations.
        tried: The changes.
        scenario: The scenario without them.
        costs: Unit costs.
        replications: How many of the scenario's to compare with.
    """
    found = []
    before = scenario.days_a_year[:replications]
    spent = costs.slots(scenario) + costs.programmes(scenario.levers)
    for change in tried:
        after = phases.whole(change.levers, replications, f"Trying: {change.title}")
        if after is None:
            break
        pounds = costs.slots(after) + costs.programmes(change.levers) - spent
        found.append(Bought(change, pounds, before - after.days_a_year, costs.bed_day))
    return sorted(found, key=lambda one: float(one.net.mean()))
