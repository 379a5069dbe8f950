"""The framework of Core20PLUS5 as data: its groups, its clinical areas, and what nobody records."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from wholeplace.core.errors import DefinitionError
from wholeplace.core.registry import Definition, content_hash

Part = Literal["core20", "plus", "together"]
ANY_PLUS, EITHER = "plus", "core20plus"


@dataclass(frozen=True)
class PlusGroup:
    """A group of people that is measured; groups overlap and are never added up.

    Attributes:
        name: Its category in the release.
        title: In plain English.
        says: Reads after a number: "in the most deprived fifth".
        others: The same for everybody else.
        part: ``core20``; ``plus``; ``together`` for the two groups made of the others.
        attribute: The attribute of a person that must be true; none for those two.
        short: The title where there is room for few letters.
        estimate: Its size as published elsewhere, for data in which nobody records it.
        source: Who published that.
    """

    name: str
    title: str
    says: str
    others: str
    part: Part
    attribute: str = ""
    short: str = ""
    estimate: str = ""
    source: str = ""

    @property
    def label(self) -> str:
        """The title that fits beside a bar."""
        return self.short or self.title

    @property
    def not_in_it(self) -> str:
        """The category of everybody known to be outside the group."""
        return f"not_{self.name}"

    @property
    def not_known(self) -> str:
        """The category of people of whom it is not known."""
        return f"unknown_{self.name}"


@dataclass(frozen=True)
class Unrecorded:
    """A group that no data set here records: why not, and how large others say it is.

    Attributes:
        title: In plain English.
        why: Why it cannot be measured.
        estimate: Its size as published elsewhere.
        source: Who published that.
    """

    title: str
    why: str
    estimate: str
    source: str


@dataclass(frozen=True)
class ClinicalArea:
    """One of the clinical areas.

    Attributes:
        name: Its name in addresses.
        title: In plain English.
        of: Whom it is for: ``adults``, ``children`` or ``everybody``.
        aim: What the approach asks for.
        measures: The measures that speak to it, the nearest first.
        missing: What is asked for and cannot be produced, and why.
    """

    name: str
    title: str
    of: Literal["adults", "children", "everybody"]
    aim: str
    measures: tuple[str, ...] = ()
    missing: str = ""


@dataclass(frozen=True, kw_only=True)
class Framework(Definition):
    """Core20PLUS5 as a partnership has defined it.

    Attributes:
        doc: What it is for.
        groups: The groups that are measured, Core20 first and the two made of them all last.
        unrecorded: The groups that are not.
        areas: The clinical areas.
    """

    doc: str
    groups: tuple[PlusGroup, ...]
    unrecorded: tuple[Unrecorded, ...]
    areas: tuple[ClinicalArea, ...]

    @property
    def version(self) -> str:
        """The hash of what it says."""
        return content_hash(self.name, repr((self.groups, self.unrecorded, self.areas)))

    @property
    def recorded(self) -> tuple[PlusGroup, ...]:
        """The groups with an attribute of their own."""
        return tuple(group for group in self.groups if group.attribute)

    @property
    def measures(self) -> tuple[str, ...]:
        """Every measure its areas name, once."""
        return tuple(dict.fromkeys(name for area in self.areas for name in area.measures))

    def as_data(self) -> dict[str, Any]:
        """The framework as a release keeps it."""
        said = {key: getattr(self, key) for key in ("name", "title", "source", "doc", "version")}
        return said | {
            "groups": [asdict(group) for group in self.groups],
            "unrecorded": [asdict(one) for one in self.unrecorded],
            "areas": [asdict(area) for area in self.areas],
        }


def framework_from(entry: dict[str, Any], where: str = "The framework") -> Framework:
    """A framework from its data, as a TOML file or a release holds it.

    Args:
        entry: The data.
        where: What to call it in an error.

    Raises:
        DefinitionError: If no group is Core20, or two groups share a name.
    """
    groups = tuple(PlusGroup(**group) for group in entry["groups"])
    if [group.part for group in groups].count("core20") != 1:
        raise DefinitionError(
            f"{where} does not have exactly one group that is Core20.",
            'Give one group, and no other, part = "core20".',
        )
    names = [group.name for group in groups]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise DefinitionError(f"{where} has two groups called {doubled[0]}.", "Rename one.")
    areas = (area | {"measures": tuple(area.get("measures", ()))} for area in entry["areas"])
    return Framework(
        name=entry["name"],
        title=entry["title"],
        source=entry["source"],
        doc=entry["doc"],
        groups=groups,
        unrecorded=tuple(Unrecorded(**one) for one in entry["unrecorded"]),
        areas=tuple(ClinicalArea(**area) for area in areas),
    )


def read_framework(file: Path) -> Framework:
    """A framework from its TOML file.

    Raises:
        DefinitionError: If no group is Core20, or two groups share a name.
    """
    entry = tomllib.loads(file.read_text(encoding="utf-8"))
    return framework_from(entry, file.name)
