"""Reading the release's comparisons of practices and neighbourhoods."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from wholeplace.measures.catalogue import Area, ReleasedMeasure, measure_from
from wholeplace.measures.release import Release

KINDS = ("practice", "pcn", "service")
SERVICE = "service"
COMPARED = "compared"
_LABEL_LETTERS = 20


@dataclass(frozen=True, slots=True)
class Compared:
    """One unit on one measure: a row of the release table ``variation``.

    ``value`` is what the unit would have if its people were like everybody's, in the measure's own
    unit, with its 95% limits; ``lower_3`` to ``upper_3`` are the control limits of a unit of its
    size (95% and 99.8%); ``to_median`` and ``to_best`` count people or events. Numbers are None
    where they are not shown.
    """

    area_type: str
    area_code: str
    measure: str
    period_start: dt.date
    period_end: dt.date
    statistic: str
    case_mix: str
    numerator: int | None
    denominator: int | None
    expected: float | None
    benchmark: float | None
    value: float | None
    lower: float | None
    upper: float | None
    lower_3: float | None
    lower_2: float | None
    upper_2: float | None
    upper_3: float | None
    phi: float | None
    tau_squared: float | None
    to_median: float | None
    to_median_lower: float | None
    to_median_upper: float | None
    to_best: float | None
    to_best_lower: float | None
    to_best_upper: float | None
    position: str
    standing: str
    because: str
    unit_cost: str | None
    status: str

    @property
    def area(self) -> tuple[str, str]:
        """Kind and code of the unit."""
        return (self.area_type, self.area_code)

    @property
    def ranked(self) -> bool:
        """Whether it stands in the funnel: shown, large enough, its data whole and in time."""
        return self.position != "not_compared"

    @property
    def greyed(self) -> bool:
        """Whether it has a number that is not compared, its data being late or partial."""
        return self.status == "shown" and self.standing != COMPARED


@dataclass(frozen=True, slots=True)
class Cost:
    """What one event is said to cost."""

    name: str
    title: str
    source: str
    pounds: int
    prices: str
    overlaps: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """What a unit is called, also in a chart; the slug its name leads to is empty for none."""

    name: str
    slug: str
    label: str


def compared(release: Release, kind: str, measure: str = "") -> list[Compared]:
    """Units of a kind, on one measure or on all.

    Args:
        release: The release.
        kind: One of :data:`KINDS`.
        measure: A measure's name.
    """
    asked = {"area_type": kind, **({"measure": measure} if measure else {})}
    return [_made(row) for row in release.select("variation", **asked)]


def kinds_of(release: Release, measure: str) -> tuple[str, ...]:
    """The kinds of unit that are compared on a measure."""
    found = {row["area_type"] for row in release.select("variation", measure=measure)}
    return tuple(kind for kind in KINDS if kind in found)


def of_unit(release: Release, area: Area) -> list[Compared]:
    """One unit on every measure."""
    return [
        _made(row)
        for row in release.select("variation", area_type=area.area_type, area_code=area.code)
    ]


def costs(release: Release) -> dict[str, Cost]:
    """Unit costs by name."""
    known = {field.name for field in fields(Cost)}
    found = release.document("unit_costs") or []
    return {
        entry["name"]: Cost(**{key: entry[key] for key in known if key in entry}) for entry in found
    }


def measures(release: Release) -> dict[str, ReleasedMeasure]:
    """Everything that units may be compared on: measures, and shares of the care of services."""
    shares = [measure_from(entry) for entry in release.document("service_shares") or []]
    return {**release.measures, **{share.name: share for share in shares}}


def by_measure(
    release: Release, rows: Sequence[Compared]
) -> list[tuple[ReleasedMeasure, list[Compared]]]:
    """Rows by their measure, in the order of the catalogue."""
    held: dict[str, list[Compared]] = {}
    for row in rows:
        held.setdefault(row.measure, []).append(row)
    return [(m, held[m.name]) for m in measures(release).values() if m.name in held]


def units(release: Release, rows: Sequence[Compared]) -> dict[str, Unit]:
    """What units are called, by code; a service is a specialty of a provider.

    Args:
        release: The release.
        rows: Units of one kind.
    """
    named = {entry["name"]: entry["services"] for entry in release.document("service_shares") or []}
    found = {}
    for row in rows:
        if row.area_type != SERVICE:
            area = release.areas[row.area]
            found[row.area_code] = Unit(area.name, area.slug, area.name)
            continue
        provider, _, specialty = row.area_code.partition("|")
        giver = release.areas.get(("provider", provider))
        service = named.get(row.measure, {}).get(specialty, specialty)
        where, slug = (giver.name, giver.slug) if giver else (provider, "")
        short = textwrap.shorten(where, _LABEL_LETTERS, placeholder="…")
        found[row.area_code] = Unit(f"{service}, {where}", slug, f"{service}, {short}")
    return found


def _made(row: Mapping[str, Any]) -> Compared:
    return Compared(**{field.name: row[field.name] for field in fields(Compared)})
