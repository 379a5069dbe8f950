"""Causes of death: broad groups that make up a gap, and causes that need not have killed."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from wholeplace.core.errors import DefinitionError
from wholeplace.core.registry import Definition, content_hash

HALVES = 2
_CODE = re.compile(r"([A-Z])([0-9]{2})(?:\.([0-9]))?")


@dataclass(frozen=True)
class Cause:
    """Causes of death that are counted together.

    Attributes:
        name: Lower-case words joined by underscores.
        title: In plain English.
        codes: ICD-10 codes and ranges of codes; a more exact code elsewhere in the list wins.
        preventable: How many halves of a death of this cause public health could have prevented.
        treatable: How many halves care in time could have.
        sex: The only sex that counts; empty for both.
    """

    name: str
    title: str
    codes: tuple[str, ...]
    preventable: int = 0
    treatable: int = 0
    sex: str = ""


@dataclass(frozen=True, kw_only=True)
class CauseList(Definition):
    """A published list of causes of death.

    Attributes:
        use: ``groups`` to split a gap, the last group taking every other cause, or ``avoidable``.
        causes: The causes, in the order shown.
        published: The month it was published, as YYYY-MM: of lists for one use, a run takes the
            latest that was published by its date.
        doc: What the list is for and what it leaves out.
        under_age: Deaths from this age on are not on the list; 0 for no limit.
    """

    use: str
    causes: tuple[Cause, ...]
    published: str
    doc: str = ""
    under_age: int = 0

    @property
    def version(self) -> str:
        """The hash of its rows."""
        return content_hash(self.name, repr(self.causes), str(self.under_age))

    @cached_property
    def _by_prefix(self) -> Mapping[str, Cause]:
        found: dict[str, Cause] = {}
        for cause in self.causes:
            for prefix in prefixes(cause.codes):
                if prefix in found:
                    raise DefinitionError(
                        f"{self.name} puts {prefix} under {found[prefix].name} and {cause.name}.",
                        "Leave it under one: every death has one cause.",
                    )
                found[prefix] = cause
        return found

    def cause_of(self, code: str | None) -> Cause | None:
        """The cause that an underlying cause of death falls under.

        Args:
            code: ICD-10 without its dot, such as ``I251``; None where it is not known.

        Returns:
            The cause whose code fits most exactly; None where there is none.
        """
        plain = code or ""
        return self._by_prefix.get(plain[:4]) or self._by_prefix.get(plain[:3])


def in_force(lists: Iterable[CauseList], as_at: dt.date) -> dict[str, CauseList]:
    """The list that a run takes for each use.

    Args:
        lists: Lists of causes.
        as_at: The date of the run.

    Returns:
        Use → the list published last before the end of the run's month.
    """
    known = [found for found in lists if found.published <= f"{as_at:%Y-%m}"]
    return {found.use: found for found in sorted(known, key=lambda found: found.published)}


def prefixes(codes: Sequence[str]) -> Iterator[str]:
    """Every three- or four-character code that codes and ranges stand for, without dots.

    Args:
        codes: Such as ``I60-I69``, ``A40.3``, ``W00-X39`` or ``K74.0-K74.2``.

    Raises:
        DefinitionError: If one is neither a code nor a range of codes of one length.

    >>> list(prefixes(["X58-X59", "K74.0-K74.2", "V99-W01"]))
    ['X58', 'X59', 'K740', 'K741', 'K742', 'V99', 'W00', 'W01']
    """
    for text in codes:
        first, _, last = text.partition("-")
        ends = [_CODE.fullmatch(end) for end in (first, last or first)]
        if ends[0] is None or ends[1] is None or (ends[0][3] is None) != (ends[1][3] is None):
            raise DefinitionError(
                f"{text!r} is not an ICD-10 code or a range of codes.",
                "Write it as I60, I60-I69, A40.3 or K74.0-K74.2.",
            )
        start, stop = (_place(end) for end in ends if end is not None)
        if stop < start:
            raise DefinitionError(f"The range {text} runs backwards.", "Turn its ends round.")
        for place in range(start, stop + 1):
            yield _code(place, four=ends[0][3] is not None)


def _place(code: re.Match[str]) -> int:
    whole = (ord(code[1]) - ord("A")) * 100 + int(code[2])
    return whole if code[3] is None else whole * 10 + int(code[3])


def _code(place: int, *, four: bool) -> str:
    whole, tenth = divmod(place, 10) if four else (place, None)
    letter, number = divmod(whole, 100)
    return f"{chr(ord('A') + letter)}{number:02d}{'' if tenth is None else tenth}"


def read_causes(file: Path) -> tuple[Cause, ...]:
    """Read a list of causes from CSV.

    Args:
        file: Columns ``name``, ``title``, ``codes`` (separated by spaces) and, for lists of
            avoidable causes, ``preventable`` and ``treatable`` in halves, and ``sex``.

    Raises:
        DefinitionError: If a row is not whole.
    """
    with file.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    causes = []
    for number, row in enumerate(rows, start=2):
        preventable, treatable = (int(row.get(n) or 0) for n in ("preventable", "treatable"))
        if not row["name"] or not row["title"] or preventable + treatable > HALVES:
            raise DefinitionError(
                f"Row {number} of {file.name} has no name or title, or more than one death.",
                "Give both, and at most two halves of a death.",
            )
        codes = tuple(row["codes"].split())
        sex = row.get("sex") or ""
        causes.append(Cause(row["name"], row["title"], codes, preventable, treatable, sex))
    return tuple(causes)
