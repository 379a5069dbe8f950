"""Reading everything published that a reference folder holds, as rows of the contract."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wholeplace.geography.names import network_name, tidy
from wholeplace.geography.published.conflicts import read_conflicts
from wholeplace.geography.published.contract import ADDED_UP, SUBJECT_TYPES
from wholeplace.geography.published.definitions import (
    Membership,
    PublishedFile,
    memberships,
    published_files,
)
from wholeplace.geography.published.doubts import mark_repeats
from wholeplace.geography.published.files import (
    Names,
    cells,
    digest,
    find,
    read_values,
    series_row,
)
from wholeplace.geography.published.limits import add_limits
from wholeplace.geography.published.registers import Group, add_up
from wholeplace.geography.source import Row

PERCENT = "percent"
_OWN_KINDS = frozenset({"icb", "upper_tier", "district", "msoa"})


@dataclass
class Published:
    """Everything published that was read.

    Attributes:
        series, values, comparators, conflicts: Rows of the tables of the contract.
        files: File, title, source and SHA-256 of every file used.
    """

    series: list[Row] = field(default_factory=list)
    values: list[Row] = field(default_factory=list)
    comparators: list[Row] = field(default_factory=list)
    conflicts: list[Row] = field(default_factory=list)
    files: list[Row] = field(default_factory=list)

    def tables(self) -> dict[str, list[Row]]:
        """Rows by the name of their table."""
        return {
            "published_series": self.series,
            "published": self.values,
            "published_comparators": self.comparators,
            "published_conflicts": self.conflicts,
        }


def read_published(folder: Path | None, areas: Sequence[Row]) -> Published:
    """Read every published file of a reference folder.

    Values are kept of areas that lie wholly in the system, since a figure for the whole of a
    district says nothing of the part in the system; of trusts, England and comparators as printed.

    Args:
        folder: The reference folder, or None for the made-up geography, which has none.
        areas: Rows of ``areas``.

    Raises:
        GeographyError: If a file does not fit its definition.
    """
    published = Published()
    if folder is None:
        return published
    known = Names({(r["area_type"], r["code"]): r["name"] for r in areas if r["whole"]})
    for definition in published_files():
        path = find(folder, definition.file)
        if path is not None:
            _read_file(published, definition, path, known)
    for membership in memberships():
        _add_groups(published, membership, folder, areas, known)
    percentages = {(r["source"], r["indicator"]) for r in published.series if r["unit"] == PERCENT}
    add_limits(published.values, percentages)
    summarise(published.series, published.values)
    published.conflicts, read = read_conflicts(folder)
    published.files += read
    return published


def summarise(series: Iterable[Row], values: Iterable[Row]) -> None:
    """Say of each series when it begins and ends, what it is of, and how many values it has.

    Args:
        series: Rows of ``published_series``; changed in place.
        values: Rows of ``published``.
    """
    of_series: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in values:
        of_series[row["source"], row["indicator"]].append(row)
    for one in series:
        rows = of_series[one["source"], one["indicator"]]
        kinds = {row["subject_type"] for row in rows}
        one["first_day"] = min((r["period_start"] for r in rows if r["period_start"]), default=None)
        one["last_day"] = max((r["period_end"] for r in rows if r["period_end"]), default=None)
        one["subject_types"] = ",".join(kind for kind in SUBJECT_TYPES if kind in kinds)
        one["values"] = sum(row["value"] is not None for row in rows)


def _read_file(published: Published, definition: PublishedFile, path: Path, known: Names) -> None:
    values, titles = [], {}
    for row, title in read_values(definition, path, known):
        if _kept(row, known):
            values.append(row | {"subject_name": tidy(row["subject_name"])})
            titles[row["indicator"]] = title
    if definition.repeats:
        mark_repeats(values)
    published.values += values
    published.series += [series_row(definition, path, *pair) for pair in titles.items()]
    if definition.comparators:
        published.comparators += _comparators(definition, values)
    published.files.append(
        {
            "file": definition.file,
            "title": definition.publication,
            "source": f"{definition.publisher}, {definition.licence}",
            "sha256": digest(path),
        }
    )


def _kept(row: Row, known: Names) -> bool:
    if row["subject_type"] not in _OWN_KINDS:
        return True
    return (row["subject_type"], row["subject_code"]) in known.names


def _comparators(definition: PublishedFile, values: Iterable[Row]) -> list[Row]:
    sets = {
        (row["subject_type"].removeprefix("named_"), row["subject_name"]): row["subject_code"]
        for row in values
    }
    return [
        {
            "source": definition.source,
            "subject_type": kind,
            "name": name,
            "code": code,
            "caveat": definition.caveat,
        }
        for (kind, name), code in sets.items()
    ]


def _add_groups(
    published: Published,
    membership: Membership,
    folder: Path,
    areas: Sequence[Row],
    known: Names,
) -> None:
    """Add the sources of a membership up to its groups; networks to places and system too."""
    path = find(folder, membership.file)
    printed = [row for row in published.values if row["basis"] != ADDED_UP]
    members = [row for row in printed if row["source"] in membership.of]
    if path is None or not members:
        return
    groups = _groups(membership, path, known)
    published.values += add_up(members, membership.to, groups.get, note=membership.caveat)
    if membership.to != "pcn":
        return
    place_of = {r["code"]: r["parent_code"] for r in areas if r["area_type"] == "pcn"}
    places = {p: _place(place_of.get(code), known) for p, (code, _) in groups.items()}
    published.values += add_up(members, "place", places.get, note=membership.caveat)
    system = next(r for r in areas if r["area_type"] == "icb")
    whole: Group = (system["code"], system["name"])
    published.values += add_up(members, "icb", lambda _: whole)


def _place(code: str | None, known: Names) -> Group | None:
    return (code, known.name("place", code, "")) if code else None


def _groups(membership: Membership, path: Path, known: Names) -> dict[str, Group]:
    """The group of every member that the file gives one."""
    needed = {membership.member, membership.group, membership.name}
    found = {}
    for _, row in cells(path, needed):
        if code := row[membership.group]:
            name = known.name(membership.to, code, network_name(row[membership.name]))
            found[row[membership.member]] = (code, name)
    return found
