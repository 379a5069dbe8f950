"""The services people leave hospital for that have slots, in the words of the model's answers."""

from __future__ import annotations

from dataclasses import dataclass

from wholeplace.sources.after_hospital import ANYTHING, ASKS, PATHWAY_OF, WITH_SLOTS


@dataclass(frozen=True)
class Service:
    """One kind of care after hospital, of finite capacity.

    Attributes:
        key: Its key in files.
        title: Plain English, with a small letter: it stands within sentences.
        pathway: Discharge to Assess pathway: 1 home with support, 2 a bed for a while, 3 a home.
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
HOME_INSTEAD = {
    "intermediate_care_beds": "intermediate_care_at_home",
    "residential": "home_care_social",
    "nursing": "home_care_health",
}
"""Where people go under "home first" who would have gone to a bed or a home."""

__all__ = ["ANYTHING", "ASKS", "HOME_INSTEAD", "SERVICES", "Service"]
