"""What a scenario costs in a year: beds blocked, slots paid for, and the changes themselves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wholeplace.planning.flow.levers import Levers
from wholeplace.planning.flow.simulating import YEAR, Outcome
from wholeplace.planning.models.model import Values


@dataclass(frozen=True)
class Costs:
    """Unit costs, in pounds.

    Attributes:
        values: Key → value, for every assumption; those under ``cost`` are read.
    """

    values: Values

    @property
    def bed_day(self) -> float:
        """A day in a hospital bed."""
        return self._pounds("hospital_bed_day")

    def slot_day(self, service: str) -> float:
        """A day of a slot, used or not."""
        return self._pounds(f"slot_day.{service}")

    def programmes(self, levers: Levers) -> float:
        """What the changes of a scenario cost in a year, slots apart."""
        in_use = {
            "pooling": sum(len(group) > 1 for groups in levers.pooled.values() for group in groups),
            "open_eligibility": levers.open_eligibility > 0 or any(levers.open_to.values()),
            "seven_day_discharge": levers.seven_day,
            "faster_assessment": any(left < 1 for left in levers.process.values()),
            "faster_choice": levers.choice < 1,
            "smoother_discharges": levers.smoothing > 0,
            "home_first": levers.home_first > 0,
            "home_without_support": levers.without_support > 0,
            "shorter_stays": any(left < 1 for left in levers.stays.values()),
            "fewer_admissions": levers.admissions < 0,
        }
        return sum(float(used) * self._pounds(f"change.{name}") for name, used in in_use.items())

    def slots(self, outcome: Outcome) -> float:
        """What the slots of a scenario cost in a year, used or not."""
        held = [row for row in outcome.layout.slots if row.slots]
        return YEAR * sum(row.slots * self.slot_day(row.service) for row in held)

    def beds(self, outcome: Outcome) -> NDArray[np.float64]:
        """[replication] What delayed days cost in a year."""
        return outcome.days_a_year * self.bed_day

    def total(self, outcome: Outcome) -> NDArray[np.float64]:
        """[replication] Everything in a year."""
        return self.beds(outcome) + self.slots(outcome) + self.programmes(outcome.levers)

    def _pounds(self, name: str) -> float:
        found = self.values[f"cost.{name}"]
        assert isinstance(found, int | float)  # the assumption's kind has been checked
        return float(found)
