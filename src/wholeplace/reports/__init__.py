"""Packs and exports: released numbers in the forms that people take away."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from wholeplace.core.errors import RunError
from wholeplace.measures.release import Release, current_run
from wholeplace.reports.export import select
from wholeplace.reports.rows import rows_table


def published(data_folder: str | Path = "data", run_id: str = "") -> Release:
    """A release to read from a notebook or a command.

    Args:
        data_folder: The data folder of the installation.
        run_id: A run; by default the one that is published.

    Raises:
        RunError: If there is none.
    """
    zone = Path(data_folder) / "release"
    chosen = run_id or current_run(zone)
    if chosen is None:
        raise RunError("Nothing has been published yet.", "Run `wholeplace run` first.")
    return Release(zone / chosen)


def numbers(
    data_folder: str | Path = "data",
    *,
    places: Sequence[str] = (),
    measures: Sequence[str] = (),
    breakdowns: Sequence[str] = (),
    run_id: str = "",
) -> pa.Table:
    """Released numbers as a table, for a notebook.

    Args:
        data_folder: The data folder of the installation.
        places: Places wanted, as named in addresses; all by default.
        measures: Names of the measures wanted; all by default.
        breakdowns: Breakdowns wanted; all by default.
        run_id: A run; by default the one that is published.

    Returns:
        One row per number, with :data:`~wholeplace.reports.rows.COLUMNS`; ``.to_pandas()`` and
        ``polars.from_arrow`` turn it into a data frame.

    Raises:
        RunError: If nothing is published, or a place or measure is not in the release.
    """
    release = published(data_folder, run_id)
    chosen = select(release, slugs=places, measures=measures, breakdowns=breakdowns)
    return rows_table(release, chosen)


__all__ = ["numbers", "published"]
