"""Asking for the run of a scenario, in turn with the others, and asking it to stop."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from wholeplace.core.errors import WholeplaceError
from wholeplace.planning.models.run_folder import RunFolder
from wholeplace_web.flow.models import Scenario
from wholeplace_web.flow.running import turns
from wholeplace_web.flow.running.standing import WAITING, at_work_or_waiting, run_of

MOST_WAITING = 6


class Busy(WholeplaceError):
    """As many runs wait as may."""


def ask(scenario: Scenario, folder: RunFolder) -> None:
    """Save a scenario and ask for its run; a run that was answered whole before is its answer.

    Args:
        scenario: The scenario.
        folder: The run that answers it, made and maybe not begun.

    Raises:
        Busy: If as many wait as may; nothing is saved then.
    """
    progress = folder.progress()
    answered = folder.answered and progress.state == "done"
    others = [one for one in at_work_or_waiting() if one.run_id != folder.run_id]
    if not answered and len(others) >= MOST_WAITING:
        raise Busy(
            _("%(num)s runs are waiting, which is as many as may.") % {"num": len(others)},
            _("Wait until one has ended, or stop one."),
        )
    scenario.run_id = folder.run_id
    scenario.asked = None if answered else timezone.now()
    scenario.save()
    if not answered:
        if progress.state != "running":
            folder.report(0, 0, state=WAITING)
        turns.start()


def stop(scenario: Scenario) -> None:
    """Ask a scenario's run to stop; one that has not begun never will."""
    folder = run_of(scenario)
    if folder is None or not folder.progress().at_work:
        return
    if folder.progress().state == WAITING:
        folder.report(0, 0, _("It had not begun."), state="stopped")
        scenario.asked = None
        scenario.save(update_fields=["asked"])
    else:
        folder.ask_to_stop()


def next_waiting() -> Scenario | None:
    """The scenario that waits longest for its run to begin."""
    for scenario in at_work_or_waiting():
        folder = run_of(scenario)
        if folder is not None and folder.progress().state == WAITING:
            return scenario
    return None
