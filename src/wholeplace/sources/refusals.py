"""Bad files: what makes a whole file unusable, each with one clear message."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import ibis

from wholeplace.core.engine import Engine
from wholeplace.core.errors import InputFileError
from wholeplace.sources.batches import Counts
from wholeplace.sources.checks import Rules
from wholeplace.sources.contracts import Dataset
from wholeplace.sources.nhs_numbers import looks_like_nhs_number
from wholeplace.sources.problems import PROBLEMS
from wholeplace.sources.tables import ROW, RawTable
from wholeplace.sources.values import tidy


def refuse_identity(
    engine: Engine, file: Path, raw: RawTable, dataset: Dataset, rules: Rules
) -> None:
    """Refuse clear identities where data must arrive pseudonymised at source.

    Args:
        engine: DuckDB.
        file: The file, for the message.
        raw: The file as a table.
        dataset: The contract.
        rules: Says whether data must arrive pseudonymised.

    Raises:
        InputFileError: If a column names people outright, or holds a valid NHS number.
    """
    if not rules.pseudonymised:
        return
    found = {}
    for column in dataset.columns:
        if column.name in raw.names and (column.direct or column.kind == "nhs_number"):
            text = tidy(column, raw.table[raw.names[column.name]])
            hit = text.notnull() if column.direct else looks_like_nhs_number(text)
            found[column.name] = ibis.ifelse(hit, raw.table[ROW], ibis.null("int64")).min()
    first = engine.fetch(raw.table.aggregate(**found)).to_pylist()[0] if found else {}
    for name, row in first.items():
        if row is not None:
            what = "is filled" if dataset.column(name).direct else "holds a clear NHS number"
            raise InputFileError(
                file,
                f"This installation takes data pseudonymised at source, and the column {what}.",
                "Ask the sender for tokens in place of identities, and destroy this file.",
                row=int(raw.broken.row_numbers(row)),
                column=name,
            )


def refuse_bad_file(file: Path, counts: Counts, problems: Mapping[str, int]) -> None:
    """Refuse a file of which no row could be loaded.

    Args:
        file: The file, for the message.
        counts: What became of its rows.
        problems: Problem code → how often.

    Raises:
        InputFileError: If nothing would be loaded.
    """
    if counts.loaded:
        return
    if not problems:
        raise InputFileError(
            file, "Every row holds a restricted code, so nothing was loaded.", "Check the feed."
        )
    worst = PROBLEMS[max(problems, key=lambda code: problems[code])]
    raise InputFileError(
        file, f"All {counts.read:,} rows were rejected. Most often: {worst.sentence}.", worst.remedy
    )
