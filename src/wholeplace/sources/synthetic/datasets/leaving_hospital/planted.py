"""What is planted about leaving hospital: need, stays, delays of process, and slots too few.

Levels: 38,390 delayed days estimated for 2018/19 (Better Care Fund report, Cambridgeshire) and 75
to 200 people delayed at a time (Long Term Plan 2019). The partnership found capacity "adequate at
a global level", reablement and intermediate care at home excepted, in the wrong place at the wrong
time, with discharges in bunches and delays of process behind it (Health and Wellbeing Board paper
on delayed transfers, 2019). The shares between are our assumptions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wholeplace.sources.after_hospital import WITH_SLOTS

SUPPORTED_A_YEAR = 11_000  # people of the system's lists who leave with support, at full size
HISTORY_DAYS = 730
WARM_UP_DAYS = 240  # before the history, so that services begin it as full as they go on
PLACES = (
    "cambridge",
    "east cambridgeshire",
    "fenland",
    "huntingdonshire",
    "peterborough",
    "south cambridgeshire",
)
# Chance of needing support on leaving, relative, by age.
NEEDS_BY_AGE = ((18, 0.03), (50, 0.07), (65, 0.20), (75, 0.42), (85, 0.75))
CHRISTMAS = 0.92  # share of slots open in the last week of the year and the first
WEEKEND_MOVED = 0.55  # of those ready at a weekend, the share seen to be ready on Monday
BATCHED = 0.30  # of the others, the share found ready on the ward's weekly round
ROUNDS = (1, 3, 4)  # weekdays a weekly round may fall on: Tuesday, Thursday, Friday
READINESS_PUT_OFF = 0.08
HOME_DAYS_AFTER_READY = (0.74, 0.18, 0.06, 0.02)
ASKS_SHARES = {
    "anything": 0.82,
    "female_carer": 0.08,
    "male_carer": 0.04,
    "own_language": 0.03,
    "single_sex_ward": 0.03,
}
ASKING_COSTS = 3.0  # days that asking for something adds on average


@dataclass(frozen=True)
class Service:
    """What is planted of one service.

    Attributes:
        share: Of people who leave with support.
        days: Mean length of the service.
        process: Mean working days from being ready to an accepted referral.
        wait: Days people should wait for a slot on average, which sets how many there are.
        community: Share of its referrals that come from people not in hospital.
        weekends: Whether people start on Saturday and Sunday.
        council: Whether councils send its data, and not the community trust.
        reason: The reason coded when people wait for a slot.
    """

    share: float
    days: float
    process: float
    wait: float
    community: float
    weekends: bool
    council: bool
    reason: str


PLANTED: dict[str, Service] = {
    "reablement": Service(0.27, 32, 1.5, 3.0, 0.25, False, True, "E"),
    "home_care_social": Service(0.22, 60, 2.2, 1.1, 0.30, False, True, "E"),
    "home_care_health": Service(0.08, 40, 2.4, 0.9, 0.30, True, False, "E"),
    "intermediate_care_at_home": Service(0.15, 21, 1.4, 2.6, 0.35, False, False, "C"),
    "intermediate_care_beds": Service(0.14, 24, 2.0, 0.9, 0.10, True, False, "C"),
    "residential": Service(0.07, 45, 3.8, 1.0, 0.45, False, True, "DI"),
    "nursing": Service(0.07, 45, 4.4, 1.0, 0.40, False, False, "DII"),
}
NAMES = tuple(WITH_SLOTS)
# How much longer than elsewhere people wait for a slot: the wrong place, at the same total.
LONGER_WAITS = {
    ("reablement", "fenland"): 2.6,
    ("reablement", "east cambridgeshire"): 0.5,
    ("reablement", "peterborough"): 0.7,
    ("reablement", "cambridge"): 0.3,
    ("reablement", "south cambridgeshire"): 0.4,
    ("intermediate_care_at_home", "huntingdonshire"): 1.6,
    ("intermediate_care_at_home", "cambridge"): 0.4,
}
SPREAD_OF_STAYS = 0.7  # of the logarithm of a stay's length
LONGEST_STAYS = 4.0  # times the mean
SLOWER_HOSPITALS = {"RGN": 1.15, "RGT": 0.95}


def target_waits() -> NDArray[np.float64]:
    """Days people should wait, by service and place, of shape (services, places)."""
    found = np.array([[PLANTED[name].wait] * len(PLACES) for name in NAMES])
    for (service, place), factor in LONGER_WAITS.items():
        found[NAMES.index(service), PLACES.index(place)] *= factor
    return found


def of_each(name: str) -> NDArray[np.float64]:
    """One planted number of every service, in order."""
    return np.array([getattr(PLANTED[service], name) for service in NAMES], dtype=float)
