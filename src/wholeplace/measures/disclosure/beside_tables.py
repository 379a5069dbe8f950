"""The tables beside the values whose counts are protected with them, and what each counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.core.errors import StatisticsError
from wholeplace.measures.cells import ALL
from wholeplace.measures.coverage import ANY_HOSPITAL
from wholeplace.measures.disclosure.beside_values import YEARS_BACK, Beside, Key, as_values
from wholeplace.measures.disclosure.columns import COUNTS
from wholeplace.measures.disclosure.published import published
from wholeplace.measures.disclosure.sums import (
    CROSSED,
    NEAREST,
    Above,
    cells_of_pieces,
    sums_of,
)
from wholeplace.measures.disclosure.withholding import EVERYBODY
from wholeplace.measures.mortality.early import YEARS_LOST
from wholeplace.statistics import DisclosureProfile, feasible_range


def _pair(row: Mapping[str, str]) -> tuple[Key | None, Key | None]:
    one, other = sorted((row["condition"], row["other"]))
    return (f"{one} and {other}", "pair"), (row["condition"], "condition")


def _wait(row: Mapping[str, str]) -> tuple[Key | None, Key | None]:
    """Lengths and shares of waits are of everybody who waits; shares of contacts of some."""
    waiting = (row["list"], "waiting")
    if row["measure"] == "waiting":
        return waiting, None
    of_waits = row["measure"] in ("median", "ninetieth") or row["measure"].startswith("over_")
    return None, waiting if of_waits else None


def _stay(row: Mapping[str, str]) -> tuple[Key | None, Key | None]:
    """Lengths and shares of stays are of all stays, rates of the people of those ages."""
    then = f"{row['ages']} {row[YEARS_BACK]} years ago"
    counted, among = (
        (row["measure"], then),
        ("people" if row["statistic"] == "dsr" else "stays", then),
    )
    return counted, among


def _of_sex(row: Mapping[str, str]) -> tuple[str, str]:
    """A sex of everybody, a group of both sexes, or one of the other."""
    sex, breakdown, category = row["sex"], row["breakdown"], row["category"]
    if sex == "persons":
        return breakdown, category
    if breakdown == ALL:
        return "sex", sex
    return f"sex{CROSSED}{breakdown}", f"{sex}{CROSSED}{category}"


def _death(row: Mapping[str, str]) -> tuple[Key, Key]:
    """Deaths, and the people at risk: some have no sex, so that women and men are not everybody.

    Years of life are lost by the deaths under 75.
    """
    pooled = row["years_pooled"]
    if "age" in row:
        counted = ages = f"from {row['age']}"
    else:
        counted, ages = row["statistic"], "under_75"
        counted = ages if counted == YEARS_LOST else counted
    return (f"deaths {counted}", pooled), (f"{row['sex']} {ages}", pooled)


def _death_of_sex(row: Mapping[str, str]) -> tuple[Key, Key]:
    """The same where the deaths of women and men do not make up all deaths."""
    (counted, pooled), people = _death(row)
    return (f"{counted} {row['sex']}", pooled), people


def _deaths(name: str, *, of_tables: bool) -> Beside:
    """A table of early deaths, or of life tables, which may fail and have limits of their own."""
    about = ("sex", "years_pooled", *(("age", "without") if of_tables else ("statistic",)))
    return Beside(
        name,
        lambda row: " ".join(str(row[part]) for part in about if part in row),
        _death,
        _of_sex,
        few_people=of_tables,
        statistic="dsr",
        known_ages=True,
        columns={"deaths": COUNTS[0], "person_years": COUNTS[1]},
        own_limits=of_tables,
        apart=_death_of_sex,
    )


BESIDE = (
    Beside(
        "comorbidity",
        lambda row: f"{row['condition']} with {row['other']}",
        _pair,
        lambda _: (ALL, ALL),
    ),
    Beside("waits", lambda row: f"{row['list']} {row['measure']}", _wait),
    Beside("reach", lambda row: f"{row['service']} {row['measure']}", lambda _: (None, None)),
    Beside(
        "coverage",
        lambda _: NEAREST,
        lambda _: (None, EVERYBODY),
        lambda row: (
            (ALL, ALL) if row["provider_code"] == ANY_HOSPITAL else (NEAREST, row["provider_code"])
        ),
    ),
    Beside(
        "bed_days",
        lambda row: f"{row['measure']} {row['ages']} {row[YEARS_BACK]} years ago",
        _stay,
        few_people=True,
        known_ages=True,
    ),
    _deaths("early_deaths", of_tables=False),
    _deaths("life_expectancy", of_tables=True),
    _deaths("years_without", of_tables=True),
)


def read_beside(folder: Path) -> dict[str, pa.Table]:
    """The tables beside the values that a release has, by name.

    Args:
        folder: The release.
    """
    paths = {one.name: folder / f"{one.name}.parquet" for one in BESIDE}
    return {name: pq.read_table(path) for name, path in paths.items() if path.is_file()}


def that_add_up(
    one: Beside, table: pa.Table, above: Above, profile: DisclosureProfile
) -> tuple[pa.Table, dict[Key, Key]]:
    """The rows of a table as rows of values, groups apart where they cannot add up.

    Args:
        one: Which table.
        table: Its rows.
        above: Where each area of residents lies.
        profile: The disclosure profile they passed.

    Returns:
        What :func:`~wholeplace.measures.disclosure.beside_values.as_values` gives.
    """
    rows, named = as_values(one, table)
    if one.apart is None or _add_up(rows, named, above, profile):
        return rows, named
    return as_values(replace(one, counts=one.apart), table)


def _add_up(
    rows: pa.Table, named: Mapping[Key, Key], above: Above, profile: DisclosureProfile
) -> bool:
    said = published(rows, "resident", profile, named, monthly=False)
    if said is None:
        return True
    said = said.with_unseen(cells_of_pieces(said.cells, above))
    try:
        feasible_range(said.lower, said.upper, sums_of(said.cells, above))
    except StatisticsError:
        return False
    return True
