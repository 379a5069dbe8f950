"""Prescriptions of the last twelve months: what people with a condition are mostly given.

One product stands for its class. Repeats are issued every 56 days, so that a year of them for a
million people stays near three million rows. Shares treated are our assumptions, near what the
National Diabetes Audit and CVDPREVENT report.

Product and BNF codes: dictionary of medicines and devices; NHS Business Services Authority.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.sources.synthetic.datasets.recent import YEAR, Events, happen, listed, poorer
from wholeplace.sources.synthetic.feeds import dates
from wholeplace.sources.synthetic.gp_feed import SOURCE, local_ids
from wholeplace.sources.synthetic.identities import numbered
from wholeplace.sources.synthetic.population import NEVER
from wholeplace.sources.synthetic.provider_feed import Outbox, write_rows
from wholeplace.sources.synthetic.streams import stream
from wholeplace.sources.synthetic.world import World

EVERY = 56  # days between issues of a repeat
LESS_PER_FIFTH = 0.03  # of those due a medicine, fewer per fifth more deprived; assumption
REPEAT, ACUTE = "0002", "0001"
STATIN = "atorvastatin 20 mg tablets"


@dataclass(frozen=True)
class Medicine:
    """A product and who is given it.

    Attributes:
        name: What it is.
        product: dm+d identifier.
        bnf: BNF presentation code.
        quantity: Of one issue.
        unit: Unit of the quantity.
        treated: Share of people with each condition who are given it.
        from_age: Youngest age.
        acute: Issues a year of people with one of the conditions (of everybody where none is
            named); 0 for a repeat.
    """

    name: str
    product: int
    bnf: str
    quantity: float
    unit: str
    treated: dict[str, float]
    from_age: int = 0
    acute: float = 0.0


MEDICINES: tuple[Medicine, ...] = (
    Medicine(
        STATIN, 20491911000001107, "0212000B0AAABAB", 56, "tablet",
        {"coronary_heart_disease": 0.84, "stroke_or_tia": 0.80, "diabetes": 0.66,
         "peripheral_arterial_disease": 0.74, "chronic_kidney_disease": 0.55,
         "hypertension": 0.30}, 40,
    ),
    Medicine(
        "ramipril 5 mg capsules", 318902004, "0205051R0AAACAC", 56, "capsule",
        {"hypertension": 0.52, "heart_failure": 0.62, "coronary_heart_disease": 0.48}, 18,
    ),
    Medicine(
        "amlodipine 5 mg tablets", 319283006, "0206020A0AAAAAA", 56, "tablet",
        {"hypertension": 0.46}, 18,
    ),
    Medicine(
        "furosemide 40 mg tablets", 317972000, "0202020L0AABDBD", 56, "tablet",
        {"heart_failure": 0.68}, 18,
    ),
    Medicine(
        "metformin 500 mg tablets", 325278007, "0601022B0AAABAB", 112, "tablet",
        {"diabetes": 0.72}, 18,
    ),
    Medicine(
        "apixaban 5 mg tablets", 42206511000001102, "0208020Z0AAABAB", 112, "tablet",
        {"atrial_fibrillation": 0.84}, 18,
    ),
    Medicine(
        "beclometasone 100 microgram inhaler", 35908111000001105, "0302000C0AABFBF", 200, "dose",
        {"asthma": 0.62}, 5,
    ),
    Medicine(
        "amitriptyline 25 mg tablets", 321746008, "0403010B0AAAHAH", 56, "tablet",
        {"depression": 0.30}, 18,
    ),
    Medicine(
        "salbutamol 100 microgram inhaler", 39113611000001102, "0301011R0AAAPAP", 200, "dose",
        {"asthma": 1.0, "copd": 1.0}, 2, 2.6,
    ),
    Medicine(
        "amoxicillin 500 mg capsules", 323510009, "0501013B0AAABAB", 15, "capsule",
        {}, 0, 0.34,
    ),
)  # fmt: skip


def write_prescriptions(outbox: Outbox) -> dict[str, Events]:
    """Write the practices' prescriptions.

    Args:
        outbox: What to write from and to.

    Returns:
        Person and day of every item of each medicine, by name.
    """
    world = outbox.world
    issued = {
        medicine.name: _issues(world, medicine, stream(world.seed, "prescriptions", medicine.name))
        for medicine in MEDICINES
    }
    person = np.concatenate([who for who, _ in issued.values()])
    day = np.concatenate([when for _, when in issued.values()])
    kind = np.repeat(np.arange(len(MEDICINES)), [len(who) for who, _ in issued.values()])
    order = np.lexsort((kind, day, person))
    person, day, kind = person[order], day[order], kind[order]
    rng = stream(world.seed, "prescription feed")
    write_rows(
        _table(outbox, person, day, kind), outbox.folder, outbox.faults, rng, SOURCE, "prescription"
    )
    return issued


def _issues(world: World, medicine: Medicine, rng: np.random.Generator) -> Events:
    """Person and day of each issue in the last twelve months."""
    since = _since(world, medicine)
    if medicine.acute:
        due = (since < NEVER) | (not medicine.treated)
        rate = medicine.acute * (due & listed(world) & (world.people.age >= medicine.from_age))
        person, day = happen(rng, world, rate.astype(float), world.last - YEAR + 1)
        kept = day >= np.where(since[person] < NEVER, since[person], 0)
        return person[kept], day[kept]
    given = np.flatnonzero(_given(world, medicine, rng))
    phase = rng.integers(0, EVERY, len(given))
    last = world.history.seen_to[given].astype(np.int64) - phase
    back = np.arange(0, YEAR, EVERY)
    day = last[:, None] - back[None, :]
    opens = np.maximum(np.maximum(since[given], world.history.seen_from[given]), world.last - 364)
    row, column = np.nonzero(day >= opens[:, None])
    return given[row], day[row, column]


def _since(world: World, medicine: Medicine) -> NDArray[np.int64]:
    """Day of the first diagnosis that the medicine is for."""
    days = [world.health.day_of(name) for name in medicine.treated]
    return np.minimum.reduce([np.full(len(world.people), NEVER), *days]).astype(np.int64)


def _given(world: World, medicine: Medicine, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Who takes it: the highest share among a person's conditions, a little less if poorer."""
    share = np.zeros(len(world.people))
    for name, treated in medicine.treated.items():
        share = np.maximum(share, np.where(world.health.has(name), treated, 0.0))
    share *= 1 - LESS_PER_FIFTH * poorer(world)
    taking = rng.random(len(share)) < share
    return taking & listed(world) & (world.people.age >= medicine.from_age)


def _table(
    outbox: Outbox, person: NDArray[np.int64], day: NDArray[np.int64], kind: NDArray[np.int64]
) -> pa.Table:
    """The feed, in order of person and day."""
    world, size = outbox.world, len(person)
    everybody = np.arange(len(world.people))
    who = pa.array(person.astype(np.int32))
    which = pa.array(kind.astype(np.int32))
    practice = world.people.practice[person].astype(np.int32)

    def each(values: list) -> pa.Array:
        return pa.array(values).take(which)

    return pa.table(
        {
            "item_id": numbered("RX", np.arange(size), 9),
            "local_id": pa.DictionaryArray.from_arrays(who, local_ids(everybody)),
            "nhs_number": pa.DictionaryArray.from_arrays(
                who, pa.array(outbox.numbers).cast(pa.string())
            ),
            "nhs_number_status": pa.DictionaryArray.from_arrays(
                np.zeros(size, dtype=np.int32), pa.array(["01"])
            ),
            "practice_code": pa.DictionaryArray.from_arrays(
                pa.array(practice, mask=practice < 0), pa.array(world.areas.practice)
            ),
            "issued_date": dates(day),
            "product": each([m.product for m in MEDICINES]),
            "bnf_code": each([m.bnf for m in MEDICINES]),
            "quantity": each([m.quantity for m in MEDICINES]),
            "unit": each([m.unit for m in MEDICINES]),
            "treatment_type": each([ACUTE if m.acute else REPEAT for m in MEDICINES]),
        }
    )
