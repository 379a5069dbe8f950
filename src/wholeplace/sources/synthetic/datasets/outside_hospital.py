"""Care outside general hospitals, councils' services, deaths and flags: written, then counted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wholeplace.sources.synthetic.admissions import Spells
from wholeplace.sources.synthetic.datasets.community_contacts import write_community_contacts
from wholeplace.sources.synthetic.datasets.deaths import write_deaths
from wholeplace.sources.synthetic.datasets.mental_health_contacts import (
    write_mental_health_contacts,
)
from wholeplace.sources.synthetic.datasets.partner_flags import write_partner_flags
from wholeplace.sources.synthetic.datasets.recent import YEAR, Events
from wholeplace.sources.synthetic.datasets.social_care import COMMUNITY, write_social_care
from wholeplace.sources.synthetic.datasets.talking_therapies import write_talking_therapies
from wholeplace.sources.synthetic.population import NEVER
from wholeplace.sources.synthetic.provider_feed import Outbox


def write_care_outside_hospital(outbox: Outbox, spells: Spells) -> dict[str, NDArray[np.int64]]:
    """Write the feeds of community, mental-health and social care, deaths and partners' flags.

    Args:
        outbox: What to write from and to.
        spells: Admissions; who died in one died in hospital.

    Returns:
        By name, a count for each person: of the last twelve months, or on the last day.
    """
    world = outbox.world
    number = len(world.people)

    def last_year(events: Events) -> NDArray[np.int64]:
        person, day = events
        recent = (day > world.last - YEAR) & (day <= world.last)
        return np.bincount(person[recent], minlength=number)

    counts = {
        "community_contacts_12m": last_year(write_community_contacts(outbox)),
        "mental_health_contacts_12m": last_year(write_mental_health_contacts(outbox)),
    }
    talked = write_talking_therapies(outbox)
    counts["talking_therapy_referrals_12m"] = last_year((talked.person, talked.day))
    for name, chosen in (("courses", talked.finished), ("recoveries", talked.recovered)):
        events = talked.person[chosen], talked.ended[chosen]
        counts[f"talking_therapy_{name}_12m"] = last_year(events)
    services = write_social_care(outbox)
    inside = world.people.lsoa[services.person] != world.areas.outside
    going_on = inside & (services.end == NEVER) & (services.kind <= COMMUNITY)
    counts["long_term_support_now"] = np.bincount(services.person[going_on], minlength=number)
    deaths = write_deaths(outbox, spells)
    counts["registered_deaths_12m"] = last_year((deaths.person, deaths.day))
    raised = write_partner_flags(outbox)
    counts["homelessness_duties"] = np.bincount(raised["HOMELESSNESS_DUTY"], minlength=number)
    return counts
