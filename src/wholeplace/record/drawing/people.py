"""The people of a drawn table: what is recorded of each, and the answers expected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from wholeplace.core.errors import DefinitionError


class DrawnTableError(DefinitionError):
    """A drawn table cannot be read; the message says where and why."""


@dataclass(frozen=True)
class Coded:
    """A code of a list on a day."""

    day: dt.date
    code_list: str


@dataclass(frozen=True)
class Reading:
    """A reading on a day."""

    day: dt.date
    measurement: str
    value: float


@dataclass(frozen=True)
class Admission:
    """A hospital stay."""

    day: dt.date
    kind: str
    nights: int
    diagnoses: tuple[str, ...]


@dataclass(frozen=True)
class DrawnRow:
    """A row of any data set, placed by its main date; the values are as they were drawn."""

    dataset: str
    day: dt.date
    values: Mapping[str, str]


@dataclass(frozen=True)
class Home:
    """Where somebody lives, as far as numbers depend on it.

    Attributes:
        fifth: The national fifth of deprivation of their small area, 1 the most deprived; none
            outside the system.
        rural: Whether that small area is rural.
    """

    fifth: int | None = 3
    rural: bool = False


@dataclass
class DrawnPerson:
    """One person of a table, and what should be found true of them."""

    number: int
    born: dt.date
    sex: str
    registered: bool
    left: dt.date | None = None
    died: dt.date | None = None
    ethnicity: str = ""
    home: Home = Home()
    coded: list[Coded] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    admitted: list[Admission] = field(default_factory=list)
    rows: list[DrawnRow] = field(default_factory=list)
    expected: dict[str, str] = field(default_factory=dict)
