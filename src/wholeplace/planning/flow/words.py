"""The answer in sentences: people first, never a number without its range."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from wholeplace.places.wording import whole
from wholeplace.planning.flow.causes import Cause
from wholeplace.planning.flow.changes import Bought
from wholeplace.planning.flow.services import WAYS
from wholeplace.planning.flow.simulating import YEAR, Outcome
from wholeplace.planning.flow.situation import Situation
from wholeplace.planning.models.results import mean_with_limits, paired_difference

FloatArray = NDArray[np.float64]
_FEW = 10
_SHORT_CAUSE = {
    "process": "waiting for assessment, funding or choice",
    "mismatch": "slots in another place or not suited",
    "bunches": "leaving in bunches and not at weekends",
    "shortage": "too few slots",
}


def headline(title: str, outcome: Outcome, before: Outcome | None, *, changed: bool) -> str:
    """The answer in one sentence.

    Args:
        title: What the scenario is called.
        outcome: What came of it.
        before: What comes of changing nothing; None where the scenario is that, or the run was
            stopped before it was known.
        changed: Whether the scenario changes anything.
    """
    low, high = np.quantile(outcome.delayed, [0.05, 0.95])
    people = (
        f"on an average day {people_words(outcome.delayed.mean())} people in our hospitals are "
        f"ready to leave and waiting (between {whole(low)} and {whole(high)} on nine days in ten)"
    )
    if not changed:
        return f"If nothing changes, {people}."
    if before is None:
        return f"With “{title}”, {people}."
    return f"With “{title}”, {people}: {_difference(before.delayed, outcome.delayed)}."


def sentences(
    outcome: Outcome,
    situation: Situation,
    causes: Sequence[Cause] | None,
    bought: Sequence[Bought],
) -> Iterator[str]:
    """What else matters, in order."""
    low, high = (_hundreds(day) for day in np.quantile(outcome.days_a_year, [0.05, 0.95]))
    mean = whole(_hundreds(outcome.days_a_year.mean()))
    year = outcome.levers.days == YEAR
    makes = (
        f"That makes {mean} delayed days in a year"
        if year
        else f"That is a rate of {mean} delayed days a year"
    )
    nine = "in nine years of ten" if year else "in nine such periods of ten"
    yield f"{makes} (between {whole(low)} and {whole(high)} {nine})."
    yield from _averages(outcome, situation)
    yield from _where(outcome, situation)
    if causes:
        yield from _why(causes)
    if bought:
        yield _best(bought)


def _averages(outcome: Outcome, situation: Situation) -> Iterator[str]:
    """That average use hides the swings."""
    use = outcome.use
    if outcome.levers.unlimited or np.isnan(use).all():
        return
    cell = int(np.nanargmax(use))
    service, place = divmod(cell, len(outcome.layout.places))
    name = WAYS[outcome.layout.services[service]].title
    where = situation.places[outcome.layout.places[place]]
    low, high = np.quantile(outcome.delayed, [0.05, 0.95])
    yield (
        f"No service is more than {use[cell]:.0%} full on average ({name} in {where}), and yet the "
        f"number waiting is {high / max(low, 1):.1f} times as high on a bad day in twenty as on a "
        "good one: averages hide it."
    )


def _where(outcome: Outcome, situation: Situation) -> Iterator[str]:
    lay = outcome.layout
    cells = outcome.seen.delayed.mean(axis=(0, 1)).reshape(len(lay.services), len(lay.places))
    by_place, by_service = cells.sum(axis=0), cells.sum(axis=1)
    place, service = int(by_place.argmax()), int(by_service.argmax())
    everyday = outcome.seen.delayed.reshape(*outcome.delayed.shape, *cells.shape)
    here = np.quantile(everyday[..., place].sum(axis=2), [0.05, 0.95])
    there = np.quantile(everyday[..., service, :].sum(axis=2), [0.05, 0.95])
    yield (
        f"Most of them live in {situation.places[lay.places[place]]} "
        f"({_with_range(by_place[place], here)}), and most wait for "
        f"{WAYS[lay.services[service]].title} ({_with_range(by_service[service], there)})."
    )


def _why(causes: Sequence[Cause]) -> Iterator[str]:
    total = np.sum([cause.part for cause in causes], axis=0)
    shares = [(_share(cause.part, total), _SHORT_CAUSE[cause.name]) for cause in causes]
    ordered = sorted(shares, key=lambda one: -one[0][0])
    parts = [
        f"{whole(s)} ({whole(low)} to {whole(high)}) to {to}" for (s, low, high), to in ordered
    ]
    yield f"Of every 100 delayed days we put {', '.join(parts[:-1])} and {parts[-1]}."
    left, low, high = mean_with_limits(causes[-1].last)
    yield (
        f"Were all else put right, too few slots would leave {whole(_hundreds(left))} delayed days "
        f"a year ({whole(_hundreds(low))} to {whole(_hundreds(high))})."
    )


def _share(part: FloatArray, total: FloatArray) -> tuple[float, float, float]:
    return mean_with_limits(100 * part / np.maximum(total, 1e-9))


def _best(bought: Sequence[Bought]) -> str:
    best = bought[0]
    saved, low, high = mean_with_limits(best.saved)
    if best.net.mean() >= 0:
        return "None of the changes tried frees beds worth as much as it costs."
    cost = "nothing more" if best.pounds <= 0 else f"£{whole(best.pounds)} a year"
    return (
        f"Of the changes tried, most is bought by this: {_small(best.change.title)}. It saves "
        f"{whole(_tens(saved))} delayed days a year ({whole(_tens(low))} to {whole(_tens(high))}) "
        f"and costs {cost}."
    )


def _difference(before: FloatArray, after: FloatArray) -> str:
    """How many fewer or more than if nothing changes, paired replication by replication."""
    pairs = min(before.shape[0], after.shape[0])
    mean, low, high = paired_difference(before[:pairs].mean(axis=1), after[:pairs].mean(axis=1))
    if low <= 0 <= high or np.isnan(low):
        return "much the same as if nothing changes"
    word = "fewer" if mean < 0 else "more"
    small, large = sorted((abs(low), abs(high)))
    return (
        f"{people_words(abs(mean))} {word} than if nothing changes ({people_words(small)} to "
        f"{people_words(large)} {word})"
    )


def _with_range(mean: float, limits: FloatArray) -> str:
    return f"{people_words(mean)} on an average day, {whole(limits[0])} to {whole(limits[1])}"


def people_words(number: float) -> str:
    """A mean number of people: whole, with a decimal where it is under ten.

    >>> people_words(131.2), people_words(3.04)
    ('131', '3.0')
    """
    return whole(number) if number >= _FEW else f"{number:.1f}"


def _hundreds(number: float) -> float:
    return round(number, -2)


def _tens(number: float) -> float:
    return round(number, -1)


def _small(title: str) -> str:
    return title[:1].lower() + title[1:]
