"""``sii``, ``funnel`` and ``compare``: groups against each other and against a benchmark."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click
import numpy as np

from wholeplace.cli.stats.options import WithConfidences, column, confidences, shared
from wholeplace.cli.stats.tidy import TidyFile, grid, limits, write
from wholeplace.core.errors import InputFileError
from wholeplace.statistics import (
    Interval,
    compare_with,
    difference,
    funnel_position,
    over_dispersion,
    proportion_funnel,
    proportions_differ,
    rates_differ,
    ratio,
    ratio_funnel,
    slope_index,
)
from wholeplace.statistics.funnels import Kind, Variant
from wholeplace.statistics.intervals import normal_quantile
from wholeplace.statistics.slope_index import Spread


@click.command(cls=WithConfidences)
@shared
@confidences
@column("value", "value", "Value of the group.")
@column("lower", "lower", "Its lower 95% limit.")
@column("upper", "upper", "Its upper 95% limit.")
@column("population", "population", "People in the group.")
@click.option("--error", metavar="COLUMN", help="Its standard error, in place of limits.")
@column("quantile", "quantile", "The group's number, 1 the most deprived.")
@click.option(
    "--spread",
    type=click.Choice(["normal", "log", "logit"]),
    default="normal",
    show_default=True,
    help="Scale of the limits: log for rates, logit for proportions.",
)
@click.option("--transformed", is_flag=True, help="Fit the line on that scale too.")
def sii(
    file: Path,
    by: tuple[str, ...],
    out: Path | None,
    confidence: tuple[float, ...],
    value: str,
    lower: str,
    upper: str,
    population: str,
    error: str | None,
    quantile: str,
    spread: str,
    transformed: bool,
) -> None:
    """Slope and relative indices of inequality over deprivation groups.

    \b
    Example:
      wholeplace stats sii life_expectancy.csv --by district --by sex
    """
    table = TidyFile.read(file)
    groups = table.together(by)
    place = dict(zip(table.text(quantile), table.numbers(quantile), strict=True))
    across = sorted(place, key=lambda text: place[text])
    values, people = (grid(table, groups, across, n, quantile) for n in (value, population))
    if error is None:
        lows, highs = (grid(table, groups, across, name, quantile) for name in (lower, upper))
    else:
        half = normal_quantile(0.95) * grid(table, groups, across, error, quantile)
        lows, highs = values - half, values + half
    scale = cast(Spread, spread)
    found = {
        level: slope_index(
            values, lows, highs, people, level, spread=scale, transformed=transformed
        )
        for level in confidence
    }
    indices = {
        **limits({level: made.sii for level, made in found.items()}, ("sii",)),
        **limits({level: made.rii for level, made in found.items()}, ("rii",)),
    }
    write({**groups.columns(), **indices}, out)


@click.command()
@shared
@click.option(
    "--kind",
    type=click.Choice(["proportion", "ratio"]),
    default="proportion",
    show_default=True,
    help="People among people, or events against expected events.",
)
@column("numerator", "numerator", "People or events counted.")
@column("size", "denominator", "People, or expected events.")
@click.option("--benchmark", type=float, help="Compared with; by default all together, or 1.")
@click.option(
    "--over-dispersion",
    "variant",
    type=click.Choice(["winsorised", "trimmed"]),
    help="Widen the limits where units vary more than their sizes explain.",
)
def funnel(
    file: Path,
    by: tuple[str, ...],
    out: Path | None,
    kind: str,
    numerator: str,
    size: str,
    benchmark: float | None,
    variant: str | None,
) -> None:
    """Which units lie outside a funnel's 95% and 99.8% limits.

    \b
    Example:
      wholeplace stats funnel practices.csv --kind ratio --numerator deaths --size expected
    """
    table = TidyFile.read(file)
    groups = table.groups(by)
    counted, sizes = (groups.sums(table.numbers(name)) for name in (numerator, size))
    overall = counted.sum() / sizes.sum() if kind == "proportion" else 1.0
    line = overall if benchmark is None else benchmark
    position = funnel_position(cast(Kind, kind), counted, sizes, line)
    made = {"value": counted / np.where(sizes > 0, sizes, np.nan), "position": position}
    if variant:
        widened = over_dispersion(cast(Kind, kind), counted, sizes, cast(Variant, variant))
        made |= dict(
            zip(("lower_99_8", "lower_95", "upper_95", "upper_99_8"), widened.limits, strict=True)
        )
        made["position_widened"] = _against(made["value"], widened.limits)
    else:
        limits_of = proportion_funnel if kind == "proportion" else ratio_funnel
        found = limits_of(sizes, line)
        made |= dict(zip(("lower_99_8", "lower_95", "upper_95", "upper_99_8"), found, strict=True))
    sums = {numerator: counted, size: sizes}
    write({**groups.columns(), **sums, **made}, out)


def _against(value: np.ndarray, found: tuple[np.ndarray, ...]) -> np.ndarray:
    low_3, low_2, high_2, high_3 = found
    return np.select(
        [value < low_3, value > high_3, value < low_2, value > high_2],
        ["low_3", "high_3", "low_2", "high_2"],
        default="within",
    )


@click.command()
@shared
@column("value", "value", "The estimate.")
@column("lower", "lower_95", "Its lower 95% limit.")
@column("upper", "upper_95", "Its upper 95% limit.")
@click.option(
    "--with", "reference", required=True, metavar="COLUMN=VALUE", help="The row compared with."
)
@click.option("--numerator", metavar="COLUMN", help="People or events counted, for a test.")
@click.option("--denominator", metavar="COLUMN", help="People they are among, for a test.")
@click.option("--rates", is_flag=True, help="What is tested are rates of events, not proportions.")
def compare(
    file: Path,
    by: tuple[str, ...],
    out: Path | None,
    value: str,
    lower: str,
    upper: str,
    reference: str,
    numerator: str | None,
    denominator: str | None,
    rates: bool,
) -> None:
    """Each row against a row of its group: by interval, as a difference and as a ratio.

    With --numerator and --denominator by a test too, whose P value is added.

    \b
    Example:
      wholeplace stats compare rates.csv --with area=England --by sex
    """
    if (numerator is None) != (denominator is None):
        raise click.UsageError("Name both --numerator and --denominator, or neither.")
    table = TidyFile.read(file)
    name, _, wanted = reference.partition("=")
    is_reference = np.array([cell == wanted for cell in table.text(name)])
    groups = table.together(by)
    places = np.full(len(groups.labels), -1)
    for row in np.flatnonzero(is_reference):
        if places[groups.of_row[row]] >= 0:
            raise InputFileError(
                file,
                f"There are two rows with {reference}.",
                "Name groups with --by.",
                row=int(row) + 1,
            )
        places[groups.of_row[row]] = row
    if np.any(places < 0):
        lacking = groups.labels[int(np.flatnonzero(places < 0)[0])]
        raise InputFileError(
            file, f"No row of {lacking or 'the file'} has {reference}.", "Check it."
        )
    at = places[groups.of_row]
    own = Interval(*(table.numbers(part) for part in (value, lower, upper)))
    other = Interval(*(part[at] for part in own))
    gap, times = difference(own, other), ratio(own, other)
    made = {
        "compared": compare_with(own, other.value),
        **limits({0.95: gap}, ("difference",)),
        **limits({0.95: times}, ("ratio",)),
    }
    if numerator is not None and denominator is not None:
        counted, among = table.numbers(numerator), table.numbers(denominator)
        test = rates_differ if rates else proportions_differ
        made["p"] = test(counted, among, counted[at], among[at])
    write({**table.columns, **made}, out)
