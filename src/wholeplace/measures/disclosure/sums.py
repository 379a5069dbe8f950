"""The sums that readers can make: groups into everybody, and areas into larger ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wholeplace.measures.cells import AGE_SEX, ALL, PLUS_GROUP
from wholeplace.measures.disclosure.columns import IntArray
from wholeplace.measures.disclosure.published import CellKey
from wholeplace.statistics import Sums

Above = Mapping[tuple[str, str], Sequence[tuple[str, str]]]
"""An area, as type and code → the areas it lies in wholly, one of each larger kind."""
RANKED_WITHIN_AREAS = ("deprivation_tenth_2025",)
"""Breakdowns whose groups are other people in a larger area."""
NEAREST = "nearest_hospital"
"""The breakdown of coverage by hospital: not everybody's nearest hospital is in it."""
PIECE = "piece"
"""Where a middle-layer area and a ward overlap: both are made of such pieces, none is released."""
OVERLAPPING = ("msoa", "ward")
CROSSED = "|"
"""Between the breakdowns of groups that are of two at once, and between their categories."""
_AGE_SEX_MARGINS = ("sex", "age_band")


def sums_of(cells: Sequence[CellKey], above: Above, *, crossed: bool = True) -> list[Sums]:
    """Every sum among the cells of a release, each kind on its own.

    Args:
        cells: Area type, area code, breakdown and category of each cell.
        above: Where each area lies.
        crossed: Whether groups of two breakdowns at once make up those of one: they do in tables
            that count them. Elsewhere somebody may be of no known group of the other breakdown.
    """
    areas, area = _numbered([key[:2] for key in cells])
    groups, group = _numbered([key[2:] for key in cells])
    grid = np.full((len(areas), len(groups)), -1)
    grid[area, group] = np.arange(len(cells))
    able, alike = np.ones((2, len(groups)), dtype=np.bool_)
    for (breakdown, _), number in groups.items():
        able[number] = crossed or CROSSED not in breakdown
        alike[number] = able[number] and _same_in_larger_areas(breakdown)
    found: dict[tuple[str, ...], list[tuple[IntArray, IntArray]]] = {}
    for name, part in groups.items():
        for kind, total in _groups(*name):
            if able[part] and total in groups:
                found.setdefault(kind, []).append((grid[:, part], grid[:, groups[total]]))
    for key, part in areas.items():
        for larger in above.get(key, ()):
            if larger in areas:
                pair = grid[part, alike], grid[areas[larger], alike]
                found.setdefault((key[0], larger[0]), []).append(pair)
    made = (_made(pairs) for _, pairs in sorted(found.items(), key=lambda item: item[0]))
    return [sums for sums in made if len(sums.total)]


def lies_in(
    ladder: pa.Table, levels: Sequence[str]
) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Where each area lies: the areas that it and others make up together.

    Args:
        ladder: One row per smallest area: a column per kind of area.
        levels: The kinds of area, smaller ones first.
    """
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for place, lower in enumerate(levels):
        for upper in levels[place + 1 :]:
            pairs = set(zip(ladder[lower].to_pylist(), ladder[upper].to_pylist(), strict=True))
            spread = [low for low, _ in pairs]
            split = {high for low, high in pairs if low is None or spread.count(low) > 1}
            for low, high in sorted(pair for pair in pairs if None not in pair):
                if high not in split:
                    found.setdefault((lower, low), []).append((upper, high))
    return found


def with_pieces(ladder: pa.Table) -> pa.Table:
    """A ladder that also says which piece of overlapping areas each smallest area lies in.

    Args:
        ladder: One row per smallest area: a column per kind of area.
    """
    if not set(OVERLAPPING) <= set(ladder.column_names):
        return ladder
    pieces = pc.binary_join_element_wise(*(ladder[name] for name in OVERLAPPING), "|")
    return ladder.append_column(PIECE, pieces)


def cells_of_pieces(cells: Sequence[CellKey], above: Above) -> list[CellKey]:
    """The cells of pieces: groups that both kinds of area that overlap in them have.

    Args:
        cells: The cells of a release.
        above: Where each area lies, pieces among them.
    """
    groups = [{key[2:] for key in cells if key[0] == kind} for kind in OVERLAPPING]
    codes = sorted(code for kind, code in above if kind == PIECE)
    return [(PIECE, code, *group) for code in codes for group in sorted(set.intersection(*groups))]


def _numbered(keys: Sequence[tuple[str, str]]) -> tuple[dict[tuple[str, str], int], IntArray]:
    """The different keys and their numbers, and the number of each."""
    numbers: dict[tuple[str, str], int] = {}
    of_each = [numbers.setdefault(key, len(numbers)) for key in keys]
    return numbers, np.array(of_each, dtype=np.int64)


def _groups(breakdown: str, category: str) -> Iterator[tuple[tuple[str, ...], tuple[str, str]]]:
    """The groups of the same area that a group is a part of."""
    if breakdown == AGE_SEX:
        for margin, name in zip(_AGE_SEX_MARGINS, category.split("|"), strict=True):
            yield (AGE_SEX, margin), (margin, name)
    elif CROSSED in breakdown:
        for margin, name in zip(breakdown.split(CROSSED), category.split(CROSSED), strict=True):
            yield (breakdown, margin), (margin, name)
    elif breakdown == PLUS_GROUP:
        group = category.removeprefix("unknown_").removeprefix("not_")
        yield (PLUS_GROUP, group), (ALL, ALL)
    elif breakdown not in (ALL, NEAREST):
        yield (breakdown,), (ALL, ALL)


def _same_in_larger_areas(breakdown: str) -> bool:
    """Whether the groups of a breakdown are the same people in the areas that an area lies in."""
    return set(breakdown.split(CROSSED)).isdisjoint(RANKED_WITHIN_AREAS)


def _made(pairs: Sequence[tuple[IntArray, IntArray]]) -> Sums:
    """Sums of parts and their totals; -1 for a cell there is not.

    Parts stand in order, and totals in that of their first parts: what is withheld rests on it.
    """
    part, total = (np.concatenate(some) for some in zip(*pairs, strict=True))
    there = np.flatnonzero((part >= 0) & (total >= 0))
    there = there[np.argsort(part[there])]
    part, total = part[there], total[there]
    _, first, of = np.unique(total, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.argsort(order)[of]
    by_total = np.argsort(rank, kind="stable")
    return Sums(total[first[order]], part[by_total], rank[by_total])
