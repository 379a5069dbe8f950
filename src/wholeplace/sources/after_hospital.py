"""The services that people leave hospital for, with the discharge pathway each belongs to.

Source: Department of Health and Social Care, Hospital discharge and community support guidance.
"""

from __future__ import annotations

HOME = "home"
SERVICES: dict[str, str] = {
    HOME: "Home without support",
    "reablement": "Reablement",
    "home_care_social": "Home care arranged by a council",
    "home_care_health": "Home care arranged by the NHS",
    "intermediate_care_at_home": "Intermediate care at home",
    "intermediate_care_beds": "Intermediate care in a bed",
    "residential": "Residential home",
    "nursing": "Nursing home",
}
"""Name → plain English, in the order of the pathways."""
WITH_SLOTS: dict[str, str] = {name: words for name, words in SERVICES.items() if name != HOME}
"""The services that can look after only so many people at once."""
PATHWAY_OF: dict[str, int] = {
    HOME: 0,
    "reablement": 1,
    "home_care_social": 1,
    "home_care_health": 1,
    "intermediate_care_at_home": 1,
    "intermediate_care_beds": 2,
    "residential": 3,
    "nursing": 3,
}
ANYTHING = "anything"
ASKS: dict[str, str] = {
    ANYTHING: "Any service that is free",
    "female_carer": "Carers who are women",
    "male_carer": "Carers who are men",
    "own_language": "Carers who speak the person's language",
    "single_sex_ward": "A ward of one sex",
}
"""What people and families ask of a service, which narrows where a free slot is of use."""


def code_of(name: str) -> str:
    """The code that data sets hold for a service or what is asked of one: in capitals.

    >>> code_of("home_care_social")
    'HOME CARE SOCIAL'
    """
    return name.upper().replace("_", " ")
