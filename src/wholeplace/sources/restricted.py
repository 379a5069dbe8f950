"""Restricted codes: what law or local agreement keeps out is dropped here, and counted, not listed.

The list is a CSV of ``code`` and ``from_date``: an entry binds every file received from that day.
"""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import ibis
import ibis.expr.types as ir

from wholeplace.core.errors import InputFileError
from wholeplace.sources.contracts import Column, Dataset

RESTRICTED = "__restricted"
WITHHELD = "__withheld"
SEPARATOR = ";"


@dataclass(frozen=True)
class RestrictedCodes:
    """The restricted codes in force for one file.

    Attributes:
        codes: SNOMED CT concepts and ICD-10 codes, as text.
        sha256: Hash of the list they came from; empty for none.
    """

    codes: tuple[str, ...] = ()
    sha256: str = ""


def load_restricted(file: Path | None, received: date) -> RestrictedCodes:
    """The codes in force on the day a file was received.

    Args:
        file: The list, or None for no list.
        received: The day.

    Raises:
        InputFileError: If the list cannot be read: nothing is landed without it.
    """
    if file is None:
        return RestrictedCodes()
    try:
        content = file.read_bytes()
        rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
        in_force = [
            row["code"].strip()
            for row in rows
            if date.fromisoformat(row["from_date"].strip()) <= received
        ]
    except (OSError, UnicodeDecodeError, KeyError, ValueError, AttributeError) as error:
        raise InputFileError(
            file,
            "The list of restricted codes cannot be read.",
            "It is a CSV in UTF-8 with the columns code and from_date (yyyy-mm-dd).",
        ) from error
    return RestrictedCodes(tuple(sorted(set(in_force))), hashlib.sha256(content).hexdigest())


def withhold(table: ir.Table, dataset: Dataset, restricted: RestrictedCodes) -> ir.Table:
    """Mark rows that may not land and blank codes that may not be kept.

    A required code takes its row with it; an optional one is blanked, alone or out of a list.

    Args:
        table: Checked rows.
        dataset: The contract.
        restricted: The codes in force.

    Returns:
        The table with ``__restricted`` (the row may not land) and ``__withheld`` (codes blanked).
    """
    drop, withheld = ibis.literal(False), ibis.literal(0)
    values: dict[str, ir.Value] = {}
    for column in dataset.columns if restricted.codes else ():
        if not column.clinical:
            continue
        value = table[column.name]
        found = _found(column, value, restricted.codes).fill_null(0)
        hit = found > 0
        if column.required:
            drop = drop | hit
        else:
            withheld = withheld + found
            values[column.name] = ibis.ifelse(hit, _without(value, restricted.codes), value)
    return table.mutate(**values, **{RESTRICTED: drop, WITHHELD: withheld})


def _found(column: Column, value: ir.Value, codes: tuple[str, ...]) -> ir.IntegerValue:
    """How many restricted codes each value holds."""
    if column.kind == "integer":
        return value.isin([int(code) for code in codes if code.isdigit()]).cast("int64")
    return value.split(SEPARATOR).filter(lambda code: code.isin(codes)).length()


def _without(value: ir.StringValue, codes: tuple[str, ...]) -> ir.StringValue:
    kept = value.split(SEPARATOR).filter(lambda code: code.notin(codes))
    return kept.join(SEPARATOR).nullif("")
