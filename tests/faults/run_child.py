"""What a killed process was doing: a run or a publication, stopped at a chosen step."""

from __future__ import annotations

import datetime as dt
import os
import signal
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
        last_step: The step, counted from 1, that is never reached; None lets the run end, and
            writes how many steps it took.
    """
    steps = _counted_steps(last_step)
    Installation(Path(folder)).run(known_at=NEW)
    (Path(folder) / "steps").write_text(str(len(steps)))


def publish_until(data: str, run_id: str, last_step: int) -> None:
    """Publish a finished run, and kill this process at its n-th step on the disk."""
    _counted_steps(last_step)
    publish(Path(data), run_id)


def _counted_steps(last_step: int | None) -> list[str]:
    """Note every flush, rename and new folder from now on, and die at one of them."""
    steps: list[str] = []

    def counted(name: str, act: Any) -> Any:
        def step(*args: Any, **kwargs: Any) -> Any:
            steps.append(name)
            if len(steps) == last_step:
                os.kill(os.getpid(), signal.SIGKILL)
            return act(*args, **kwargs)

        return step

    os.fsync = counted("fsync", os.fsync)
    for name in ("replace", "rename", "mkdir"):
        setattr(Path, name, counted(name, getattr(Path, name)))
    return steps
