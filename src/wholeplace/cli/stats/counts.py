"""``proportion``, ``rate``, ``mean`` and ``quantile``: statistics of one row or group."""

from __future__ import annotations

from pathlib import Path

import click
import numpy as np

from wholeplace.cli.stats.options import WithConfidences, column, confidences, per, shared
from wholeplace.cli.stats.tidy import TidyFile, limits, write
from wholeplace.statistics import mean as mean_of
from wholeplace.statistics import poisson_rate, quantile_groups, wilson


@click.command(cls=WithConfidences)
@shared
@confidences
@column("numerator", "numerator", "People counted.")
@column("denominator", "denominator", "People they are among.")
def proportion(
    file: Path,
    by: tuple[str, ...],
    out: Path | None,
    confidence: tuple[float, ...],
    numerator: str,
    denominator: str,
) -> None:
    """Proportions with Wilson's limits, of each row or added up by group.

    \b
    Example:
      wholeplace stats proportion smokers.csv --by district --confidence 0.95 0.998
    """
    table = TidyFile.read(file)
    groups = table.groups(by)
    counted, among = (groups.sums(table.numbers(name)) for name in (numerator, denominator))
    found = {level: wilson(counted, among, level) for level in confidence}
    sums = {numerator: counted, denominator: among}
    write({**groups.columns(), **sums, **limits(found)}, out)


@click.command(cls=WithConfidences)
@shared
@confidences
@per
@column("events", "events", "Events counted.")
@column("population", "population", "People, or person-years, at risk.")
def rate(
    file: Path,
    by: tuple[str, ...],
    out: Path | None,
    confidence: tuple[float, ...],
    per: float,
    events: str,
    population: str,
) -> None:
    """Crude rates with exact limits below 10 events and Byar's above.

    \b
    Example:
      wholeplace stats rate falls.csv --events admissions --per 1000
    """
    table = TidyFile.read(file)
    groups = table.groups(by)
    counted, among = (groups.sums(table.numbers(name)) for name in (events, population))
    found = {level: poisson_rate(counted, among, per, level) for level in confidence}
    write({**groups.columns(), events: counted, population: among, **limits(found)}, out)


@click.command(cls=WithConfidences)
@shared
@confidences
@column("value", "value", "The values to take the mean of.")
def mean(
    file: Path, by: tuple[str, ...], out: Path | None, confidence: tuple[float, ...], value: str
) -> None:
    """Means of a column with Student's t limits, by group.

    \b
    Example:
      wholeplace stats mean stays.csv --value nights --by ward
    """
    table = TidyFile.read(file)
    values = table.numbers(value)
    groups = table.together(by)
    known = np.where(np.isnan(values), 0.0, values)
    counts, total, squares = (
        groups.sums(part) for part in ((~np.isnan(values)).astype(float), known, known**2)
    )
    found = {level: mean_of(counts, total, squares, level) for level in confidence}
    write({**groups.columns(), "n": counts, **limits(found)}, out)


@click.command()
@shared
@column("value", "value", "The values to rank.")
@click.option("--groups", "number", type=click.IntRange(2), default=10, show_default=True)
@click.option("--first", type=click.Choice(["highest", "lowest"]), default="highest")
def quantile(
    file: Path, by: tuple[str, ...], out: Path | None, value: str, number: int, first: str
) -> None:
    """Number rows by the equal group their value's rank falls in, within each group of rows.

    \b
    Example:
      wholeplace stats quantile imd.csv --value score --groups 5 --by district
    """
    table = TidyFile.read(file)
    values = table.numbers(value)
    found = np.full(table.rows, np.nan)
    of_row = table.together(by).of_row
    for group in np.unique(of_row):
        found[of_row == group] = quantile_groups(values[of_row == group], number, first=first)
    write({**table.columns, "quantile": found}, out)
