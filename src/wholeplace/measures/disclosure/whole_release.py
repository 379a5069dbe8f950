"""One release protected as a whole: its values and every table of counts beside them, together."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.geography import Geography
from wholeplace.measures.cells import ALL, Cells
from wholeplace.measures.comorbidity import PAIR_AREAS
from wholeplace.measures.cubes import CUBES, RESIDENT, numerator_column
from wholeplace.measures.disclosure.alike import read_same_counts
from wholeplace.measures.disclosure.beside_tables import BESIDE, read_beside, that_add_up
from wholeplace.measures.disclosure.beside_values import Beside, Key, as_values, said_again
from wholeplace.measures.disclosure.by_turns import ByItself, by_turns
from wholeplace.measures.disclosure.columns import ROUNDED_TO, TEXT, have, number
from wholeplace.measures.disclosure.gaps_of_lives import without_withheld_sides
from wholeplace.measures.disclosure.months_and_year import months_beside_years
from wholeplace.measures.disclosure.months_told import less_of_told_months
from wholeplace.measures.disclosure.published import Quantities
from wholeplace.measures.disclosure.rates_that_tell import FewerFigures
from wholeplace.measures.disclosure.releases_apart import Earlier, hold_against
from wholeplace.measures.disclosure.residents_as_said import write_residents_as_said
from wholeplace.measures.disclosure.sums import Above, lies_in, with_pieces
from wholeplace.measures.disclosure.sums_again import sums_again
from wholeplace.measures.disclosure.told_so_far import nothing_told, read_told_so_far
from wholeplace.measures.disclosure.withholding import (
    EVERYBODY,
    LEVELS,
    Withheld,
    same_counts,
    withhold,
)
from wholeplace.measures.ladders import ladder_of
from wholeplace.measures.measure import Measure
from wholeplace.measures.mortality.writing import EXPECTANCY
from wholeplace.measures.release_tables import VALUES_SCHEMA
from wholeplace.record.runs import RunFolders
from wholeplace.statistics import DisclosureProfile

_NOT_OF_COUNTS = ("period_start", "period_end", "value", "lower", "upper")
_SAID = pa.schema(
    [*(field for field in VALUES_SCHEMA if field.name not in _NOT_OF_COUNTS)]
    + [pa.field(name, pa.int64()) for name in ROUNDED_TO]
)
"""What an earlier release says of counts: their cells, and their numbers or why they have none."""
_TEXTS = [field.name for field in _SAID if field.type == TEXT]


def protect(
    parts: Iterable[pa.Table],
    folder: Path,
    pairs: Mapping[str, pa.Table],
    cubes: Mapping[str, Cells],
    measures: Sequence[Measure],
    geography: Geography,
    profile: DisclosureProfile,
    earlier: RunFolders | None = None,
) -> Withheld:
    """Put everything one release counts together, and say less of what would give a count away.

    Args:
        parts: The values, each gated on its own.
        folder: The release; the tables beside the values, gated alone, are written there already,
            and are written again.
        pairs: By basis, exact counts of pairs of conditions by area.
        cubes: The cubes by basis.
        measures: The measures released.
        geography: The geography of the run.
        profile: The disclosure profile.
        earlier: The run of an earlier day whose release this one is held against; None for none.

    Returns:
        The values that may be released, and how many rows of all tables are hidden.
    """
    above: dict[str, Above] = {
        cube.basis: lies_in(with_pieces(ladder_of(cube, geography)), LEVELS[cube.basis])
        for cube in CUBES
    }
    everything = [VALUES_SCHEMA.empty_table(), *parts]
    own = sum(part.num_rows for part in everything)
    beside = {name: table for name, table in read_beside(folder).items() if table.num_rows}
    same = same_counts(cubes, measures)
    alike = {
        basis: _conditions(counts, basis, cubes[basis], measures, same[basis])
        for basis, counts in pairs.items()
    }
    counted = {basis: dict(ids) for basis, ids in same.items()}
    together = [one for one in BESIDE if one.apart is None and one.name in beside]
    for one in together:
        rows, named = as_values(one, beside[one.name])
        everything.append(rows)
        for basis, ids in counted.items():
            known = alike.get(basis, {}) | {EVERYBODY: ids[EVERYBODY]}
            ids |= {key: known.get(name, name) for key, name in named.items()}
    found = withhold(_in_one_piece(everything), above, counted, profile)

    fewer = FewerFigures(cubes, above, same, measures, profile)

    def by_itself(whole: pa.Table) -> ByItself:
        while True:
            alone = months_beside_years(whole.slice(0, own), above, same, profile)
            alone = less_of_told_months(alone, above, same, profile)
            kept = ByItself(alone, fewer.of(alone), whole.slice(own))
            whole = kept.whole
            again = sums_again(whole, kept.gone, above, counted, profile)
            if again is whole:
                return kept
            whole = again

    before = _shown(found.values)
    if earlier is None:
        kept, told = by_itself(found.values), nothing_told()
    else:
        once = by_itself(found.values).whole
        # Rows are millions: those that less was said of since need not be held as well.
        found = replace(found, values=VALUES_SCHEMA.empty_table())
        kept, told = _held_against(once, by_itself, earlier, above, counted, profile)
    lost = before - _shown(kept.shown) - _shown(kept.beside)
    _write_again(folder, together, beside, kept.beside)
    deaths = _protect_deaths(folder, beside, above, profile, earlier)
    people = _people(kept.shown, same, measures)
    write_residents_as_said(folder, kept.shown, _everybody(same[RESIDENT.basis], measures))
    return Withheld(
        kept.shown,
        found.primary + deaths.primary,
        found.besides + lost + deaths.besides,
        people,
        counted,
        [told, *deaths.told],
    )


def _in_one_piece(tables: list[pa.Table]) -> pa.Table:
    """Tables as one, each column in one piece; the list is emptied, so that they are held once."""
    whole = pa.concat_tables(tables)
    tables.clear()
    return whole.combine_chunks()


def _held_against(
    rows: pa.Table,
    by_itself: Callable[[pa.Table], ByItself],
    earlier: RunFolders,
    above: Mapping[str, Above],
    same: Mapping[str, Quantities],
    profile: DisclosureProfile,
) -> tuple[ByItself, pa.Table]:
    """What is released, held against the release before, and what both tell for the next."""
    values = pq.read_table(earlier.release / "values.parquet", read_dictionary=_TEXTS)
    then, beside = [values], read_beside(earlier.release)
    for one in BESIDE:
        table = beside.get(one.name)
        if one.apart is None and table is not None and table.num_rows:
            then.append(as_values(one, table)[0])
    same_before = read_same_counts(earlier.cubes) or same
    told_before = read_told_so_far(earlier.cubes)
    before = Earlier.of(as_protected(then), above, same_before, profile, told_before)

    def against_earlier(whole: pa.Table) -> tuple[pa.Table, pa.Table]:
        return hold_against(whole, before, above, same, profile)

    return by_turns(rows, by_itself, against_earlier)


def _said_less(found: Withheld, values: pa.Table, told: pa.Table) -> Withheld:
    """What is released, where less is said than was found."""
    lost = _shown(found.values) - _shown(values)
    return Withheld(values, found.primary, found.besides + lost, told=[told])


def as_protected(tables: Iterable[pa.Table]) -> pa.Table:
    """What rows of an earlier release say of counts, whether or not their sums were protected.

    Args:
        tables: Rows as values; where they do not say what counts are rounded to, it is the
            profile's base.
    """
    made = []
    for table in tables:
        for name in ROUNDED_TO:
            if name not in table.column_names:
                table = table.append_column(name, pa.nulls(table.num_rows, pa.int64()))
        made.append(table.select(_SAID.names).cast(_SAID))
    return pa.concat_tables(made)


def _protect_deaths(
    folder: Path,
    beside: Mapping[str, pa.Table],
    above: Mapping[str, Above],
    profile: DisclosureProfile,
    earlier: RunFolders | None,
) -> Withheld:
    """Protect the tables of deaths, which share no count with others, and write them again."""
    rows, same = rows_of_deaths(beside, above, profile)
    values = pa.concat_tables([VALUES_SCHEMA.empty_table(), *rows])
    found = withhold(values, above, same, profile)
    then, same_then = rows_of_deaths(
        read_beside(earlier.release) if earlier else {}, above, profile
    )
    if then:
        told = read_told_so_far(earlier.cubes) if earlier else None
        before = Earlier.of(as_protected(then), above, same_then, profile, told)
        found = _said_less(found, *hold_against(found.values, before, above, same, profile))
    _write_again(folder, _tables_of_deaths(beside), beside, found.values)
    if EXPECTANCY in beside:
        without_withheld_sides(folder)
    return found


def _tables_of_deaths(beside: Mapping[str, pa.Table]) -> list[Beside]:
    """The tables beside the values that are of deaths."""
    return [one for one in BESIDE if one.apart is not None and one.name in beside]


def rows_of_deaths(
    beside: Mapping[str, pa.Table], above: Mapping[str, Above], profile: DisclosureProfile
) -> tuple[list[pa.Table], dict[str, Quantities]]:
    """The tables of deaths as rows of values, and which of their counts are the same.

    Args:
        beside: Tables beside the values by name; those that are not of deaths are left out.
        above: By basis, where each area lies.
        profile: The disclosure profile they passed.
    """
    everything, counted = list[pa.Table](), dict[Key, Hashable]()
    for one in _tables_of_deaths(beside):
        rows, named = that_add_up(one, beside[one.name], above[RESIDENT.basis], profile)
        everything.append(rows)
        counted |= named
    return everything, {RESIDENT.basis: counted}


def _write_again(
    folder: Path, some: Iterable[Beside], beside: Mapping[str, pa.Table], less: pa.Table
) -> None:
    """Write tables beside the values as what is left of their rows says."""
    start = 0
    for one in some:
        rows = beside[one.name]
        again = said_again(one, rows, less.slice(start, rows.num_rows))
        pq.write_table(again, folder / f"{one.name}.parquet", compression="zstd")
        start += rows.num_rows


def _shown(values: pa.Table) -> int:
    """How many rows have a number."""
    return int(have(values, "status", "shown").sum())


def _people(
    values: pa.Table, same: Mapping[str, Quantities], measures: Sequence[Measure]
) -> dict[tuple[str, str, str], float]:
    """The people of each area as the values say them, by basis, area type and code."""
    found: dict[tuple[str, str, str], float] = {}
    for basis, ids in same.items():
        names = _everybody(ids, measures)
        of_all = have(values, "breakdown", ALL) & have(values, "basis", basis)
        rows = np.flatnonzero(of_all & have(values, "measure", *names))
        some = values.select(["area_type", "area_code", "numerator"]).take(pa.array(rows))
        counted, areas = number(some, "numerator"), some.to_pylist()
        for area, people in zip(areas, counted, strict=True):
            found[basis, area["area_type"], area["area_code"]] = float(people)
    return found


def _everybody(ids: Quantities, measures: Sequence[Measure]) -> list[str]:
    """The measures that count everybody."""
    return [
        measure.name
        for measure in measures
        if measure.statistic == "count" and ids.get((measure.name, "numerator")) == ids[EVERYBODY]
    ]


def _conditions(
    pairs: pa.Table,
    basis: str,
    cells: Cells,
    measures: Sequence[Measure],
    same: Quantities,
) -> dict[Key, Hashable]:
    """Conditions that some measure counts as well: those with as many people in every area."""
    level, _ = PAIR_AREAS[basis]
    codes = cells.levels[level][0]
    place = {code: number for number, code in enumerate(pairs["area"].to_pylist())}
    at = np.array([place.get(code, -1) for code in codes], dtype=np.int64)
    columns = [numerator_column(measure) for measure in measures]
    added = cells.added(level, (ALL,), columns)[:, 0].astype(np.int64)
    known = {
        added[:, number].tobytes(): same[measure.name, "numerator"]
        for number, measure in enumerate(measures)
    }
    found: dict[Key, Hashable] = {}
    for name in pairs.column_names:
        one, _, other = name.partition("__")
        if one == other:
            people = np.where(at >= 0, pairs[name].to_numpy()[at], 0).astype(np.int64)
            if people.tobytes() in known:
                found[one, "condition"] = known[people.tobytes()]
    return found
