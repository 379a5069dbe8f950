"""``wholeplace waits size``: whether lists are the right size, and what capacity they need."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, cast

import click

from wholeplace.cli.stats.options import shared
from wholeplace.cli.stats.tidy import TidyFile, write
from wholeplace.cli.waits.reading import day, factor_of, list_options, people_of
from wholeplace.statistics import Flow, ListStatistics, dated_list, waiting_list_statistics
from wholeplace.statistics.waiting_list_sizes import Varied


@click.command()
@shared
@list_options
@click.option(
    "--varied",
    type=click.Choice(["gaps", "weeks"]),
    default="gaps",
    show_default=True,
    help="What tells how varied the list is: gaps between people, as published, or numbers a week, "
    "which dates in whole days do not spoil on a busy list.",
)
def size(
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
    varied: str,
) -> None:
    """Say of each list whether it is the right size: rates a week, waits in weeks.

    FILE has a row for each person: the date of referral, and of removal or nothing. A list is too
    big where more than twice as many wait as its target; then `relief_capacity` brings it down in
    time, and otherwise `target_capacity` holds it.

    \b
    Example:
      wholeplace waits list.csv --by specialty --target-weeks 18 --within 0.92
    """
    rows = TidyFile.read(file)
    groups = rows.together(by)
    came, left = people_of(rows, referral, removal)
    lines: list[dict[str, Any]] = []
    for place, label in enumerate(groups.labels):
        mine = groups.of_row == place
        listed = dated_list(came[mine], left[mine], day(since), day(until))
        factor = factor_of(within)
        found = waiting_list_statistics(
            listed, target_weeks, factor, weeks_to_target, varied=cast(Varied, varied)
        )
        lines.append(dict(zip(by, label, strict=True)) | _line(found))
    write({name: [line[name] for line in lines] for name in lines[0]}, out)


def _line(found: ListStatistics) -> dict[str, Any]:
    return {
        **_flow("demand", "referrals", found.demand),
        **_flow("capacity", "removals", found.capacity),
        "load": float(found.load.value),
        "load_lower_95": float(found.load.lower),
        "load_upper_95": float(found.load.upper),
        "waiting": found.queue_size,
        "target_size": found.target_size,
        "too_big": "yes" if found.too_big else "no",
        "mean_wait_weeks": found.mean_wait,
        "pressure": found.pressure,
        "target_capacity": found.target_capacity,
        "relief_capacity": found.relief_capacity,
    }


def _flow(name: str, what: str, flow: Flow) -> dict[str, Any]:
    return {
        what: flow.people,
        f"{name}_weekly": float(flow.weekly.value),
        f"{name}_lower_95": float(flow.weekly.lower),
        f"{name}_upper_95": float(flow.weekly.upper),
        f"{name}_cv": flow.cv,
        f"{name}_weekly_cv": flow.weekly_cv,
    }
