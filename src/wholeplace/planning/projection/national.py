"""The national projection of the Office for National Statistics, read from its open data tables."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from wholeplace.core.errors import InputFileError
from wholeplace.planning.projection.cohorts import Array, Flows, Year

OPEN_AGE = 105
"""The last age of deaths and migration: 105 and over. The oldest of the population are added up."""
SEX_CODES = {"2": "female", "1": "male"}
FILES = {
    "population": "england_population.csv",
    "births": "england_births.csv",
    "deaths": "england_deaths.csv",
    "migration": "england_migration_total.csv",
    "dying": "england_mortality_q_per100k.csv",
    "fertility": "england_fertility_per1000.csv",
}


@dataclass(frozen=True)
class NationalProjection:
    """A published national projection; years run from mid-year to mid-year.

    Attributes:
        first: The first mid-year.
        population: People at every mid-year; (mid-years, 2, ages to 105 and over).
        flows: Births, deaths and net migration of each year, as published.
        years: The rates of each year, which give those flows.
    """

    first: int
    population: Array
    flows: Sequence[Flows]
    years: Sequence[Year]


def read_national(folder: Path) -> NationalProjection:
    """Read a folder of the tables of one national projection.

    Ages differ from table to table. Deaths are by age at the **start** of the year, with babies
    born in it apart; migration is by age at the move; the population goes beyond 105 and is added
    up there. Chances of dying are published for every age over 105 and the people are not, so the
    chance at 105 and over is what its deaths come to.

    Args:
        folder: The tables as CSV: ``england_population.csv`` and the rest of :data:`FILES`.

    Raises:
        InputFileError: If a table is missing or an age, a sex or a year in it is not as expected.
    """
    tables = {name: _Table.read(folder / file) for name, file in FILES.items()}
    people = _to_open_age(tables["population"].by_sex())
    net = tables["migration"].by_sex(flow="Net")
    dead = tables["deaths"].by_sex()
    at_birth, dead = dead[:, 0], dead[:, 1:]
    births = tables["births"].of("2").sum(axis=0)
    chance = tables["dying"].by_sex() / 100_000
    dying = chance[:, 1 : OPEN_AGE + 2].copy()
    count = net.shape[-1]
    dying[:, -1] = dead[:, -1] / (people[:, -1, :count] + net[:, -1] / 2)
    fertility = np.zeros((OPEN_AGE + 1, count))
    first_age = int(tables["fertility"].ages[0])
    rates = tables["fertility"].of("2") / 1_000
    fertility[first_age : first_age + len(rates)] = rates
    flows, years = [], []
    for year in range(count):
        of_sex = _shared(births[year])
        flows.append(Flows(of_sex, at_birth[:, year], dead[..., year], net[..., year]))
        years.append(Year(chance[:, 0, year], dying[..., year], fertility[:, year], net[..., year]))
    first = int(tables["population"].years[0])
    return NationalProjection(first, np.moveaxis(people, -1, 0), flows, years)


def _shared(births: float) -> Array:
    """Births of each sex: the table gives them by the mother's age only."""
    return np.array([100.0, 105.0]) * births / 205


def _to_open_age(people: Array) -> Array:
    """The population with everybody of 105 and over as one age."""
    return np.concatenate(
        [people[:, :OPEN_AGE], people[:, OPEN_AGE:].sum(axis=1, keepdims=True)], axis=1
    )


@dataclass(frozen=True)
class _Table:
    """One table: rows of a sex, an age and sometimes a flow, with a column a year."""

    file: Path
    years: list[str]
    keys: list[tuple[str, ...]]
    cells: Array

    @classmethod
    def read(cls, file: Path) -> _Table:
        try:
            with file.open(encoding="utf-8-sig", newline="") as stream:
                lines = list(csv.reader(stream))
        except OSError as error:
            raise InputFileError(
                file, f"It cannot be read: {error}.", "Give the folder of the six tables."
            ) from error
        heading = [name.strip() for name in lines[0]] if lines else []
        keyed = 3 if heading[2:3] == ["Flow"] else 2
        if heading[:2] != ["Sex", "Age"] or len(heading) <= keyed:
            raise InputFileError(
                file,
                "Its first columns are not Sex and Age, with a year in each of the rest.",
                "Save the sheet of the open data workbook as it is.",
            )
        keys = [tuple(cell.strip() for cell in line[:keyed]) for line in lines[1:]]
        return cls(file, heading[keyed:], keys, cls._numbers(file, lines[1:], keyed, len(heading)))

    @staticmethod
    def _numbers(file: Path, lines: list[list[str]], keyed: int, width: int) -> Array:
        for number, line in enumerate(lines, start=1):
            if len(line) != width:
                raise InputFileError(
                    file, f"It has {len(line)} cells and the heading {width}.", row=number
                )
        try:
            return np.array([line[keyed:] for line in lines], dtype=np.float64)
        except ValueError as error:
            raise InputFileError(
                file, f"A cell is not a number: {error}.", "Leave the sheet as published."
            ) from error

    @property
    def ages(self) -> list[str]:
        """The ages of the women, in order."""
        return [key[1] for key in self.keys if key[0] == "2"]

    def of(self, sex: str, flow: str = "") -> Array:
        """The cells of one sex; (ages, years)."""
        wanted = [key[0] == sex and (not flow or key[2] == flow) for key in self.keys]
        found = self.cells[wanted]
        if not len(found):
            raise InputFileError(
                self.file, f"It has no rows of sex {sex}.", "1 is male and 2 is female."
            )
        return np.asarray(found)

    def by_sex(self, flow: str = "") -> Array:
        """The cells of both sexes, women first; (2, ages, years)."""
        return np.stack([self.of(code, flow) for code in SEX_CODES])
