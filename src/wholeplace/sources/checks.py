"""The contract applied to a raw table: typed values, and beside each what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import ibis
import ibis.expr.types as ir

from wholeplace.sources.contracts import Column, Dataset
from wholeplace.sources.nhs_numbers import read_nhs_number
from wholeplace.sources.tables import ROW, RawTable
from wholeplace.sources.values import Reading, cleaned, read_column

PROBLEM = "__problem"
TEXT = "__text"
BAD = "__bad"


@dataclass(frozen=True)
class Rules:
    """What a reading depends on besides the contract.

    Attributes:
        received: The day the file was received.
        thousands: The thousands separator the sender confirmed, or nothing.
        synthetic: Whether the people are invented.
        pseudonymised: Whether NHS numbers are opaque tokens.
    """

    received: date
    thousands: str = ""
    synthetic: bool = False
    pseudonymised: bool = False


@dataclass(frozen=True)
class Checked:
    """A table read against its contract.

    Attributes:
        table: For each contract column ``name``: the value as ``name``, its text as
            ``name__text``, its problem's code as ``name__problem``; ``__bad`` where any
            problem costs the row; and the row number from 0.
        dataset: The contract.
        present: The contract's columns that the file has.
    """

    table: ir.Table
    dataset: Dataset
    present: frozenset[str]

    @property
    def good(self) -> ir.Table:
        """The rows without a problem."""
        return self.table.filter(~self.table[BAD])

    @property
    def rejecting(self) -> list[Column]:
        """Columns whose problems cost the row."""
        return [c for c in self.dataset.columns if c.kind != "nhs_number"]

    @property
    def warning(self) -> list[Column]:
        """Columns whose problems leave the value blank and keep the row."""
        return [c for c in self.dataset.columns if c.kind == "nhs_number"]


def check(raw: RawTable, dataset: Dataset, rules: Rules) -> Checked:
    """Read every column against the contract.

    Args:
        raw: The file as a table.
        dataset: The contract.
        rules: What else the reading depends on.
    """
    columns: dict[str, ir.Value] = {ROW: raw.table[ROW]}
    for column in dataset.columns:
        if column.name in raw.names:
            reading = read(column, raw.table[raw.names[column.name]], rules)
        else:
            reading = _absent(column)
        columns[column.name] = reading.value
        columns[column.name + PROBLEM] = reading.problem
        columns[column.name + TEXT] = reading.text
    table = _with_date_orders(raw.table.select(**columns), dataset)
    checked = Checked(table, dataset, frozenset(raw.names))
    bad = ibis.or_(*(table[c.name + PROBLEM].notnull() for c in checked.rejecting))
    return Checked(table.mutate(**{BAD: bad}), dataset, checked.present)


def read(column: Column, raw: ir.Value, rules: Rules) -> Reading:
    """How one column is read under the rules."""
    if column.kind != "nhs_number":
        return read_column(column, raw, rules.received, rules.thousands)
    text = cleaned(raw, column.kind)
    if rules.pseudonymised:
        return Reading(text, ibis.null("string"), text)
    return read_nhs_number(text, rules.synthetic)


def _absent(column: Column) -> Reading:
    kinds = {"integer": "int64", "number": "float64", "date": "date"}
    return Reading(
        ibis.null(kinds.get(column.kind, "string")), ibis.null("string"), ibis.null("string")
    )


def _with_date_orders(table: ir.Table, dataset: Dataset) -> ir.Table:
    """Mark the later date of each pair that stands in the wrong order."""
    for rule in dataset.date_orders:
        name = rule.second + PROBLEM
        wrong = table[rule.first] > table[rule.second]
        table = table.mutate(
            **{
                name: ibis.coalesce(
                    table[name], ibis.ifelse(wrong, "wrong_order", ibis.null("string"))
                )
            }
        )
    return table
