"""Disclosure profiles: the small-number rules of each source of data, as data."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Rounding = Literal["nearest", "midpoint"]


@dataclass(frozen=True, slots=True)
class DisclosureProfile:
    """What may leave the building for one source of data and one audience.

    Attributes:
        name: Short name, as written in settings.
        title: One line for a page.
        source: Whose rule it is.
        suppressed_up_to: Counts from 1 to this are never shown; 0 suppresses none.
        rounding: "nearest" multiple of the base, or the "midpoint" of bins of the base.
        base: What counts are rounded to; 1 leaves them as they are.
        minimum_events: Standardised rates on fewer events, and means of fewer values, are hidden.
        significant_figures: Figures kept in statistics computed from true counts.
        all_or_none_below: In a group smaller than this, "nobody" and "everybody" are hidden.
    """

    name: str
    title: str
    source: str
    suppressed_up_to: int
    rounding: Rounding
    base: int
    minimum_events: int = 10
    significant_figures: int = 3
    all_or_none_below: int = 30


HES = DisclosureProfile(
    name="hes",
    title="0 shown, 1 to 7 suppressed, the rest to the nearest 5",
    source=(
        "NHS Digital. Disclosure control methodology for Hospital Episode Statistics and the "
        "Emergency Care Data Set, from September 2018"
    ),
    suppressed_up_to=7,
    rounding="nearest",
    base=5,
)
"""The hospital profile, and the default."""

BELOW_5 = DisclosureProfile(
    name="below-5",
    title="0 shown, 1 to 4 suppressed, the rest to the nearest 5",
    source="A local rule, for sources whose owner suppresses counts below 5",
    suppressed_up_to=4,
    rounding="nearest",
    base=5,
)

BELOW_8 = DisclosureProfile(
    name="below-8",
    title="0 shown, 1 to 7 suppressed, the rest to the nearest 10",
    source="A local rule, for sources whose owner suppresses counts below 8 and rounds to 10",
    suppressed_up_to=7,
    rounding="nearest",
    base=10,
)

BELOW_10 = DisclosureProfile(
    name="below-10",
    title="0 shown, 1 to 9 suppressed, the rest to the nearest 5",
    source="A local rule, for sources whose owner suppresses counts below 10",
    suppressed_up_to=9,
    rounding="nearest",
    base=5,
)

MIDPOINT_6 = DisclosureProfile(
    name="midpoint-6",
    title="0 shown, the rest as the middle of its six: 1 to 6 as 3, 7 to 12 as 9",
    source="OpenSAFELY. Disclosure control guidance: midpoint-6 rounding",
    suppressed_up_to=0,
    rounding="midpoint",
    base=6,
)

EXACT = DisclosureProfile(
    name="exact",
    title="Counts as they are: not for release",
    source="Authorised analysts, and a practice's own counts; published open statistics",
    suppressed_up_to=0,
    rounding="nearest",
    base=1,
    minimum_events=0,
    significant_figures=15,
    all_or_none_below=0,
)

PROFILES: MappingProxyType[str, DisclosureProfile] = MappingProxyType(
    {profile.name: profile for profile in (HES, BELOW_5, BELOW_8, BELOW_10, MIDPOINT_6, EXACT)}
)
"""Every profile by its name."""
