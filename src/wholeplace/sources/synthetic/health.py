"""Each person's conditions: drawn from the solved model, with dates of diagnosis and resolution."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from wholeplace.sources.synthetic.areas import Areas
from wholeplace.sources.synthetic.codes import CONDITIONS as CODES
from wholeplace.sources.synthetic.codes import POSITION, RESOLVED, SHARES
from wholeplace.sources.synthetic.conditions import CHRONIC, CONDITIONS, INDEX, NAMES
from wholeplace.sources.synthetic.histories import History
from wholeplace.sources.synthetic.population import DIED, NEVER, REGISTERED, People
from wholeplace.sources.synthetic.prevalence import HYPERTENSION, LINKED, Model, cell_of
from wholeplace.sources.synthetic.streams import stream

DYING_FRAILTY = 0.8  # standard deviations by which people who died were frailer; assumption
RESOLVED_SHARE = {"asthma": 0.25, "depression": 0.35, "diabetes": 0.04, "epilepsy": 0.15}
RESOLVED_OTHERWISE = 0.03  # resolved per person who has it; assumption
RELAPSED = 0.03  # of people who have it, resolved once and diagnosed again; assumption
COUNTS_FROM = {"depression": 13_239, "cancer": 12_143}  # 1 April 2006 and 2003 (QOF registers)
YEAR = 365.25
_CHRONIC = [INDEX[name] for name in CHRONIC]


@dataclass
class Entries:
    """Coded entries: person, day, and position of the concept in ``codes.CONCEPTS``."""

    person: NDArray[np.int64]
    day: NDArray[np.int64]
    concept: NDArray[np.int64]


@dataclass
class Health:
    """One row per person.

    Attributes:
        frailty: Standard normal, a little higher for people who died.
        since: People × conditions, day of the diagnosis that still holds; NEVER if none, or if the
            person is younger than the register counts.
        diagnoses: First diagnoses, earlier spells and resolutions.
    """

    frailty: NDArray[np.float32]
    since: NDArray[np.int32]
    diagnoses: Entries

    def has(self, name: str) -> NDArray[np.bool_]:
        """Who has a condition."""
        return self.since[:, INDEX[name]] < NEVER

    def day_of(self, name: str) -> NDArray[np.int32]:
        """Day of diagnosis of a condition, NEVER for people without."""
        return self.since[:, INDEX[name]]

    def chronic_of(self, part: slice) -> NDArray[np.int64]:
        """How many long-term conditions some of the people have."""
        return (self.since[part, _CHRONIC] < NEVER).sum(axis=1)


def fall_ill(people: People, areas: Areas, history: History, model: Model, seed: int) -> Health:
    """Draws conditions and the days they were diagnosed.

    Args:
        people: Everybody.
        areas: Places.
        history: When each person was seen.
        model: Solved levels.
        seed: Seed.

    Returns:
        Conditions of each person on the last day they are known.
    """
    rng = stream(seed, "frailty")
    cell = cell_of(people, areas)
    frailty = rng.standard_normal(len(people), dtype=np.float32)
    frailty += DYING_FRAILTY * (people.kind == DIED)
    since = np.full((len(people), len(CONDITIONS)), NEVER, dtype=np.int32)
    pressed = np.zeros(len(people), dtype=bool)
    rows: list[Entries] = []
    for place, condition in enumerate(CONDITIONS):
        draws = stream(seed, "condition", condition.name)
        odds = model.log_odds[cell, place] + model.loading[cell, place] * frailty
        if place in LINKED:
            odds = odds + model.link[place] * pressed
        chance = expit(odds)
        if condition.name == "obesity":
            chance = _readable(chance, people, areas, history)
        has = draws.random(len(people)) < chance
        if place == HYPERTENSION:
            pressed = has
        who = np.flatnonzero(has)
        since[who, place] = _onset(people, history, who, place, draws)
        if condition.name in CODES:
            rows.extend(_coded(people, history, who, since[who, place], place, draws))
            if condition.name in RESOLVED:
                rows.extend(_resolved(people, history, np.flatnonzero(~has), chance, place, draws))
        since[people.age < condition.counted_from, place] = NEVER
    return Health(
        frailty=frailty,
        since=since,
        diagnoses=Entries(
            np.concatenate([row.person for row in rows]),
            np.concatenate([row.day for row in rows]),
            np.concatenate([row.concept for row in rows]),
        ),
    )


def _readable(
    chance: NDArray[np.float64], people: People, areas: Areas, history: History
) -> NDArray[np.float64]:
    """Chances moved from people listed but gone, who have no reading, to those still here."""
    listed = people.kind == REGISTERED
    gone = listed & (history.gone < NEVER)
    zone = areas.district[people.lsoa]
    size = len(areas.district_codes)
    everyone = np.bincount(zone[listed], chance[listed], minlength=size)
    missing = np.bincount(zone[gone], chance[gone], minlength=size)
    ratio = everyone / np.maximum(everyone - missing, 1e-9)
    return np.where(gone, 0.0, np.where(listed, np.minimum(chance * ratio[zone], 1.0), chance))


def _onset(
    people: People,
    history: History,
    who: NDArray[np.int64],
    place: int,
    rng: np.random.Generator,
) -> NDArray[np.int32]:
    """Day of diagnosis: the further back the rarer, in a straight line to three times the mean.

    So incidence over ten years stays near level. Cut off at the youngest age of diagnosis.
    """
    condition = CONDITIONS[place]
    earliest = people.birth[who] + condition.from_age * YEAR + 1
    earliest = np.maximum(earliest, COUNTS_FROM.get(condition.name, -(2**31)))
    room = np.maximum(history.seen_to[who] - earliest, 0.0)
    furthest = 3 * condition.years * YEAR
    reach = 1 - (1 - np.minimum(room / furthest, 1.0)) ** 2
    back = furthest * (1 - np.sqrt(1 - rng.random(len(who)) * reach))
    return (history.seen_to[who] - np.minimum(back, room)).astype(np.int32)


def _concept(name: str, age: NDArray[np.floating], rng: np.random.Generator) -> NDArray[np.int64]:
    """Which of a condition's concepts is recorded: the first mostly; type 1 diabetes if young."""
    places = np.array([POSITION[code] for code in CODES[name]])
    if name == "diabetes":
        return np.where(age < 30, places[1], places[0])
    weights = np.array(SHARES.get(name, 0.5 ** np.arange(len(places))))
    ladder = np.cumsum(weights / weights.sum())
    return places[np.minimum(np.searchsorted(ladder, rng.random(len(age))), len(places) - 1)]


def _coded(
    people: People,
    history: History,
    who: NDArray[np.int64],
    since: NDArray[np.int32],
    place: int,
    rng: np.random.Generator,
) -> list[Entries]:
    """The diagnosis, later mentions of it, and for a few an earlier spell that was resolved."""
    name = NAMES[place]
    age = (since - people.birth[who]) / YEAR
    concept = _concept(name, age, rng)
    rows = [Entries(who, since.astype(np.int64), concept)]
    start = np.maximum(since + 1, history.seen_from[who])
    room = np.maximum(history.seen_to[who] - start, 0)
    many = rng.poisson(0.25 * room / YEAR)
    again = np.repeat(np.arange(len(who)), many)
    days = start[again] + (rng.random(len(again)) * room[again]).astype(np.int64)
    rows.append(Entries(who[again], days, concept[again]))
    if name in RESOLVED:
        back = rng.integers(400, 2_000, len(who))
        known = (rng.random(len(who)) < RELAPSED) & (since - back > people.birth[who])
        before = since[known] - back[known]
        over = before + 30 + (rng.random(known.sum()) * (back[known] - 60)).astype(np.int64)
        rows.append(Entries(who[known], before.astype(np.int64), concept[known]))
        rows.append(Entries(who[known], over, np.full(len(over), POSITION[RESOLVED[name]])))
    return rows


def _resolved(
    people: People,
    history: History,
    free: NDArray[np.int64],
    chance: NDArray[np.float64],
    place: int,
    rng: np.random.Generator,
) -> list[Entries]:
    """People who had it and no longer do: diagnosis, then resolution, and no mention after."""
    name = NAMES[place]
    share = RESOLVED_SHARE.get(name, RESOLVED_OTHERWISE)
    who = free[rng.random(len(free)) < share * chance[free]]
    begun = _onset(people, history, who, place, rng).astype(np.int64)
    who, begun = who[begun < history.seen_to[who] - 90], begun[begun < history.seen_to[who] - 90]
    room = history.seen_to[who] - begun - 60
    over = begun + 30 + (rng.random(len(who)) * room).astype(np.int64)
    concept = _concept(name, (begun - people.birth[who]) / YEAR, rng)
    return [
        Entries(who, begun, concept),
        Entries(who, over, np.full(len(who), POSITION[RESOLVED[name]])),
    ]
