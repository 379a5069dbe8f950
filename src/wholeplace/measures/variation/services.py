"""Services compared: each specialty of a provider with the same specialty of all providers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wholeplace.core.calendar import window_start
from wholeplace.core.engine import Engine
from wholeplace.core.expressions import UNKNOWN
from wholeplace.measures.broad_cells import groups_of
from wholeplace.measures.providers import BASIS, LEVEL, PROVIDER
from wholeplace.measures.variation.rows import GATED, Question, variation_rows, with_rounding
from wholeplace.measures.variation.service_cube import (
    CELL,
    SUMS,
    WHO,
    Asked,
    service_cube,
    who_was_treated,
)
from wholeplace.measures.variation.standing import (
    CAME_LATE,
    COMPARED,
    KINDS,
    MISSING,
    PARTIAL,
    Standing,
)
from wholeplace.statistics import DisclosureProfile, Released, case_mix, release_proportion

SERVICE = "service"
CASE_MIX = "specialty, priority, age group, sex and national fifth of deprivation (2025)"
Array = NDArray[np.float64]


def released_services(
    engine: Engine,
    asked: Sequence[Asked],
    datasets: Mapping[str, ir.Table],
    links: ir.Table,
    people: ir.Table,
    problems: Sequence[Mapping[str, Any]],
    priced: Mapping[str, str],
    as_at: dt.date,
    profile: DisclosureProfile,
) -> Iterator[pa.Table]:
    """Tables of variation, one for each share of care whose data say who gave it.

    Args:
        engine: The engine.
        asked: What to compare services on.
        datasets: The landed datasets.
        links: ``record_id``, ``person``.
        people: The person table.
        problems: Rows of the release's table of problems.
        priced: What is asked → name of the unit cost of one.
        as_at: The date of the run.
        profile: The disclosure profile.
    """
    landed = [(one, datasets[one.dataset]) for one in asked if one.dataset in datasets]
    given = [(one, rows) for one, rows in landed if PROVIDER in rows.columns]
    if given:
        whose = engine.keep(who_was_treated(links, people), name="who_was_treated")
        groups = groups_of(engine, WHO)
        for one, rows in given:
            cube = engine.fetch(service_cube(one, rows, whose, groups, as_at))
            question = Question("proportion", 1, one.better, CASE_MIX, priced.get(one.name))
            found = compared_services(cube, one, question, problems, as_at, profile)
            if found is not None:
                yield found


def compared_services(
    cube: pa.Table,
    asked: Asked,
    question: Question,
    problems: Sequence[Mapping[str, Any]],
    as_at: dt.date,
    profile: DisclosureProfile,
) -> pa.Table | None:
    """One table of variation; None where no specialty is given by two providers.

    A specialty that one provider alone gives has nothing to be compared with, and is left out.

    Args:
        cube: The cube of services.
        asked: What is counted.
        question: What services are compared on.
        problems: Rows of the release's table of problems.
        as_at: The date of the run.
        profile: The disclosure profile.
    """
    cube = _given_by_several(cube)
    if not cube.num_rows:
        return None
    codes, sums = _by_service(cube)
    counted, among = sums[..., 0], sums[..., 1]
    said = _standing(codes, asked.dataset, problems)
    mix = case_mix(counted, among, said.trusted, "proportion")
    mix = mix._replace(dispersion=mix.dispersion * clustered(cube))
    totals = counted.sum(axis=1), among.sum(axis=1)
    gated = release_proportion(*totals, profile=profile)
    shown = _shown(codes, asked, gated, as_at)
    return variation_rows(shown, with_rounding(mix, profile), said, question)


def clustered(cube: pa.Table) -> float:
    """How much shares vary by chance, as a multiple of what separate contacts would have.

    One person's many appointments are not separate: the variance is of what each brings beyond the
    share overall.

    Args:
        cube: The cube of services.

    Source:
        Cochran WG. Sampling techniques. 3rd edition. New York: Wiley, 1977, section 3.12 (a
        proportion of units in clusters).
    """
    counted, among, counted_squared, product, among_squared = (
        float(pc.sum(cube[name]).as_py()) for name in SUMS
    )
    share = counted / among
    apart = among * share * (1 - share)
    if not apart:
        return 1.0
    together = counted_squared - 2 * share * product + share**2 * among_squared
    return max(1.0, together / apart)


def _given_by_several(cube: pa.Table) -> pa.Table:
    """The cells of specialties that are known and given by two providers or more."""
    pairs = cube.select([PROVIDER, "specialty"]).group_by([PROVIDER, "specialty"]).aggregate([])
    counts = pairs.group_by("specialty").aggregate([(PROVIDER, "count")])
    several = counts.filter(pc.greater(counts[f"{PROVIDER}_count"], 1))["specialty"]
    known = pc.not_equal(cube["specialty"], UNKNOWN)
    return cube.filter(pc.and_(known, pc.is_in(cube["specialty"], several.combine_chunks())))


def _by_service(cube: pa.Table) -> tuple[list[str], Array]:
    """Codes of services in order, and their sums by stratum: services by strata by (x, n)."""
    named = pc.binary_join_element_wise(cube[PROVIDER], cube["specialty"], "|")
    strata = pc.binary_join_element_wise(*(cube[name] for name in CELL[1:]), "|")
    codes, unit = np.unique(named.to_numpy(zero_copy_only=False).astype(str), return_inverse=True)
    kinds, stratum = np.unique(
        strata.to_numpy(zero_copy_only=False).astype(str), return_inverse=True
    )
    sums = np.zeros((len(codes), len(kinds), 2))
    for place, name in enumerate(SUMS[:2]):
        np.add.at(sums[..., place], (unit, stratum), cube[name].to_numpy())
    return codes.tolist(), sums


def _standing(
    codes: Sequence[str], dataset: str, problems: Sequence[Mapping[str, Any]]
) -> Standing:
    """Services of providers whose data came late, or not in full, are not compared."""
    worst = {
        problem["provider"]: KINDS[problem["kind"]]
        for problem in reversed(problems)
        if problem["area_type"] == LEVEL
        and problem["dataset"] == dataset
        and problem["kind"] in KINDS
    }
    words = [worst.get(code.partition("|")[0], COMPARED) for code in codes]
    said = {COMPARED: "", PARTIAL: MISSING}
    return Standing(words, [said.get(word, CAME_LATE) for word in words])


def _shown(codes: Sequence[str], asked: Asked, gated: Released, as_at: dt.date) -> pa.Table:
    start = window_start(as_at, asked.months) if asked.months else as_at
    same = {
        "area_type": SERVICE,
        "basis": BASIS,
        "measure": asked.name,
        "period_start": start,
        "period_end": as_at,
        "statistic": "proportion",
    }
    columns = {name: pa.repeat(pa.scalar(value), len(codes)) for name, value in same.items()}
    columns["area_code"] = pa.array(codes, pa.string())
    for name in ("numerator", "denominator"):
        columns[name] = pa.array(getattr(gated, name), from_pandas=True).cast(pa.int64())
    columns["status"] = pa.array(gated.status.astype(str))
    return pa.table({name: columns[name] for name in GATED})
