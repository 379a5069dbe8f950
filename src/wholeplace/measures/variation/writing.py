"""Writing the release's table of variation: one row a unit and measure, from gated counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from wholeplace.measures.cells import Cells
from wholeplace.measures.measure import Measure
from wholeplace.measures.unit_cost import UnitCost
from wholeplace.measures.variation.comparing import (
    Comparison,
    compare,
    large_enough,
    may_be_compared,
)
from wholeplace.measures.variation.standing import COMPARED, Evidence, standing
from wholeplace.measures.variation.units import CASE_MIX, NETWORK, PRACTICE, Units, by_stratum
from wholeplace.record.runs import write_json
from wholeplace.statistics import CaseMix, DisclosureProfile, case_mix, significant_figures

BASIS = "registered"
COMPARABLE = ("proportion", "rate", "dsr")
_AT_ONCE = 20
_FIGURES = 3
_TEXT = ("area_type", "area_code", "basis", "measure")
_NUMBERS = (
    "expected",
    "benchmark",
    *("value", "lower", "upper"),
    *("lower_3", "lower_2", "upper_2", "upper_3"),
    *("phi", "tau_squared"),
    *("to_median", "to_median_lower", "to_median_upper"),
    *("to_best", "to_best_lower", "to_best_upper"),
)
VARIATION = pa.schema(
    [
        *((name, pa.string()) for name in _TEXT),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("statistic", pa.string()),
        ("case_mix", pa.string()),
        ("numerator", pa.int64()),
        ("denominator", pa.int64()),
        *((name, pa.float64()) for name in _NUMBERS),
        ("position", pa.string()),
        ("standing", pa.string()),
        ("because", pa.string()),
        ("unit_cost", pa.string()),
        ("status", pa.string()),
    ]
)
"""A unit on a measure: ``value`` is what it would have with the case mix of all, in the measure's
own unit (fractions of one, or events per so many people); ``lower_3`` … ``upper_3`` are the control
limits of a unit of its size; ``to_median`` and ``to_best`` are people or events."""


def write_variation(
    folder: Path,
    cells: Cells,
    units: Sequence[Units],
    evidence: Evidence,
    measures: Sequence[Measure],
    clustered: Mapping[str, float],
    costs: Sequence[UnitCost],
    profile: DisclosureProfile,
) -> None:
    """Write ``variation.parquet`` and ``unit_costs.json`` beside the table of values.

    Args:
        folder: The release, whose values are written.
        cells: The registered cube.
        units: The units to compare.
        evidence: What is known of practices' data.
        measures: The measures of the release.
        clustered: Measure → how much more it varies by chance than single events would.
        costs: Unit costs.
        profile: The profile that the values were rounded by.
    """
    values = pq.read_table(
        folder / "values.parquet",
        filters=[
            ("area_type", "in", (PRACTICE, NETWORK)),
            ("basis", "=", BASIS),
            ("breakdown", "=", "all"),
        ],
    )
    parts = released_variation(values, cells, units, evidence, measures, clustered, costs, profile)
    table = pa.concat_tables([VARIATION.empty_table(), *parts])
    order = [(name, "ascending") for name in ("measure", "area_type", "area_code")]
    pq.write_table(table.sort_by(order), folder / "variation.parquet", compression="zstd")
    write_json(folder / "unit_costs.json", [asdict(cost) | {"id": cost.id} for cost in costs])


def released_variation(
    values: pa.Table,
    cells: Cells,
    units: Sequence[Units],
    evidence: Evidence,
    measures: Sequence[Measure],
    clustered: Mapping[str, float],
    costs: Sequence[UnitCost],
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
        costs: Unit costs.
        profile: The profile that the values were rounded by.
    """
    wanted = [m for m in measures if may_vary(m)]
    gated = _by_measure_and_kind(values)
    priced = {flow: cost.name for cost in costs for flow in cost.activities}
    for first in range(0, len(wanted), _AT_ONCE):
        some = wanted[first : first + _AT_ONCE]
        for measure, sums in zip(some, by_stratum(cells, some), strict=True):
            for group in units:
                shown = gated.get((measure.name, group.area_type))
                if shown is not None and shown["area_code"].to_pylist() == group.codes:
                    more = clustered.get(measure.name, 1.0)
                    mix = _expected(sums, group, evidence, measure, more, profile)
                    yield _rows(shown, mix, group, evidence, measure, priced)


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


def _expected(
    by_practice: NDArray[np.float64],
    units: Units,
    evidence: Evidence,
    measure: Measure,
    clustered: float,
    profile: DisclosureProfile,
) -> CaseMix:
    """What is expected of units, and how far chance, clustering and rounding scatter their counts.

    The reference is the units that may be trusted. A count rounded to a base is off by as much as
    a number drawn evenly from one base: a variance of its square over 12.
    """
    sums = units.added(by_practice)
    mix = case_mix(
        sums[..., 0],
        sums[..., 1],
        _trusted(standing(evidence, measure, units)[0]),
        "proportion" if measure.statistic == "proportion" else "rate",
    )
    rounding = (profile.base**2 - 1) / 12
    some = np.where(mix.expected > 0, mix.expected, np.nan)
    return mix._replace(dispersion=mix.dispersion * clustered + rounding / some)


def _trusted(words: Sequence[str]) -> NDArray[np.bool_]:
    return np.array([word == COMPARED for word in words], dtype=bool)


def _rows(
    shown: pa.Table,
    mix: CaseMix,
    units: Units,
    evidence: Evidence,
    measure: Measure,
    priced: Mapping[str, str],
) -> pa.Table:
    words, because = standing(evidence, measure, units)
    counted = _floats(shown["numerator"])
    fit = may_be_compared(mix, counted, _trusted(words))
    found = compare(counted, mix, fit, measure.better)
    status = _status(shown, mix, found)
    numbers = _numbers(measure, mix, found, status == "shown")
    size = len(units.codes)
    kept = {
        name: shown[name]
        for name in (*_TEXT, "period_start", "period_end", "statistic", "numerator", "denominator")
    }
    columns = {
        **kept,
        **{name: pa.array(part, pa.float64(), from_pandas=True) for name, part in numbers.items()},
        "case_mix": pa.repeat(pa.scalar(CASE_MIX), size),
        "position": pa.array(np.where(status == "shown", found.position, "not_compared")),
        "standing": pa.array(words, pa.string()),
        "because": pa.array(because, pa.string()),
        "unit_cost": pa.repeat(pa.scalar(priced.get(measure.flow), pa.string()), size),
        "status": pa.array(status),
    }
    return pa.table({name: columns[name] for name in VARIATION.names}, schema=VARIATION)


def _status(shown: pa.Table, mix: CaseMix, found: Comparison) -> NDArray[np.str_]:
    """As in the values; "too_few" for units too small to compare."""
    status = np.array(shown["status"].to_pylist(), dtype="<U16")
    small = ~large_enough(mix) | np.isnan(found.ratio.value)
    return np.where((status == "shown") & small, "too_few", status)


def _numbers(
    measure: Measure, mix: CaseMix, found: Comparison, shown: NDArray[np.bool_]
) -> dict[str, NDArray[np.float64]]:
    """The numbers of each unit, in few figures; NaN where they are not shown."""
    unit = mix.benchmark * measure.per
    most = measure.per if measure.statistic == "proportion" else np.inf
    scaled = {
        **dict(zip(("value", "lower", "upper"), found.ratio, strict=True)),
        **found.limits._asdict(),
    }
    numbers = {name: np.minimum(part * unit, most) for name, part in scaled.items()}
    numbers["expected"] = mix.expected
    for name in ("benchmark", "phi", "tau_squared"):
        given = {"benchmark": unit, "phi": found.phi, "tau_squared": found.tau_squared}[name]
        numbers[name] = np.full(shown.shape, given)
    for name in ("to_median", "to_best"):
        gap = getattr(found.gaps, name) if found.gaps else [np.full(shown.shape, np.nan)] * 3
        numbers |= dict(zip((name, f"{name}_lower", f"{name}_upper"), gap, strict=True))
    return {
        name: np.where(shown, significant_figures(part, _FIGURES), np.nan)
        for name, part in numbers.items()
    }


def _floats(column: pa.ChunkedArray) -> NDArray[np.float64]:
    return np.asarray(column.cast(pa.float64()).to_numpy(), dtype=np.float64)
