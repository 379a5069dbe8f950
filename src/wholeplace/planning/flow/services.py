"""The services people leave hospital for, and what people may ask of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Service:
    """One kind of care after hospital, of finite capacity.

    Attributes:
        key: Its key in files.
        title: Plain English, with a small letter: it stands within sentences.
        pathway: Discharge to Assess pathway: 1 home with support, 2 a bed for a while, 3 a home.
        slot: What one slot is called.
    """

    key: str
    title: str
    pathway: int
    slot: str


_ALL = (
    Service("reablement", "reablement", 1, "slots"),
    Service("home_care_social", "home care (council)", 1, "packages"),
    Service("home_care_health", "home care (NHS)", 1, "packages"),
    Service("intermediate_care_at_home", "intermediate care at home", 1, "slots"),
    Service("intermediate_care_beds", "intermediate care beds", 2, "beds"),
    Service("residential", "residential homes", 3, "places"),
    Service("nursing", "nursing homes", 3, "places"),
)
SERVICES = {service.key: service for service in _ALL}
BEDDED = frozenset(service.key for service in _ALL if service.pathway > 1)
HOME_INSTEAD = {
    "intermediate_care_beds": "intermediate_care_at_home",
    "residential": "home_care_social",
    "nursing": "home_care_health",
}
"""Where people go under "home first" who would have gone to a bed or a home."""

HOME = "home"
"""Home without support: it has no slots, so nobody waits for one."""

ANYTHING = "anything"
ASKS = {
    ANYTHING: "anything suitable",
    "female_carer": "a female carer",
    "male_carer": "a male carer",
    "own_language": "a carer who speaks their language",
    "single_sex_ward": "a single-sex ward",
}
