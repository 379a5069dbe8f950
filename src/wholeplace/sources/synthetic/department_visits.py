"""What happened in an emergency department: when people came and left, why, and what was found.

Source: Long Term Plan (draft, 2019): 86 % of people left the emergency departments of the two main
hospitals within four hours. SNOMED CT concepts as the Emergency Care Data Set uses them. The hours
people come at and the waits of others are our assumptions, shaped like published ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.sources.synthetic import targets
from wholeplace.sources.synthetic.attendances import Attendances
from wholeplace.sources.synthetic.hospitals import CODES
from wholeplace.sources.synthetic.streams import pick, stream
from wholeplace.sources.synthetic.world import World

MINUTES_A_DAY = 24 * 60
FOUR_HOURS = 240
MAIN_HOSPITALS = (CODES.index("RGN"), CODES.index("RGT"))
# Arrivals by hour of the day, midnight first: quiet before dawn, busiest from ten to seven.
_HOURS = (3, 2, 2, 1, 1, 1, 2, 3, 5, 7, 8, 8, 7, 7, 7, 7, 7, 7, 7, 6, 6, 5, 5, 4)
LATE_IN_MINOR_UNITS = 0.01  # over four hours in injury units and walk-in centres
LATE_IF_ADMITTED = 0.32  # over four hours, of people then admitted
_MAJOR = 2  # departments before this are consultant-led or single-specialty

# Chief complaint and diagnosis: for people admitted, by the start of the ICD-10 main diagnosis of
# the stay; for the others, drawn by weight.
_ADMITTED: tuple[tuple[str, int, int], ...] = (
    ("I21", 29857009, 22298006),  # chest pain: heart attack
    ("R07", 29857009, 29857009),
    ("I50", 267036007, 84114007),  # breathless: heart failure
    ("I48", 80313002, 49436004),  # palpitations: atrial fibrillation
    ("J18", 267036007, 233604007),  # breathless: pneumonia
    ("J44", 267036007, 13645005),
    ("J45", 267036007, 195967001),
    ("J21", 267036007, 4120002),
    ("I63", 13791008, 230690007),  # weakness: stroke
    ("N39", 40917007, 68566005),  # confused: urinary infection
    ("N17", 40917007, 14669001),
    ("A41", 386661006, 91302008),  # fever: sepsis
    ("L03", 271807003, 128045006),
    ("K35", 21522001, 74400008),  # pain in the belly: appendicitis
    ("K80", 21522001, 235919008),
    ("K59", 21522001, 14760008),
    ("K52", 422400008, 25374005),
    ("T39", 75478009, 295124009),  # poisoning: paracetamol
    ("G40", 91175000, 84757009),
    ("R55", 271594007, 271594007),
    ("S72", 161898004, 263225007),  # fall: broken hip
    ("S", 161898004, 125605004),  # fall: another broken bone
)
_OTHERWISE = (21522001, 21522001)
_SENT_HOME: tuple[tuple[int, int, int], ...] = (
    (14, 127279002, 44465007),  # injured limb: sprained ankle
    (11, 127279002, 125605004),
    (9, 312608009, 312608009),
    (8, 82271004, 110030002),
    (12, 21522001, 0),
    (11, 29857009, 29857009),
    (8, 386661006, 34014006),
    (7, 49727002, 54150009),
    (6, 422400008, 25374005),
    (5, 25064002, 0),
    (5, 161891005, 0),
    (4, 267036007, 195967001),
)
NO_DIAGNOSIS = 0


@dataclass(frozen=True)
class Visits:
    """One entry per attendance.

    Attributes:
        arrived: Minute of arrival, counted from the start of 1970 on the clocks of the UK.
        departed: Minute of leaving.
        complaint, diagnosis: SNOMED CT concepts; 0 for no diagnosis.
        left_early: Whether the person left before treatment was completed.
    """

    arrived: NDArray[np.int64]
    departed: NDArray[np.int64]
    complaint: NDArray[np.int64]
    diagnosis: NDArray[np.int64]
    left_early: NDArray[np.bool_]


def visit(world: World, attendances: Attendances, main: NDArray[np.str_]) -> Visits:
    """Draws the times, the complaint and the diagnosis of each attendance.

    Args:
        world: The population.
        attendances: Attendances, those that led to an admission first.
        main: Main diagnosis of the stay that each of those led to.
    """
    rng = stream(world.seed, "department visits")
    number = len(attendances.person)
    hour = pick(rng, np.array(_HOURS, dtype=np.float64), number)
    arrived = attendances.day * MINUTES_A_DAY + hour * 60 + rng.integers(0, 60, number)
    left_early = ~attendances.admitted & (rng.random(number) < 0.05)
    complaint, diagnosis = _reasons(rng, attendances, main)
    diagnosis[left_early] = NO_DIAGNOSIS
    return Visits(
        arrived,
        arrived + _minutes(rng, world, attendances, left_early),
        complaint,
        diagnosis,
        left_early,
    )


def clock_times(minutes: NDArray[np.int64], missing: NDArray[np.bool_] | None = None) -> pa.Array:
    """Minutes since the start of 1970 as dates with a time, empty where missing."""
    return pa.array(minutes * 60_000_000, mask=missing).cast(pa.timestamp("us"))


def _minutes(
    rng: np.random.Generator,
    world: World,
    attendances: Attendances,
    left_early: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """Minutes in the department; the two main hospitals' last year has the published share."""
    number = len(left_early)
    major = attendances.department < _MAJOR
    late = np.where(major, _late_if_sent_home(world, attendances, left_early), LATE_IN_MINOR_UNITS)
    late = np.where(attendances.admitted, LATE_IF_ADMITTED, late)
    late = np.where(left_early, 0.0, late)
    middle = np.where(attendances.admitted, 195.0, np.where(major, 140.0, 75.0))
    within = np.minimum(rng.lognormal(np.log(middle), 0.5).astype(np.int64), FOUR_HOURS)
    beyond = FOUR_HOURS + 1 + rng.exponential(np.where(attendances.admitted, 260, 95), number)
    over = rng.random(number) < late
    return np.where(over, beyond.astype(np.int64), np.maximum(within, 5))


def _late_if_sent_home(
    world: World, attendances: Attendances, left_early: NDArray[np.bool_]
) -> float:
    """The chance of over four hours that brings the two main hospitals to the published share."""
    counted = np.isin(attendances.hospital, MAIN_HOSPITALS)
    counted &= attendances.day > world.last - 365
    major = counted & (attendances.department < _MAJOR)
    home = major & ~attendances.admitted & ~left_early
    wanted = (1 - targets.WITHIN_FOUR_HOURS) * counted.sum()
    wanted -= LATE_IF_ADMITTED * (counted & attendances.admitted).sum()
    wanted -= LATE_IN_MINOR_UNITS * (counted & ~major & ~left_early).sum()
    return float(np.clip(wanted / max(int(home.sum()), 1), 0.0, 1.0))


def _reasons(
    rng: np.random.Generator, attendances: Attendances, main: NDArray[np.str_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Chief complaint and diagnosis of each attendance."""
    number = len(attendances.person)
    weights = np.array([weight for weight, _, _ in _SENT_HOME], dtype=np.float64)
    drawn = pick(rng, weights, number)
    complaint = np.array([row[1] for row in _SENT_HOME])[drawn]
    diagnosis = np.array([row[2] for row in _SENT_HOME])[drawn]
    codes, which = np.unique(main, return_inverse=True)
    found = np.array([_admitted_with(str(code)) for code in codes]).reshape(-1, 2)
    complaint[attendances.admitted] = found[which, 0]
    diagnosis[attendances.admitted] = found[which, 1]
    return complaint, diagnosis


def _admitted_with(code: str) -> tuple[int, int]:
    for start, complaint, diagnosis in _ADMITTED:
        if code.startswith(start):
            return complaint, diagnosis
    return _OTHERWISE
