"""Writing every data set of wider care, and what the truth keeps of it about each person."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wholeplace.sources.synthetic.admissions import Spells
from wholeplace.sources.synthetic.attendances import Attendances
from wholeplace.sources.synthetic.datasets.cancers import Cancers, register, write_registrations
from wholeplace.sources.synthetic.datasets.maternity import Pregnancies, conceive, write_maternity
from wholeplace.sources.synthetic.datasets.outpatients import (
    MISSED,
    Appointments,
    appoint,
    write_appointments,
)
from wholeplace.sources.synthetic.datasets.planted_duplicates import plant
from wholeplace.sources.synthetic.datasets.prescriptions import STATIN, write_prescriptions
from wholeplace.sources.synthetic.datasets.recent import YEAR, Events, Noted
from wholeplace.sources.synthetic.datasets.urgent_calls import write_calls, write_incidents
from wholeplace.sources.synthetic.datasets.vaccinations import (
    COVID,
    PNEUMOCOCCAL,
    write_vaccinations,
)
from wholeplace.sources.synthetic.datasets.waits import TEST, Pathways, queue, write_waits
from wholeplace.sources.synthetic.hospitals import CODES
from wholeplace.sources.synthetic.population import NEVER
from wholeplace.sources.synthetic.provider_feed import Outbox

HALF_YEAR = 182  # days
Counts = dict[str, NDArray[np.int64]]


def write_wider_care(
    outbox: Outbox, spells: Spells, visits: Attendances, noted: Noted, sent: NDArray[np.bool_]
) -> Counts:
    """Write prescriptions, vaccinations, clinics, waits, calls, incidents, births and cancers.

    Args:
        outbox: What to write from and to.
        spells: Admissions.
        visits: Emergency attendances.
        noted: GP entries that other feeds tell again.
        sent: For each hospital, whether its feed arrives.

    Returns:
        What is true of each person, by name, of the feeds that arrive.
    """
    world = outbox.world
    truth = _Truth(len(world.people), world.last)
    truth.since("statin_items_6m", write_prescriptions(outbox)[STATIN], HALF_YEAR)
    given = write_vaccinations(outbox, noted)
    truth.year("covid_vaccinations_12m", given[COVID])
    truth.ever("pneumococcal_ever", given[PNEUMOCOCCAL])
    truth.year("nhs111_calls_12m", write_calls(outbox))
    truth.year("ambulance_incidents_12m", write_incidents(outbox, visits))
    appointments = appoint(world)
    pathways, planted = plant(world, queue(world))
    write_appointments(outbox, appointments, sent)
    truth.appointments(appointments, sent)
    outbox.planted["second_entries"] = planted.table(write_waits(outbox, pathways, sent))
    truth.waits(pathways, sent)
    pregnancies, cancers = conceive(world, spells, noted), register(world)
    write_maternity(outbox, pregnancies, sent)
    truth.births(pregnancies, sent)
    write_registrations(outbox, cancers)
    truth.cancers(cancers)
    return truth.counts


class _Truth:
    """Counts of each person, filled feed by feed."""

    def __init__(self, people: int, last: int) -> None:
        self.people, self.last = people, last
        self.counts: Counts = {}

    def year(self, name: str, events: Events) -> None:
        self.since(name, events, YEAR)

    def since(self, name: str, events: Events, days: int) -> None:
        person, day = events
        self._count(name, person[(day > self.last - days) & (day <= self.last)])

    def ever(self, name: str, events: Events) -> None:
        self._count(name, events[0])

    def appointments(self, found: Appointments, sent: NDArray[np.bool_]) -> None:
        here = sent[found.hospital]
        for name, chosen in (
            ("outpatients_seen_12m", found.attended < 2),
            ("outpatients_missed_12m", np.isin(found.attended, MISSED)),
        ):
            self.year(name, (found.person[here & chosen], found.day[here & chosen]))
        urgent = found.suspected_cancer & (found.hospital == CODES.index("RGN"))
        self.year("suspected_cancer_12m", (found.person[urgent], found.day[urgent]))

    def waits(self, found: Pathways, sent: NDArray[np.bool_]) -> None:
        going_on = sent[found.hospital] & (found.stop == NEVER) & (found.kind != TEST)
        waited = self.last - found.start
        self._count("waiting", found.person[going_on])
        self._count("waiting_over_18_weeks", found.person[going_on & (waited > 126)])
        self._count("waiting_over_52_weeks", found.person[going_on & (waited > 364)])

    def births(self, found: Pregnancies, sent: NDArray[np.bool_]) -> None:
        here = sent[found.hospital]
        self.year("maternity_bookings_12m", (found.mother[here], found.booked[here]))
        self.year("maternity_deliveries_12m", (found.mother[here], found.born[here]))

    def cancers(self, found: Cancers) -> None:
        staged, early = found.stage >= 0, (found.stage >= 0) & (found.stage < 2)
        for name, chosen in (("cancers_staged_24m", staged), ("cancers_early_24m", early)):
            self.since(name, (found.person[chosen], found.day[chosen]), 2 * YEAR)

    def _count(self, name: str, person: NDArray[np.int64]) -> None:
        self.counts[name] = np.bincount(person, minlength=self.people)
