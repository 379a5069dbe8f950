"""Takes the runs that wait in turn, one at a time, beside the workers and out of their way.

Started by a page as ``python -m wholeplace_web.flow.running.turns``; it ends when nothing waits.
"""

from __future__ import annotations

import fcntl
import logging
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import django

from wholeplace.core.errors import WholeplaceError
from wholeplace.planning.models.run_folder import RunFolder
from wholeplace_web.installation import SETTINGS_VARIABLE, web_folder

if TYPE_CHECKING:
    from wholeplace_web.flow.models import Scenario

_LOG = logging.getLogger(__name__)
_KINDEST = 19
_COMMAND = "from wholeplace.cli.main import main; main()"
MOST_SECONDS = 20 * 60
FIRST_LOOK = 20
"""With no more simulated years than this a run answers how many wait, and not why."""
_GRACE_SECONDS = 60
_LOOK_EVERY_SECONDS = 1.0


def start() -> None:
    """Start taking turns in a process of its own; where one is at it already this one just ends."""
    subprocess.Popen(
        [sys.executable, "-m", __name__],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def at_work() -> bool:
    """Whether a process is taking turns now."""
    with _lock() as free:
        return not free


def take_turns() -> None:
    """Run what waits, the one asked for first, until nothing does.

    Whoever asks while the last run is ending finds the lock taken and goes away, so what waits is
    looked for once more after the lock is given back.
    """
    from wholeplace_web.flow.running.asking import next_waiting

    while next_waiting() is not None:
        with _lock() as free:
            if not free:
                return
            while (scenario := next_waiting()) is not None:
                _take(scenario)


def _take(scenario: Scenario) -> None:
    """Run a scenario; where the program is newer than the pages its run has a newer name."""
    from wholeplace_web.flow.model_here import order_run
    from wholeplace_web.flow.running.standing import run_of

    try:
        folder = order_run(scenario)
        scenario.run_id = folder.run_id
        scenario.save(update_fields=["run_id"])
        run(folder, MOST_SECONDS, first_look=scenario.replications <= FIRST_LOOK)
    except WholeplaceError as error:
        asked = run_of(scenario)
        if asked is not None:
            asked.report(0, 0, str(error), state="failed")
    scenario.asked = None
    scenario.save(update_fields=["asked"])


def run(folder: RunFolder, most_seconds: float, *, first_look: bool) -> None:
    """Run one scenario as the command line does, and see that its folder says how it ended.

    Args:
        folder: Its run.
        most_seconds: After this it is asked to stop, and soon after made to.
        first_look: Whether to leave out why people wait, what helps and what moves the answer.
    """
    told = folder.path / "errors.txt"
    command = ["flow", "run", str(folder.scenario_file), *(["--headline"] if first_look else [])]
    with told.open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [sys.executable, "-c", _COMMAND, *_settings(), *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
        _wait(process, folder, most_seconds)
    if folder.progress().at_work or (process.returncode and not folder.answered):
        folder.report(0, 0, _what_went_wrong(told), state="failed")


def _wait(process: subprocess.Popen[bytes], folder: RunFolder, most_seconds: float) -> None:
    """Wait for a run, and end one that takes too long."""
    until = time.monotonic() + most_seconds
    while process.poll() is None:
        time.sleep(_LOOK_EVERY_SECONDS)
        if time.monotonic() > until and not folder.stop_asked():
            folder.ask_to_stop()
        if time.monotonic() > until + _GRACE_SECONDS:
            process.kill()
            process.wait()


def _what_went_wrong(told: Path) -> str:
    """What a run that failed said, in words that may stand on a page."""
    said = told.read_text(encoding="utf-8", errors="replace").strip()
    if said and "Traceback" not in said:
        return " ".join(said.split())[:500]
    reference = secrets.token_hex(4)
    _LOG.error("A run failed; reference %s; it said: %s", reference, said or "nothing")
    return f"It broke off. Tell whoever runs this service and give the reference {reference}."


def _settings() -> list[str]:
    named = os.environ.get(SETTINGS_VARIABLE)
    return ["--settings", named] if named else []


@contextmanager
def _lock() -> Iterator[bool]:
    """The lock that whoever takes turns holds; true where it was free. It goes with the process."""
    web_folder().mkdir(parents=True, exist_ok=True)
    with (web_folder() / "runs.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


if __name__ == "__main__":
    os.nice(_KINDEST)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wholeplace_web.settings")
    django.setup()
    take_turns()
