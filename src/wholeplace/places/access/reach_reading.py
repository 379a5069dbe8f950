"""Reach of services in one place: clients against need, by service, breakdown and group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wholeplace.geography.deprivation import preferred_editions
from wholeplace.measures.catalogue import Area, AreaKey, ReleasedMeasure, ReleasedValue
from wholeplace.measures.release import Release
from wholeplace.places.numbers import FIFTHS

TABLE = "reach"
GROUPED_BY = ("ethnic_group", "age_group", "sex", "learning_disability", "rurality")
_COLUMNS = tuple(name for name in ReleasedValue.__dataclass_fields__ if name != "measure")

Groups = Mapping[str, ReleasedValue]


@dataclass(frozen=True)
class ReachedService:
    """What a service says of itself.

    Attributes:
        name, title, doc, used_by, says, needed_by, not_in_it, source: As its definition says.
        missing: Why it cannot be produced; empty where it can.
    """

    name: str
    title: str
    doc: str
    used_by: str
    says: str
    needed_by: str
    not_in_it: str
    source: str
    missing: str

    @property
    def as_measure(self) -> ReleasedMeasure:
        """The share of people in need who used it, as sentences read a measure."""
        return ReleasedMeasure(self.name, self.title, says=self.says, among=self.needed_by)


@dataclass(frozen=True)
class ReachClause:
    """A clause of a contract, or one that somebody tries out.

    Attributes:
        title: What it is called.
        service: The name of the service it is about.
        words: The clause as written.
        share: The least share of clients from the most deprived fifth; None where it names none.
        source: Where it is written.
    """

    title: str
    service: str
    words: str
    share: float | None
    source: str = ""


class ReachNumbers:
    """Every released number of reach of one kind of area on one basis.

    Args:
        release: The release.
        area: The area; those of its kind are read too, to stand beside it.
        basis: "registered" or "resident".
    """

    def __init__(self, release: Release, area: Area, basis: str) -> None:
        self._editions = preferred_editions(release.manifest.as_at.year)
        self._area = area
        self._found: dict[tuple[AreaKey, str, str, str], dict[str, ReleasedValue]] = {}
        for row in release.select(TABLE, area_type=area.area_type, basis=basis):
            held = {name: row[name] for name in _COLUMNS if name in row}
            value = ReleasedValue(measure=row["service"], **held)
            key = (value.area, row["service"], row["measure"], value.breakdown)
            self._found.setdefault(key, {})[value.category] = value

    def use(self, service: str) -> ReleasedValue | None:
        """The share of everybody in need who used it."""
        return self.groups(service, "all").get("all")

    def concentration(self, service: str) -> ReleasedValue | None:
        """The concentration index."""
        return self._found.get((self._area.key, service, "concentration", "all"), {}).get("all")

    def groups(self, service: str, breakdown: str) -> Groups:
        """Category → the share of people in need who used it, in the order shown."""
        return self._found.get((self._area.key, service, "use", breakdown), {})

    def clients(self, service: str, breakdown: str) -> Groups:
        """Category → all clients, in need or not, in the order shown."""
        return self._found.get((self._area.key, service, "clients", breakdown), {})

    def areas(self, service: str) -> dict[AreaKey, ReleasedValue]:
        """The number of every area of the kind."""
        return {
            key[0]: values["all"]
            for key, values in self._found.items()
            if key[1:] == (service, "use", "all")
        }

    def deprivation(self, service: str) -> str:
        """The breakdown by deprivation to show: by the edition nearest the data."""
        first, second = (f"deprivation_{edition}" for edition in self._editions)
        shown = any(v.shown for v in self.groups(service, first).values())
        return first if shown else second

    def clients_by_fifth(self, service: str) -> tuple[list[int], int] | None:
        """Clients in each national fifth, and those whose area is not known.

        None where any number is hidden: a share of the rest would not be one of all.
        """
        groups = self.clients(service, self.deprivation(service))
        values = [groups.get(fifth) for fifth in (*FIFTHS, "unknown")]
        counts = [0 if value is None else value.numerator for value in values]
        if any(count is None for count in counts):
            return None
        known = [count or 0 for count in counts]
        return known[:-1], known[-1]


def services(release: Release) -> list[ReachedService]:
    """Every service the release knows of."""
    names = ReachedService.__dataclass_fields__
    return [ReachedService(**{n: e[n] for n in names}) for e in _said(release, "services")]


def clauses(release: Release) -> list[ReachClause]:
    """Every clause the release knows of."""
    names = ReachClause.__dataclass_fields__
    return [ReachClause(**{n: e[n] for n in names}) for e in _said(release, "clauses")]


def _said(release: Release, kind: str) -> list[dict[str, Any]]:
    document: dict[str, list[dict[str, Any]]] = release.document(TABLE) or {}
    return document.get(kind, [])
