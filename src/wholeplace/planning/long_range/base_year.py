"""The base year: projected people and counted activity, made into rates by age and sex."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from wholeplace.core.errors import InputFileError
from wholeplace.planning.long_range.columns import COLUMNS, NEEDED
from wholeplace.planning.long_range.parts import Base
from wholeplace.planning.long_range.ranges import Array
from wholeplace.planning.models.input_files import InputRow, read_rows
from wholeplace.planning.projection.cohorts import SEXES

POPULATION, COUNTS = "population.csv", "counts.csv"
EVERYWHERE = ""
Key = tuple[str, ...]


def read_base(population: Path, counts: Path, activities: Sequence[str]) -> Base:
    """Read projected people and the activity of a base year.

    Activity is of a **financial year** and people are of **mid-years**: the middle of a financial
    year is a quarter of the way from one 30 June to the next, so that is where people are taken.

    Args:
        population: People at each mid-year.
        counts: The base year's activity, all of one ``year``. A blank
            ``area`` counts everywhere; each area then has the rates of them all.
        activities: The activities wanted, in order.

    Raises:
        InputFileError: If rows are missing or given twice, if activity is counted for people of
            whom there are none, or the projection does not reach the year after the base.
    """
    people, axes = _people(population)
    areas, variants, ages, years = axes
    counted, year = _counts(counts, activities, areas, ages)
    if year not in years or year + 1 not in years:
        raise InputFileError(
            population,
            f"It does not hold {year} and {year + 1}, between which the base year lies.",
            "Give every mid-year from the base year on.",
        )
    first = years.index(year)
    middle = 0.75 * people[:, first:-1] + 0.25 * people[:, first + 1 :]
    rates = _rates(counts, counted, middle[0, 0], activities, areas, ages)
    return Base(year, areas, variants, ages, middle, rates[0], rates[1])


def _people(
    file: Path,
) -> tuple[Array, tuple[list[str], list[str], list[int], list[int]]]:
    """People at mid-years, (variants, years, areas, 2, ages), and what the axes are."""
    cells: dict[Key, float] = {}
    for row in read_rows(file, COLUMNS[POPULATION], COLUMNS[POPULATION]):
        key: Key = (
            row.text("variant"),
            str(row.whole("year")),
            row.text("area"),
            _sex(row),
            str(row.whole("age_from")),
        )
        _once(row, key, cells)
        cells[key] = row.number_of("people", low=0)
    variants, areas = _met(cells, 0), _met(cells, 2)
    years, ages = (sorted(int(value) for value in _met(cells, place)) for place in (1, 4))
    _no_gap(file, years)
    axes = (variants, [str(y) for y in years], areas, list(SEXES), [str(a) for a in ages])
    people = np.empty([len(axis) for axis in axes])
    for place, key in _crossed(axes):
        if key not in cells:
            raise InputFileError(
                file,
                f"There are no {key[3]} people of {key[2]} from age {key[4]} in {key[1]} "
                f"({key[0]}).",
                "Give a row for every variant, year, area, sex and age band.",
            )
        people[place] = cells[key]
    return people, (areas, variants, ages, years)


def _counts(
    file: Path, activities: Sequence[str], areas: Sequence[str], ages: Sequence[int]
) -> tuple[dict[Key, tuple[float, float]], int]:
    cells: dict[Key, tuple[float, float]] = {}
    years: set[int] = set()
    for row in read_rows(file, COLUMNS[COUNTS], NEEDED[COUNTS]):
        name, area = row.text("activity", activities), row.text("area", areas, EVERYWHERE)
        if row.whole("age_from") not in ages:
            raise row.wrong("age_from", "No people begin there.", "Use the population's bands.")
        key = (name, area, _sex(row), str(row.whole("age_from")))
        _once(row, key, cells)
        cells[key] = row.number_of("admissions", low=0), row.number_of("bed_days", default=0)
        years.add(row.whole("year"))
    if len(years) != 1:
        raise InputFileError(file, "It is not of one year.", "Give the counts of one base year.")
    absent = [name for name in activities if not any(key[0] == name for key in cells)]
    if absent:
        raise InputFileError(file, f"It has no {absent[0]}.", "Count every activity.")
    return cells, years.pop()


def _rates(
    file: Path,
    counted: dict[Key, tuple[float, float]],
    people: Array,
    activities: Sequence[str],
    areas: Sequence[str],
    ages: Sequence[int],
) -> Array:
    """Admissions and bed days a person; (2, activities, areas, 2, ages), 0 where none counted."""
    rates = np.zeros((2, len(activities), *people.shape))
    for (name, area, sex, age), amounts in counted.items():
        place = activities.index(name), SEXES.index(sex), ages.index(int(age))
        where = slice(None) if area == EVERYWHERE else areas.index(area)
        alive = people[where, place[1], place[2]].sum()
        if alive == 0 and max(amounts) > 0:
            raise InputFileError(
                file,
                f"{name} is counted for {sex} people from age {age}, of whom there are none.",
                "Check the areas and ages of both tables.",
            )
        for number, amount in enumerate(amounts):
            rates[number, place[0], where, place[1], place[2]] += amount / alive if alive else 0
    return rates


def _sex(row: InputRow) -> str:
    return row.text("sex", SEXES)


def _once(
    row: InputRow, key: Key, cells: dict[Key, float] | dict[Key, tuple[float, float]]
) -> None:
    if key in cells:
        raise row.wrong("age_from", f"{' '.join(key)} is there twice.", "Keep one row.")


def _met(cells: dict[Key, float] | dict[Key, tuple[float, float]], place: int) -> list[str]:
    """The values of one place of the keys, in the order met."""
    return list(dict.fromkeys(key[place] for key in cells))


def _no_gap(file: Path, years: Sequence[int]) -> None:
    if list(years) != list(range(years[0], years[-1] + 1)):
        raise InputFileError(file, "Its years have a gap.", "Give every mid-year in between.")


def _crossed(axes: Sequence[Sequence[str]]) -> list[tuple[tuple[int, ...], Key]]:
    """Every place of an array and its key."""
    places = np.ndindex(*(len(axis) for axis in axes))
    return [(p, tuple(axis[n] for axis, n in zip(axes, p, strict=True))) for p in places]
