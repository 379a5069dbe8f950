"""One mapping at work on one opened source: steps, groups and outputs, each row counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
from sqlglot import exp

from wholeplace.core.engine import ROW_GROUP_SIZE
from wholeplace.sources.contracts import Dataset
from wholeplace.sources.mapping.compiling import (
    GAP,
    LEFT_OUT,
    UNSURE,
    judged_query,
    origins_query,
    values_query,
)
from wholeplace.sources.mapping.counts import StepCount
from wholeplace.sources.mapping.definition import Group, MappingError, SourceMapping, Step
from wholeplace.sources.mapping.grouping import group_query, has_key
from wholeplace.sources.mapping.source_tables import Opened

AS_TEXT = ("text", "code", "nhs_number")


@dataclass(frozen=True)
class Workshop:
    """Where a mapping is applied.

    Attributes:
        connection: DuckDB, with a folder to spill to.
        scratch: A folder of the vault for working copies; the caller removes it.
        datasets: The contracts, by name.
        say: Told what is being done, in a few words.
    """

    connection: duckdb.DuckDBPyConnection
    scratch: Path
    datasets: Mapping[str, Dataset]
    say: Callable[[str], None] = lambda _: None


def text_columns(dataset: Dataset) -> set[str]:
    """The columns of a contract that an extract holds as text."""
    return {column.name for column in dataset.columns if column.kind in AS_TEXT}


class Application:
    """One mapping at work on one opened source.

    Args:
        mapping: The mapping.
        opened: The source's tables, as views of their names.
        work: Where it is done.
    """

    def __init__(
        self, mapping: SourceMapping, opened: Mapping[str, Opened], work: Workshop
    ) -> None:
        self.mapping = mapping
        self.opened = opened
        self.work = work
        self.types: dict[str, Mapping[str, str]] = {n: o.columns for n, o in opened.items()}
        self.counts: list[StepCount] = []
        self.empty = {name for name, table in opened.items() if not table.files}

    def prepare(self) -> None:
        """Work out the steps and groups, each after the tables it reads."""
        waiting: list[Step | Group] = [*self.mapping.groups, *self.mapping.steps]
        while waiting:
            ready = [one for one in waiting if _reads(one) <= set(self.types)]
            if not ready:
                names = ", ".join(one.name for one in waiting)
                raise MappingError(f"{names} read one another in a circle.", "Break the circle.")
            for one in ready:
                self._make(one)
                waiting.remove(one)

    def judged(self, step: Step, text: set[str]) -> exp.Select:
        """The rows of a step with our values, and which reason each is left out by."""
        origins = origins_query(step, self.types)
        return judged_query(step, values_query(step, origins, self.describe(origins), text))

    def _make(self, one: Step | Group) -> None:
        if one.source in self.empty:
            self.empty.add(one.name)
        if isinstance(one, Group):
            query = group_query(one, self.types[one.source])
        else:
            query = _kept(one, self.judged(one, set()))
        path = self.work.scratch / f"{one.name}.step.parquet"
        relation = self.relation(query)
        relation.write_parquet(str(path), compression="zstd")
        self.work.connection.from_parquet(str(path)).create_view(one.name)
        self.types[one.name] = dict(zip(relation.columns, map(str, relation.types), strict=True))
        self.counts.append(self._group_count(one) if isinstance(one, Group) else self._count(one))

    def write(self, dataset: str, outputs: Sequence[Step], folder: Path) -> int:
        """Write one extract from one or more outputs; how many rows it has."""
        contract = self.work.datasets[dataset]
        text = text_columns(contract)
        query: exp.Query | None = None
        names = [c.name for c in contract.columns if any(c.name in o.columns for o in outputs)]
        for output in outputs:
            self.counts.append(self._count(output, text))
            kept = _kept(output, self.judged(output, text), names)
            query = kept if query is None else exp.union(query, kept, distinct=False)
        assert query is not None  # there is at least one output
        rows = sum(count.mapped for count in self.counts[-len(outputs) :])
        if rows:
            path = folder / f"{dataset}.parquet"
            # In one order whatever the threads did, so that the same source gives the same bytes.
            self.relation(query).order("ALL").write_parquet(
                str(path), compression="zstd", row_group_size=ROW_GROUP_SIZE
            )
        return rows

    def _count(self, step: Step, text: set[str] | None = None) -> StepCount:
        judged = self.judged(step, text or set())
        flags = [n for n in self.describe(judged) if n.startswith((GAP, UNSURE))]
        sums = [
            exp.alias_(exp.Anonymous(this="count_if", expressions=[exp.column(n, quoted=True)]), n)
            for n in flags
        ]
        reason = exp.column(LEFT_OUT, quoted=True)
        tally = exp.select(reason, exp.Count(this=exp.Star()), *sums)
        found = self.relation(tally.from_(judged.subquery("judged")).group_by(reason)).fetchall()
        left: dict[str, int] = {}
        for place, number, *_ in found:
            if place is not None:
                words = step.leave_out[int(place)].reason
                left[words] = left.get(words, 0) + number
        kept = next((row for row in found if row[0] is None), None)
        gaps, unsure = {}, {}
        for column, name in enumerate(flags, start=2):
            # A value nobody mapped matters in rows that are kept; a lookup that found several rows
            # may be why a row is not.
            if name.startswith(GAP):
                gaps[name.removeprefix(GAP)] = kept[column] if kept else 0
            else:
                unsure[name.removeprefix(UNSURE)] = sum(row[column] or 0 for row in found)
        return StepCount(
            step.name,
            "step" if step in self.mapping.steps else "output",
            step.source,
            self._rows(step.source),
            kept[1] if kept else 0,
            # The engine gives groups in no order; people read the largest first.
            left_out=dict(sorted(left.items(), key=lambda one: (-one[1], one[0]))),
            not_understood={name: number for name, number in gaps.items() if number},
            unsure={name: number for name, number in unsure.items() if number},
        )

    def _group_count(self, group: Group) -> StepCount:
        read, made = self._rows(group.source), self._rows(group.name)
        whole = exp.select(exp.Count(this=exp.Star())).from_(exp.to_table(f'"{group.source}"'))
        keyed = _one(self.relation(whole.where(has_key(group))))
        left = {f"no {' or '.join(group.by)}": read - keyed} if keyed < read else {}
        return StepCount(group.name, "group", group.source, read, made, keyed - made, left)

    def _rows(self, table: str) -> int:
        return _one(self.work.connection.view(table).count("*"))

    def describe(self, query: exp.Query) -> dict[str, str]:
        """Column → DuckDB type of a query."""
        relation = self.relation(query)
        return dict(zip(relation.columns, map(str, relation.types), strict=True))

    def relation(self, query: exp.Query) -> duckdb.DuckDBPyRelation:
        """A query, ready to be read."""
        return self.work.connection.sql(query.sql("duckdb"))


def _kept(step: Step, judged: exp.Select, names: Sequence[str] = ()) -> exp.Select:
    """The rows of a step that are not left out; columns it does not map are blank."""
    columns = [
        exp.column(name, quoted=True)
        if name in step.columns
        else exp.alias_(exp.Null(), name, quoted=True)
        for name in names or step.columns
    ]
    blank = exp.Is(this=exp.column(LEFT_OUT, quoted=True), expression=exp.Null())
    return exp.select(*columns).from_(judged.subquery("judged")).where(blank)


def _reads(one: Step | Group) -> set[str]:
    lookups = () if isinstance(one, Group) else one.lookups
    return {one.source, *(lookup.table for lookup in lookups)}


def _one(relation: duckdb.DuckDBPyRelation) -> int:
    row = relation.fetchone()
    assert row is not None  # a count is always one row
    return int(row[0])
