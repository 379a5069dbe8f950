"""The parts of a run in turn: how far it is over all of them, and stopping between replications."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Event

from wholeplace.planning.flow.levers import Levers
from wholeplace.planning.flow.simulating import Outcome, simulate_scenario
from wholeplace.planning.flow.situation import Situation
from wholeplace.planning.models.model import Job


@dataclass
class Phases:
    """Simulates scenarios one after another for one job.

    Attributes:
        situation: What there is.
        job: Seed, replications, progress, stop.
        total: Replications of all phases together.
        done: Those finished.
    """

    situation: Situation
    job: Job
    total: int
    done: int = 0
    stop: Event = field(default_factory=Event)

    def simulate(self, levers: Levers, replications: int, message: str) -> Outcome | None:
        """Simulate one scenario; None where the run was stopped before it could say anything.

        Args:
            levers: What the scenario changes.
            replications: How many.
            message: What is going on, in words.
        """
        if self._stopped():
            return None
        before = self.done

        def progress(finished: int) -> None:
            self.done = before + finished
            self.job.report(self.done, self.total, message)
            self._stopped()

        return simulate_scenario(
            self.situation,
            levers,
            seed=self.job.seed,
            replications=replications,
            progress=progress,
            stop=self.stop,
        )

    def whole(self, levers: Levers, replications: int, message: str) -> Outcome | None:
        """The same, and None where not every replication was finished."""
        found = self.simulate(levers, replications, message)
        return found if found and found.replications == replications else None

    @property
    def stopped(self) -> bool:
        """Whether the run was asked to stop."""
        return self.stop.is_set()

    def _stopped(self) -> bool:
        if self.job.stopped():
            self.stop.set()
        return self.stop.is_set()
