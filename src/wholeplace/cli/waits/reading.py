"""Reading waiting lists from tidy CSV: two dates a person, and the target they are judged by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray

from wholeplace.cli.stats.options import column
from wholeplace.cli.stats.tidy import MISSING, TidyFile
from wholeplace.core.errors import InputFileError
from wholeplace.statistics import wait_factor
from wholeplace.statistics.waiting_theory import USUAL_FACTOR, WEEKS_TO_TARGET

Dates = NDArray[np.datetime64]
Command = Callable[..., Any]
DAY = click.DateTime(["%Y-%m-%d"])


def list_options(command: Command) -> Command:
    """The columns of a list, its window, and its target."""
    for decorate in (
        click.option(
            "--weeks-to-target",
            type=click.FloatRange(0, min_open=True),
            default=WEEKS_TO_TARGET,
            show_default=True,
            help="Weeks in which a list that is too big is to reach its target.",
        ),
        click.option(
            "--within",
            type=click.FloatRange(0, 1, min_open=True, max_open=True),
            help="Share to be seen within the target, such as 0.92; by default the white paper's "
            "factor of 4, which is 0.982.",
        ),
        click.option(
            "--target-weeks",
            type=click.FloatRange(0, min_open=True),
            default=18.0,
            show_default=True,
            help="The longest wait that should be.",
        ),
        click.option("--to", "until", type=DAY, help="Last day; by default that of a referral."),
        click.option("--from", "since", type=DAY, help="First day; by default that of a referral."),
        column("removal", "removal", "Date of removal, blank for people still waiting."),
        column("referral", "referral", "Date of referral."),
    ):
        command = decorate(command)
    return command


def dates_of(file: TidyFile, name: str, *, may_be_blank: bool = False) -> Dates:
    """A column as dates; a blank is NaT where it may be.

    Args:
        file: The file.
        name: The column.
        may_be_blank: Whether a date may be missing.

    Raises:
        InputFileError: If a cell is no date, naming its row.
    """
    found = np.full(file.rows, np.datetime64("NaT"), dtype="datetime64[D]")
    for row, cell in enumerate(file.text(name)):
        if may_be_blank and cell.lower() in MISSING:
            continue
        try:
            found[row] = dt.date.fromisoformat(cell)
        except ValueError:
            raise InputFileError(
                file.name,
                f"{cell!r} is not a date.",
                "Write it as 2024-01-31.",
                row=row + 1,
                column=name,
            ) from None
    return found


def people_of(file: TidyFile, referral: str, removal: str) -> tuple[Dates, Dates]:
    """When each person was referred, and removed or NaT.

    Args:
        file: The file.
        referral: The column of the date of referral.
        removal: The column of the date of removal.

    Raises:
        InputFileError: If a cell is no date, or somebody is removed before being referred.
    """
    came, left = dates_of(file, referral), dates_of(file, removal, may_be_blank=True)
    backwards = np.flatnonzero(left < came)
    if len(backwards):
        raise InputFileError(
            file.name,
            "Somebody is removed before being referred.",
            "Correct the dates, or leave the row out.",
            row=int(backwards[0]) + 1,
            column=removal,
        )
    return came, left


def day(given: dt.datetime | None) -> dt.date | None:
    """A day typed as an option."""
    return given.date() if given else None


def factor_of(within: float | None) -> float:
    """How many times shorter than the target the mean wait should be."""
    return USUAL_FACTOR if within is None else float(wait_factor(within))
