"""The statement's answers as one tidy table, each row readable by itself."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from wholeplace.measures.release import Release
from wholeplace.reports.inequalities_statement.tables import Answered
from wholeplace.reports.rows import SCHEMA, rows_table

NOT_PRODUCED = "not_produced"
ASKED = ("domain", "asked_for", "note")
STATEMENT_SCHEMA = pa.schema([*((name, pa.string()) for name in ASKED), *SCHEMA])


def statement_rows(release: Release, answered: Answered) -> pa.Table:
    """Every number of the statement, and a row for each thing that cannot be produced.

    Args:
        release: The release it was answered from.
        answered: The answers.

    Returns:
        A table of :data:`STATEMENT_SCHEMA`; the status of a row without a number is
        ``not_produced``, and its note says why.
    """
    rows: list[dict[str, Any]] = []
    for domain, indicators in answered.answers:
        for asked, answers in indicators:
            about = {"domain": domain.title, "asked_for": asked.title, "note": asked.note}
            empty = {"run_id": release.run_id, "status": NOT_PRODUCED}
            if asked.missing:
                rows.append(about | empty | {"note": asked.missing})
            for answer in answers:
                if answer.measure is None:
                    rows.append(about | empty | {"measure": answer.name, "note": answer.sentence})
                    continue
                everybody = [answer.everybody] if answer.everybody is not None else []
                values = [*everybody, *(v for table in answer.tables for v in table.values)]
                rows += [about | row for row in rows_table(release, values).to_pylist()]
    return pa.Table.from_pylist(rows, STATEMENT_SCHEMA)
