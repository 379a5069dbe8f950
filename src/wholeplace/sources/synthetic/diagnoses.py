"""ICD-10 codes of admissions: a main diagnosis for the reason, others from a person's conditions.

Source: ICD-10 fifth edition, World Health Organization. Falls follow the Public Health Outcomes
Framework: a main diagnosis of injury (S00 to T98) with an external cause W00 to W19.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.sources.synthetic.admissions import BIRTH, ELECTIVE, EMERGENCY, FALL, Spells
from wholeplace.sources.synthetic.conditions import NAMES
from wholeplace.sources.synthetic.datasets.recent import poorer
from wholeplace.sources.synthetic.population import NEVER
from wholeplace.sources.synthetic.streams import pick, stream
from wholeplace.sources.synthetic.world import World

UNDERLYING: dict[str, str] = {
    "hypertension": "I10",
    "diabetes": "E119",
    "coronary_heart_disease": "I251",
    "stroke_or_tia": "I694",
    "heart_failure": "I500",
    "atrial_fibrillation": "I489",
    "copd": "J449",
    "asthma": "J459",
    "chronic_kidney_disease": "N183",
    "cancer": "C509",
    "dementia": "F03",
    "severe_mental_illness": "F209",
    "depression": "F329",
    "learning_disability": "F799",
    "epilepsy": "G409",
    "osteoporosis": "M819",
    "rheumatoid_arthritis": "M069",
    "peripheral_arterial_disease": "I739",
    "chronic_liver_disease": "K746",
    "multiple_sclerosis": "G35",
    "autism": "F840",
    "osteoarthritis": "M199",
    "palliative_care": "Z515",
    "obesity": "E669",
}
ACUTE: dict[str, str] = {
    "coronary_heart_disease": "I214",
    "stroke_or_tia": "I639",
    "heart_failure": "I500",
    "atrial_fibrillation": "I489",
    "copd": "J441",
    "asthma": "J459",
    "diabetes": "E110",
    "chronic_kidney_disease": "N179",
    "cancer": "C349",
    "epilepsy": "G409",
    "chronic_liver_disease": "K746",
    "severe_mental_illness": "F209",
    "peripheral_arterial_disease": "I739",
}
POISONING = "T391"
DECAY = "K029"  # of teeth
DECAYED = 0.30  # of planned stays of children of 10 and under; our assumption, more if poorer
_CHILD = ("J219", "B349", "R104", "J069", "K529", "S099", "J459", "T784")
_ADULT = ("R074", "R104", "K359", "N390", "L031", "J189", "A419", POISONING, "R55", "K802")
_OLDER = ("J189", "N390", "A419", "R296", "I639", "K590", "R55", "L031", "N179", "E871")
_PLANNED = ("H269", "K409", "M179", "M169", "K635", "D125", "C509", "N200", "G560", "K210", "Z511")
_INJURIES = ("S720", "S721", "S422", "S525", "S065", "S010", "S220", "S320", "S826")
_FALLS = ("W010", "W180", "W190", "W100", "W060", "W050")
_SELF_HARM = ("X610", "X640", "X780")
_DELIVERIES = ("O800", "O820", "O810", "O700", "O420")
RECORDED = 0.85  # chance that a condition is among the other diagnoses; our assumption
FOR_A_CONDITION = 0.38  # of emergencies of people with one; our assumption


def main_diagnoses(world: World, spells: Spells) -> NDArray[np.str_]:
    """The main diagnosis of each admission."""
    rng = stream(world.seed, "main diagnoses")
    age = world.people.age[spells.person]
    code = np.full(len(spells.person), "Z380", dtype="U5")
    pools = (
        ((spells.reason == EMERGENCY) & (age < 16), _CHILD),
        ((spells.reason == EMERGENCY) & (age >= 16) & (age < 65), _ADULT),
        ((spells.reason == EMERGENCY) & (age >= 65), _OLDER),
        (spells.reason == ELECTIVE, _PLANNED),
        (spells.reason == FALL, _INJURIES),
        (~np.isin(spells.reason, (ELECTIVE, EMERGENCY, FALL, BIRTH)), _DELIVERIES),
    )
    for chosen, pool in pools:
        weights = 1 / np.arange(2.0, len(pool) + 2)
        code[chosen] = np.array(pool)[pick(rng, weights, int(chosen.sum()))]
    child = (spells.reason == ELECTIVE) & (age <= 10)
    chance = DECAYED * np.exp(0.2 * poorer(world)[spells.person])
    teeth = stream(world.seed, "decayed teeth").random(len(code)) < chance
    code[child & teeth] = DECAY
    for name, acute in ACUTE.items():
        due = (spells.reason == EMERGENCY) & _has_before(world, spells, name)
        code[due & (rng.random(len(due)) < FOR_A_CONDITION / 2)] = acute
    return code


def other_diagnoses(world: World, spells: Spells, main: NDArray[np.str_]) -> pa.Array:
    """Other diagnoses joined by semicolons: the cause of an injury, then lasting conditions."""
    rng = stream(world.seed, "other diagnoses")
    bits = np.zeros(len(spells.person), dtype=np.int64)
    for place, name in enumerate(NAMES):
        held = _has_before(world, spells, name) & (rng.random(len(bits)) < RECORDED)
        bits |= held.astype(np.int64) << place
    cause = np.where(spells.reason == FALL, 1 + rng.integers(0, len(_FALLS), len(bits)), 0)
    poisoned = np.flatnonzero(main == POISONING)
    cause[poisoned] = 1 + len(_FALLS) + rng.integers(0, len(_SELF_HARM), len(poisoned))
    patterns, which = np.unique(bits << 4 | cause, return_inverse=True)
    return pa.array([_joined(int(pattern)) for pattern in patterns]).take(pa.array(which))


def _joined(pattern: int) -> str | None:
    cause, bits = pattern % 16, pattern >> 4
    codes = [(*_FALLS, *_SELF_HARM)[cause - 1]] if cause else []
    codes += [UNDERLYING[name] for place, name in enumerate(NAMES) if bits >> place & 1]
    return ";".join(codes) or None


def _has_before(world: World, spells: Spells, name: str) -> NDArray[np.bool_]:
    since = world.health.day_of(name)[spells.person]
    return (since < NEVER) & (since <= spells.day)
