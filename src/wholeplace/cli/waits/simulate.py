"""``wholeplace waits simulate``: what a list looks like in a year, by capacity and priority."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import cast

import click
import numpy as np
from numpy.typing import NDArray

from wholeplace.cli.stats.options import shared
from wholeplace.cli.stats.tidy import TidyFile, write
from wholeplace.cli.waits.reading import day, factor_of, list_options, people_of
from wholeplace.core.errors import InputFileError
from wholeplace.planning.waiting.ahead import Ahead, capacities, look_ahead
from wholeplace.planning.waiting.dates import list_now
from wholeplace.planning.waiting.priorities import LEAST_URGENT, TARGET_DAYS
from wholeplace.planning.waiting.queueing import Order


@click.command()
@shared
@list_options
@click.option(
    "--priority",
    metavar="COLUMN",
    help="Clinical priority, such as P2; a blank is P4. Without it all are P4.",
)
@click.option("--weeks", type=click.IntRange(1, 520), default=52, show_default=True)
@click.option("--replications", type=click.IntRange(1, 10_000), default=200, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@click.option(
    "--order",
    type=click.Choice(["priority", "due"]),
    default="priority",
    show_default=True,
    help="First the most urgent and then the longest wait, or whoever is due first.",
)
@click.option(
    "--capacity",
    "wanted",
    type=click.FloatRange(0),
    multiple=True,
    help="A capacity a week to try besides; may be repeated.",
)
def simulate(
    file: Path,
    by: tuple[str, ...],
    out: Path | None,
    referral: str,
    removal: str,
    since: dt.datetime | None,
    until: dt.datetime | None,
    target_weeks: float,
    within: float | None,
    weeks_to_target: float,
    priority: str | None,
    weeks: int,
    replications: int,
    seed: int,
    order: str,
    wanted: tuple[float, ...],
) -> None:
    """Follow each list week by week under several capacities, with ranges over replications.

    Every capacity meets the same referrals. Of the figures, `low` and `high` are the 5th and 95th
    centile of replications. It is seen how chance varies, and not whether demand stays as it was.

    \b
    Example:
      wholeplace waits simulate list.csv --priority priority --capacity 40
    """
    rows = TidyFile.read(file)
    groups = rows.together(by)
    came, left = people_of(rows, referral, removal)
    kinds = _priorities(rows, priority)
    labels: list[tuple[str, ...]] = []
    found: list[Ahead] = []
    for place, label in enumerate(groups.labels):
        mine = groups.of_row == place
        now, capacity = list_now(came[mine], left[mine], kinds[mine], day(since), day(until))
        plans = capacities(now, capacity, weeks, target_weeks, factor_of(within), weeks_to_target)
        plans |= {f"{slots:g} a week": np.full(weeks, slots) for slots in wanted}
        ahead = look_ahead(now, plans, replications, seed, cast(Order, order))
        found += ahead
        labels += [label] * len(ahead)
    told = {name: [getattr(row, name) for row in found] for name in Ahead._fields}
    write({**{name: [label[n] for label in labels] for n, name in enumerate(by)}, **told}, out)


def _priorities(rows: TidyFile, column: str | None) -> NDArray[np.str_]:
    """The clinical priority of each row."""
    if column is None:
        return np.full(rows.rows, LEAST_URGENT)
    codes = [cell.upper() or LEAST_URGENT for cell in rows.text(column)]
    for number, code in enumerate(codes, start=1):
        if code not in TARGET_DAYS:
            raise InputFileError(
                rows.name,
                f"{code!r} is no clinical priority.",
                f"Use one of {', '.join(TARGET_DAYS)}.",
                row=number,
                column=column,
            )
    return np.array(codes)
