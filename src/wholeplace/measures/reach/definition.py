"""What a service and a clause of a contract say of themselves: two kinds of definition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import ibis.expr.types as ir

from wholeplace.core.errors import DefinitionError
from wholeplace.core.registry import Definition


@dataclass(frozen=True, kw_only=True)
class Service(Definition):
    """A service, the people who use it, and the people who need it.

    Attributes:
        clients: Takes the person, returns whether they used it in the period.
        need: Takes the person, returns whether they are taken to need it.
        months: The period, in months up to the date of the run.
        used_by: Who its clients are, in words.
        says: Completes "7 in 100 {needed_by} {says}".
        needed_by: Who is taken to need it, in words; need that nobody recorded is not in it.
        doc: The service, in words.
        not_in_it: Who is not in it.
    """

    clients: Callable[[Any], ir.BooleanValue]
    need: Callable[[Any], ir.BooleanValue]
    months: int = 12
    used_by: str
    says: str
    needed_by: str
    doc: str
    not_in_it: str


@dataclass(frozen=True, kw_only=True)
class Clause(Definition):
    """A clause of a contract that asks for clients from the most deprived national fifth.

    Attributes:
        service: The service's name.
        words: The clause as it is written.
        share: The least share it asks for, between 0 and 1; None where it names none, so that it
            can neither be met nor missed.
    """

    service: str
    words: str
    share: float | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.share is not None and not 0 < self.share < 1:
            raise DefinitionError(
                f"The clause {self.name} asks for a share of {self.share}.",
                "Give 30 in 100 as 0.3; leave it out where the clause names none.",
            )
