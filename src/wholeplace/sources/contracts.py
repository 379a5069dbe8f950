"""The dataset block: what a source promises to send, column by column, which landing obeys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from wholeplace.core.errors import DefinitionError
from wholeplace.core.registry import Definition, content_hash
from wholeplace.sources.code_systems import System

Kind = Literal["text", "code", "integer", "number", "date", "datetime", "nhs_number"]
# The zone of the data folder that rows are kept in; "partner" is the stricter one.
Zone = Literal["record", "partner"]

EARLIEST_DATE = date(1880, 1, 1)
LOCAL_ID = "local_id"


@dataclass(frozen=True)
class Column:
    """One column of a contract.

    Attributes:
        name: The name in the extract's header.
        kind: What its values are; codes and text land as text, integers as int64, numbers as
            double, dates as days, date-times to the microsecond on the clocks of the UK.
        description: What it means, in plain English.
        required: Whether a row without it is rejected (and a file without it refused).
        codes: The values allowed, with their meaning; empty allows any.
        pattern: A regular expression (RE2) the whole value must match.
        minimum: Smallest number allowed.
        maximum: Largest number allowed.
        identifying: Kept in the vault only, never in the record.
        linking: Kept in the record and copied to the vault, because linkage compares it.
        direct: Names somebody outright; refused where data arrive pseudonymised at source.
        often_blank: A blank is ordinary, such as the death date of the living, and no problem.
        ahead: A date that may lie after the day the file was received, such as one booked.
        clinical: Holds clinical codes, so the list of restricted codes applies.
        system: The code system; the dots of ICD-10 and OPCS-4 are taken out at landing.
        standard: The data item's name in the NHS Data Model and Dictionary.
    """

    name: str
    kind: Kind
    description: str
    required: bool = False
    codes: Mapping[str, str] = field(default_factory=dict)
    pattern: str = ""
    minimum: float | None = None
    maximum: float | None = None
    identifying: bool = False
    linking: bool = False
    direct: bool = False
    often_blank: bool = False
    ahead: bool = False
    clinical: bool = False
    system: System = ""
    standard: str = ""

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise DefinitionError(
                f"The column {self.name} is of the unknown kind {self.kind!r}.",
                f"Use one of {', '.join(get_args(Kind))}.",
            )
        if self.direct and not self.identifying:
            raise DefinitionError(
                f"The column {self.name} names people outright but is not marked identifying.",
                "Mark it identifying, so that it stays in the vault.",
            )
        re.compile(self.pattern)

    @property
    def not_known_codes(self) -> tuple[str, ...]:
        """Codes that say only that the answer is not known."""
        return tuple(code for code, words in self.codes.items() if words.startswith("Not known"))

    @property
    def not_stated_codes(self) -> tuple[str, ...]:
        """Codes that say the person was asked and did not answer."""
        return tuple(code for code, words in self.codes.items() if words.startswith("Not stated"))


@dataclass(frozen=True)
class DateOrder:
    """A rule between two dates of one row: ``first`` is never after ``second``."""

    first: str
    second: str

    @property
    def sentence(self) -> str:
        """The rule as a sentence."""
        return f"{self.first} must not be after {self.second}"


@dataclass(frozen=True, kw_only=True)
class Dataset(Definition):
    """What one feed brings: the contract its files are landed against.

    No date may lie before 1880, nor after the day the file was received unless marked ``ahead``.

    Attributes:
        columns: The columns, in the order of the extract.
        key: Columns that tell rows apart; empty where only the whole row does.
        order: Columns that rows are sorted by after the record id, the main date first.
        date_orders: Rules between dates of one row.
        standard: The published standard the contract follows, with its version.
        purpose: What the data may be used for.
        legal_basis: The gateway it arrives through, to be confirmed by each installation.
        not_covered: Who is not in it.
        zone: Where its rows are kept; those of the zone ``partner`` no run reads unless the
            settings name the purpose and the flags.
    """

    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    date_orders: tuple[DateOrder, ...] = ()
    standard: str = ""
    purpose: str = ""
    legal_basis: str = ""
    not_covered: str = ""
    zone: Zone = "record"

    def __post_init__(self) -> None:
        super().__post_init__()
        names = [column.name for column in self.columns]
        if len(set(names)) < len(names) or LOCAL_ID not in names:
            raise DefinitionError(
                f"The dataset {self.name} repeats a column or has no {LOCAL_ID}.",
                "Name each column once, and the source's own id of the person local_id.",
            )
        dates = [name for rule in self.date_orders for name in (rule.first, rule.second)]
        for name in [*self.key, *self.order, *dates]:
            if name not in names:
                raise DefinitionError(
                    f"The dataset {self.name} has no column {name}, which its rules use.",
                    f"Its columns are {', '.join(names)}.",
                )
        if any(self.column(name).identifying for name in self.order):
            raise DefinitionError(
                f"The dataset {self.name} is sorted by an identifying column.",
                "Sort by columns that stay in the record.",
            )

    def column(self, name: str) -> Column:
        """The column of that name.

        Raises:
            KeyError: If there is none.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def day(self) -> str:
        """The day something happened; empty where rows say how somebody is, such as an address.

        A data set whose key holds the person's own id describes people, not events.
        """
        return "" if LOCAL_ID in self.key or not self.order else self.order[0]

    @property
    def required(self) -> list[str]:
        """Names of the columns a file must have."""
        return [column.name for column in self.columns if column.required]

    @property
    def facts(self) -> list[Column]:
        """Columns kept in the record."""
        return [c for c in self.columns if not c.identifying and c.name != LOCAL_ID]

    @property
    def identifiers(self) -> list[Column]:
        """Columns kept in the vault beside the local id, those shared with the record included."""
        kept = [c for c in self.columns if c.identifying or c.linking]
        return [c for c in kept if c.name != LOCAL_ID]

    @property
    def version(self) -> str:
        """A hash of everything the contract says."""
        return content_hash(*(repr(column) for column in self.columns), repr(self.date_orders))
