"""The sums that readers can make: groups into everybody, and areas into larger ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wholeplace.measures.cells import AGE_SEX, ALL, PLUS_GROUP
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
    place = {key: number for number, key in enumerate(cells)}
    found: dict[tuple[str, ...], dict[int, list[int]]] = {}
    for key, number in place.items():
        if CROSSED in key[2] and not crossed:
            continue
        for kind, total in (*_groups(key), *_areas(key, above)):
            if total in place:
                found.setdefault(kind, {}).setdefault(place[total], []).append(number)
    return [_made(parts) for _, parts in sorted(found.items())]


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


def _groups(key: CellKey) -> Iterator[tuple[tuple[str, ...], CellKey]]:
    """The cells of the same area that a cell is a part of."""
    area_type, code, breakdown, category = key
    if breakdown == AGE_SEX:
        for margin, name in zip(_AGE_SEX_MARGINS, category.split("|"), strict=True):
            yield (AGE_SEX, margin), (area_type, code, margin, name)
    elif CROSSED in breakdown:
        for margin, name in zip(breakdown.split(CROSSED), category.split(CROSSED), strict=True):
            yield (breakdown, margin), (area_type, code, margin, name)
    elif breakdown == PLUS_GROUP:
        group = category.removeprefix("unknown_").removeprefix("not_")
        yield (PLUS_GROUP, group), (area_type, code, ALL, ALL)
    elif breakdown not in (ALL, NEAREST):
        yield (breakdown,), (area_type, code, ALL, ALL)


def _areas(key: CellKey, above: Above) -> Iterator[tuple[tuple[str, ...], CellKey]]:
    """The same group of the areas that a cell's own area lies in."""
    area_type, code, breakdown, category = key
    if not set(breakdown.split(CROSSED)).isdisjoint(RANKED_WITHIN_AREAS):
        return
    for larger_type, larger in above.get((area_type, code), ()):
        yield (area_type, larger_type), (larger_type, larger, breakdown, category)


def _made(parts: Mapping[int, Sequence[int]]) -> Sums:
    totals = np.fromiter(parts, dtype=np.int64)
    of = np.repeat(np.arange(len(totals)), [len(some) for some in parts.values()])
    return Sums(totals, np.concatenate([np.asarray(some) for some in parts.values()]), of)
