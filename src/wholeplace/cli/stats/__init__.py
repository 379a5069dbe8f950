"""``wholeplace stats``: the statistics of public health on tidy CSV, from the shell."""

from __future__ import annotations

import click

from wholeplace.cli.stats.comparing import compare, funnel, sii
from wholeplace.cli.stats.counts import mean, proportion, quantile, rate
from wholeplace.cli.stats.over_time import spc, trend
from wholeplace.cli.stats.standardised import dsr, isr, life_table_command


@click.group()
def stats() -> None:
    """Statistics of tidy CSV: one row a value in, one row a statistic out."""


for command in (
    proportion,
    rate,
    mean,
    dsr,
    isr,
    life_table_command,
    sii,
    funnel,
    quantile,
    spc,
    compare,
    trend,
):
    stats.add_command(command)

__all__ = ["stats"]
