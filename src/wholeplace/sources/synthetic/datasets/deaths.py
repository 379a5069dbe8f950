"""Registered deaths of ten years: the underlying cause, where it happened, when it was registered.

Levels: Office for National Statistics, deaths registered in England, 2019 to 2023: a quarter of
cancer, an eighth of dementia, a tenth of heart disease, a twentieth each of stroke and of chronic
lung disease; 44 in 100 in hospital, 28 at home, 21 in care homes, 5 in hospices. Delays: ONS,
impact of registration delays on mortality statistics, rounded. How a condition raises a cause is
our assumption.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.sources.synthetic.admissions import Spells
from wholeplace.sources.synthetic.conditions import NAMES
from wholeplace.sources.synthetic.datasets.recent import coded
from wholeplace.sources.synthetic.diagnoses import UNDERLYING
from wholeplace.sources.synthetic.feeds import dates
from wholeplace.sources.synthetic.population import DIED
from wholeplace.sources.synthetic.provider_feed import Layout, Outbox, send, sender_of
from wholeplace.sources.synthetic.streams import stream
from wholeplace.sources.synthetic.world import World

DATASET = "death"
PLACES = ("HOSPITAL", "HOME", "CARE HOME", "HOSPICE", "ELSEWHERE")
EXTERNAL = ("W190", "X42", "X700", "V892")
_LAYOUT = Layout(birth_date=True, provider="")
_COVID = (18_330, 18_730)  # March 2020 to April 2021


@dataclass(frozen=True)
class Cause:
    """An underlying cause.

    Attributes:
        code: ICD-10.
        weight: How often, relative to other causes, in anybody aged ``ages``.
        condition: The condition that raises it.
        raised: What it adds to the weight of people with the condition.
        ages: Youngest and oldest age.
    """

    code: str
    weight: float
    condition: str = ""
    raised: float = 0.0
    ages: tuple[int, int] = (18, 120)


CAUSES: tuple[Cause, ...] = (
    Cause("C349", 0.30, "cancer", 3.0, (40, 120)),
    Cause("C189", 0.12, "cancer", 1.6, (40, 120)),
    Cause("C509", 0.08, "cancer", 1.5, (30, 120)),
    Cause("C259", 0.12, "cancer", 1.6, (40, 120)),
    Cause("C61", 0.05, "cancer", 2.0, (50, 120)),
    Cause("C800", 0.20, "cancer", 1.8, (18, 120)),
    Cause("F03", 0.60, "dementia", 14.0, (75, 120)),
    Cause("G309", 0.35, "dementia", 8.0, (70, 120)),
    Cause("I251", 0.22, "coronary_heart_disease", 1.7, (35, 120)),
    Cause("I219", 0.32, "coronary_heart_disease", 1.0, (35, 120)),
    Cause("I639", 0.15, "stroke_or_tia", 1.8, (40, 120)),
    Cause("I64", 0.12, "stroke_or_tia", 1.0, (40, 120)),
    Cause("I500", 0.10, "heart_failure", 1.8, (50, 120)),
    Cause("I48", 0.02, "atrial_fibrillation", 0.5, (60, 120)),
    Cause("J449", 0.06, "copd", 4.5, (40, 120)),
    Cause("J189", 0.50, "", 0.0, (1, 120)),
    Cause("N183", 0.02, "chronic_kidney_disease", 0.3, (50, 120)),
    Cause("K746", 0.05, "chronic_liver_disease", 5.0, (25, 120)),
    Cause("E119", 0.03, "diabetes", 0.4, (40, 120)),
    Cause("G409", 0.03, "epilepsy", 1.5, (5, 120)),
    Cause("G35", 0.0, "multiple_sclerosis", 4.0, (30, 120)),
    Cause("A419", 0.20, "", 0.0, (0, 120)),
    Cause("R54", 0.30, "", 0.0, (85, 120)),
    Cause("W190", 0.15, "osteoporosis", 0.4, (1, 120)),
    Cause("X42", 0.25, "severe_mental_illness", 0.6, (18, 60)),
    Cause("X700", 0.30, "depression", 0.6, (15, 70)),
    Cause("V892", 0.15, "", 0.0, (1, 75)),
    Cause("P072", 3.0, "", 0.0, (0, 0)),
    Cause("Q249", 1.5, "", 0.0, (0, 4)),
    Cause("C910", 0.3, "", 0.0, (1, 17)),
)
COVID = "U071"


@dataclass(frozen=True)
class Deaths:
    """One entry per registered death.

    Attributes:
        person: Who.
        day, registered: Day of death and of registration.
        cause: ICD-10 underlying cause.
        place: Position in :data:`PLACES`.
    """

    person: NDArray[np.int64]
    day: NDArray[np.int64]
    registered: NDArray[np.int64]
    cause: NDArray[np.str_]
    place: NDArray[np.int64]


def die(world: World, spells: Spells) -> Deaths:
    """Draws the cause, the place and the registration of each death, those registered by the end.

    Args:
        world: The population.
        spells: Admissions; who died in one died in hospital.
    """
    rng = stream(world.seed, DATASET)
    person = np.flatnonzero(world.people.kind == DIED)
    day = world.people.death[person].astype(np.int64)
    cause = _causes(rng, world, person)
    inquest = np.isin(cause, EXTERNAL) | (rng.random(len(person)) < 0.04)
    slow = rng.gamma(3.0, 60.0, len(person))
    wait = np.where(inquest, slow, rng.gamma(2.5, 3.2, len(person)))
    registered = day + 1 + wait.astype(np.int64)
    known = registered <= world.last
    place = _places(rng, world, person, spells)
    return Deaths(person[known], day[known], registered[known], cause[known], place[known])


def _causes(rng: np.random.Generator, world: World, person: NDArray[np.int64]) -> NDArray[np.str_]:
    """Each person's cause, drawn by the weights that age and conditions give."""
    age = world.people.age[person]
    weights = np.zeros((len(person), len(CAUSES)))
    for column, cause in enumerate(CAUSES):
        weight = np.full(len(person), cause.weight)
        if cause.condition:
            weight += cause.raised * world.health.has(cause.condition)[person]
        inside = (age >= cause.ages[0]) & (age <= cause.ages[1])
        weights[:, column] = weight * inside
    ladder = np.cumsum(weights, axis=1)
    sought = rng.random(len(person)) * ladder[:, -1]
    found = (ladder <= sought[:, None]).sum(axis=1)
    codes = np.array([cause.code for cause in CAUSES])[np.minimum(found, len(CAUSES) - 1)]
    day = world.people.death[person]
    pandemic = (day >= _COVID[0]) & (day < _COVID[1]) & (age >= 45)
    return np.where(pandemic & (rng.random(len(person)) < 0.14), COVID, codes)


def _places(
    rng: np.random.Generator, world: World, person: NDArray[np.int64], spells: Spells
) -> NDArray[np.int64]:
    """In hospital where the last stay ended in death; otherwise by age and illness."""
    in_hospital = np.zeros(len(world.people), dtype=bool)
    in_hospital[spells.person[spells.died]] = True
    age = world.people.age[person]
    care_home = np.interp(age, [60, 75, 85, 95], [0.03, 0.20, 0.50, 0.75])
    hospice = np.where(world.health.has("cancer")[person], 0.22, 0.03)
    draw = rng.random(len(person))
    place = np.where(draw < care_home, 2, np.where(draw < care_home + hospice, 3, 1))
    place[draw > 0.97] = 4
    return np.where(in_hospital[person], 0, place)


def write_deaths(outbox: Outbox, spells: Spells) -> Deaths:
    """Write the register of deaths.

    Args:
        outbox: What to write from and to.
        spells: Admissions.

    Returns:
        What was registered.
    """
    world = outbox.world
    deaths = die(world, spells)
    facts = {
        "death_date": dates(deaths.day),
        "registration_date": dates(deaths.registered),
        "underlying_cause": pa.array(deaths.cause),
        "other_causes": _others(world, deaths),
        "place": coded(PLACES, deaths.place),
    }
    key = ("death_id", "D")
    sender = sender_of(world, "ONS")
    send(outbox, sender, DATASET, key, deaths.person, deaths.day, facts, _LAYOUT)
    return deaths


def _others(world: World, deaths: Deaths) -> pa.Array:
    """Lasting conditions beside the underlying cause, joined by semicolons."""
    bits = np.zeros(len(deaths.person), dtype=np.int64)
    rng = stream(world.seed, DATASET, "other causes")
    for place, name in enumerate(NAMES):
        held = world.health.has(name)[deaths.person] & (rng.random(len(bits)) < 0.35)
        bits |= held.astype(np.int64) << place
    patterns, which = np.unique(bits, return_inverse=True)
    return pa.array([_joined(int(pattern)) for pattern in patterns]).take(pa.array(which))


def _joined(bits: int) -> str | None:
    codes = [UNDERLYING[name] for place, name in enumerate(NAMES) if bits >> place & 1]
    return ";".join(codes) or None
