"""A comparison as one tidy table: a row for each figure of each scenario, and its difference."""

from __future__ import annotations

import pyarrow as pa

from wholeplace.reports.scenarios.comparison import Comparison

TEXT, DECIMAL = pa.string(), pa.float64()
MEANINGS = {
    "scenario": "The scenario's title",
    "run_id": "The run that answered it",
    "figure": "The figure's name",
    "title": "The figure in plain English",
    "unit": "What it counts",
    "place": "The place it is of; empty is the whole system",
    "group": "The service it is of; empty is all",
    "mean": "The mean over simulated years",
    "mean_low": "Lower 95% limit of the mean",
    "mean_high": "Upper 95% limit of the mean",
    "low": "5th percentile of what one day or year may bring",
    "high": "95th percentile of what one day or year may bring",
    "over": "Whether that is of a day or a year",
    "difference": "Mean difference from the first scenario, year by year",
    "difference_low": "Lower 95% limit of that difference",
    "difference_high": "Upper 95% limit of that difference",
    "judgement": "better or worse where the limits leave out nought; else similar, or different",
}
_NUMBERS = (
    "mean", "mean_low", "mean_high", "low", "high",
    "difference", "difference_low", "difference_high",
)  # fmt: skip
SCHEMA = pa.schema([(name, DECIMAL if name in _NUMBERS else TEXT) for name in MEANINGS])


def comparison_rows(compared: Comparison) -> pa.Table:
    """Every figure of every scenario, with its difference from the first.

    Args:
        compared: The comparison.

    Returns:
        A table of :data:`SCHEMA`; the first scenario has no difference.
    """
    rows = []
    for one in compared.all:
        for row in one.figures:
            found = (
                compared.difference(one, row["name"], row["place"], row["group"])
                if one is not compared.first
                else None
            )
            about = {name: row[name] for name in SCHEMA.names if name in row}
            about |= {"scenario": one.title, "run_id": one.run.run_id, "figure": row["name"]}
            if found is not None:
                about |= {
                    "difference": found.mean,
                    "difference_low": found.low,
                    "difference_high": found.high,
                    "judgement": found.judgement,
                }
            rows.append(about)
    return pa.Table.from_pylist(rows, SCHEMA)
