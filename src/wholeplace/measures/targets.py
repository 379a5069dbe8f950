"""What is said of a measure beside its rule: targets, ids elsewhere, registers by year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from wholeplace.core.errors import DefinitionError

Scheme = Literal["QOF", "CVDPREVENT", "National Diabetes Audit", "OHID Fingertips"]

_LAST_OF_THE_YEAR = (12, 31)


@dataclass(frozen=True, kw_only=True)
class Target:
    """What a plan or a standard asks of a measure.

    Attributes:
        says: What is asked, in words: "at least 80 in 100".
        source: The plan or standard that asks it.
        value: The value aimed for, in the measure's own unit, shares as fractions of one; None
            where the plan prints no value.
        whom: Whom it is asked for, where that is fewer people than the measure counts; the value
            is then theirs alone.
        change: The change aimed for, as a fraction of where it began: -0.05 is 5 % fewer.
        by: The last day on which it is to be reached; None where none is printed.
    """

    says: str
    source: str
    value: float | None = None
    whom: str = ""
    change: float | None = None
    by: dt.date | None = None

    def __post_init__(self) -> None:
        if not self.says.strip() or not self.source.strip():
            raise DefinitionError(
                "A target says nothing or names no source.", "Say what is asked, and by whom."
            )

    @property
    def words(self) -> str:
        """The target as one phrase, such as "at least 80 in 100 by March 2028 (the plan)"."""
        return " ".join(filter(None, (self.says, self.whom, self._by, f"({self.source})")))

    @property
    def _by(self) -> str:
        if self.by is None:
            return ""
        if (self.by.month, self.by.day) == _LAST_OF_THE_YEAR:
            return f"by the end of {self.by.year}"
        return f"by {self.by:%B %Y}"

    def as_data(self) -> dict[str, Any]:
        """The target as a record of a release."""
        return asdict(self) | {"by": self.by.isoformat() if self.by else None, "words": self.words}


@dataclass(frozen=True)
class ExternalId:
    """The id of an indicator elsewhere that counts the same thing, or nearly.

    Attributes:
        scheme: Whose id it is.
        id: The id.
        differs: How that indicator differs from the measure here; empty where it does not.
    """

    scheme: Scheme
    id: str
    differs: str = ""


@dataclass(frozen=True, kw_only=True)
class RegisterYear:
    """How the Quality and Outcomes Framework kept one register in one of its years.

    Attributes:
        year: The year, April to March, such as "2024/25".
        indicator: The id of the register's indicator in that year.
        rule: Who is on the register, in words.
        standing: "in force", "income protected" or "retired" in that year.
        here: How the measure here differs from it; empty where it does not.
    """

    year: str
    indicator: str
    rule: str
    standing: Literal["in force", "income protected", "retired"] = "in force"
    here: str = ""


def target_words(targets: tuple[Target, ...]) -> str:
    """All targets in one line, the first the one that counts most."""
    return "; ".join(target.words for target in targets)


def described(item: ExternalId | RegisterYear) -> Mapping[str, str]:
    """An id or a register's year as a record of a release."""
    return asdict(item)
