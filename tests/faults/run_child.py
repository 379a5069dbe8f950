"""What a killed process was doing: a run or a publication, stopped or copied at each step."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.measures.small_installation import KNOWN_AT, Installation
from wholeplace.record.runs import publish

NEW = KNOWN_AT + dt.timedelta(days=1)
"""The new run may know a day more, so it is another run over the same data."""


def run_until(folder: str, last_step: int | None) -> None:
    """Run and publish, and kill this process at its n-th step on the disk.

    Args:
        folder: Where the installation is.
        last_step: The step, counted from 1, that is never reached; None lets the run end.
    """
    _at_each_step(_death(last_step))
    Installation(Path(folder)).run(known_at=NEW)


def run_copied(folder: str, copies: str) -> None:
    """Run and publish, and copy the installation before each step on the disk.

    A killed process leaves on the disk what stood there, and nothing of what it had in memory: a
    copy is what a kill at that step would have left.

    Args:
        folder: Where the installation is.
        copies: Where the copies go, each in a folder of its number.
    """

    def copy(step: int) -> None:
        shutil.copytree(folder, Path(copies) / f"{step:04d}")

    _at_each_step(copy)
    Installation(Path(folder)).run(known_at=NEW)


def publish_until(data: str, run_id: str, last_step: int) -> None:
    """Publish a finished run, and kill this process at its n-th step on the disk."""
    _at_each_step(_death(last_step))
    publish(Path(data), run_id)


def _death(last_step: int | None) -> Callable[[int], None]:
    def die(step: int) -> None:
        if step == last_step:
            os.kill(os.getpid(), signal.SIGKILL)

    return die


def _at_each_step(happens: Callable[[int], None]) -> None:
    """Let something happen before every flush, rename and new folder from now on."""
    steps = 0

    def counted(act: Any) -> Any:
        def step(*args: Any, **kwargs: Any) -> Any:
            nonlocal steps
            steps += 1
            happens(steps)
            return act(*args, **kwargs)

        return step

    os.fsync = counted(os.fsync)
    for name in ("replace", "rename", "mkdir"):
        setattr(Path, name, counted(getattr(Path, name)))
