"""Reject files: every refused value with its file, row, column, what is wrong and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from wholeplace.sources.checks import LONGEST_TEXT, PROBLEM, TEXT
from wholeplace.sources.problems import PROBLEMS
from wholeplace.sources.tables import ROW, BrokenRows

SCHEMA = pa.schema(
    [
        ("file", pa.string()),
        ("row", pa.int64()),
        ("column", pa.string()),
        ("value", pa.string()),
        ("problem", pa.string()),
        ("remedy", pa.string()),
    ]
)
# A spreadsheet would run a value that begins like a formula; a quote mark keeps it text.
FORMULA = r"^([=@\t]|[+-][^0-9.])"


def listed(table: ir.Table, columns: Iterable[str]) -> ir.Table:
    """The problems of a table, one row each.

    Args:
        table: Checked rows with ``name__problem`` and ``name__text``.
        columns: The columns to list.

    Returns:
        file_row_number, column, value, problem.
    """
    parts = [
        table.filter(table[name + PROBLEM].notnull()).select(
            **{ROW: table[ROW]},
            column=ibis.literal(name),
            value=table[name + TEXT],
            problem=table[name + PROBLEM],
        )
        for name in columns
    ]
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def write_list(
    path: Path, file: str, problems: Sequence[ir.Table], broken: BrokenRows, with_broken: bool
) -> dict[str, int]:
    """Write a reject or warning file.

    Args:
        path: Where to write; nothing is written where there is nothing to list.
        file: The name of the file that was landed.
        problems: Tables as :func:`listed` gives them.
        broken: Rows that could not be split, needed to count rows.
        with_broken: Whether to list those too.

    Returns:
        Problem code → how often it occurred.
    """
    counts: Counter[str] = Counter()
    batches: Iterator[pa.RecordBatch] = (
        batch for table in problems for batch in _batches(table, broken)
    )
    if with_broken and len(broken.rows):
        batches = chain([_broken_batch(broken)], batches)
    writer = None
    for batch in batches:
        if not batch.num_rows:
            continue
        for entry in pc.value_counts(batch["problem"]).to_pylist():
            counts[entry["values"]] += entry["counts"]
        if writer is None:
            writer = pa_csv.CSVWriter(path, SCHEMA)
        writer.write_batch(_in_words(batch, file))
    if writer is not None:
        writer.close()
    return dict(counts)


def _batches(table: ir.Table, broken: BrokenRows) -> Iterable[pa.RecordBatch]:
    for batch in table.order_by([ROW, "column"]).to_pyarrow_batches():
        rows = broken.row_numbers(batch[ROW].to_numpy())
        yield pa.RecordBatch.from_arrays(
            [pa.array(rows, pa.int64()), *(batch[n] for n in ("column", "value", "problem"))],
            names=["row", "column", "value", "problem"],
        )


def _broken_batch(broken: BrokenRows) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict(
        {
            "row": pa.array(broken.rows, pa.int64()),
            "column": pa.array([""] * len(broken.rows)),
            "value": pa.array([line[:LONGEST_TEXT] for line in broken.lines]),
            "problem": pa.array(broken.problems),
        }
    )


def _in_words(batch: pa.RecordBatch, file: str) -> pa.RecordBatch:
    """Problem codes as sentences, and values that no spreadsheet will run."""
    codes = list(PROBLEMS)
    place = pc.index_in(batch["problem"], pa.array(codes))
    sentences = pa.array([PROBLEMS[code].sentence for code in codes])
    remedies = pa.array([PROBLEMS[code].remedy for code in codes])
    value = batch["value"]
    risky = pc.fill_null(pc.match_substring_regex(value, FORMULA), False)
    value = pc.if_else(risky, pc.binary_join_element_wise("'", value, ""), value)
    return pa.RecordBatch.from_arrays(
        [
            pa.array(np.full(batch.num_rows, file), pa.string()),
            batch["row"],
            batch["column"],
            value,
            sentences.take(place),
            remedies.take(place),
        ],
        schema=SCHEMA,
    )
