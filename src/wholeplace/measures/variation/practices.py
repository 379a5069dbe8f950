"""Practices and neighbourhoods compared on measures of the people registered with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.measures.cells import Cells
from wholeplace.measures.measure import Measure
from wholeplace.measures.variation.rows import GATED, Question, variation_rows, with_rounding
from wholeplace.measures.variation.standing import Evidence, Standing, standing
from wholeplace.measures.variation.units import CASE_MIX, Units, by_stratum
from wholeplace.statistics import CaseMix, DisclosureProfile, case_mix

BASIS = "registered"
COMPARABLE = ("proportion", "rate", "dsr")
_AT_ONCE = 20


def released_practices(
    values: pa.Table,
    cells: Cells,
    units: Sequence[Units],
    evidence: Evidence,
    measures: Sequence[Measure],
    clustered: Mapping[str, float],
    priced: Mapping[str, str],
    profile: DisclosureProfile,
) -> Iterator[pa.Table]:
    """Tables of :data:`VARIATION`, one per measure and kind of unit.

    What is expected comes from true counts by age, sex and deprivation; what is seen comes from the
    gated values, so that nothing hidden there is told here.

    Args:
        values: The gated values of the units for everybody.
        cells: The registered cube.
        units: The units to compare.
        evidence: What is known of practices' data.
        measures: The measures of the release; means and counts are left aside.
        clustered: Measure → how much more it varies by chance than single events would.
        priced: Activity → name of the unit cost of one of its events.
        profile: The profile that the values were rounded by.
    """
    wanted = [m for m in measures if may_vary(m)]
    gated = _by_measure_and_kind(values)
    for first in range(0, len(wanted), _AT_ONCE):
        some = wanted[first : first + _AT_ONCE]
        for measure, sums in zip(some, by_stratum(cells, some), strict=True):
            for group in units:
                shown = gated.get((measure.name, group.area_type))
                if shown is not None and shown["area_code"].to_pylist() == group.codes:
                    more = clustered.get(measure.name, 1.0)
                    said = standing(evidence, measure, group)
                    mix = _expected(sums, group, said, measure, more, profile)
                    yield variation_rows(shown.select(GATED), mix, said, _question(measure, priced))


def may_vary(measure: Measure) -> bool:
    """Whether a measure can be compared: not an average or a count, nor what case mix is made of.

    Args:
        measure: The measure.
    """
    described = measure.group == "population" and measure.better == "none"
    return measure.statistic in COMPARABLE and BASIS in measure.basis and not described


def _by_measure_and_kind(values: pa.Table) -> dict[tuple[str, str], pa.Table]:
    """The rows of each measure and kind of unit, in order of code."""
    ordered = values.sort_by(
        [(name, "ascending") for name in ("measure", "area_type", "area_code")]
    )
    keys = zip(ordered["measure"].to_pylist(), ordered["area_type"].to_pylist(), strict=True)
    found, start = {}, 0
    for key, rows in groupby(keys):
        size = sum(1 for _ in rows)
        found[key] = ordered.slice(start, size)
        start += size
    return found


def _question(measure: Measure, priced: Mapping[str, str]) -> Question:
    return Question(
        measure.statistic, measure.per, measure.better, CASE_MIX, priced.get(measure.flow)
    )


def _expected(
    by_practice: NDArray[np.float64],
    units: Units,
    said: Standing,
    measure: Measure,
    clustered: float,
    profile: DisclosureProfile,
) -> CaseMix:
    """What is expected of units at the rates of those whose data are whole and in time."""
    sums = units.added(by_practice)
    mix = case_mix(
        sums[..., 0],
        sums[..., 1],
        said.trusted,
        "proportion" if measure.statistic == "proportion" else "rate",
    )
    return with_rounding(mix._replace(dispersion=mix.dispersion * clustered), profile)
