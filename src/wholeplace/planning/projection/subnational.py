"""Subnational projections: people of every district, sex and age, by year and variant."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import numpy as np

from wholeplace.core.errors import InputFileError, StatisticsError
from wholeplace.planning.projection.cohorts import SEXES, Array

COLUMNS = ("area_code", "area", "variant", "year", "age", "females", "males")
BASE = "v0"
"""The variant that holds the base year alone. Every other variant begins with the same year."""
PRINCIPAL = "v1"


@dataclass(frozen=True)
class Subnational:
    """One variant of a subnational projection.

    Attributes:
        areas: Code → name, in the order of the first axis.
        years: The mid-years, one after another.
        ages: Ages, the last one open ended.
        people: People; (areas, years, 2, ages), sexes as in :data:`SEXES`.
        variant: Which variant.
    """

    areas: Mapping[str, str]
    years: Sequence[int]
    ages: Sequence[int]
    people: Array
    variant: str

    def at(self, year: int) -> Array:
        """People at the middle of a year; (areas, 2, ages).

        Raises:
            StatisticsError: If the projection does not reach that year.
        """
        if year not in self.years:
            raise StatisticsError(
                f"The projection has no {year}.",
                f"It runs from {self.years[0]} to {self.years[-1]}.",
            )
        return np.asarray(self.people[:, self.years.index(year)])

    def in_financial_year(self, start: int) -> Array:
        """The mean number of people in the year from 1 April; (areas, 2, ages).

        A mid-year estimate is of 30 June. The middle of a financial year is three months after, so
        a quarter of the way to the next mid-year.

        Args:
            start: The year in which the financial year begins: 2024 for 2024/25.

        Raises:
            StatisticsError: If the projection does not hold both mid-years.
        """
        return 0.75 * self.at(start) + 0.25 * self.at(start + 1)


def read_subnational(file: Path, variant: str = PRINCIPAL) -> Subnational:
    """Read one variant of a subnational projection, of every district in the file.

    Args:
        file: Columns ``area_code``, ``area``, ``variant``, ``year``, ``age``, ``females``,
            ``males``; a row for every district, variant, year and single year of age.
        variant: The variant wanted. ``v0`` is the base year only and not a projection: adding it
            to another variant would count that year twice.

    Raises:
        InputFileError: If a column is missing, a number is not one, a year or an age of a
            district is missing or there twice, or two years of a district are the same in every
            cell: years before the base are sometimes filled with copies of it.
    """
    if variant == BASE:
        raise InputFileError(
            file,
            f"The variant {BASE} holds the base year only.",
            f"Ask for {PRINCIPAL}, which begins with it, or another variant.",
        )
    cells, names = _cells(file, variant)
    areas = list(names)
    years = sorted({key[1] for key in cells})
    ages = sorted({key[2] for key in cells})
    people = np.full((len(areas), len(years), len(SEXES), len(ages)), np.nan)
    where = [{value: place for place, value in enumerate(axis)} for axis in (areas, years, ages)]
    for (area, year, age), both in cells.items():
        people[where[0][area], where[1][year], :, where[2][age]] = both
    _check(file, people, areas, years, ages)
    return Subnational(names, years, ages, people, variant)


def _cells(
    file: Path, variant: str
) -> tuple[dict[tuple[str, int, int], tuple[float, float]], dict[str, str]]:
    cells: dict[tuple[str, int, int], tuple[float, float]] = {}
    names: dict[str, str] = {}
    found: set[str] = set()
    with _opened(file) as stream:
        reader = csv.DictReader(stream)
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise InputFileError(
                file, f"There is no column {missing[0]}.", f"It needs {', '.join(COLUMNS)}."
            )
        for number, row in enumerate(reader, start=1):
            found.add(row["variant"])
            if row["variant"] != variant:
                continue
            key, both = _read(file, number, row)
            if key in cells:
                raise InputFileError(
                    file,
                    f"{row['area']} has age {row['age']} in {row['year']} twice.",
                    "Keep one row for each district, variant, year and age.",
                    row=number,
                )
            cells[key] = both
            names[row["area_code"]] = row["area"]
    if not cells:
        raise InputFileError(
            file, f"It has no variant {variant}.", f"It has {', '.join(sorted(found))}."
        )
    return cells, names


def _opened(file: Path) -> TextIO:
    try:
        return file.open(encoding="utf-8-sig", newline="")
    except OSError as error:
        raise InputFileError(file, f"It cannot be read: {error}.", "Check the name.") from error


def _read(
    file: Path, number: int, row: Mapping[str, str]
) -> tuple[tuple[str, int, int], tuple[float, float]]:
    try:
        key = (row["area_code"], int(row["year"]), int(row["age"]))
        both = (float(row["females"]), float(row["males"]))
    except ValueError as error:
        raise InputFileError(
            file, f"A number cannot be read: {error}.", "Write it in digits.", row=number
        ) from error
    if min(both) < 0:
        raise InputFileError(file, "It counts fewer than no people.", row=number)
    return key, both


def _check(
    file: Path, people: Array, areas: Sequence[str], years: Sequence[int], ages: Sequence[int]
) -> None:
    """Refuse gaps, and years that are copies of one another."""
    gaps = np.argwhere(np.isnan(people).any(axis=2))
    if len(gaps):
        area, year, age = gaps[0]
        raise InputFileError(
            file,
            f"{areas[area]} has no age {ages[age]} in {years[year]}.",
            "Give a row for every district, year and age of the variant.",
        )
    if list(years) != list(range(years[0], years[-1] + 1)):
        raise InputFileError(file, "Its years have a gap.", "Give every mid-year in between.")
    same = (people[:, 1:] == people[:, :-1]).all(axis=(2, 3))
    if same.any():
        area, year = np.argwhere(same)[0]
        raise InputFileError(
            file,
            f"{areas[area]} has the same people of every age in {years[year]} as in "
            f"{years[year + 1]}: one is a copy put in for want of figures.",
            "Use an edition without years before its base.",
        )
