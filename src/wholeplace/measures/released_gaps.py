"""Reading the inequalities of a release: one record per measure, breakdown and pair of groups."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, fields
from typing import Any

from wholeplace.measures.catalogue import Area
from wholeplace.measures.release import Release


@dataclass(frozen=True, slots=True)
class ReleasedGap:
    """One row of the release table ``inequalities``; see its schema for what each part means."""

    area_type: str
    area_code: str
    basis: str
    measure: str
    period_start: dt.date
    period_end: dt.date
    breakdown: str
    statistic: str
    group: str | None
    reference: str | None
    group_value: float | None
    reference_value: float | None
    difference: float | None
    difference_lower: float | None
    difference_upper: float | None
    ratio: float | None
    ratio_lower: float | None
    ratio_upper: float | None
    people: float | None
    people_lower: float | None
    people_upper: float | None
    sii: float | None
    sii_lower: float | None
    sii_upper: float | None
    rii: float | None
    rii_lower: float | None
    rii_upper: float | None
    share_unknown: float | None
    status: str
    index_status: str

    @property
    def shown(self) -> bool:
        """Whether both groups have a number."""
        return self.status == "shown" and self.difference is not None

    @property
    def apart(self) -> bool:
        """Whether the limits of the difference leave no doubt which group is higher."""
        if self.difference_lower is None or self.difference_upper is None:
            return False
        return self.difference_lower > 0 or self.difference_upper < 0

    @property
    def sure_ratio(self) -> float:
        """The larger value as a multiple of the smaller, at the limit nearer to no gap.

        Gaps are put in order by it, so that one of few people with wide limits does not lead.
        1 where the limits leave a doubt; infinite where nobody is counted in one group.
        """
        if not self.apart or self.difference is None:
            return 1.0
        near = self.ratio_lower if self.difference > 0 else self.ratio_upper
        if self.ratio is None or not near:
            return math.inf
        return max(near if self.difference > 0 else 1 / near, 1.0)


_COLUMNS = tuple(field.name for field in fields(ReleasedGap))


def gaps_of(release: Release, area: Area, basis: str, measure: str = "") -> list[ReleasedGap]:
    """Every gap of an area on one basis, or those of one measure; empty where there are none."""
    wanted = {"area_type": area.area_type, "area_code": area.code, "basis": basis}
    rows = release.select("inequalities", **wanted, **({"measure": measure} if measure else {}))
    return _read(rows)


def every_gap(release: Release) -> list[ReleasedGap]:
    """Every gap of a release; empty where it holds none."""
    return _read(release.rows("inequalities"))


def _read(rows: list[dict[str, Any]]) -> list[ReleasedGap]:
    return [ReleasedGap(**{name: row[name] for name in _COLUMNS}) for row in rows]
