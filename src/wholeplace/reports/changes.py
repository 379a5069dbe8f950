"""Why numbers moved, as a tidy table for files and as lines for a screen."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pacsv

from wholeplace.core.errors import RunError
from wholeplace.core.spreadsheets import safe_text
from wholeplace.measures.changes import Explanation, Figures, in_figures
from wholeplace.statistics import DisclosureProfile

SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("run_before", "run_after", "area_type", "area_code")),
        *((name, pa.string()) for name in ("area_name", "basis", "measure", "measure_title")),
        *((name, pa.string()) for name in ("statistic", "row", "cause", "words")),
        *((name, pa.int64()) for name in ("numerator", "denominator")),
        ("value", pa.float64()),
        ("status", pa.string()),
        ("counts", pa.string()),
    ]
)
ORDER = (
    "The causes were changed in the order of the rows, each with all before it changed already; "
    "the part of a cause depends on that order."
)
NOT_FOR_RELEASE = "Exact counts: not for release."
AS_RELEASED = "As released."
HEADINGS = ("", "counted", "among", "number")
HIDDEN = "*"


def change_table(explanations: Sequence[Explanation]) -> pa.Table:
    """Why numbers moved, one row for each number and each cause.

    Args:
        explanations: The explanations.

    Returns:
        For each measure a row ``before``, a row ``cause`` for each cause, and a row ``after``;
        the numbers of a cause are by how much it moved the number.
    """
    return pa.Table.from_pylist([row for one in explanations for row in _rows(one)], SCHEMA)


def write_changes(
    explanations: Sequence[Explanation], profile: DisclosureProfile, path: Path
) -> None:
    """Write why numbers moved, as CSV or JSON.

    Args:
        explanations: The explanations.
        profile: The disclosure profile they were made under.
        path: A file ending in ``.csv`` or ``.json``.

    Raises:
        RunError: If the name ends otherwise.
    """
    refuse_other_forms(path)
    table = change_table(explanations)
    if path.suffix == ".csv":
        rows = [{k: _safe(v) for k, v in row.items()} for row in table.to_pylist()]
        pacsv.write_csv(pa.Table.from_pylist(rows, SCHEMA), path)
    else:
        said = {"notes": [about(profile), ORDER], "rows": table.to_pylist()}
        path.write_text(json.dumps(said, indent=1, ensure_ascii=False), encoding="utf-8")


def refuse_other_forms(path: Path) -> None:
    """Stop before any work where a file could not be written.

    Raises:
        RunError: If its name ends in neither ``.csv`` nor ``.json``.
    """
    if path.suffix not in (".csv", ".json"):
        raise RunError(f"{path.name} is of no known form.", "End it in .csv or .json.")


def about(profile: DisclosureProfile) -> str:
    """How the counts are protected, in a sentence."""
    if profile.name == "exact":
        return NOT_FOR_RELEASE
    return (
        f"Counts as released: {profile.title}. A part is the difference of two of them; "
        f"one that is truly a small number is {HIDDEN}."
    )


def lines(explanation: Explanation) -> list[str]:
    """The table of one measure as lines of text, causes that did nothing left out."""
    measure = explanation.measure
    cells = [HEADINGS, _cells(explanation, "Before", explanation.before, signed=False)]
    for part in explanation.parts:
        if not part.nothing:
            words = part.words[:1].upper() + part.words[1:]
            cells.append(_cells(explanation, words, part.figures, signed=True))
    cells.append(_cells(explanation, "After", explanation.after, signed=False))
    columns = range(2 if measure.statistic == "count" else len(HEADINGS))
    widths = [max(len(line[place]) for line in cells) for place in columns]
    return [
        "  ".join(
            line[place].rjust(widths[place]) if place else line[place].ljust(widths[place])
            for place in columns
        ).rstrip()
        for line in cells
    ]


def _rows(one: Explanation) -> Iterator[dict[str, Any]]:
    same = {
        "run_before": one.runs[0],
        "run_after": one.runs[1],
        "area_type": one.area.area_type,
        "area_code": one.area.code,
        "area_name": one.area.name,
        "basis": one.basis,
        "measure": one.measure.name,
        "measure_title": one.measure.title,
        "statistic": one.measure.statistic,
        "counts": NOT_FOR_RELEASE if one.exact else AS_RELEASED,
    }

    def row(kind: str, figures: Figures, cause: str = "", words: str = "") -> dict[str, Any]:
        numbers = {name: getattr(figures, name) for name in Figures.__dataclass_fields__}
        return same | {"row": kind, "cause": cause, "words": words} | numbers

    yield row("before", one.before)
    for part in one.parts:
        yield row("cause", part.figures, part.cause, part.words)
    yield row("after", one.after)


def _cells(
    one: Explanation, words: str, figures: Figures, *, signed: bool
) -> tuple[str, str, str, str]:
    if figures.status != "shown":
        return words, HIDDEN, HIDDEN, HIDDEN

    def whole(number: int | None) -> str:
        return "" if number is None else f"{number:+,}" if signed else f"{number:,}"

    value = in_figures(one.measure, figures.value, change=signed)
    sign = "+" if signed and figures.value and figures.value > 0 else ""
    return words, whole(figures.numerator), whole(figures.denominator), sign + value


def _safe(value: Any) -> Any:
    return safe_text(value) if isinstance(value, str) else value
