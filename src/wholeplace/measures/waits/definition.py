"""What a waiting list and a kind of contact say of themselves: two kinds of definition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import ibis.expr.types as ir

from wholeplace.core.errors import DefinitionError
from wholeplace.core.registry import Definition
from wholeplace.measures.measure import Polarity
from wholeplace.record.activity import Row

LONGEST_BIN = 208
"""Waits are counted in whole weeks up to this many, and together beyond it."""
WEEK_EDGES = (*(float(week) for week in range(LONGEST_BIN + 1)), float("inf"))


@dataclass(frozen=True)
class Target:
    """How long a wait on a list should be at most, and how its referrals and removals are told.

    Attributes:
        weeks: The longest wait that should be.
        within: The share of people to be seen within it.
        belongs: Takes the row, returns whether it is of this list, going on or not.
        until: The column of the date a wait ended.
        window: Weeks up to the date of the run over which referrals and removals are counted: no
            more than the feed keeps waits that have ended.
    """

    weeks: float
    within: float
    belongs: Callable[[Row], ir.BooleanValue]
    until: str
    window: int = 13


@dataclass(frozen=True, kw_only=True)
class WaitingList(Definition):
    """Waits for one kind of care that are going on, on the date of the run.

    Attributes:
        dataset: The dataset whose rows are waits.
        since: The column from whose date a wait runs.
        waiting: Takes the row, returns whether it is a wait that is going on.
        specialty: The column of what is waited for; waits are compared like with like by it.
        priority: Takes the row, returns how urgent it is, in a word.
        over: Weeks to count the waits beyond, rising.
        doc: Which waits, in words.
        noun: What one is called, as in "half of the {noun} have lasted longer".
        standard: The national standard or the plans' aim, if any.
        target: What the list's size is judged by; None where it is not judged.
        alike_in: What groups are made alike in, in words.
        not_in_it: Who is not in it.
    """

    dataset: str
    since: str
    waiting: Callable[[Row], ir.BooleanValue]
    specialty: str
    priority: Callable[[Row], ir.StringValue]
    over: tuple[int, ...]
    doc: str
    noun: str
    standard: str = ""
    target: Target | None = None
    alike_in: str = "specialty and priority"
    not_in_it: str

    def __post_init__(self) -> None:
        super().__post_init__()
        if list(self.over) != sorted({w for w in self.over if 0 < w < LONGEST_BIN}):
            raise DefinitionError(
                f"The waiting list {self.name} counts waits over {self.over} weeks.",
                f"Give whole weeks between 1 and {LONGEST_BIN - 1}, each once, rising.",
            )


@dataclass(frozen=True)
class Share:
    """One share of contacts.

    Attributes:
        name: Its name, unique among those of the contacts.
        title: Plain English.
        says: Completes "7 in 100 {of} {says}".
        of: What it is a share of, in words.
        among: Takes the row, returns whether it is among them.
        counted: Takes the row, returns whether it counts.
        better: Which direction is better.
    """

    name: str
    title: str
    says: str
    of: str
    among: Callable[[Row], ir.BooleanValue]
    counted: Callable[[Row], ir.BooleanValue]
    better: Polarity = "none"


@dataclass(frozen=True, kw_only=True)
class Contacts(Definition):
    """Appointments or contacts of the last twelve months, and shares of them.

    Attributes:
        dataset: The dataset whose rows are contacts.
        date: The column that places one in time.
        specialty: The column of the specialty or team; contacts are compared like with like by it.
        priority: Takes the row, returns how urgent it was, in a word.
        shares: What is counted of them.
        doc: Which contacts, in words.
        alike_in: What groups are made alike in, in words.
        not_in_it: Who is not in it.
    """

    dataset: str
    date: str
    specialty: str
    priority: Callable[[Row], ir.StringValue]
    shares: tuple[Share, ...]
    doc: str
    alike_in: str = "specialty and priority"
    not_in_it: str
