"""What is needed to read released numbers away from the pages: run, columns, statuses, measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from wholeplace.measures.release import Release
from wholeplace.reports.rows import COLUMNS
from wholeplace.statistics import HES, PROFILES

RUN_FACTS = (
    "run_id",
    "as_at",
    "known_at",
    "code_version",
    "engine",
    "installation",
    "synthetic",
    "geography",
    "geography_hash",
    "disclosure_profile",
    "not_produced",
    "missing_feeds",
)
"""What a manifest says that may leave the installation: it also holds exact counts of records."""


@dataclass(frozen=True)
class Status:
    """Why a number is shown or not.

    Attributes:
        name: The value of the column ``status``.
        shorthand: What stands in a workbook's cell instead of a number, as in the Government
            Analysis Function's guidance on symbols and shorthand in statistical tables.
        meaning: The reason, in plain English.
    """

    name: str
    shorthand: str
    meaning: str


STATUSES = (
    Status("shown", "", "The number is shown."),
    Status("suppressed", "[c]", "The count is small, and hidden to protect people."),
    Status("too_few", "[u]", "There are too few events for a reliable number."),
    Status("all_or_none", "[c]", "All people or none have it, which would tell of each of them."),
    Status("withheld", "[c]", "It is hidden, as a small number could be worked out from it."),
    Status("no_data", "[x]", "There are no data: this is not zero."),
)


@dataclass(frozen=True)
class Notes:
    """What every form of an export says beside its numbers.

    Attributes:
        title: What the numbers are of.
        run: The run that made them.
        protection: How small numbers are protected.
        measures: The definitions of the measures in it, as the catalogue gives them.
        gaps: The gaps between groups that go with the numbers, if any, as
            :func:`~wholeplace.reports.gap_rows.gaps_table` gives them.
    """

    title: str
    run: dict[str, Any]
    protection: str
    measures: list[dict[str, Any]]
    gaps: pa.Table | None = None

    @property
    def invented(self) -> bool:
        """Whether the people behind the numbers are invented."""
        return bool(self.run.get("synthetic"))

    def as_data(self) -> dict[str, Any]:
        """The notes as plain data."""
        return {
            "title": self.title,
            "run": self.run,
            "protection": self.protection,
            "columns": {column.name: column.description for column in COLUMNS},
            "statuses": {status.name: status.meaning for status in STATUSES},
            "measures": self.measures,
        }


def notes_of(release: Release, table: pa.Table, title: str, gaps: pa.Table | None = None) -> Notes:
    """The notes of some released numbers.

    Args:
        release: The release they are of.
        table: The numbers, as :func:`~wholeplace.reports.rows.rows_table` gives them.
        title: What they are of.
        gaps: The gaps between groups that go with them.
    """
    used = set(table["measure"].unique().to_pylist())
    manifest: dict[str, Any] = release.document("manifest")
    profile = PROFILES[manifest.get("disclosure_profile", HES.name)]
    return Notes(
        title=title,
        run={name: manifest[name] for name in RUN_FACTS if name in manifest},
        protection=f"Counts: {profile.title}. A blank number has its reason in status.",
        measures=[entry for entry in release.document("measures") or [] if entry["name"] in used],
        gaps=gaps,
    )
