"""Files whose columns slipped or whose dates are turned round: refused whole, as rows would lie."""

from __future__ import annotations

from pathlib import Path

import ibis.expr.types as ir

from wholeplace.core.engine import Engine
from wholeplace.core.errors import InputFileError
from wholeplace.sources.checks import PROBLEM, Checked, Rules, problem_of, value_of
from wholeplace.sources.contracts import Column
from wholeplace.sources.quality import FirstPass
from wholeplace.sources.tables import RawTable
from wholeplace.sources.values import DAYS, tidy

SAMPLE = 5_000
MOST = 0.5
FITS = 0.8
MONTH_FIRST_SHARE = 0.1
MONTH_FIRST_LEAST = 3


def refuse_shifted(
    engine: Engine, file: Path, raw: RawTable, checked: Checked, first: FirstPass, rules: Rules
) -> None:
    """Refuse a file whose values stand beside the columns they belong to.

    Only where most values of two columns or more are wrong is it worth looking: then their
    neighbours' values are read in their place.

    Args:
        engine: DuckDB.
        file: The file, for the message.
        raw: The file as a table.
        checked: The file read against its contract.
        first: What the first pass found.
        rules: What else the reading depends on.

    Raises:
        InputFileError: If in two columns or more the neighbour's values fit, on the same side.
    """
    suspects = [
        column
        for column in checked.dataset.columns
        if column.name in raw.names and first.invalid(column.name) > MOST * first.rows
    ]
    if len(suspects) < 2:
        return
    for side, words in ((1, "right"), (-1, "left")):
        fitting = _fitting(engine, raw, suspects, side, rules)
        if len(fitting) >= 2:
            raise InputFileError(
                file,
                f"The values of {', '.join(fitting)} stand one column to the {words} of "
                "their names.",
                "Line the header up with the values; look for a column name too few or too many.",
                column=fitting[0],
            )


def _fitting(
    engine: Engine, raw: RawTable, suspects: list[Column], side: int, rules: Rules
) -> list[str]:
    """The columns that most of their neighbours' values would suit."""
    sample = raw.table.limit(SAMPLE)
    shares: dict[str, ir.Value] = {}
    for column in suspects:
        neighbour = f"c{int(raw.names[column.name][1:]) + side}"
        if neighbour not in sample.columns:
            continue
        text = tidy(column, sample[neighbour])
        problem = problem_of(column, text, value_of(column, text, rules), rules)
        fits = (text.notnull() & problem.isnull()).cast("float64")
        shares[column.name] = fits.mean()
    if not shares:
        return []
    found = engine.fetch(sample.aggregate(**shares)).to_pylist()[0]
    return [name for name, share in found.items() if share >= FITS]


def refuse_month_first(engine: Engine, file: Path, checked: Checked, first: FirstPass) -> None:
    """Refuse a file whose dates put the month first: the rest of them would load wrongly.

    Args:
        engine: DuckDB.
        file: The file, for the message.
        checked: The file read against its contract.
        first: What the first pass found.

    Raises:
        InputFileError: If in some column many days stand where the month belongs.
    """
    dates = [f for f in first.fields if f.invalid and checked.dataset.column(f.field).kind in DAYS]
    if not dates:
        return
    wanted = {f.field: (checked.table[f.field + PROBLEM] == "month_first").sum() for f in dates}
    found = engine.fetch(checked.table.aggregate(**wanted)).to_pylist()[0]
    for field in dates:
        count = found[field.field] or 0
        if count >= MONTH_FIRST_LEAST and count >= MONTH_FIRST_SHARE * (field.rows - field.missing):
            raise InputFileError(
                file,
                "Its dates put the month before the day, so others among them would be misread.",
                "Send dates as yyyy-mm-dd or dd/mm/yyyy.",
                column=field.field,
            )
