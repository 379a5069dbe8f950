"""``spc`` and ``trend``: series in order of time."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click
import numpy as np

from wholeplace.cli.stats.options import column, shared
from wholeplace.cli.stats.tidy import Output, TidyFile, write
from wholeplace.core.errors import InputFileError
from wholeplace.statistics import (
    Interval,
    assurance_icon,
    estimate_trend,
    proportion_trend,
    variations,
    xmr_chart,
)
from wholeplace.statistics.control_charts import Better


def _series(table: TidyFile, by: tuple[str, ...], time: str) -> list[np.ndarray]:
    """The rows of each group in order of time."""
    times, groups = np.array(table.text(time)), table.together(by)
    found = []
    for group in range(len(groups.labels)):
        rows = np.flatnonzero(groups.of_row == group)
        ordered = rows[np.argsort(times[rows], kind="stable")]
        repeated = np.flatnonzero(times[ordered][1:] == times[ordered][:-1])
        if repeated.size:
            raise InputFileError(
                table.name,
                f"{times[ordered][repeated[0]]} comes twice in one series.",
                "Add the rows up, or tell the series apart with --by.",
                row=int(ordered[repeated[0] + 1]) + 1,
                column=time,
            )
        found.append(ordered)
    return found


@click.command()
@shared
@column("value", "value", "The value of the period.")
@column("time", "period", "The period, as text that sorts: 2026-03 or 2026-03-01.")
@click.option("--rebase", multiple=True, metavar="PERIOD", help="Work limits out afresh from here.")
@click.option("--baseline", type=click.IntRange(2), help="Limits from the first so many points.")
@click.option("--better", type=click.Choice(["higher", "lower", "neither"]), default="neither")
@click.option("--target", type=float, help="The target, for the assurance icon.")
@click.option("--no-screen", is_flag=True, help="Keep large moving ranges in.")
@click.option(
    "--run", type=click.IntRange(3), default=7, show_default=True, help="Points in a row."
)
def spc(
    file: Path,
    by: tuple[str, ...],
    out: Path | None,
    value: str,
    time: str,
    rebase: tuple[str, ...],
    baseline: int | None,
    better: str,
    target: float | None,
    no_screen: bool,
    run: int,
) -> None:
    """XmR charts by NHS England's rules: limits, special causes and icons.

    \b
    Example:
      wholeplace stats spc attendances.csv --by trust --better lower --rebase 2020-04
    """
    table = TidyFile.read(file)
    values, times = table.numbers(value), np.array(table.text(time))
    names = ("mean", "lower", "upper", "rule", "variation", "assurance")
    made: dict[str, list[object]] = {name: [""] * table.rows for name in names}
    for rows in _series(table, by, time):
        starts = [int(np.searchsorted(times[rows], period)) for period in rebase]
        chart = xmr_chart(
            values[rows],
            rebase_at=[start for start in starts if start < rows.size],
            baseline=baseline,
            screen=not no_screen,
            run=run,
        )
        icon = assurance_icon(chart, target, cast(Better, better))
        lines = (chart.mean, chart.lower, chart.upper, chart.rule)
        said = variations(chart, cast(Better, better))
        for place, row in enumerate(rows):
            answers = (*(line[place] for line in lines), said[place], icon)
            for name, answer in zip(names, answers, strict=True):
                made[name][row] = str(answer) if isinstance(answer, str) else answer
    write({**table.columns, **made}, out)


@click.command()
@shared
@column("time", "year", "The year.")
@click.option("--numerator", metavar="COLUMN", help="People counted, for proportions.")
@click.option("--denominator", metavar="COLUMN", help="People they are among, for proportions.")
@column("value", "value", "The estimate, where there is no numerator.")
@column("lower", "lower_95", "Its lower 95% limit.")
@column("upper", "upper_95", "Its upper 95% limit.")
def trend(
    file: Path,
    by: tuple[str, ...],
    out: Path | None,
    time: str,
    numerator: str | None,
    denominator: str | None,
    value: str,
    lower: str,
    upper: str,
) -> None:
    """Whether the last five years rise or fall by more than chance.

    \b
    Example:
      wholeplace stats trend smoking.csv --by district --numerator smokers --denominator adults
    """
    table = TidyFile.read(file)
    if bool(numerator) != bool(denominator):
        raise click.UsageError("Give both --numerator and --denominator, or neither.")
    names = (numerator, denominator) if numerator and denominator else (value, lower, upper)
    columns = [table.numbers(name) for name in names]
    found = []
    for rows in _series(table, by, time):
        parts = [column[rows] for column in columns]
        found.append(proportion_trend(*parts) if numerator else estimate_trend(Interval(*parts)))
    made: Output = {
        "direction": [str(one.direction) for one in found],
        "slope": [float(one.slope) for one in found],
        "p": [float(one.p) for one in found],
    }
    write({**table.together(by).columns(), **made}, out)
