"""What a long-range model rests on: activities, the parts of them, mitigations, and beds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from wholeplace.planning.long_range.ranges import Array, Range

ActsOn = Literal["admissions", "stay"]
WHOLE = ""
"""The part that stands for all of an activity."""


@dataclass(frozen=True)
class Activity:
    """A kind of hospital activity, counted in a base year.

    Attributes:
        name: Its key.
        title: Plain English, such as "Emergency admissions of people aged 65 and over".
        unit: What is counted, such as "admissions".
        pool: The beds it fills; empty for activity without a bed.
        growth: Growth a year on top of the population's, as a share.
        growth_of: Whether that growth is of ``rates`` (people alike use more) or of ``all``
            activity, the growing and ageing population included, which is then taken out.
        source: Where the growth comes from.
        dated: The date of that source.
    """

    name: str
    title: str
    unit: str
    pool: str
    growth: Range
    growth_of: Literal["rates", "all"]
    source: str
    dated: str


@dataclass(frozen=True)
class Part:
    """A named part of an activity, such as emergency admissions after a fall.

    Attributes:
        activity: The activity.
        name: Its key within the activity.
        title: Plain English.
        share: Its share of the activity's admissions.
        share_of_days: Its share of the activity's bed days.
        source: Where the shares come from.
        dated: The date of that source.
    """

    activity: str
    name: str
    title: str
    share: float
    share_of_days: float
    source: str
    dated: str


@dataclass(frozen=True)
class Mitigation:
    """Something planned that avoids admissions or shortens stays.

    Attributes:
        name: Its key.
        title: Plain English.
        activity: The activity it acts on.
        part: The part of it; :data:`WHOLE` for all.
        acts_on: Whether it avoids admissions or shortens the stay of those admitted.
        share: The share of what it acts on that it takes away once at full effect.
        begins: The last year without effect.
        full: The first year at full effect; the effect grows evenly in between.
        from_age: The youngest it acts on.
        after: Names of mitigations that claim the same activity and go first: it acts on what
            they leave.
        source: Where the effect was found or who plans it.
        dated: The date of that source.
    """

    name: str
    title: str
    activity: str
    part: str
    acts_on: ActsOn
    share: Range
    begins: int
    full: int
    from_age: int
    after: tuple[str, ...]
    source: str
    dated: str


@dataclass(frozen=True)
class Beds:
    """Beds that are held.

    Attributes:
        name: The pool's key.
        title: What they are called in a sentence, such as "general and acute beds".
        held: How many, on average over the year.
        source: Where the number comes from.
        dated: The date of that source.
    """

    name: str
    title: str
    held: float
    source: str
    dated: str


@dataclass(frozen=True)
class Base:
    """Activity of the base year, and the people it is expected of.

    Attributes:
        year: The financial year it was counted in, by the year in which it began.
        areas: Names of the areas.
        variants: Keys of the variants of the projection.
        ages: The youngest age of each band.
        people: Projected people; (variants, years, areas, 2, ages).
        admissions: Admissions a person a year; (activities, areas, 2, ages).
        days: Bed days a person a year; (activities, areas, 2, ages).
    """

    year: int
    areas: Sequence[str]
    variants: Sequence[str]
    ages: Sequence[int]
    people: Array
    admissions: Array
    days: Array

    @property
    def last(self) -> int:
        """The last financial year that can be reached."""
        return self.year + self.people.shape[1] - 1
