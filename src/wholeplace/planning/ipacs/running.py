"""Running: pathway-scenarios replicated, and their days as means, errors and quantiles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields

import numpy as np

from wholeplace.planning.ipacs.beds import PathwayDays, run_beds
from wholeplace.planning.ipacs.conventions import Conventions
from wholeplace.planning.ipacs.inputs import IpacsInputs, PathwayScenario
from wholeplace.planning.ipacs.visits import run_visits
from wholeplace.planning.simulation.arrays import FloatArray

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
MEASURES = tuple(field.name for field in fields(PathwayDays))


@dataclass(frozen=True)
class Summary:
    """The days of a pathway-scenario over its replications.

    Attributes:
        scenario: Which one.
        mean: Measure → [day].
        error: Measure → [day] The standard error of the mean, by replication.
        quantiles: Measure → [quantile, day], at ``QUANTILES``.
    """

    scenario: PathwayScenario
    mean: dict[str, FloatArray]
    error: dict[str, FloatArray]
    quantiles: dict[str, FloatArray]


def replicate_pathway(
    inputs: IpacsInputs,
    scenario: PathwayScenario,
    conventions: Conventions,
    *,
    replications: int,
    seed: int,
) -> Summary:
    """Run one pathway-scenario again and again.

    Args:
        inputs: What IPACS is given.
        scenario: Which pathway, under which choices.
        conventions: What is assumed where the inputs are silent.
        replications: How often, 2 or more.
        seed: The run's seed; the same for every scenario, so that they meet the same people.

    Returns:
        Its days.
    """
    run = run_visits if scenario.by_visits else run_beds
    found = [run(inputs, scenario, conventions, seed, number) for number in range(replications)]
    of = {name: np.stack([getattr(each, name) for each in found]) for name in MEASURES}
    return Summary(
        scenario,
        {name: values.mean(axis=0) for name, values in of.items()},
        {name: values.std(axis=0, ddof=1) / replications**0.5 for name, values in of.items()},
        {name: np.quantile(values, QUANTILES, axis=0) for name, values in of.items()},
    )


def replicate_all(
    inputs: IpacsInputs,
    scenarios: Sequence[PathwayScenario],
    conventions: Conventions,
    *,
    replications: int,
    seed: int,
    threads: int = 2,
    progress: Callable[[PathwayScenario], None] | None = None,
) -> list[Summary]:
    """Run pathway-scenarios side by side.

    Args:
        inputs: What IPACS is given.
        scenarios: Which ones.
        conventions: What is assumed where the inputs are silent.
        replications: How often each.
        seed: The run's seed.
        threads: How many run side by side.
        progress: Told of each that is finished, in order.

    Returns:
        Their days, in the order asked.
    """

    def one(scenario: PathwayScenario) -> Summary:
        return replicate_pathway(
            inputs, scenario, conventions, replications=replications, seed=seed
        )

    found = []
    with ThreadPoolExecutor(threads) as pool:
        for summary in pool.map(one, scenarios):
            found.append(summary)
            if progress is not None:
                progress(summary.scenario)
    return found


HEADING = (
    *("node", "capacity", "stay", "arrivals", "date", "measure", "mean", "standard_error"),
    *(f"q{round(100 * share):02d}" for share in QUANTILES),
)


def tidy_rows(inputs: IpacsInputs, summaries: Iterable[Summary]) -> Iterator[list[str]]:
    """Give one row for each pathway-scenario, measure and day, under ``HEADING``."""
    for summary in summaries:
        scenario = summary.scenario
        names = [scenario.node, scenario.capacity, scenario.stay, scenario.arrivals]
        for measure in MEASURES:
            of = (summary.mean[measure], summary.error[measure], *summary.quantiles[measure])
            for date, *values in zip(inputs.dates, *of, strict=True):
                yield [*names, date.isoformat(), measure, *(f"{value:.4f}" for value in values)]
