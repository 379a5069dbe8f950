"""Beside: what IPACS itself answered, read from its output files to be put beside ours."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from wholeplace.core.errors import InputFileError
from wholeplace.planning.simulation.arrays import FloatArray

THEIR_NAMES = {"niq": "queue", "occ": "occupied", "wait": "wait", "cost": "cost"}


def read_answers(file: Path) -> Mapping[tuple[str, str], FloatArray]:
    """Read a file of IPACS' daily means: a column a pathway-scenario and measure, a row a day.

    Args:
        file: ``bed_output_...csv`` or ``visit_output_...csv`` of a run of IPACS.

    Returns:
        (pathway-scenario, our measure) → [day].

    Raises:
        InputFileError: If a column is not named ``SCENARIO__measure`` or a cell is no number.
    """
    try:
        heading, *rows = csv.reader(file.read_text(encoding="utf-8-sig").splitlines())
    except (OSError, ValueError) as error:
        raise InputFileError(file, f"It cannot be read: {error}.") from error
    if heading[:1] != ["date"]:
        problem = "Its first column is not 'date'."
        raise InputFileError(file, problem, "Give an output file of IPACS.")
    return {
        _key(file, name): np.array(
            [_number(file, row[place], number, name) for number, row in enumerate(rows, start=1)]
        )
        for place, name in enumerate(heading[1:], start=1)
    }


def _key(file: Path, name: str) -> tuple[str, str]:
    scenario, _, measure = name.rpartition("__")
    if measure not in THEIR_NAMES:
        known = ", ".join(THEIR_NAMES)
        raise InputFileError(file, f"It is not named SCENARIO__ and {known}.", column=name)
    return scenario, THEIR_NAMES[measure]


def _number(file: Path, cell: str, row: int, column: str) -> float:
    try:
        return float(cell) if cell not in ("", "NA") else float("nan")
    except ValueError:
        raise InputFileError(
            file, f"{cell!r} is not a number.", "Write it in digits.", row=row, column=column
        ) from None
