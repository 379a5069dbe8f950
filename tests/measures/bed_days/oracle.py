"""Stays and nights again, one night at a time, in plain Python: slow and obvious."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Spell:
    """A spell as a hospital sends it."""

    person: int
    record: int
    admitted: dt.date
    discharged: dt.date | None
    method: str
    destination: str | None


@dataclass
class Stay:
    """Spells that belong together: whether an emergency, the day it began, and its nights."""

    urgent: bool
    began: dt.date
    nights: set[dt.date]


def stays_of(
    spells: Sequence[Spell], died: dict[int, dt.date], as_at: dt.date
) -> dict[int, list[Stay]]:
    """Every person's stays, by the rules of the module under test."""
    mine: dict[int, list[Spell]] = defaultdict(list)
    for spell in spells:
        if spell.admitted <= as_at:
            mine[spell.person].append(spell)
    found: dict[int, list[Stay]] = {}
    for person, theirs in mine.items():
        theirs.sort(key=lambda s: (s.admitted, s.discharged is not None, s.record))
        ends = [_end(n, theirs, died.get(person), as_at) for n in range(len(theirs))]
        in_turn = sorted(
            zip(theirs, ends, strict=True), key=lambda one: (one[0].admitted, one[1], one[0].record)
        )
        stays: list[Stay] = []
        reach = dt.date.min
        before: Spell | None = None
        for spell, end in in_turn:
            nights = set()
            night = spell.admitted
            while night < end:
                nights.add(night)
                night += DAY
            if before is not None and _goes_on(before, spell, reach):
                stays[-1].nights |= nights
            else:
                stays.append(Stay(spell.method.startswith("2"), spell.admitted, nights))
            reach, before = max(reach, end), spell
        found[person] = stays
    return found


def _end(n: int, spells: Sequence[Spell], died: dt.date | None, as_at: dt.date) -> dt.date:
    """The first morning the bed was free, or the day after the last one known."""
    spell, last = spells[n], as_at + DAY
    if spell.discharged is not None:
        return min(spell.discharged, last)
    later = spells[n + 1].admitted if n + 1 < len(spells) else last
    death = died if died is not None and died >= spell.admitted else last
    return min(later, death, last)


def _goes_on(before: Spell, spell: Spell, reach: dt.date) -> bool:
    if spell.admitted < reach:
        return True
    passed_on = spell.method in ("2B", "81") or before.destination in (
        *("49", "50", "51", "52", "53", "84", "87"),
    )
    return passed_on and (spell.admitted - reach).days <= 2
