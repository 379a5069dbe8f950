"""What a killed process was doing: landing one file, to be stopped at a chosen step."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from tests.sources.site import Site


def land_until(folder: str, file: str, last_step: int | None, stop: int = signal.SIGKILL) -> None:
    """Land a file of events, and stop this process at its n-th step on the disk.

    Args:
        folder: Where the site is.
        file: The file.
        last_step: The flush or rename, counted from 1, that is never reached; None lets it end.
        stop: The signal that stops it.
    """
    # Whatever runs the tests in the background may have told its processes to ignore interruption.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    steps = 0

    def counted(act):
        def step(*args, **kwargs):
            nonlocal steps
            steps += 1
            if steps == last_step:
                os.kill(os.getpid(), stop)
            return act(*args, **kwargs)

        return step

    os.fsync = counted(os.fsync)
    Path.replace = counted(Path.replace)
    Site(Path(folder)).land("gp_event", Path(file), period="2026-03")
    (Path(folder) / "steps").write_text(str(steps))
