"""Writing the forecasts of a run, from numbers that have passed the gate and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.geography.published.contract import SERIES, VALUES
from wholeplace.measures.forecasts.ahead import look_ahead
from wholeplace.measures.forecasts.counted import READ, counted_series
from wholeplace.measures.forecasts.found import Found
from wholeplace.measures.forecasts.leaving import leaving_series
from wholeplace.measures.forecasts.published import published_series
from wholeplace.measures.forecasts.table import (
    FORECASTS,
    FORECASTS_SCHEMA,
    RECORDS,
    RECORDS_SCHEMA,
    forecast_rows,
    left_out_row,
    record_rows,
)
from wholeplace.measures.measure import Measure
from wholeplace.measures.orders import Prepared
from wholeplace.record.runs import RunFolders

MOST_ORIGINS = 12


def write_forecasts(prepared: Prepared, measures: Sequence[Measure], folders: RunFolders) -> None:
    """Forecast the flows, published series and daily counts of a run, and write both tables.

    What is forecast from has passed the disclosure gate, so that a forecast gives nothing away
    that the release does not: a hidden month is a missing one.

    Args:
        prepared: What the run rests on.
        measures: The measures of the run.
        folders: The folders of the run; the release's values and published tables are written.
    """
    as_at, release = prepared.plan.as_at, folders.release
    areas = prepared.geography.table("areas").select(["area_type", "code", "name"]).to_pylist()
    names = {(area["area_type"], area["code"]): area["name"] for area in areas}
    values = pq.read_table(release / "values.parquet", columns=READ)
    published = pq.read_table(release / f"{VALUES.name}.parquet")
    described = pq.read_table(release / f"{SERIES.name}.parquet")
    sources = [
        counted_series(values, measures, names),
        *(_leaving(area, prepared, folders) for area in areas if area["area_type"] == "icb"),
        published_series(published, described, as_at),
    ]
    rows, records = [], []
    for source in sources:
        for table in source.tables:
            ahead = look_ahead(table, most_origins=MOST_ORIGINS)
            rows += list(forecast_rows(ahead))
            records += list(record_rows(ahead))
        records += [left_out_row(one) for one in source.left_out]
    for name, made, schema in (
        (FORECASTS, rows, FORECASTS_SCHEMA),
        (RECORDS, records, RECORDS_SCHEMA),
    ):
        written = pa.Table.from_pylist(made, schema=schema)
        pq.write_table(written, release / f"{name}.parquet", compression="zstd")


def _leaving(area: Mapping[str, str], prepared: Prepared, folders: RunFolders) -> Found:
    system = area["area_type"], area["code"], area["name"]
    return leaving_series(folders.cubes, system, prepared.plan.as_at, prepared.profile)
