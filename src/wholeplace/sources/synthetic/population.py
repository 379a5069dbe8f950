"""Who there is: registered people, those who left or died in ten years, and people seen only in
hospital."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from wholeplace.sources.synthetic import targets
from wholeplace.sources.synthetic.areas import AGES, Areas
from wholeplace.sources.synthetic.streams import pick, pick_by_row, stream, whole_counts

YEARS = 10
NEVER = np.int32(2**30)
REGISTERED, LEFT, DIED, REGISTERED_ELSEWHERE, VISITOR = range(5)
LEFT_SHARE = 0.33  # people who left the list in ten years, per person registered now; assumption
ELSEWHERE_SHARE = 0.012  # residents registered with practices outside; assumption
VISITOR_SHARE = 0.05  # people from outside seen by local hospitals in ten years; assumption

# Share female by age band start (ONS mid-2020, England): parity until 60, then more women.
FEMALE = ((0, 0.488), (20, 0.497), (60, 0.510), (70, 0.520), (80, 0.560), (85, 0.610), (90, 0.680))
# How often people of an age move away, relative to the average (ONS internal migration shape).
LEAVING = ((0, 0.9), (10, 0.5), (18, 2.6), (25, 2.4), (35, 1.2), (45, 0.6), (65, 0.35))
# Deaths a year: Gompertz hazard for men at age 0, its growth with age, women's ratio (fitted by
# eye to life expectancy near 80 and 84), and the ratio per national fifth of deprivation that
# gives the published ten-year gap.
HAZARD, HAZARD_GROWTH, HAZARD_FEMALE = 2.5e-5, 0.098, 0.68
HAZARD_PER_FIFTH = float(np.exp(HAZARD_GROWTH * targets.LIFE_EXPECTANCY_GAP / 4))
INFANT_HAZARD = 0.0035


@dataclass
class People:
    """One entry per person, all arrays of one length.

    Attributes:
        kind: REGISTERED, LEFT, DIED, REGISTERED_ELSEWHERE or VISITOR.
        lsoa, practice: Positions in :class:`~wholeplace.sources.synthetic.areas.Areas`; practice
            -1 is a list outside the system.
        sex: 0 male, 1 female.
        age: Completed years on ``reference``.
        birth, death: Days since 1970; death is NEVER for the living.
        reference: Last day the person is known: as-at, or leaving or dying before it.
        ethnicity: 0 to 15, the categories A to S.
    """

    kind: NDArray[np.int8]
    lsoa: NDArray[np.int16]
    practice: NDArray[np.int16]
    sex: NDArray[np.int8]
    age: NDArray[np.int16]
    birth: NDArray[np.int32]
    death: NDArray[np.int32]
    reference: NDArray[np.int32]
    ethnicity: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.kind)

    def take(self, positions: NDArray[np.integer]) -> People:
        """The people at these positions, in this order."""
        return People(**{f.name: getattr(self, f.name)[positions] for f in fields(self)})


def day_number(day: dt.date) -> int:
    """Days since 1 January 1970."""
    return (day - dt.date(1970, 1, 1)).days


def populate(areas: Areas, people: int, seed: int, as_at: dt.date) -> People:
    """Everybody who has ever been on a list in ten years or been seen by a local hospital.

    Args:
        areas: Places.
        people: Registered people on ``as_at``.
        seed: Seed.
        as_at: The day of the extract.

    Returns:
        People in random order.
    """
    rng = stream(seed, "population")
    registered = _registered(areas, people, rng, as_at)
    parts = [
        registered,
        _left(registered, rng, as_at),
        _died(registered, areas, rng, as_at),
        _elsewhere(registered, areas, rng),
        _visitors(registered, areas, rng),
    ]
    joined = People(
        **{f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(People)}
    )
    return joined.take(rng.permutation(len(joined)))


def birthdays(as_at: dt.date) -> NDArray[np.int32]:
    """The latest birth date at each completed age 0 to 105 on a day, as day numbers."""
    last = as_at.replace(day=28) if (as_at.month, as_at.day) == (2, 29) else as_at
    return np.array(
        [day_number(last.replace(year=last.year - age)) for age in range(AGES + 1)], dtype=np.int32
    )


def completed_years(birth: NDArray[np.integer], on: NDArray[np.integer] | int) -> NDArray[np.int16]:
    """Completed years of age, exactly, from day numbers; born 29 February counts from 1 March."""
    born = np.asarray(birth).astype("datetime64[D]")
    asked = np.broadcast_to(np.asarray(on), born.shape).astype("datetime64[D]")
    years = asked.astype("datetime64[Y]").astype(int) - born.astype("datetime64[Y]").astype(int)
    return (years - (_month_day(asked) < _month_day(born))).astype(np.int16)


def _month_day(days: NDArray[np.datetime64]) -> NDArray[np.int64]:
    months = days.astype("datetime64[M]")
    of_month = (days - months).astype(int)
    return (months.astype(int) % 12) * 32 + of_month


def step(table: tuple[tuple[int, float], ...], ages: NDArray[np.integer]) -> NDArray[np.float64]:
    """The value of a table of (first age, value) at each age."""
    starts = np.array([start for start, _ in table])
    values = np.array([value for _, value in table])
    return values[np.searchsorted(starts, ages, side="right") - 1]


def _registered(areas: Areas, people: int, rng: np.random.Generator, as_at: dt.date) -> People:
    """Registered people: place and age from the expected counts, then the rest given those."""
    counts = whole_counts(rng, _older(areas), people)
    cells = np.repeat(np.arange(counts.size), counts.ravel())
    lsoa, age = np.divmod(cells, AGES)
    practice = pick_by_row(rng, areas.joining, lsoa)
    latest = birthdays(as_at)
    born = latest[age] - (rng.random(people) * (latest[age] - latest[age + 1])).astype(np.int32)
    return People(
        kind=np.full(people, REGISTERED, dtype=np.int8),
        lsoa=lsoa.astype(np.int16),
        practice=practice.astype(np.int16),
        sex=(rng.random(people) < step(FEMALE, age)).astype(np.int8),
        age=age.astype(np.int16),
        birth=born.astype(np.int32),
        death=np.full(people, NEVER, dtype=np.int32),
        reference=np.full(people, day_number(as_at), dtype=np.int32),
        ethnicity=_ethnicity(areas, lsoa, age, rng),
    )


def _older(areas: Areas) -> NDArray[np.float64]:
    """Expected people by small area and age, tilted to the published share aged 65 and over."""
    totals = areas.joining.sum(axis=1, keepdims=True)
    old = np.arange(AGES) >= 65
    tilt = 1.0
    for _ in range(60):
        expected = areas.age_shares * np.where(old, tilt, 1.0)
        expected *= totals / expected.sum(axis=1, keepdims=True)
        tilt *= targets.AGED_65_AND_OVER / expected[:, old].sum()
    return expected


# The sixteen categories within each broad group, from Census 2021 detail rounded; Chinese is read
# as Asian, as the Census does.
WITHIN_GROUP: dict[str, dict[int, float]] = {
    "asian": {7: 0.36, 8: 0.25, 9: 0.07, 10: 0.20, 14: 0.12},
    "black": {11: 0.20, 12: 0.62, 13: 0.18},
    "mixed": {3: 0.27, 4: 0.16, 5: 0.33, 6: 0.24},
    "white": {0: 0.82, 1: 0.01, 2: 0.17},
    "other": {15: 1.0},
}


def _ethnicity(
    areas: Areas, lsoa: NDArray[np.integer], age: NDArray[np.integer], rng: np.random.Generator
) -> NDArray[np.int8]:
    """Category by the small area's mix, the young more diverse, Asian at the published share."""
    groups = list(WITHIN_GROUP)
    young = np.exp(-0.018 * (np.minimum(age, 90) - 38.0))
    weights = areas.ethnic_shares[lsoa]
    weights[:, [place for place, name in enumerate(groups) if name != "white"]] *= young[:, None]
    asian = groups.index("asian")
    others = weights.sum(axis=1) - weights[:, asian]
    scale = 1.0
    for _ in range(40):
        share = scale * weights[:, asian] / (scale * weights[:, asian] + others)
        scale *= targets.ASIAN / share.mean()
    weights[:, asian] *= scale
    ladder = np.cumsum(weights, axis=1)
    draws = rng.random((len(lsoa), 1)) * ladder[:, -1:]
    group = np.minimum((draws > ladder).sum(axis=1), len(groups) - 1)
    table = np.zeros((len(groups), 16))
    for row, name in enumerate(groups):
        for category, share in WITHIN_GROUP[name].items():
            table[row, category] = share
    return pick_by_row(rng, table, group).astype(np.int8)


def _copies(source: People, positions: NDArray[np.integer], kind: int) -> People:
    """People like those at some positions: the same place, age, sex and ethnicity."""
    made = source.take(positions)
    made.kind[:] = kind
    return made


def _end(made: People, exit_day: NDArray[np.integer], rng: np.random.Generator) -> None:
    """Lets people end on a day at the age they have."""
    made.reference = exit_day.astype(np.int32)
    made.birth = (made.reference - (made.age + rng.random(len(made))) * 365.25).astype(np.int32)
    made.age = completed_years(made.birth, made.reference)


def _left(registered: People, rng: np.random.Generator, as_at: dt.date) -> People:
    number = round(LEFT_SHARE * len(registered))
    made = _copies(registered, pick(rng, step(LEAVING, registered.age), number), LEFT)
    days = day_number(as_at) - 1 - rng.integers(0, YEARS * 365, number)
    _end(made, days, rng)
    return made


def hazard(
    age: NDArray[np.integer], sex: NDArray[np.integer], fifth: NDArray[np.integer]
) -> NDArray[np.float64]:
    """Chance of dying in a year: Gompertz in age, by sex and national fifth of deprivation."""
    yearly = HAZARD * np.exp(HAZARD_GROWTH * (age + 0.5)) + np.where(age == 0, INFANT_HAZARD, 0.0)
    poorer = np.where(fifth > 0, 3.0 - fifth, 0.0)
    return np.minimum(
        yearly * np.where(sex == 1, HAZARD_FEMALE, 1.0) * HAZARD_PER_FIFTH**poorer, 0.6
    )


def _died(registered: People, areas: Areas, rng: np.random.Generator, as_at: dt.date) -> People:
    """Deaths of ten years, from today's people a little fewer in the past."""
    chance = hazard(registered.age, registered.sex, areas.fifth19[registered.lsoa])
    number = rng.poisson(chance.sum() * YEARS * 0.92)
    made = _copies(registered, pick(rng, chance, number), DIED)
    days = day_number(as_at) - rng.integers(0, YEARS * 365, number)
    _end(made, days, rng)
    made.death = made.reference.copy()
    return made


def _elsewhere(registered: People, areas: Areas, rng: np.random.Generator) -> People:
    """Residents on lists outside the system: seen only in hospital."""
    inside = np.flatnonzero(registered.lsoa != areas.outside)
    number = round(ELSEWHERE_SHARE * len(registered))
    made = _copies(registered, rng.choice(inside, number), REGISTERED_ELSEWHERE)
    made.practice[:] = -1
    return made


def _visitors(registered: People, areas: Areas, rng: np.random.Generator) -> People:
    """People who live and are registered outside, and come to local hospitals."""
    number = round(VISITOR_SHARE * len(registered))
    made = _copies(registered, rng.integers(0, len(registered), number), VISITOR)
    made.practice[:] = -1
    made.lsoa[:] = areas.outside
    return made
