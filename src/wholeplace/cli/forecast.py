"""``wholeplace forecast``: what the series of a tidy file are likely to be next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import numpy as np

from wholeplace.cli.stats.options import column, shared
from wholeplace.cli.stats.tidy import TidyFile, write
from wholeplace.measures.forecasts.ahead import Ahead, look_ahead
from wholeplace.planning.forecasts import laid_out
from wholeplace.planning.forecasts.words import record_in_words


@click.command()
@shared
@column("date", "date", "The date: 2026-03-31, or 2026-03 for a month.")
@column("value", "value", "The value; blank where it is missing.")
@click.option("--season", type=click.IntRange(1), help="Periods in a season; by default 7, 52, 12.")
@click.option("--horizon", type=click.IntRange(1), help="Periods ahead; by default 14, 8 or 6.")
@click.option("--no-bank-holidays", is_flag=True, help="Treat bank holidays as any other day.")
@click.option("--back-test", is_flag=True, help="Say how such forecasts have done, instead.")
def forecast(
    file: Path,
    by: tuple[str, ...],
    out: Path | None,
    date: str,
    value: str,
    season: int | None,
    horizon: int | None,
    no_bank_holidays: bool,
    back_test: bool,
) -> None:
    """Forecast daily, weekly or monthly series, with intervals that 80 and 95 in 100 should hold.

    Smoothing (damped Holt-Winters) is used for a series where it has been closer than the same as
    last season; `method` says which.

    \b
    Example:
      wholeplace forecast attendances.csv --by trust --date month --value attendances
    """
    rows = TidyFile.read(file)
    groups = rows.together(by)
    table = laid_out(
        rows.name, rows.text(date), rows.numbers(value), groups.labels, groups.of_row, date
    )
    found = look_ahead(table, season, horizon, not no_bank_holidays)
    lines = _records(found, by) if back_test else _forecasts(found, by, date)
    _write(list(lines), out)
    for place, label in enumerate(table.labels):
        said = record_in_words(found, place)
        click.echo(f"{', '.join(label)}: {said}" if label else said, err=True)


def _forecasts(found: Ahead, by: tuple[str, ...], date: str) -> Iterator[dict[str, Any]]:
    """A row for each series and period ahead that can be forecast."""
    periods, shown = found.table.periods, found.proved.forecast
    for place, label in enumerate(found.table.labels):
        if not shown.method[place]:
            continue
        for ahead in range(found.horizon):
            start = periods.start(periods.count + ahead).isoformat()
            at = place, ahead
            yield {
                **dict(zip(by, label, strict=True)),
                date: start[:7] if periods.kind == "month" else start,
                "ahead": ahead + 1,
                "value": float(found.within_80.value[at]),
                "lower_80": float(found.within_80.lower[at]),
                "upper_80": float(found.within_80.upper[at]),
                "lower_95": float(found.within_95.lower[at]),
                "upper_95": float(found.within_95.upper[at]),
                "method": str(shown.method[place]),
            }


def _records(found: Ahead, by: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """A row for each series: how smoothing and the same as last season have done."""
    proved, values = found.proved, found.table.values
    methods = (("smoothing", proved.smoothing), ("naive", proved.naive))
    for place, label in enumerate(found.table.labels):
        yield {
            **dict(zip(by, label, strict=True)),
            "periods": int(np.isfinite(values[place]).sum()),
            "missing": int(np.isnan(values[place]).sum()),
            "forecasts_tested": int(proved.compared[place]),
            "method": str(proved.forecast.method[place]),
            "error_ratio": float(proved.ratio[place]),
            **{
                f"{name}_{field}": float(score[place])
                for name, record in methods
                for field, score in record._asdict().items()
            },
        }


def _write(lines: list[dict[str, Any]], out: Path | None) -> None:
    names = list(lines[0]) if lines else ["method"]
    write({name: [line[name] for line in lines] for name in names}, out)
