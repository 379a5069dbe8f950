"""``dsr``, ``isr`` and ``life-table``: statistics over the age bands of each group."""

from __future__ import annotations

import re
from pathlib import Path

import click
import numpy as np

from wholeplace.cli.stats.options import WithConfidences, column, confidences, per, shared
from wholeplace.cli.stats.tidy import Output, TidyFile, grid, limits, write
from wholeplace.core.errors import InputFileError
from wholeplace.statistics import (
    directly_standardised_rate,
    european_2013,
    expected_events,
    indirectly_standardised_rate,
    indirectly_standardised_ratio,
    life_table,
)
from wholeplace.statistics.intervals import FloatArray


def _bands(file: TidyFile, name: str) -> list[str]:
    """The age bands of a file, youngest first by the first number of their label."""
    labels = list(dict.fromkeys(file.text(name)))
    for row, label in enumerate(file.text(name), start=1):
        if not re.search(r"\d", label):
            raise InputFileError(
                file.name,
                f"{label!r} is no age band.",
                "Write bands such as 0-4, 85-89 and 90+.",
                row=row,
                column=name,
            )
    return sorted(labels, key=_start)


def _start(label: str) -> int:
    """The first age of a band.

    >>> _start("05-09"), _start("90+"), _start("under 1")
    (5, 90, 0)
    """
    words = label.lower()
    first = re.search(r"\d+", words)
    return 0 if first is None or words.startswith(("under", "<")) else int(first[0])


@click.command(cls=WithConfidences)
@shared
@confidences
@per
@column("events", "events", "Events counted.")
@column("population", "population", "People at risk.")
@column("age", "age_band", "The age band.")
@click.option(
    "--standard",
    default="esp2013",
    show_default=True,
    metavar="COLUMN",
    help="A column with the standard population, or esp2013 for the European one of 2013.",
)
def dsr(
    file: Path,
    by: tuple[str, ...],
    out: Path | None,
    confidence: tuple[float, ...],
    per: float,
    events: str,
    population: str,
    age: str,
    standard: str,
) -> None:
    """Directly standardised rates with Dobson's limits.

    \b
    Example:
      wholeplace stats dsr deaths.csv --by district --per 100000
    """
    table = TidyFile.read(file)
    bands, groups = _bands(table, age), table.together(by)
    counted = grid(table, groups, bands, events, age)
    among = grid(table, groups, bands, population, age)
    if standard in table.columns:
        weights = grid(table, groups, bands, standard, age)[0]
    else:
        weights = _european(table, bands, age, standard)
    found = {
        level: directly_standardised_rate(counted, among, weights, per, level)
        for level in confidence
    }
    sums = {events: counted.sum(axis=1), population: among.sum(axis=1)}
    write({**groups.columns(), **sums, **limits(found)}, out)


def _european(table: TidyFile, bands: list[str], age: str, standard: str) -> FloatArray:
    """The European standard, where the file's bands are its own."""
    if standard != "esp2013":
        table.text(standard)
    ours, wanted = [_start(band) for band in bands], [_start(b) for b in european_2013.bands]
    if ours != wanted:
        raise InputFileError(
            table.name,
            f"Its age bands start at {ours}, those of the European standard at {wanted}.",
            "Count by those bands, or name a column with a standard of your own: --standard.",
            column=age,
        )
    return european_2013.weights


@click.command(cls=WithConfidences)
@shared
@confidences
@per
@column("events", "events", "Events counted.")
@column("population", "population", "People at risk.")
@column("age", "age_band", "The age band.")
@column("reference-events", "reference_events", "Events of the reference in the band.")
@column("reference-population", "reference_population", "People of the reference in the band.")
def isr(
    file: Path,
    by: tuple[str, ...],
    out: Path | None,
    confidence: tuple[float, ...],
    per: float,
    events: str,
    population: str,
    age: str,
    reference_events: str,
    reference_population: str,
) -> None:
    """Indirectly standardised ratios (times 100) and rates.

    \b
    Example:
      wholeplace stats isr admissions.csv --by practice
    """
    table = TidyFile.read(file)
    bands, groups = _bands(table, age), table.together(by)
    counted, among = (grid(table, groups, bands, name, age) for name in (events, population))
    cases, people = (
        grid(table, groups, bands, name, age) for name in (reference_events, reference_population)
    )
    expected = np.array(
        [
            expected_events(row, case, person)
            for row, case, person in zip(among, cases, people, strict=True)
        ]
    )
    seen = counted.sum(axis=1)
    crude = cases.sum(axis=1) / people.sum(axis=1) * per
    ratios = {
        level: indirectly_standardised_ratio(seen, expected, 100, level) for level in confidence
    }
    rates = {
        level: indirectly_standardised_rate(seen, expected, crude, level) for level in confidence
    }
    sums = {events: seen, "expected": expected}
    made = {**limits(ratios, ("ratio",)), **limits(rates, ("rate",))}
    write({**groups.columns(), **sums, **made}, out)


@click.command("life-table", cls=WithConfidences)
@shared
@confidences
@column("deaths", "deaths", "Deaths in the band.")
@column("population", "population", "People in the band.")
@column("age", "age_band", "The age band.")
def life_table_command(
    file: Path,
    by: tuple[str, ...],
    out: Path | None,
    confidence: tuple[float, ...],
    deaths: str,
    population: str,
    age: str,
) -> None:
    """Abridged life tables: years of life left at the start of each age band.

    \b
    Example:
      wholeplace stats life-table mortality.csv --by area --by sex
    """
    table = TidyFile.read(file)
    bands, groups = _bands(table, age), table.together(by)
    died, lived = (grid(table, groups, bands, name, age) for name in (deaths, population))
    starts = [_start(band) for band in bands]
    tables = {level: life_table(died, lived, starts, level) for level in confidence}
    survivors = next(iter(tables.values())).survivors
    found = {level: made.expectancy for level, made in tables.items()}
    repeated = {
        name: [label[n] for label in groups.labels for _ in bands]
        for n, name in enumerate(groups.by)
    }
    columns = {
        name: np.asarray(part).ravel() for name, part in limits(found, ("expectancy",)).items()
    }
    ages: Output = {age: bands * len(groups.labels), "survivors": survivors.ravel()}
    write({**repeated, **ages, **columns}, out)
