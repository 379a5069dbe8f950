"""Writing data quality: exact counts for analysts, gated tables and sentences for the release."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.core.engine import Engine
from wholeplace.core.expressions import UNKNOWN
from wholeplace.geography import Geography
from wholeplace.measures.measure import Measure
from wholeplace.measures.quality.inputs import Quality
from wholeplace.measures.quality.resting import fields_behind
from wholeplace.measures.quality.sums import nothing_said_of_told
from wholeplace.measures.quality.tables import feed_lateness, feed_months, field_quality
from wholeplace.measures.quality.words import begun, name_of, plural, sentence, what_to_do
from wholeplace.record.agreement import Compared, count_agreement
from wholeplace.record.runs import write_json
from wholeplace.sources.monitoring.months import Feed, feeds_of
from wholeplace.sources.monitoring.passes import (
    FIELDS,
    LAGS,
    Landed,
    count_rows,
    last_practices,
    late_since,
    month_start,
)
from wholeplace.sources.monitoring.problems import Problem, find_problems
from wholeplace.sources.monitoring.standards import timeliness
from wholeplace.statistics import DisclosureProfile, release_count, release_proportion

PRACTICE_AREA, PROVIDER_AREA = "practice", "provider"
SERVED = ("district", "upper_tier", "icb")
PROBLEMS = pa.schema(
    [
        *((n, pa.string()) for n in ("kind", "dataset", "source", "provider", "provider_name")),
        *((n, pa.string()) for n in ("area_type", "field")),
        ("first_month", pa.date32()),
        ("last_month", pa.date32()),
        ("sentence", pa.string()),
        ("to_do", pa.string()),
    ]
)


def write_quality(
    engine: Engine, quality: Quality, measures: Iterable[Measure], cubes: Path, release: Path
) -> None:
    """Count, judge, gate and write the quality of everything a run read.

    Args:
        engine: The engine.
        quality: What to work from.
        measures: The measures of the run.
        cubes: Where exact counts go.
        release: Where gated tables go.
    """
    fields, lags = _counted(engine, quality)
    agreement = count_agreement(
        engine,
        Compared(
            quality.datasets,
            quality.contracts,
            quality.links,
            quality.identifiers,
            quality.people,
            quality.plan.as_at,
        ),
    )
    for name, table in (("fields", fields), ("lags", lags), ("agreement", agreement)):
        pq.write_table(table, cubes / f"quality_{name}.parquet", compression="zstd")
    feeds = feeds_of(fields, quality.plan.as_at)
    found = find_problems(feeds, lags, quality.contract_of, quality.standards)
    shares = (feed_months(feeds, quality.profile), field_quality(feeds, quality.profile))
    months, said = nothing_said_of_told(*shares, quality.profile)
    tables = {
        "feed_months": months,
        "field_quality": said,
        "lateness": feed_lateness(feeds, lags, quality.standards, quality.profile),
        "agreement": released_agreement(agreement, quality.profile),
        "problems": told_problems(found, feeds, quality),
        "served": released_served(engine, quality),
    }
    for name, table in tables.items():
        pq.write_table(table, release / f"{name}.parquet", compression="zstd")
    write_json(release / "resting_on.json", fields_behind(quality.plan, measures))


def _counted(engine: Engine, quality: Quality) -> tuple[pa.Table, pa.Table]:
    """One pass over each data set."""
    practices = last_practices(engine, quality.datasets["registration"])
    fields, lags = [FIELDS.empty_table()], [LAGS.empty_table()]
    for contract in quality.contracts:
        landed = Landed(contract, quality.datasets[contract.name], practices)
        since = late_since(b for b in quality.batches if b.dataset == contract.name)
        said, late = count_rows(engine, landed, since, quality.plan.as_at)
        fields.append(said)
        lags.append(late)
    return pa.concat_tables(fields), pa.concat_tables(lags)


def released_agreement(counted: pa.Table, profile: DisclosureProfile) -> pa.Table:
    """How often sources agree, each count rounded or hidden."""
    gated = release_count(counted["counted"].to_numpy(), profile=profile)
    shown = pa.array(gated.value, from_pandas=True).cast(pa.int64())
    status = pa.array(gated.status.astype(str))
    return (
        counted.drop_columns(["counted"])
        .append_column("counted", shown)
        .append_column("status", status)
    )


def told_problems(found: Sequence[Problem], feeds: Sequence[Feed], quality: Quality) -> pa.Table:
    """A table of :data:`PROBLEMS`, in the order to act."""
    names, kinds = _senders(quality.geography)
    newest = {(f.dataset, f.source): f.months[-1] if f.months else 0 for f in feeds}
    rows: list[dict[str, Any]] = []
    for problem in found:
        standard = timeliness(quality.standards, problem.dataset)
        sender = name_of(
            lambda code: names.get(code, _unnamed(code)), problem.provider, problem.source
        )
        rows.append(
            {
                "kind": problem.kind,
                "dataset": problem.dataset,
                "source": problem.source,
                "provider": problem.provider,
                "provider_name": names.get(problem.provider, _unnamed(problem.provider)),
                "area_type": kinds.get(problem.provider, ""),
                "field": problem.field,
                "first_month": month_start(problem.months[0]) if problem.months else None,
                "last_month": month_start(problem.months[-1]) if problem.months else None,
                "sentence": begun(
                    sentence(
                        problem,
                        sender=sender,
                        title=plural(quality.contract_of(problem.dataset).title),
                        newest=newest[problem.dataset, problem.source],
                        late_after=(standard.late_after if standard else None) or 0,
                        profile=quality.profile,
                    )
                ),
                "to_do": what_to_do(problem),
            }
        )
    return pa.Table.from_pylist(rows, PROBLEMS)


def released_served(engine: Engine, quality: Quality) -> pa.Table:
    """Of each district's people, the share each practice has, where it may be shown.

    Returns:
        ``area_type``, ``area_code``, ``practice``, ``value``.
    """
    people = quality.people
    living = people.filter(people.resident)
    counted = living.group_by("practice", *SERVED).agg(people=living.count())
    rows = engine.fetch(counted)
    parts = []
    for level in SERVED:
        together = rows.group_by(["practice", level]).aggregate([("people", "sum")])
        totals = rows.group_by([level]).aggregate([("people", "sum")])
        total = dict(zip(totals[level].to_pylist(), totals["people_sum"].to_pylist(), strict=True))
        codes = together[level].to_pylist()
        gated = release_proportion(
            together["people_sum"].to_numpy(),
            np.array([total[code] for code in codes]),
            profile=quality.profile,
        )
        parts.append(
            pa.table(
                {
                    "area_type": pa.repeat(pa.scalar(level), len(codes)),
                    "area_code": pa.array(codes, pa.string()),
                    "practice": together["practice"].combine_chunks(),
                    "value": pa.array(gated.value, pa.float64(), from_pandas=True),
                }
            )
        )
    order = [(name, "ascending") for name in ("area_type", "area_code", "practice")]
    return pa.concat_tables(parts).drop_null().sort_by(order)


def _senders(geography: Geography) -> tuple[dict[str, str], dict[str, str]]:
    """Code → name, and code → kind of area, of practices and hospital providers."""
    names, kinds = {}, {}
    for table, code, kind in (
        ("providers", "provider_code", PROVIDER_AREA),
        ("practices", "practice_code", PRACTICE_AREA),
    ):
        for row in geography.table(table).select([code, "name"]).to_pylist():
            names[row[code]], kinds[row[code]] = row["name"], kind
    return names, kinds


def _unnamed(code: str) -> str:
    return "people with no practice known" if code == UNKNOWN else code
