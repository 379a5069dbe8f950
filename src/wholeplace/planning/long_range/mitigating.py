"""Mitigations: what each takes away of what those before it left, and never the same thing twice.

The rule. A mitigation claims a share of a named activity, or of a named part of one, from some age
on; it either avoids admissions or shortens stays. What it takes is its share of what is **left**
there when its turn comes, in the order written. So shares multiply and are never added: two of 60 %
leave 16 %, and what all of them take and what is left add up to the activity, exactly.

Two that claim the same thing (the same activity, the same part or one of them the whole, and both
admissions or both stays) are refused, unless the later one names the earlier one in ``after``: then
somebody has thought about it, and it is netted. One that avoids admissions and one that shortens
stays do not overlap: only those still admitted have a stay to be shortened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from wholeplace.core.errors import ScenarioError
from wholeplace.planning.long_range.parts import WHOLE, Mitigation, Part
from wholeplace.planning.long_range.ranges import Array

REST = "rest"
"""Everything in an activity that is in none of its named parts."""


class Left(NamedTuple):
    """What is left of one activity, and who took the rest.

    Attributes:
        admissions: Share of admissions left; (replications, years, ages).
        days: Share of bed days left; (replications, years, ages).
        taken: Mitigation → shares of admissions and of bed days it took; like those above.
    """

    admissions: Array
    days: Array
    taken: Mapping[str, tuple[Array, Array]]


def refuse_overlaps(mitigations: Sequence[Mitigation]) -> None:
    """Refuse two mitigations that claim the same thing without saying so.

    Raises:
        ScenarioError: If two overlap and the later does not name the earlier in ``after``, or one
            names another that does not come before it.
    """
    before: list[Mitigation] = []
    for one in mitigations:
        known = [other.name for other in before]
        strangers = [name for name in one.after if name not in known]
        if strangers:
            raise ScenarioError(
                f"The mitigation {one.name} comes after {strangers[0]}, which is not before it.",
                "Write them in the order in which they act.",
            )
        for other in before:
            if overlap(one, other) and other.name not in one.after:
                raise ScenarioError(
                    f"The mitigations {other.name} and {one.name} both claim {_claim(one)} of "
                    f"{one.activity}: the same cases would be taken away twice.",
                    f"Leave one out, give each a part of its own, or say that {one.name} acts on "
                    f"what {other.name} leaves, with {other.name} in its column after.",
                )
        before.append(one)


def overlap(one: Mitigation, other: Mitigation) -> bool:
    """Whether two mitigations claim the same thing."""
    same = one.activity == other.activity and one.acts_on == other.acts_on
    return same and (one.part == other.part or WHOLE in (one.part, other.part))


def _claim(one: Mitigation) -> str:
    return "admissions" if one.acts_on == "admissions" else "the length of stays"


def what_is_left(
    activity: str,
    parts: Sequence[Part],
    mitigations: Iterable[Mitigation],
    effects: Mapping[str, Array],
    ages: Sequence[int],
) -> Left:
    """What mitigations leave of one activity.

    Args:
        activity: The activity.
        parts: Its named parts.
        mitigations: All mitigations, in the order in which they act.
        effects: Mitigation → the share it takes; (replications, years).
        ages: The youngest age of each band.
    """
    mine = [one for one in mitigations if one.activity == activity]
    shape = (*next(iter(effects.values())).shape, len(ages)) if effects else (1, 1, len(ages))
    shares = dict(_shares(parts))
    left = {lever: {name: np.ones(shape) for name in shares} for lever in ("admissions", "stay")}
    taken = {}
    now = _added(shares, left)
    for one in mine:
        reached = np.asarray(ages) >= one.from_age
        keep = 1 - effects[one.name][..., np.newaxis] * reached
        for name in shares if one.part == WHOLE else (one.part,):
            left[one.acts_on][name] = left[one.acts_on][name] * keep
        then = _added(shares, left)
        taken[one.name] = (now[0] - then[0], now[1] - then[1])
        now = then
    return Left(*now, taken)


def _shares(parts: Sequence[Part]) -> Iterator[tuple[str, tuple[float, float]]]:
    """Part → its share of admissions and of bed days, the rest among them."""
    for part in parts:
        yield part.name, (part.share, part.share_of_days)
    named = sum(part.share for part in parts), sum(part.share_of_days for part in parts)
    yield REST, (1 - named[0], 1 - named[1])


def _added(
    shares: Mapping[str, tuple[float, float]], left: Mapping[str, Mapping[str, Array]]
) -> tuple[Array, Array]:
    """Shares of admissions and of bed days left, over all parts."""
    admissions = sum(share * left["admissions"][name] for name, (share, _) in shares.items())
    days = sum(
        share * left["admissions"][name] * left["stay"][name] for name, (_, share) in shares.items()
    )
    return np.asarray(admissions), np.asarray(days)
