"""The release of a run: everything counted, through the disclosure gate together, and written."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import Any

import pyarrow as pa

from wholeplace.core.side_by_side import side_by_side
from wholeplace.measures.cells import Cells
from wholeplace.measures.clustering import with_limits_of_lumps
from wholeplace.measures.counting import released_cells
from wholeplace.measures.coverage import silent_hospitals, write_coverage
from wholeplace.measures.cubes import REGISTERED, RESIDENT
from wholeplace.measures.disclosure.alike import write_same_counts
from wholeplace.measures.disclosure.told_so_far import write_told_so_far
from wholeplace.measures.disclosure.whole_release import protect
from wholeplace.measures.disclosure.withholding import gated_alone
from wholeplace.measures.inequalities import write_inequalities
from wholeplace.measures.publishing import (
    in_order,
    write_areas,
    write_batches,
    write_in_order,
    write_open_data,
)
from wholeplace.measures.release_tables import VALUES_SCHEMA
from wholeplace.measures.run_record import AtWork


@dataclass(frozen=True)
class Counted:
    """What a run counted, for the gate.

    Attributes:
        cubes: Cells by the name of their cube.
        values: Values that are not of cubes, each gated on its own.
        pairs: By basis, exact counts of pairs of conditions by area.
        sent_stays: The hospitals that sent stays.
        dispersion: Of rates that count people again, what their limits are made with.
    """

    cubes: Mapping[str, Cells]
    values: Sequence[pa.Table]
    pairs: Mapping[str, pa.Table]
    sent_stays: Collection[str]
    dispersion: Mapping[str, float]


def write_release(work: AtWork, counted: Counted) -> dict[str, Any]:
    """Pass everything through the gate and write the release.

    Args:
        work: The run; the tables beside the values, gated alone, are written already.
        counted: What it counted.

    Returns:
        What was written, for the manifest.
    """
    folder, prepared, settings = work.staged.release, work.prepared, work.order.settings
    geography, profile, measures = prepared.geography, prepared.profile, work.measures
    silent = _write_coverage(work, counted.sent_stays)
    parts = chain(counted.values, released_cells(counted.cubes, prepared, measures))
    if settings.disclosure.protect_sums:
        kept = protect(
            parts,
            folder,
            counted.pairs,
            counted.cubes,
            measures,
            geography,
            profile,
            prepared.earlier,
        )
    else:
        kept = gated_alone(parts)
    write_same_counts(work.staged.cubes, kept.same)
    write_told_so_far(work.staged.cubes, kept.told)
    held = [with_limits_of_lumps(kept.values, counted.dispersion)]
    kept = replace(kept, values=VALUES_SCHEMA.empty_table())
    values = in_order(held)
    # Values are packed into their file while what they amount to is worked out.
    with side_by_side(partial(write_in_order, folder / "values.parquet", values)):
        write_inequalities(folder, values, {measure.name: measure.per for measure in measures})
    registered, resident = counted.cubes[REGISTERED.basis], counted.cubes[RESIDENT.basis]
    areas = folder / "areas.parquet"
    write_areas(areas, geography, registered, resident, profile, kept.people)
    write_batches(folder, settings.data_folder, prepared.batches, profile)
    write_open_data(folder, geography, prepared.imports)
    return {
        "values": values.num_rows,
        "hidden": kept.counts,
        "missing_feeds": list(silent.values()),
    }


def _write_coverage(work: AtWork, sent: Collection[str]) -> dict[str, str]:
    """Write the care that is not covered; the hospitals that sent no stays, by code."""
    prepared, staged = work.prepared, work.staged
    silent = silent_hospitals(prepared.geography.table("providers"), sent)
    write_coverage(
        staged.release / "coverage.parquet",
        staged.cubes / f"{RESIDENT.basis}.parquet",
        prepared.geography,
        silent,
        prepared.profile,
    )
    return silent
