"""The account of an import: what became of every resource; the sums always agree."""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import ibis
import ibis.expr.types as ir

from wholeplace.core.engine import Engine
from wholeplace.sources.fhir.problems import REASONS
from wholeplace.sources.fhir.resources import Resources

MOST_LISTED = 100_000
REFUSED_FILE = "refused.csv"
COLUMNS = ("file", "line", "entry", "resource", "element", "problem", "remedy")


@dataclass(frozen=True)
class KindCount:
    """What became of the resources of one kind: read = used + not used + refused.

    Attributes:
        kind: The resource type; empty for what has none.
        read: Resources read.
        used: Those something was taken from.
        not_used: Reason → how many.
        refused: Problem → how many.
    """

    kind: str
    read: int
    used: int
    not_used: dict[str, int]
    refused: dict[str, int]

    def __post_init__(self) -> None:
        parts = self.used + sum(self.not_used.values()) + sum(self.refused.values())
        if self.read != parts:
            raise AssertionError(f"The resources of an import do not reconcile: {self}")


@dataclass(frozen=True)
class Account:
    """What became of every resource of a folder.

    Attributes:
        files: How many files were read.
        kinds: Counts by resource type.
        notes: Sentences on what was read by a rule and not as it stands.
        refused: The list of refused resources, or None where none was refused.
    """

    files: int
    kinds: tuple[KindCount, ...]
    notes: tuple[str, ...]
    refused: Path | None

    @property
    def read(self) -> int:
        """Resources read."""
        return sum(kind.read for kind in self.kinds)


def account_for(
    engine: Engine,
    resources: Resources,
    states: ir.Table,
    judged: Sequence[ir.Table],
    notes: Sequence[str],
    folder: Path,
) -> Account:
    """Add up what became of every resource, and list those refused.

    Args:
        engine: DuckDB.
        resources: What was read.
        states: Why resources are not used, apart from what they say.
        judged: row, reason and element, of the kinds that were judged.
        notes: Sentences to pass on.
        folder: Where the list of refused resources goes.

    Raises:
        AssertionError: If a resource was counted twice or not at all.
    """
    outcomes = engine.keep(_outcomes(engine, resources, states, judged))
    by_reason = outcomes.group_by(["type", "reason"]).agg(rows=outcomes.count())
    counted = engine.fetch(by_reason).to_pylist()
    total = engine.fetch(_whole(resources.heads).count().as_table()).column(0)[0].as_py()
    if sum(row["rows"] for row in counted) != total:
        raise AssertionError(f"Of {total} resources {counted} are accounted for.")
    kinds = tuple(
        _kind(kind, {row["reason"]: row["rows"] for row in counted if row["type"] == kind})
        for kind in sorted({row["type"] for row in counted})
    )
    refused = _list_refused(engine, resources.files, outcomes, folder / REFUSED_FILE)
    return Account(len(resources.files), kinds, tuple(notes), refused)


def _whole(heads: ir.Table) -> ir.Table:
    """Resources that stand on their own; those contained in others count with them."""
    return heads.filter(heads.container.isnull())


def _outcomes(
    engine: Engine, resources: Resources, states: ir.Table, judged: Sequence[ir.Table]
) -> ir.Table:
    """Every resource with where it stands and why it is not used; null where it is."""
    heads = _whole(resources.heads)
    early = states.select("row", early="reason")
    parts = [table.select("row", "reason", "element") for table in judged]
    if not parts:
        empty = {"row": "int64", "reason": "string", "element": "string"}
        parts = [engine.table(ibis.Schema(empty).to_pyarrow().empty_table())]
    late = ibis.union(*parts) if len(parts) > 1 else parts[0]
    joined = heads.left_join(early, "row").drop("row_right").left_join(late, "row")
    return joined.select(
        "row",
        "file",
        "line",
        "entry",
        type=joined["type"].fill_null(""),
        id=joined.id,
        reason=ibis.coalesce(joined.early, joined.reason, ibis.literal("")),
        element=joined.element,
    )


def _kind(kind: str, rows: dict[str, int]) -> KindCount:
    reasons = {code: count for code, count in rows.items() if code}
    told = {"not used": {}, "refused": {}}  # type: dict[str, dict[str, int]]
    for code, count in sorted(reasons.items(), key=lambda entry: -entry[1]):
        told[REASONS[code].outcome][REASONS[code].sentence] = count
    return KindCount(kind, sum(rows.values()), rows.get("", 0), told["not used"], told["refused"])


def _list_refused(engine: Engine, files: list[Path], outcomes: ir.Table, path: Path) -> Path | None:
    """Write one line for each refused resource: where it stands, what is wrong, what to do."""
    codes = [code for code, reason in REASONS.items() if reason.outcome == "refused"]
    bad = (
        outcomes.filter(outcomes.reason.isin(codes))
        .order_by(["file", "line", "entry"])
        .limit(MOST_LISTED)
    )
    rows = engine.fetch(bad).to_pylist()
    if not rows:
        return None
    root = Path(os.path.commonpath([file.parent for file in files]))
    names = [file.relative_to(root).as_posix() for file in files]
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(COLUMNS)
        for row in rows:
            reason = REASONS[row["reason"]]
            what = "/".join(part for part in (row["type"], row["id"]) if part)
            place = (names[row["file"]], row["line"] or "", row["entry"] or "", what)
            writer.writerow((*place, row["element"] or "", reason.sentence, reason.remedy))
    return path
