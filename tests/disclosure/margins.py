"""Tables beside the values attacked by their own sums: sexes, groups, areas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from wholeplace.core.errors import StatisticsError
from wholeplace.measures.disclosure.sums import RANKED_WITHIN_AREAS, Above, lies_in
from wholeplace.statistics import (
    ANY,
    NARROWEST,
    Sums,
    could_have_been,
    could_have_been_coarsely,
    feasible_range,
)

Key = tuple[str, ...]
DEATHS = ("deaths", "life tables")
ENOUGH = 10.0
"""Deaths that a rate or a life table must rest on to be shown."""
LADDER = ("msoa", "ward", "district", "upper_tier", "icb")


def margins(folder: Path, registered: Above) -> Iterator[tuple[str, int, int | str]]:
    """Tables beside the values: hidden counts, and those their sums tell.

    Args:
        folder: The release.
        registered: Where each practice and network lies.
    """
    above = registered | lies_in(pq.read_table(folder / "small_areas.parquet"), LADDER)
    for file, count, split, of in (
        (
            "bed_days",
            "numerator",
            ("measure", "basis", "ages", "period_start", "period_end"),
            "count",
        ),
        ("early_deaths", "deaths", ("statistic", "years_pooled"), "deaths"),
        ("life_expectancy", "deaths", ("age", "years_pooled"), "life tables"),
        ("years_without", "deaths", ("without", "years_pooled"), "life tables"),
        ("duplicates", "numerator", ("rule", "measure"), "entries"),
        ("delays", "people", ("measure", "moment", "day"), "people"),
        ("delays_weekly", "days", ("measure", "first_day"), "days"),
    ):
        path = folder / f"{file}.parquet"
        if path.is_file():
            tables: dict[Key, dict[Key, tuple[float, float, bool]]] = defaultdict(dict)
            for row in pq.read_table(path).to_pylist():
                table = tuple(str(row[name]) for name in split)
                key = tuple(row.get(n) or "all" for n in ("area_type", "area_code", "sex"))
                tables[table][(*key, *_group(row))] = _bounds(row, count, of)
            found = [_told(cells, above) for cells in tables.values()]
            yield f"{file}, {of}", sum(h for h, _ in found), sum(t for _, t in found)


def _group(row: dict[str, Any]) -> tuple[str, str]:
    """The breakdown and category of a row; hospitals are a breakdown of all of them."""
    if "hospital" in row:
        return ("all" if row["hospital"] == "all" else "hospital", row["hospital"])
    return row.get("breakdown", row.get("split")), row["category"]


def _bounds(row: dict[str, Any], name: str, of: str) -> tuple[float, float, bool]:
    count, base = row[name], row.get(f"{name}_rounded_to")
    if count is not None:
        low, high = could_have_been_coarsely([count], base) if base else could_have_been([count])
        least = float(low[0]) if of not in DEATHS or not count else max(float(low[0]), ENOUGH)
        return least, float(high[0]), False
    # A life table may fail of more deaths than ten, and bed days are of few people.
    few = (0.0, 9.0) if of == "deaths" else (0.0, ANY)
    # A share hidden because its group is small may be of nobody.
    least = 0.0 if of == "entries" and row["denominator"] is None else 1.0
    known = {"suppressed": (least, 7.0), "too_few": few, "no_data": (0.0, ANY)}
    return (*known.get(row["status"], (0.0, ANY)), row["status"] != "no_data")


def _told(cells: dict[Key, tuple[float, float, bool]], above: Above) -> tuple[int, int]:
    """Hidden cells of one table and those that its sums tell."""
    place = {key: at for at, key in enumerate(cells)}
    sums: dict[object, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for key, at in place.items():
        for kind, total in _totals(key, above):
            if total in place and total != key:
                sums[kind][place[total]].append(at)
    low, high, secret = (np.array(part) for part in zip(*cells.values(), strict=True))
    try:
        least, most = feasible_range(low[:, None], high[:, None], made_sums(sums))
    except StatisticsError:  # Somebody's sex is not known: women and men are not everybody.
        del sums["sex"]
        least, most = feasible_range(low[:, None], high[:, None], made_sums(sums))
    told = secret & (most[:, 0] - least[:, 0] + 1 < NARROWEST) & (most[:, 0] > 0)
    return int(secret.sum()), int(told.sum())


def made_sums(sums: Mapping[object, Mapping[int, list[int]]]) -> list[Sums]:
    """Sums of cells by number, of each kind: total → its parts."""
    return [
        Sums(
            np.array(list(parts)),
            np.concatenate([np.array(some) for some in parts.values()]),
            np.repeat(np.arange(len(parts)), [len(some) for some in parts.values()]),
        )
        for parts in sums.values()
    ]


def _totals(key: Key, above: Above) -> Iterator[tuple[object, Key]]:
    kind, code, sex, breakdown, category = key
    if sex not in ("persons", "all"):
        yield "sex", (kind, code, "persons", breakdown, category)
    if breakdown != "all":
        yield breakdown, (kind, code, sex, "all", "all")
    for larger in above.get((kind, code), ()) if breakdown not in RANKED_WITHIN_AREAS else ():
        yield (kind, larger[0]), (*larger, sex, breakdown, category)
