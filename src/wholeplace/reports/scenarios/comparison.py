"""A few scenarios side by side: paired differences, since all of them met the same people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from wholeplace.core.errors import RunError
from wholeplace.places.wording import are
from wholeplace.planning.models.results import paired_difference
from wholeplace.reports.scenarios.reading import Answered, Row

FEWEST, MOST = 2, 4
FEWEST_PAIRS = 2
_SHARED = {
    "model": "another model",
    "version": "another version of the model",
    "inputs_id": "other data",
    "seed": "another seed",
}
Judgement = Literal["better", "worse", "similar", "different"]


@dataclass(frozen=True)
class Difference:
    """How much a figure of a scenario differs from the first scenario's.

    Attributes:
        first: The figure of the first scenario.
        other: The same figure of the other.
        mean: The mean difference, year by year; None where nothing pairs.
        low: Lower 95 % limit of that mean.
        high: Upper limit.
    """

    first: Row
    other: Row
    mean: float | None
    low: float | None = None
    high: float | None = None

    @property
    def judgement(self) -> Judgement:
        """Better or worse where the limits leave out nought, and similar where they do not."""
        if self.mean is None or self.low is None or self.high is None:
            return "similar"
        if self.low <= 0 <= self.high:
            return "similar"
        if self.first["better"] not in ("lower", "higher"):
            return "different"
        lower = self.mean < 0
        return "better" if lower == (self.first["better"] == "lower") else "worse"


@dataclass(frozen=True)
class Comparison:
    """Scenarios side by side.

    Attributes:
        first: What the others are compared with: doing nothing, where it is among them.
        others: The others, in the order asked for.
        years: How many simulated years pair.
    """

    first: Answered
    others: tuple[Answered, ...]
    years: int

    @property
    def all(self) -> tuple[Answered, ...]:
        """Every scenario, the first first."""
        return (self.first, *self.others)

    def difference(
        self, other: Answered, name: str, place: str = "", group: str = ""
    ) -> Difference | None:
        """How a figure differs from the first scenario's; None where either lacks it."""
        before, after = self.first.figure(name, place, group), other.figure(name, place, group)
        if before is None or after is None:
            return None
        pairs = [one.replications(name, place, group)[: self.years] for one in (self.first, other)]
        if min(one.size for one in pairs) < FEWEST_PAIRS:
            return Difference(before, after, None)
        return Difference(before, after, *paired_difference(*pairs))

    def differences(self, divided_by: str = "") -> Iterator[tuple[Answered, Difference]]:
        """Every difference of the whole system, or by ``place`` or ``group``."""
        for other in self.others:
            for row in self.first.figures:
                if [key for key in ("place", "group") if row[key]] != [divided_by] * bool(
                    divided_by
                ):
                    continue
                found = self.difference(other, row["name"], row["place"], row["group"])
                if found is not None:
                    yield other, found


def compare_runs(runs: Sequence[Answered]) -> Comparison:
    """Put runs side by side; the one that changes nothing comes first.

    Args:
        runs: Two to four answered runs of one model.

    Raises:
        RunError: If they are too few or too many, or did not meet the same people.
    """
    if not FEWEST <= len(runs) <= MOST:
        raise RunError(f"{are(len(runs))} chosen.", f"Choose {FEWEST} to {MOST} to compare.")
    first = next((run for run in runs if not run.changed), runs[0])
    for one in runs:
        for key, words in _SHARED.items():
            if one.result[key] != first.result[key]:
                raise RunError(
                    f"“{one.title}” and “{first.title}” were run with {words}.",
                    "Run both again, then compare.",
                )
    years = min(run.result["replications"] for run in runs)
    return Comparison(first, tuple(run for run in runs if run is not first), years)
