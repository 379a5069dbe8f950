"""The release's table of bed days: standardised, with limits for lumps, gated by people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.core.calendar import AGE_BANDS
from wholeplace.measures.bed_days.counting import AMOUNTS, LONG
from wholeplace.measures.broad_cells import LEVELS
from wholeplace.measures.cells import Cells
from wholeplace.measures.stacked_rows import by_measure, stacked
from wholeplace.statistics import (
    DisclosureProfile,
    Interval,
    european_2013,
    round_count,
    significant_figures,
    status_of,
    wilson,
)
from wholeplace.statistics.amounts import (
    SplitChange,
    Use,
    days_per_stay,
    split_change,
    standardised_rate_of_amounts,
)
from wholeplace.statistics.released import mean_in_steps

AGES: Mapping[str, str] = {"65+": "65-69", "75+": "75-79"}
"""Whom a number is of → the youngest band of them."""
WIDEST = AGES["65+"]
BREAKDOWNS = ("all", "sex", "deprivation_2025")
PER = 1_000
ROUNDED = ("count", "proportion", "difference")
"""Statistics whose numbers come rounded, or from rounded counts."""
SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("area_type", "area_code", "basis", "ages")),
        *((name, pa.string()) for name in ("measure", "breakdown", "category")),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("statistic", pa.string()),
        ("numerator", pa.int64()),
        ("denominator", pa.int64()),
        *((name, pa.float64()) for name in ("value", "lower", "upper")),
        ("status", pa.string()),
    ]
)
Array = NDArray[np.float64]
Period = tuple[dt.date, dt.date]


class Counted(NamedTuple):
    """One year of one basis: the period and its cells."""

    period: Period
    cells: Cells


class Numbers(NamedTuple):
    """Gated numbers of one measure, of shape (areas, categories)."""

    measure: str
    statistic: str
    numerator: Array
    denominator: Array
    estimate: Interval
    status: NDArray[np.str_]


def bed_day_rows(
    years: Sequence[Counted], basis: str, profile: DisclosureProfile
) -> Iterator[pa.Table]:
    """Gated rows of one basis: every year's numbers, and the change to the latest split in two.

    Args:
        years: The years, the latest first.
        basis: Whose.
        profile: The disclosure profile.

    Yields:
        Tables of :data:`SCHEMA`.
    """
    latest = years[0]
    breakdowns = [name for name in BREAKDOWNS if name in latest.cells.breakdowns]
    for level in (level for level in LEVELS if level in latest.cells.levels):
        added = [{name: _added(year.cells, level, name) for name in breakdowns} for year in years]
        for ages, youngest in AGES.items():
            for breakdown in breakdowns:
                about = (level, basis, ages, breakdown)
                uses = [_of_ages(one[breakdown], youngest) for one in added]
                widest = [_of_ages(one[breakdown], WIDEST) for one in added]
                status = [
                    _status(use, wide, profile) for use, wide in zip(uses, widest, strict=True)
                ]
                for year, use, may in zip(years, uses, status, strict=True):
                    yield _rows(about, year.cells, year.period, [*_of_year(use, may, profile)])
                if len(years) > 1 and _same_areas(years, level):
                    period = (years[1].period[0], latest.period[1])
                    both = np.where(status[1] == "shown", status[0], status[1])
                    change = [*_of_change(uses[1], uses[0], both, profile)]
                    yield _rows(about, latest.cells, period, change)


def _same_areas(years: Sequence[Counted], level: str) -> bool:
    return years[0].cells.levels[level][0] == years[1].cells.levels[level][0]


Amounts = dict[str, Array]


def _added(cells: Cells, level: str, breakdown: str) -> Array:
    """Sums of shape (amounts, areas, categories, age bands)."""
    added = cells.added(level, (breakdown, "age_band"), AMOUNTS)[..., : len(AGE_BANDS), :]
    return np.moveaxis(added, -1, 0)


def _of_ages(added: Array, youngest: str) -> Amounts:
    """Amount → (areas, categories, bands of the standard), 0 in bands too young."""
    old = np.arange(len(AGE_BANDS)) >= AGE_BANDS.index(youngest)
    return dict(zip(AMOUNTS, european_2013.fold(np.where(old, added, 0)), strict=True))


def _use(amounts: Amounts) -> Use:
    return Use(*(amounts[name] for name in Use._fields))


def _of_year(
    amounts: Amounts, status: NDArray[np.str_], profile: DisclosureProfile
) -> Iterator[Numbers]:
    use, total = _use(amounts), {name: each.sum(axis=-1) for name, each in amounts.items()}
    people = round_count(total["people"], profile)
    for name, squares in (("days", "days_squared"), ("stays", "stays_squared")):
        rate = standardised_rate_of_amounts(
            amounts[name],
            amounts[squares],
            use.people,
            european_2013.weights,
            PER,
            empty_bands="left out",
        )
        counts = round_count(total[name], profile)
        yield _hidden(Numbers(name, "dsr", counts, people, rate, status), profile)
    nothing = np.full(status.shape, np.nan)
    stays = round_count(total["stays"], profile)
    length = days_per_stay(use)
    if profile.base > 1:
        length = mean_in_steps(length, stays, profile)
    yield _hidden(Numbers("length", "mean", nothing, stays, length, status), profile)
    for nights in LONG:
        counts = round_count(total[f"long_{nights}"], profile)
        share = wilson(np.minimum(counts, stays), stays)
        # A share of stays hides with its people, and where it would say something of all of them.
        alone = status_of(
            np.minimum(total[f"long_{nights}"], total["stays"]), total["stays"], profile=profile
        )
        now = np.where(status == "shown", alone, status)
        yield _hidden(Numbers(f"long_{nights}", "proportion", counts, stays, share, now), profile)
    for name in ("same_day", "last_night", *(f"last_night_{nights}" for nights in LONG)):
        counts = round_count(total[name], profile)
        now = np.where(
            status == "shown", status_of(total[name], statistic="count", profile=profile), status
        )
        bare = Interval(counts, nothing, nothing)
        yield _hidden(Numbers(name, "count", counts, nothing, bare, now), profile)


def _of_change(
    first: Amounts, second: Amounts, status: NDArray[np.str_], profile: DisclosureProfile
) -> Iterator[Numbers]:
    """The change in the rate of days and its two parts, where both years may be shown."""
    change = split_change(_use(first), _use(second), european_2013.weights, PER)
    nothing = np.full(status.shape, np.nan)
    names = ("change", "change_from_stays", "change_from_length")
    for name, part in zip(names, _adding_up(change, profile), strict=True):
        yield _hidden(Numbers(name, "difference", nothing, nothing, part, status), profile)


def _adding_up(change: SplitChange, profile: DisclosureProfile) -> list[Interval]:
    """The change and its parts in few figures, which still add up: all to the same place."""
    largest = np.max(np.abs([part.value for part in change]), axis=0)
    size = np.where(largest > 0, largest, 1.0)
    unit = 10.0 ** (np.floor(np.log10(size)) - profile.significant_figures + 1)
    whole, stays, length = (
        Interval(*(np.round(limit / unit) * unit for limit in part)) for part in change
    )
    return [whole, stays, length._replace(value=whole.value - stays.value)]


def _status(amounts: Amounts, widest: Amounts, profile: DisclosureProfile) -> NDArray[np.str_]:
    """Whether numbers may be shown: by how many people had a night, not by how many nights.

    Nor may a hidden number be what shown ones leave of each other. Where one category of a
    breakdown is hidden, all of that area's are; where one area alone is, so is the next smallest;
    and the older are hidden where few of the younger are left beside them.
    """
    persons, people = (amounts[name].sum(axis=-1) for name in ("in_hospital", "people"))
    status = status_of(persons, people, statistic="dsr", profile=profile)
    small = _few(persons, profile)
    give_away = _few(widest["in_hospital"].sum(axis=-1) - persons, profile)
    if status.shape[-1] > 1:
        give_away |= small.any(axis=-1, keepdims=True)
    elif small.sum() == 1:
        others = np.where(status == "shown", persons, np.inf)
        give_away |= (others == others.min()) & np.isfinite(others)
    return np.where(give_away & (status == "shown"), "withheld", status)


def _few(persons: Array, profile: DisclosureProfile) -> NDArray[np.bool_]:
    return (persons > 0) & (persons < profile.minimum_events)


def _hidden(numbers: Numbers, profile: DisclosureProfile) -> Numbers:
    """The numbers with nothing where they may not be shown, and few figures where they may."""
    missing = np.isnan(numbers.estimate.value) & (numbers.status == "shown")
    status = np.where(missing, "no_data", numbers.status)
    shown = status == "shown"
    figures = profile.significant_figures
    rounded = (
        part if numbers.statistic in ROUNDED else significant_figures(part, figures)
        for part in numbers.estimate
    )
    kept = Interval(*(np.where(shown, part, np.nan) for part in rounded))
    top = np.where(shown, numbers.numerator, np.nan)
    bottom = np.where(shown, numbers.denominator, np.nan)
    return numbers._replace(estimate=kept, numerator=top, denominator=bottom, status=status)


def _rows(
    about: tuple[str, str, str, str], cells: Cells, period: Period, measured: Sequence[Numbers]
) -> pa.Table:
    """Rows of several measures of the same areas and categories, one measure after the other."""
    level, basis, ages, breakdown = about
    axes = {
        "measure": [numbers.measure for numbers in measured],
        "area_code": cells.levels[level][0],
        "category": cells.categories_of(breakdown),
    }
    same = {
        "area_type": level,
        "basis": basis,
        "ages": ages,
        "breakdown": breakdown,
        "period_start": period[0],
        "period_end": period[1],
    }
    columns: dict[str, Sequence[Any]] = {
        "statistic": [numbers.statistic for numbers in measured],
        "status": [numbers.status for numbers in measured],
        "numerator": [numbers.numerator for numbers in measured],
        "denominator": [numbers.denominator for numbers in measured],
        **{
            name: [getattr(numbers.estimate, name) for numbers in measured]
            for name in Interval._fields
        },
    }
    return stacked(SCHEMA, axes, same, by_measure(axes, columns))
