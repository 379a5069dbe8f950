"""Inputs: the five sheets of IPACS, saved as CSV files, read and checked against each other.

IPACS (Improving Patient Flow between Acute, Community and Social Care; University of Exeter and
NHS Bristol, North Somerset and South Gloucestershire, MIT licence) keeps them in one workbook.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np

from wholeplace.core.errors import InputFileError
from wholeplace.planning.models.input_files import InputRow, read_rows
from wholeplace.planning.simulation.arrays import FloatArray
from wholeplace.planning.simulation.stays import Lognormal

COLUMNS = {
    "input_arrivals.csv": ("node", "arrivals", "scenario", "date", "day"),
    "input_capacity.csv": ("node", "scenario", "capacity"),
    "input_costs.csv": ("node", "community_cost", "acute_dtoc"),
    "input_initial_conditions.csv": ("node", "measure", "value"),
    "input_los.csv": (
        *("node", "median", "IVR", "FVR", "scenario", "mean_los"),
        *("los_params", "los_dist", "mu", "sigma"),
    ),
}
BY_VISITS = "P1"
UNREAD = ("day", "los_params", "mu", "sigma")
"""Columns that say again what others say: they may be left out."""


@dataclass(frozen=True)
class Stay:
    """How long people stay with a service.

    Attributes:
        length: The fitted distribution, in days.
        mean: The mean given, in days.
    """

    length: Lognormal
    mean: float


@dataclass(frozen=True)
class PathwayScenario:
    """One pathway in one locality under one choice of capacity, stay and arrivals.

    Attributes:
        node: The pathway and locality, such as P2_B; P1 is by visits, the others by beds.
        capacity: The capacity scenario.
        stay: The scenario of stays.
        arrivals: The scenario of arrivals.
    """

    node: str
    capacity: str
    stay: str
    arrivals: str

    @property
    def name(self) -> str:
        """Its name as IPACS writes it."""
        return f"{self.node}_{self.capacity}_{self.stay}_{self.arrivals}"

    @property
    def by_visits(self) -> bool:
        """Whether it is a service of visits at home (P1) and not of beds."""
        return self.node.startswith(BY_VISITS)


@dataclass(frozen=True)
class IpacsInputs:
    """All that IPACS is given.

    Attributes:
        dates: The days.
        arrivals: (node, scenario) → expected arrivals of each day.
        capacity: (node, scenario) → people it can have at once.
        stays: (node, scenario) → how long they stay.
        visits: (node, scenario) → visits a day at first and at last, for services of visits.
        occupied: Node → people in it on the first morning.
        queue: Node → people waiting for it then.
        costs: Node → pounds a day of the service (a visit, for P1) and of a bed held in hospital.
    """

    dates: tuple[dt.date, ...]
    arrivals: Mapping[tuple[str, str], FloatArray]
    capacity: Mapping[tuple[str, str], int]
    stays: Mapping[tuple[str, str], Stay]
    visits: Mapping[tuple[str, str], tuple[float, float]]
    occupied: Mapping[str, int]
    queue: Mapping[str, int]
    costs: Mapping[str, tuple[float, float]]

    def scenarios(self) -> list[PathwayScenario]:
        """Every pathway under every choice, in the order of the capacity file."""
        nodes = list(dict.fromkeys(node for node, _ in self.capacity))
        return [
            PathwayScenario(node, *choice)
            for node in nodes
            for choice in product(
                *(
                    [scenario for of, scenario in table if of == node]
                    for table in (self.capacity, self.stays, self.arrivals)
                )
            )
        ]


def read_ipacs(folder: Path) -> IpacsInputs:
    """Read the five files.

    Args:
        folder: Where they are, named as in ``COLUMNS``.

    Returns:
        The inputs.

    Raises:
        InputFileError: If a file is missing, a cell cannot be used (a mean stay below its median,
            say) or a node lacks what another file gives it, with file, row and column.
    """
    rows = {name: _rows(folder / name, columns) for name, columns in COLUMNS.items()}
    dates, arrivals = _arrivals(rows["input_arrivals.csv"])
    at_start = _at_start(rows["input_initial_conditions.csv"])
    inputs = IpacsInputs(
        dates,
        arrivals,
        {_key(row): row.whole("capacity") for row in rows["input_capacity.csv"]},
        {_key(row): _stay(row) for row in rows["input_los.csv"]},
        {
            _key(row): (row.number_of("IVR", low=1), row.number_of("FVR", low=1))
            for row in rows["input_los.csv"]
            if row.text("node").startswith(BY_VISITS)
        },
        at_start["occ"],
        at_start["dtoc"],
        {
            row.text("node"): (row.number_of("community_cost"), row.number_of("acute_dtoc"))
            for row in rows["input_costs.csv"]
        },
    )
    _complete(folder, inputs, rows["input_capacity.csv"])
    return inputs


def _rows(path: Path, columns: tuple[str, ...]) -> list[InputRow]:
    needed = [column for column in columns if column not in UNREAD]
    return read_rows(path, dict.fromkeys(columns, ""), needed)


def _key(row: InputRow) -> tuple[str, str]:
    return row.text("node"), row.text("scenario")


def _stay(row: InputRow) -> Stay:
    row.text("los_dist", among=("lnorm",))
    median, mean = row.number_of("median"), row.number_of("mean_los")
    if not 0 < median <= mean:
        raise row.wrong(
            "mean_los",
            f"The mean stay is {mean:g} days and the median {median:g}.",
            "A lognormal stay has a median above 0 and a mean no smaller: are they exchanged?",
        )
    return Stay(Lognormal.of(median, mean), mean)


def _arrivals(
    rows: list[InputRow],
) -> tuple[tuple[dt.date, ...], dict[tuple[str, str], FloatArray]]:
    """The days there are, and each node's expected arrivals on every one."""
    found: dict[tuple[str, str], dict[dt.date, float]] = {}
    for row in rows:
        found.setdefault(_key(row), {})[row.day("date")] = row.number_of("arrivals")
    dates = tuple(sorted({date for days in found.values() for date in days}))
    last = {_key(row): row for row in rows}
    for key, days in found.items():
        missing = [date for date in dates if date not in days]
        if missing:
            problem = f"{key[0]} under {key[1]} has no arrivals for {missing[0]}."
            raise last[key].wrong("date", problem, "Give a row for every day, if only of 0.")
    return dates, {key: np.array([days[date] for date in dates]) for key, days in found.items()}


def _at_start(rows: list[InputRow]) -> dict[str, dict[str, int]]:
    """People in each node (occ) and waiting for it (dtoc) on the first morning."""
    found: dict[str, dict[str, int]] = {"occ": {}, "dtoc": {}}
    for row in rows:
        found[row.text("measure", among=("occ", "dtoc"))][row.text("node")] = row.whole("value")
    return found


def _complete(folder: Path, inputs: IpacsInputs, rows: list[InputRow]) -> None:
    """Refuse a node that some other file does not know."""
    known = {
        "input_arrivals.csv": {node for node, _ in inputs.arrivals},
        "input_los.csv": {node for node, _ in inputs.stays},
        "input_initial_conditions.csv": inputs.occupied.keys() & inputs.queue.keys(),
        "input_costs.csv": inputs.costs.keys(),
    }
    for row in rows:
        for name, nodes in known.items():
            if row.text("node") not in nodes:
                raise InputFileError(
                    folder / name,
                    f"There is nothing for {row.text('node')}, which input_capacity.csv has "
                    f"in row {row.number}.",
                    "Add it, or take it out there.",
                    column="node",
                )
