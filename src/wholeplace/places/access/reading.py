"""Waits and contacts of one place, looked up by list, measure, breakdown and group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wholeplace.geography.deprivation import preferred_editions
from wholeplace.measures.catalogue import Area, ReleasedMeasure, ReleasedValue
from wholeplace.measures.release import Release

TABLE = "waits"
GROUPED_BY = ("ethnic_group", "age_group", "sex", "learning_disability", "rurality")
_SAID = ("name", "title", "doc", "source", "alike_in", "not_in_it", "missing")
ADJUSTED = ("adjusted", "adjusted_lower", "adjusted_upper")


@dataclass(frozen=True, slots=True)
class Access:
    """One released number, as counted and like for like in specialty and priority.

    Attributes:
        raw: As counted.
        adjusted: What it would be if the group's mix of specialties and priorities were the
            system's; the same number where nothing was standardised.
    """

    raw: ReleasedValue
    adjusted: ReleasedValue


Groups = Mapping[str, Access]


@dataclass(frozen=True)
class AccessList:
    """What a waiting list or a kind of contact says of itself.

    Attributes:
        name, title, doc, source, alike_in, not_in_it: As its definition says.
        missing: Why it cannot be produced; empty where it can.
        noun: What one wait is called; empty for contacts.
        standard: The national standard, if any.
        over: Weeks the waits are counted beyond; empty for contacts.
        shares: The shares of contacts, as measures; empty for waits.
    """

    name: str
    title: str
    doc: str
    source: str
    alike_in: str
    not_in_it: str
    missing: str
    noun: str = ""
    standard: str = ""
    over: tuple[int, ...] = ()
    shares: tuple[ReleasedMeasure, ...] = ()


class AccessNumbers:
    """Every released number of waits and contacts of one area on one basis.

    Args:
        release: The release.
        area: The area.
        basis: "registered" or "resident".
    """

    def __init__(self, release: Release, area: Area, basis: str) -> None:
        self._editions = preferred_editions(release.manifest.as_at.year)
        self._found: dict[tuple[str, str, str], dict[str, Access]] = {}
        rows = release.select(TABLE, area_type=area.area_type, area_code=area.code, basis=basis)
        for row in rows:
            key = (row["list"], row["measure"], row["breakdown"])
            self._found.setdefault(key, {})[row["category"]] = _access(row)

    def __bool__(self) -> bool:
        """Whether the area has any."""
        return bool(self._found)

    def everyone(self, name: str, measure: str) -> Access | None:
        """The number of everybody."""
        return self.groups(name, measure, "all").get("all")

    def groups(self, name: str, measure: str, breakdown: str) -> Groups:
        """Category → number of one breakdown, in the order shown."""
        return self._found.get((name, measure, breakdown), {})

    def deprivation(self, name: str, measure: str) -> str:
        """The breakdown by deprivation to show: by the edition nearest the data."""
        first, second = (f"deprivation_{edition}" for edition in self._editions)
        shown = any(a.raw.shown for a in self.groups(name, measure, first).values())
        return first if shown else second

    def breakdowns(self, name: str, measure: str) -> list[str]:
        """The breakdowns to show, the one by deprivation first."""
        return [self.deprivation(name, measure), *GROUPED_BY]


def access_lists(release: Release) -> list[AccessList]:
    """Every waiting list and kind of contact the release knows of."""
    return [_list(entry) for entry in release.document(TABLE) or []]


def _list(entry: Mapping[str, Any]) -> AccessList:
    said = {name: entry[name] for name in _SAID}
    return AccessList(
        **said,
        noun=entry.get("noun", ""),
        standard=entry.get("standard", ""),
        over=tuple(entry.get("over", ())),
        shares=tuple(_shares(entry.get("shares", ()))),
    )


def _shares(entries: Iterable[Mapping[str, str]]) -> Iterable[ReleasedMeasure]:
    for entry in entries:
        yield ReleasedMeasure(
            entry["name"],
            entry["title"],
            says=entry["says"],
            among=entry["of"],
            polarity=entry["better"],
        )


def _access(row: Mapping[str, Any]) -> Access:
    names = [name for name in ReleasedValue.__dataclass_fields__ if name in row]
    raw = ReleasedValue(**{name: row[name] for name in names})
    if row["adjusted"] is None:
        return Access(raw, raw)
    value, lower, upper = (row[name] for name in ADJUSTED)
    same = {name: row[name] for name in names if name not in ("value", "lower", "upper")}
    return Access(raw, ReleasedValue(**same, value=value, lower=lower, upper=upper))
