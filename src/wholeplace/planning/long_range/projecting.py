"""The projection: rates of today, people of tomorrow, growth, mitigations, and what is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from wholeplace.planning.long_range.mitigating import Left, refuse_overlaps, what_is_left
from wholeplace.planning.long_range.parts import Activity, Base, Mitigation, Part
from wholeplace.planning.long_range.ranges import Array, Range

YEARS_OF_TREND = 5
"""Years over which the population's own part of past growth is measured."""


@dataclass(frozen=True)
class Plan:
    """What is projected, once a scenario's changes are made.

    Attributes:
        activities: The activities.
        parts: Their named parts.
        mitigations: The mitigations, in the order in which they act.
        years: The financial years wanted, the base year first.
        growth_until: The last year in which rates grow.
        stay: Activity → how much longer its stays are than in the base year, as a share, in every
            year after it.
    """

    activities: Sequence[Activity]
    parts: Sequence[Part]
    mitigations: Sequence[Mitigation]
    years: Sequence[int]
    growth_until: int
    stay: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Draws:
    """Numbers between 0 and 1 that place each replication in every range.

    Attributes:
        growth: (replications, activities).
        mitigation: Mitigation → (replications,).
        variant: Which variant of the projection each replication meets; (replications,).
    """

    growth: Array
    mitigation: Mapping[str, Array]
    variant: np.ndarray


@dataclass(frozen=True)
class Projected:
    """What is expected, replication by replication.

    Attributes:
        admissions: (replications, years, activities, areas).
        days: Bed days; like the admissions.
        before: Admissions and bed days before mitigations; (2, replications, years, activities).
        taken: Mitigation → admissions and bed days it avoids; (2, replications, years).
        people: The mean number of people over replications; (years, areas, 2, ages).
    """

    admissions: Array
    days: Array
    before: Array
    taken: Mapping[str, Array]
    people: Array


def draws(plan: Plan, base: Base, variants: Sequence[str], seed: int, replications: int) -> Draws:
    """The random numbers of a run: one stream for each thing that is not known.

    Growth and mitigations have streams named after them, so leaving a mitigation out changes no
    other number: two scenarios of one seed meet the same luck.

    Args:
        plan: What is projected.
        base: The base year and the people.
        variants: The variants that are thought equally likely.
        seed: The seed.
        replications: How many.
    """

    def stream(*name: str) -> Array:
        words = [*(ord(letter) for letter in "|".join(name))]
        return np.random.default_rng([seed, *words]).random(replications)

    places = np.array([list(base.variants).index(one) for one in variants])
    chosen = places[(stream("variant") * len(places)).astype(int)]
    growth = np.column_stack([stream("growth", one.name) for one in plan.activities])
    mitigation = {one.name: stream("mitigation", one.name) for one in plan.mitigations}
    return Draws(growth, mitigation, chosen)


def projected(plan: Plan, base: Base, drawn: Draws) -> Projected:
    """Project every activity.

    Args:
        plan: What is projected.
        base: The base year and the people.
        drawn: The random numbers.

    Raises:
        ScenarioError: If two mitigations claim the same activity.

    Source:
        The chain of demographic change, other growth and mitigation is that of the Strategy Unit's
        New Hospital Programme demand model (github.com/The-Strategy-Unit/nhp_model); this model
        works on rates by age and sex, and nets mitigations as `mitigating` says.
    """
    refuse_overlaps(plan.mitigations)
    span = slice(0, len(plan.years))
    people = base.people[:, span]
    elapsed = np.minimum(np.asarray(plan.years), plan.growth_until) - base.year
    replications = len(drawn.variant)
    shape = (replications, len(plan.years), len(plan.activities), len(base.areas))
    admissions, days = np.empty(shape), np.empty(shape)
    before = np.empty((2, *shape[:3]))
    taken: dict[str, Array] = {}
    effects = {one.name: _effect(one, plan.years, drawn) for one in plan.mitigations}
    for place, activity in enumerate(plan.activities):
        # Sexes are added up at once: nothing after this tells them apart. (variants, years, areas,
        # ages), then one variant for each replication.
        rates = (base.admissions[place], base.days[place])
        asked = [np.einsum("vyasb,asb->vyab", people, rate)[drawn.variant] for rate in rates]
        asked[1] = asked[1] * _longer(plan, base, activity.name)
        yearly = _growth(activity, base, place).drawn(drawn.growth[:, place])
        grown = (1 + yearly[:, np.newaxis]) ** elapsed
        parts = [part for part in plan.parts if part.activity == activity.name]
        left = what_is_left(activity.name, parts, plan.mitigations, effects, base.ages)
        for number, (amount, of) in enumerate(
            zip(asked, (left.admissions, left.days), strict=True)
        ):
            to = admissions if number == 0 else days
            to[:, :, place] = _over_ages(amount, of) * grown[:, :, np.newaxis]
            before[number, :, :, place] = amount.sum(axis=(2, 3)) * grown
        taken |= _taken(left, asked, grown)
    return Projected(admissions, days, before, taken, people[drawn.variant].mean(axis=0))


def demographic_growth(base: Base, place: int) -> float:
    """How fast an activity grows a year from its population alone, at the rates of the base year.

    Args:
        base: The base year and the people.
        place: The activity's place.
    """
    reach = min(YEARS_OF_TREND, base.people.shape[1] - 1)
    if reach == 0:
        return 0.0
    expected = np.einsum("yasb,asb->y", base.people[0], base.admissions[place])
    return float((expected[reach] / expected[0]) ** (1 / reach) - 1)


def _growth(activity: Activity, base: Base, place: int) -> Range:
    """Growth on top of the population's; where it was counted in all growth, that is taken out."""
    if activity.growth_of == "rates":
        return activity.growth
    people = 1 + demographic_growth(base, place)
    return Range(*((1 + part) / people - 1 for part in activity.growth))


def _longer(plan: Plan, base: Base, activity: str) -> Array:
    """How stays compare with those of the base year; (years, 1, 1)."""
    later = np.asarray(plan.years) > base.year
    return np.asarray(1 + plan.stay.get(activity, 0.0) * later)[:, np.newaxis, np.newaxis]


def _effect(one: Mitigation, years: Sequence[int], drawn: Draws) -> Array:
    """The share a mitigation takes; (replications, years)."""
    reached = np.clip((np.asarray(years) - one.begins) / (one.full - one.begins), 0, 1)
    return one.share.drawn(drawn.mitigation[one.name])[:, np.newaxis] * reached


def _over_ages(amount: Array, left: Array) -> Array:
    """What is left of an amount, added up over ages; (replications, years, areas)."""
    return np.einsum("ryab,ryb->rya", amount, np.broadcast_to(left, _like(amount, left)))


def _like(amount: Array, left: Array) -> tuple[int, ...]:
    return (amount.shape[0], amount.shape[1], left.shape[-1])


def _taken(left: Left, asked: Sequence[Array], grown: Array) -> dict[str, Array]:
    """Admissions and bed days that each mitigation avoids; (2, replications, years)."""
    return {
        name: np.stack(
            [
                _over_ages(amount, share).sum(axis=2) * grown
                for amount, share in zip(asked, shares, strict=True)
            ]
        )
        for name, shares in left.taken.items()
    }
