"""What definitions need from events, listed so that a fixed number of scans can fetch it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class CodedDate:
    """The first or last date a person has any code of a list."""

    code_list: str
    which: Literal["first", "last"]

    @property
    def column(self) -> str:
        """Name of the column that holds it."""
        return f"{self.which}__{self.code_list}"


@dataclass(frozen=True)
class CodedSince:
    """The first date of a list after the last date of the list that resolves it."""

    code_list: str
    resolved_by: str

    @property
    def column(self) -> str:
        """Name of the column that holds it."""
        return f"since__{self.code_list}__{self.resolved_by}"


@dataclass(frozen=True)
class LatestReading:
    """The date, or the lowest value on that date, of a person's latest plausible reading."""

    measurement: str
    part: Literal["date", "value"]

    @property
    def column(self) -> str:
        """Name of the column that holds it."""
        return f"latest_{self.part}__{self.measurement}"


@dataclass(frozen=True)
class DaysBeyond:
    """On how many days of the last months a reading was above a value."""

    measurement: str
    above: float
    months: int

    @property
    def column(self) -> str:
        """Name of the column that holds it."""
        value = f"{self.above:g}".replace(".", "p").replace("-", "m")
        return f"days_above_{value}_in_{self.months}__{self.measurement}"


@dataclass(frozen=True)
class DaysCoded:
    """On how many days of the last months any code of a list was recorded."""

    code_list: str
    months: int

    @property
    def column(self) -> str:
        """Name of the column that holds it."""
        return f"days_in_{self.months}__{self.code_list}"


@dataclass(frozen=True)
class LastCoded:
    """The last date on which anything at all was coded for a person."""

    @property
    def column(self) -> str:
        """Name of the column that holds it."""
        return "last_coded"


Need = CodedDate | CodedSince | LatestReading | DaysBeyond | DaysCoded | LastCoded
Asked = tuple[Need, dt.date]
"""A need, and the day by which it is to be answered."""


def column_type(need: Need) -> str:
    """The Ibis type of a need's column."""
    if isinstance(need, DaysBeyond | DaysCoded):
        return "int64"
    if isinstance(need, LatestReading) and need.part == "value":
        return "float64"
    return "date"
