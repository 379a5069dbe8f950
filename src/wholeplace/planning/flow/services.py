"""The ways out of hospital, in the words of the model's answers: services with slots, and home."""

from __future__ import annotations

from dataclasses import dataclass

from wholeplace.sources.after_hospital import ANYTHING, ASKS, HOME, PATHWAY_OF, WITH_SLOTS


@dataclass(frozen=True)
class Service:
    """One way out of hospital: a kind of care, of finite capacity, or home without support.

    Attributes:
        key: Its key in files.
        title: Plain English, with a small letter: it stands within sentences.
        pathway: Discharge to Assess pathway: 0 home without support, 1 home with support, 2 a bed
            for a while, 3 a home.
        slot: What its slots are called.
    """

    key: str
    title: str
    pathway: int
    slot: str


_WORDS = {
    "reablement": ("reablement", "slots"),
    "home_care_social": ("home care (council)", "packages"),
    "home_care_health": ("home care (NHS)", "packages"),
    "intermediate_care_at_home": ("intermediate care at home", "slots"),
    "intermediate_care_beds": ("intermediate care beds", "beds"),
    "residential": ("residential homes", "places"),
    "nursing": ("nursing homes", "places"),
}
SERVICES = {
    key: Service(key, words, PATHWAY_OF[key], slot)
    for key in WITH_SLOTS
    for words, slot in (_WORDS[key],)
}
WAYS = {**SERVICES, HOME: Service(HOME, "home without support", PATHWAY_OF[HOME], "")}
"""Services, and last the one way out that needs no slot; people wait for it all the same."""
AT_HOME = tuple(key for key, service in SERVICES.items() if service.pathway == 1)
"""Services that support people in their own homes."""
HOME_INSTEAD = {
    "intermediate_care_beds": "intermediate_care_at_home",
    "residential": "home_care_social",
    "nursing": "home_care_health",
}
"""Where people go under "home first" who would have gone to a bed or a home."""

__all__ = ["ANYTHING", "ASKS", "AT_HOME", "HOME", "HOME_INSTEAD", "SERVICES", "WAYS", "Service"]
