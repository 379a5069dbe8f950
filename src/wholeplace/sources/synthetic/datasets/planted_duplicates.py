"""Entries planted on a second list: duplicates, and what looks like one and is none.

How often providers list one wait twice is not known; the shares are our assumptions, and their
truth is kept so that what is found can be set beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.sources.synthetic.datasets.tests_waited_for import NONE, alike_but_other
from wholeplace.sources.synthetic.datasets.waits import (
    ADMISSION,
    OUTPATIENT,
    TEST,
    Pathways,
    joined,
    taken,
)
from wholeplace.sources.synthetic.hospitals import CODES
from wholeplace.sources.synthetic.population import NEVER
from wholeplace.sources.synthetic.streams import stream
from wholeplace.sources.synthetic.world import World

OTHER = {"RGN": "RGT", "RGT": "RGN", "RGM": "RGT"}
FIRST_WEEKS = 100  # days: a second referral long ago would change who waits over 18 weeks
SAME_REFERRER, TRANSFERRED = 0.85, 0.3
KINDS = (
    ("duplicate test", 0.05),
    ("surveillance", 0.03),
    ("other part of the body", 0.02),
    ("asked for again later", 0.02),
    ("second opinion", 0.015),
    ("twice at one provider", 0.01),
    ("duplicate referral", 0.01),
)
"""Kind → share of the entries of its list that get a second one; the first and last are doubles."""
APART = {"asked for again later": (100, 200), "second opinion": (30, 80)}
USUALLY_APART = (0, 45)


@dataclass(frozen=True)
class Planted:
    """Second entries.

    Attributes:
        first: Position of the entry there was.
        second: Position of the entry planted.
        kind: Position in :data:`KINDS`.
    """

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    kind: NDArray[np.int64]

    def table(self, ids: pa.Array) -> pa.Table:
        """The truth: the numbers of both pathways, and what they are to each other."""
        names = pa.array([name for name, _ in KINDS])
        return pa.table(
            {
                "first_entry": ids.take(pa.array(self.first)),
                "second_entry": ids.take(pa.array(self.second)),
                "kind": names.take(pa.array(self.kind)),
            }
        )


def plant(world: World, pathways: Pathways) -> tuple[Pathways, Planted]:
    """Put some entries on a second list.

    Args:
        world: The population.
        pathways: The lists as they are.

    Returns:
        The lists with the second entries at their end, and what was planted.
    """
    rng = stream(world.seed, "waits", "second entries")
    going_on = pathways.stop == NEVER
    recent = pathways.start > world.last - FIRST_WEEKS
    tests = np.flatnonzero(going_on & (pathways.kind == TEST))
    treatments = np.flatnonzero(going_on & recent & (pathways.kind != TEST))
    firsts, copies, kinds = [], [], []
    for at, (kind, share) in enumerate(KINDS):
        among = treatments if kind == "duplicate referral" else tests
        first = among[rng.random(len(among)) < share]
        copy = _second(world, rng, pathways, first, kind)
        real = (copy.test != NONE) | (copy.kind != TEST)
        firsts.append(first[real])
        copies.append(taken(copy, real))
        kinds.append(np.full(int(real.sum()), at))
    first = np.concatenate(firsts)
    second = len(pathways.person) + np.arange(len(first))
    return joined([pathways, *copies]), Planted(first, second, np.concatenate(kinds))


def _second(
    world: World, rng: np.random.Generator, lists: Pathways, first: NDArray[np.int64], kind: str
) -> Pathways:
    """The second entry of each of some, of one kind."""
    copy, size = taken(lists, first), len(first)
    elsewhere = np.array([CODES.index(OTHER.get(code, code)) for code in CODES])
    away = rng.integers(*APART.get(kind, USUALLY_APART), size)
    later = copy.start + away
    born = world.people.birth[copy.person]
    start = np.where(later <= world.last, later, np.maximum(copy.start - away, born))
    same = rng.random(size) < (0.0 if kind == "second opinion" else SAME_REFERRER)
    practice = world.people.practice[copy.person].astype(np.int64)
    sent_on = -1 - elsewhere[copy.hospital]
    another = np.where((copy.referrer < 0) & (practice >= 0), practice, sent_on)
    made = replace(copy, start=start, referrer=np.where(same, copy.referrer, another))
    if kind != "twice at one provider":
        made = replace(made, hospital=elsewhere[copy.hospital])
    if kind == "surveillance":
        return replace(made, planned=np.ones(size, dtype=bool))
    if kind == "other part of the body":
        return replace(made, test=alike_but_other(copy.test))
    if kind == "duplicate referral":
        kinds = np.where(copy.kind == ADMISSION, OUTPATIENT, copy.kind)
        return replace(made, kind=kinds, moved=rng.random(size) < TRANSFERRED)
    return made
