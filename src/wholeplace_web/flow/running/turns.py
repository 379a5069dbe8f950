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

from wholeplace_web.installation import web_folder

if TYPE_CHECKING:
    from wholeplace_web.flow.models import Scenario

_LOG = logging.getLogger(__name__)
_KINDEST = 19
MOST_SECONDS = 20 * 60.0
_GRACE_SECONDS = 60.0
_LOOK_EVERY_SECONDS = 0.5
_MOST_LETTERS = 500


def start() -> None:
    """Start taking turns in a process of its own; where one is at it already this one just ends."""
    subprocess.Popen(
        [sys.executable, "-m", "wholeplace_web.flow.running.turns"],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def command(scenario: Scenario) -> list[str]:
    """What runs one scenario."""
    return [sys.executable, "-m", "wholeplace_web.flow.running.one", str(scenario.pk)]


def at_work() -> bool:
    """Whether a process is taking turns now."""
    with _lock() as free:
        return not free


def take_turns(most_seconds: float = MOST_SECONDS, grace_seconds: float = _GRACE_SECONDS) -> None:
    """Run what waits, the one asked for first, until nothing does.

    Whoever asks while the last run is ending finds the lock taken and goes away, so what waits is
    looked for once more after the lock is given back.

    Args:
        most_seconds: After this a run is asked to stop.
        grace_seconds: How long after that it is made to.
    """
    from wholeplace_web.flow.running.asking import next_waiting

    while next_waiting() is not None:
        with _lock() as free:
            if not free:
                return
            while (scenario := next_waiting()) is not None:
                _take(scenario, most_seconds, grace_seconds)


def _take(scenario: Scenario, most_seconds: float, grace_seconds: float) -> None:
    """Run one scenario, and see that its folder says how it ended."""
    from wholeplace_web.flow.running.standing import run_of

    told = web_folder() / "last-run.txt"
    with told.open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            command(scenario),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
        _wait(process, scenario, most_seconds, grace_seconds)
    scenario.refresh_from_db()
    folder = run_of(scenario)
    if folder is not None and (
        folder.progress().at_work or (process.returncode and not folder.answered)
    ):
        folder.report(0, 0, _what_went_wrong(told), state="failed")
    scenario.asked = None
    scenario.save(update_fields=["asked"])


def _wait(process: subprocess.Popen[bytes], scenario: Scenario, most: float, grace: float) -> None:
    """Wait for a run, and end one that takes too long."""
    from wholeplace_web.flow.running.standing import run_of

    until = time.monotonic() + most
    asked_to_stop = False
    while process.poll() is None:
        time.sleep(_LOOK_EVERY_SECONDS)
        if time.monotonic() > until and not asked_to_stop:
            scenario.refresh_from_db()
            folder = run_of(scenario)
            asked_to_stop = folder is not None
            if folder is not None:
                folder.ask_to_stop()
        if time.monotonic() > until + grace:
            process.kill()
            process.wait()


def _what_went_wrong(told: Path) -> str:
    """What a run that failed said, in words that may stand on a page."""
    said = told.read_text(encoding="utf-8", errors="replace").strip()
    if said and "Traceback" not in said:
        return " ".join(said.split())[:_MOST_LETTERS]
    reference = secrets.token_hex(4)
    _LOG.error("A run failed; reference %s; it said: %s", reference, said or "nothing")
    return f"It broke off. Tell whoever runs this service and give the reference {reference}."


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
