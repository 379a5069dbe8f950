"""The catalogue of a published release: its areas and measures as plain, frozen records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

AreaKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Area:
    """One area with numbers of its own, known by its kind and code together.

    A unitary authority is both a district and an upper tier under one code. The parent is the next
    area up the area's own hierarchy. ``basis`` says whether its people are counted where they are
    registered or where they live ("registered", "resident", or "both" for the whole system).
    """

    code: str
    name: str
    area_type: str
    slug: str
    parent_type: str | None = None
    parent_code: str | None = None
    basis: str = "resident"
    full_name: str = ""
    vintage: int | None = None
    whole: bool = True
    synthetic: bool = False
    population_registered: int | None = None
    population_resident: int | None = None

    @property
    def key(self) -> AreaKey:
        """Kind and code, which together name one area."""
        return (self.area_type, self.code)

    @property
    def bases(self) -> tuple[str, ...]:
        """The bases its people can be counted on, the usual one first."""
        return ("resident", "registered") if self.basis == "both" else (self.basis,)


@dataclass(frozen=True, slots=True)
class ReleasedMeasure:
    """What a release says of a measure: everything needed to read its numbers and to doubt them.

    ``says`` and ``among`` complete "7 in 100 {among} {says}"; ``per`` is the number of people a
    rate is for; ``polarity`` is "higher" or "lower" where that is better, else "none"; ``flow`` is
    the activity it counts, where it counts one; ``dispersion`` is the variance of its count by
    chance as a multiple of that of single events, which its limits allow for; ``rests_on`` names
    the facts and counts of use that its rule takes, directly or through others. ``targets``,
    ``ids`` and ``register_years`` are records as :mod:`wholeplace.measures.targets` writes them.
    """

    name: str
    title: str
    id: str = ""
    doc: str = ""
    numerator: str = ""
    denominator: str = ""
    statistic: str = "proportion"
    per: int | None = None
    polarity: str = "none"
    unit: str = ""
    says: str = ""
    among: str = ""
    group: str = ""
    source: str = ""
    owner: str = ""
    target: str | None = None
    not_in_it: str = ""
    rationale: str = ""
    exclusions: str = ""
    targets: tuple[Mapping[str, Any], ...] = ()
    ids: tuple[Mapping[str, str], ...] = ()
    register_years: tuple[Mapping[str, str], ...] = ()
    flow: str = ""
    code_lists: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    sql: str = ""
    version: str = ""
    basis: tuple[str, ...] = ()
    dispersion: float = 1.0


@dataclass(frozen=True, slots=True)
class ReleasedValue:
    """One gated number: a row of the release table ``values``.

    ``value``, ``lower`` and ``upper`` are in the measure's own unit, proportions as fractions of
    one, with 95 % limits; they are None unless ``status`` is "shown" (or the row is exempt).
    ``numerator_rounded_to`` and ``denominator_rounded_to`` are given where a count is rounded more
    coarsely than usual, lest a small number be worked out from it.
    """

    area_type: str
    area_code: str
    basis: str
    measure: str
    period_start: dt.date
    period_end: dt.date
    breakdown: str
    category: str
    statistic: str
    numerator: int | None
    denominator: int | None
    value: float | None
    lower: float | None
    upper: float | None
    status: str
    numerator_rounded_to: int | None = None
    denominator_rounded_to: int | None = None

    @property
    def area(self) -> AreaKey:
        """Kind and code of the area."""
        return (self.area_type, self.area_code)

    @property
    def shown(self) -> bool:
        """Whether there is a number to show."""
        return self.status == "shown" and self.value is not None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a run says of itself; ``details`` keeps whatever else the manifest file holds."""

    run_id: str
    as_at: dt.date
    known_at: dt.date
    code_version: str = ""
    synthetic: bool = False
    geography: str = "real"
    details: Mapping[str, Any] = field(default_factory=dict)


def manifest_from(content: Mapping[str, Any]) -> Manifest:
    """The manifest from its JSON."""
    as_at = dt.date.fromisoformat(content["as_at"])
    return Manifest(
        run_id=str(content["run_id"]),
        as_at=as_at,
        known_at=dt.date.fromisoformat(content.get("known_at") or content["as_at"]),
        code_version=str(content.get("code_version", "")),
        synthetic=bool(content.get("synthetic", False)),
        geography=str(content.get("geography", "real")),
        details=dict(content),
    )


def measure_from(entry: Mapping[str, Any]) -> ReleasedMeasure:
    """A measure from its catalogue entry; keys a later version may add are left aside."""
    known = {f.name for f in fields(ReleasedMeasure)}
    kept = {key: value for key, value in entry.items() if key in known and value is not None}
    for key in ("code_lists", "rests_on", "datasets", "basis", "targets", "ids", "register_years"):
        if key in kept:
            given = kept[key]
            kept[key] = (given,) if isinstance(given, str) else tuple(given)
    return ReleasedMeasure(**kept)
