"""How a scenario stands: never asked, waiting its turn, running, done, stopped, failed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wholeplace.core.errors import RunError
from wholeplace.places.wording import whole
from wholeplace.planning.models.run_folder import Progress, RunFolder, State, find_run
from wholeplace_web.flow.models import Scenario
from wholeplace_web.flow.running.turns import at_work
from wholeplace_web.installation import installation

NEVER = "never"
_STARTING = dt.timedelta(seconds=60)  # what a busy machine needs to start a process
WAITING: State = "waiting"


@dataclass(frozen=True)
class Standing:
    """How a scenario stands, for a page.

    Attributes:
        state: A state of :class:`~wholeplace.planning.models.run_folder.Progress`, or ``never``.
        words: The same as a sentence.
        done: Replications finished.
        total: Replications asked for; 0 where not known.
        folder: The run, where it was ever asked for and is still kept.
        stuck: Whether it waits and nobody is taking turns.
    """

    state: str
    words: str
    done: int = 0
    total: int = 0
    folder: RunFolder | None = None
    stuck: bool = False

    @property
    def at_work(self) -> bool:
        """Whether there is something to wait for."""
        return self.state in ("waiting", "running") and not self.stuck

    @property
    def answered(self) -> bool:
        """Whether there is an answer to read."""
        return self.folder is not None and self.folder.answered


def run_of(scenario: Scenario) -> RunFolder | None:
    """The run of a scenario; None where it never was asked, or the run is not kept any more."""
    if not scenario.run_id:
        return None
    try:
        return find_run(installation().data_folder, scenario.model, scenario.run_id)
    except RunError:
        return None


def standing(scenario: Scenario) -> Standing:
    """How a scenario stands now."""
    folder = run_of(scenario)
    if folder is None:
        return Standing(NEVER, _("It has not been run."))
    progress = folder.progress()
    if progress.state == WAITING:
        return _waiting(scenario, folder)
    return Standing(progress.state, _words(progress), progress.done, progress.total, folder)


def _waiting(scenario: Scenario, folder: RunFolder) -> Standing:
    asked = scenario.asked
    if not at_work() and (asked is None or timezone.now() - asked > _STARTING):
        words = _("It waits, but nothing is at work. Run it again.")
        return Standing(WAITING, words, folder=folder, stuck=True)
    before = len(_before(scenario))
    if not before:
        return Standing(WAITING, _("It is about to begin."), folder=folder)
    words = ngettext(
        "It waits its turn: %(num)s run is before it.",
        "It waits its turn: %(num)s runs are before it.",
        before,
    )
    return Standing(WAITING, words % {"num": before}, folder=folder)


def at_work_or_waiting() -> list[Scenario]:
    """Scenarios whose run is going on or waits, the one asked for first first."""
    asked = Scenario.objects.filter(asked__isnull=False).order_by("asked", "pk")
    held = ((scenario, run_of(scenario)) for scenario in asked)
    return [one for one, folder in held if folder is not None and folder.progress().at_work]


def _before(scenario: Scenario) -> set[str]:
    runs = [one.run_id for one in at_work_or_waiting()]
    return set(runs[: runs.index(scenario.run_id)] if scenario.run_id in runs else runs)


def _words(progress: Progress) -> str:
    counted = {"done": whole(progress.done), "total": whole(progress.total)}
    if progress.state == "running":
        if not progress.total:
            return _("It is being run.")
        counted["what"] = progress.message
        return _("%(what)s: %(done)s of %(total)s are done.") % counted
    if progress.state == "stopped":
        return _("It was stopped after %(done)s of %(total)s.") % counted
    if progress.state == "failed":
        return _("It failed. %(why)s") % {"why": progress.message}
    return _("It is done.")
