"""What a model answers: figures with their ranges, and how they are written in result.json.

The keys of ``result.json``, the same for every model:

========================  =====================================================================
``model``                 name of the model's definition
``model_title``           its title
``question``              the question it answers
``futures``               what its replications are, such as "simulated years"
``groups``                what figures are divided by beside places, such as "service"
``version``               version of the definition and the code
``run_id``                the run
``title``                 the scenario's title
``seed``                  the seed
``replications``          how many were finished
``asked``                 how many were asked for
``synthetic``             whether the inputs are invented
``headline``              the answer in one sentence, with its range
``sentences``             more sentences, in order of what matters
``figures``               a list of figures; keys of :class:`Figure`
``warnings``              what a reader must know of the inputs, as sentences
``assumptions``           a list: ``key``, ``title``, ``unit``, ``group``, ``value``, ``default``,
                          ``low``, ``high``, ``changed``, ``source``, ``dated``, ``verified``
``not_in_it``             who or what is not in the answer
``tables``                a list: ``name`` (the file is ``<name>.csv``), ``title``, ``about``
========================  =====================================================================

A model may add keys of its own, and says which where it writes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import special

from wholeplace.core.errors import StatisticsError

CONFIDENCE = 0.95
Better = Literal["lower", "higher", "none"]


@dataclass(frozen=True)
class Figure:
    """One figure: its mean, how sure the mean is, and what one period may bring.

    Attributes:
        name: Lower-case words joined by underscores, such as ``people_delayed``.
        title: Plain English.
        unit: What it counts, such as ``people``.
        mean: The mean over replications.
        mean_low: Lower 95 % limit of that mean, by replication.
        mean_high: Upper 95 % limit of that mean, by replication.
        low: The 5th percentile of what one day or year may bring.
        high: The 95th percentile.
        over: What the range is of: ``day`` or ``year``.
        better: Which direction is better.
        place: The place it is of, by its name; empty is the whole system.
        group: The service, or other group, it is of, in words; empty is all.
    """

    name: str
    title: str
    unit: str
    mean: float
    mean_low: float
    mean_high: float
    low: float
    high: float
    over: str = "year"
    better: Better = "none"
    place: str = ""
    group: str = ""

    def as_row(self) -> dict[str, Any]:
        """The figure as result.json holds it."""
        return asdict(self)


def mean_with_limits(by_replication: NDArray[np.float64]) -> tuple[float, float, float]:
    """The mean over replications with its 95 % limits by Student's t.

    Args:
        by_replication: One value a replication; NaN where a replication has none.

    Returns:
        Mean, lower and upper limit; limits are NaN with fewer than two values.

    Source: Law AM. Simulation Modeling and Analysis, 5th edition, section 4.5 (replication).
    """
    values = by_replication[~np.isnan(by_replication)]
    if values.size == 0:
        return (float("nan"),) * 3
    mean = float(values.mean())
    if values.size == 1:
        return mean, float("nan"), float("nan")
    error = float(values.std(ddof=1)) / float(np.sqrt(values.size))
    reach = float(special.stdtrit(values.size - 1, (1 + CONFIDENCE) / 2)) * error
    return mean, mean - reach, mean + reach


def paired_difference(
    first: NDArray[np.float64], second: NDArray[np.float64]
) -> tuple[float, float, float]:
    """How much the second scenario differs from the first, replication by replication.

    Args:
        first: One value a replication.
        second: The same, of runs that met the same random numbers.

    Returns:
        Mean difference, lower and upper 95 % limit.

    Raises:
        StatisticsError: If the replications do not pair.

    Source: Law AM. Simulation Modeling and Analysis, 5th edition, section 10.2.1 (paired t).
    """
    if first.shape != second.shape:
        raise StatisticsError(
            f"There are {first.size} replications of one and {second.size} of the other.",
            "Compare runs with the same number of replications and the same seed.",
        )
    return mean_with_limits(second - first)


def figure(
    name: str,
    title: str,
    unit: str,
    by_replication: NDArray[np.float64],
    ranged: NDArray[np.float64] | None = None,
    **says: Any,
) -> Figure:
    """A figure from simulated values.

    Args:
        name: Its name.
        title: Its title.
        unit: Its unit.
        by_replication: The mean of each replication; the limits of the mean come from these.
        ranged: The values whose 5th and 95th percentiles are the range, such as all days of all
            replications; by default the replications themselves, each of which is a year.
        says: Other attributes of :class:`Figure`.
    """
    mean, low, high = mean_with_limits(by_replication)
    values = by_replication if ranged is None else ranged
    values = values[~np.isnan(values)]
    spread = np.quantile(values, [0.05, 0.95]) if values.size else np.full(2, np.nan)
    return Figure(name, title, unit, mean, low, high, float(spread[0]), float(spread[1]), **says)


def rows(figures: Sequence[Figure]) -> list[dict[str, Any]]:
    """Figures as result.json holds them; NaN becomes null, since JSON has no NaN."""
    return [
        {k: None if isinstance(v, float) and np.isnan(v) else v for k, v in f.as_row().items()}
        for f in figures
    ]
