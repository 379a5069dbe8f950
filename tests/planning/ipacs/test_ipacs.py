"""IPACS' inputs on our engine, against an exact model of one pathway and against IPACS itself."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from scipy import stats

from wholeplace.cli.flow import flow
from wholeplace.core.errors import InputFileError
from wholeplace.planning.ipacs.beside import read_answers
from wholeplace.planning.ipacs.conventions import AS_IPACS, OURS, Conventions
from wholeplace.planning.ipacs.inputs import IpacsInputs, PathwayScenario, read_ipacs
from wholeplace.planning.ipacs.running import (
    HEADING,
    Summary,
    replicate_all,
    replicate_pathway,
    tidy_rows,
)
from wholeplace.planning.ipacs.visits import plan

EXACT_REPLICATIONS, OURS_REPLICATIONS = 2_000, 400
ONE = PathwayScenario("P2_B", "BCap", "Blos", "BArr")


@pytest.fixture(scope="module")
def folder(reference: Path) -> Path:
    return reference / "golden" / "flow" / "ipacs"


@pytest.fixture(scope="module")
def inputs(folder: Path) -> IpacsInputs:
    return read_ipacs(folder)


@pytest.fixture(scope="module")
def everything(inputs: IpacsInputs) -> list[Summary]:
    return replicate_all(inputs, inputs.scenarios(), AS_IPACS, replications=12, seed=2)


def column(file: Path, name: str) -> np.ndarray:
    with file.open(encoding="utf-8") as stream:
        return np.array([float(row[name]) for row in csv.DictReader(stream)])


def test_one_pathway_agrees_with_its_exact_model_on_every_day(
    folder: Path, inputs: IpacsInputs
) -> None:
    """The difference of two means of independent replications, the exact one's spread as ours.

    The worst of 181 days, which are not independent of each other, stays within four errors.
    """
    ours = replicate_pathway(inputs, ONE, AS_IPACS, replications=OURS_REPLICATIONS, seed=1)
    exact = folder / "one_node_P2_B_exact_2000reps.csv"
    error = ours.error["queue"] * np.sqrt(1 + OURS_REPLICATIONS / EXACT_REPLICATIONS)
    z = (ours.mean["queue"] - column(exact, "queue_mean")) / error
    assert np.abs(z).max() < 4
    assert np.sqrt((z**2).mean()) < 2
    np.testing.assert_allclose(ours.mean["occupied"], column(exact, "occ_mean"), atol=0.15)
    low, high = ours.quantiles["queue"][[0, -1]]
    np.testing.assert_allclose(low, column(exact, "queue_p05"), atol=6)
    np.testing.assert_allclose(high, column(exact, "queue_p95"), atol=12)


def test_starting_as_queueing_theory_has_it_would_not_agree(
    folder: Path, inputs: IpacsInputs
) -> None:
    """So the test above can fail, and the convention of the start matters for months."""
    ours = replicate_pathway(inputs, ONE, OURS, replications=100, seed=1)
    exact = column(folder / "one_node_P2_B_exact_2000reps.csv", "queue_mean")
    assert (ours.mean["queue"] - exact)[89] > 4 * ours.error["queue"][89]


def test_all_seventy_two_pathways_of_beds_and_the_visits_run(everything: list[Summary]) -> None:
    assert sum(not each.scenario.by_visits for each in everything) == 72
    assert sum(each.scenario.by_visits for each in everything) == 36
    for each in everything:
        for measure in ("queue", "occupied", "wait", "cost"):
            assert (each.mean[measure] >= 0).all()
            assert np.isfinite(each.quantiles[measure]).all()


def test_beds_without_limit_hold_whom_theory_says_they_hold(
    inputs: IpacsInputs, everything: list[Summary]
) -> None:
    """Arrivals of the days before, each with the chance of still being there (M(t)/G/infinity)."""
    for each in everything:
        scenario = each.scenario
        if scenario.by_visits or scenario.capacity != "S1Cap" or scenario.stay != "S1los":
            continue
        length = inputs.stays[scenario.node, scenario.stay].length
        ago = np.arange(181)[::-1] + 0.5
        staying = stats.lognorm.sf(ago, length.sigma, scale=np.exp(length.mu))
        expected = inputs.arrivals[scenario.node, scenario.arrivals] @ staying
        assert abs(each.mean["occupied"][180] - expected) < 4 * each.error["occupied"][180] + 0.5


def test_ipacs_never_frees_as_many_beds_as_waited_at_its_start(
    folder: Path, inputs: IpacsInputs, everything: list[Summary]
) -> None:
    """Where beds have no limit its occupancy ends above theory by its first queue."""
    theirs = read_answers(folder / "bed_output_using_IPACS_20230214_fix.csv")
    above, waited = [], []
    for each in everything:
        scenario = each.scenario
        if scenario.by_visits or scenario.capacity != "S1Cap":
            continue
        last = slice(150, 181)
        gap = theirs[scenario.name, "occupied"][last] - each.mean["occupied"][last]
        above.append(gap.mean())
        waited.append(inputs.queue[scenario.node])
    assert np.corrcoef(above, waited)[0, 1] > 0.9
    assert 0.7 < np.mean(above) / np.mean(waited) < 1.1


def test_visits_are_as_busy_as_in_five_runs_of_ipacs(
    folder: Path, everything: list[Summary]
) -> None:
    theirs = read_answers(folder / "visit_output_using_IPACS_20230214_fix.csv")
    for each in everything:
        if each.scenario.by_visits:
            busy = theirs[each.scenario.name, "occupied"].mean()
            assert each.mean["occupied"].mean() == pytest.approx(busy, rel=0.08)


def test_with_the_spread_that_was_fitted_visits_would_not_agree(
    folder: Path, inputs: IpacsInputs
) -> None:
    """IPACS gives R's rlnorm both parameters as its first, so the second is 1 for every pathway."""
    theirs = read_answers(folder / "visit_output_using_IPACS_20230214_fix.csv")
    scenario = PathwayScenario("P1_NS", "S1Cap", "S1los", "BArr")
    busy = theirs[scenario.name, "occupied"].mean()

    def ours(conventions: Conventions) -> float:
        found = replicate_pathway(inputs, scenario, conventions, replications=30, seed=2)
        return float(found.mean["occupied"].mean())

    assert ours(replace(AS_IPACS, spread_of_visits=None)) > 1.08 * busy
    assert ours(AS_IPACS) == pytest.approx(busy, rel=0.05)


def test_the_same_seed_gives_the_same_days_on_any_number_of_threads(inputs: IpacsInputs) -> None:
    some = inputs.scenarios()[::37]
    first, again = (
        replicate_all(inputs, some, OURS, replications=3, seed=4, threads=threads)
        for threads in (1, 3)
    )
    assert list(tidy_rows(inputs, first)) == list(tidy_rows(inputs, again))
    rows = list(tidy_rows(inputs, first))
    assert len(rows) == len(some) * 4 * 181
    assert {len(row) for row in rows} == {len(HEADING)}


def test_a_diary_of_visits_promises_the_first_days_that_fit() -> None:
    """Five visits a day: the second waits for the first's taper, the third slips in before."""
    came, length = np.array([0, 0, 0]), np.array([3, 2, 1])
    first, last = np.array([4.0, 4.0, 1.0]), np.array([2.0, 2.0, 1.0])
    start, used = plan(came, length, np.zeros(3, dtype=np.int64), first, last, 5.0, 6)
    # The first needs 4, 3, 2; the second 4, 2; the third 1.
    assert start.tolist() == [0, 3, 0]
    assert used.tolist() == [5, 3, 2, 4, 2, 0]


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("input_los.csv", "42.79", "30", "row 10, column mean_los: The mean stay is 30 days"),
        ("input_capacity.csv", "P2_B,BCap,102", "P2_B,BCap,-1", "row 7, column capacity"),
        ("input_initial_conditions.csv", "P2_B,occ,97", "P2_B,beds,97", "row 11, column measure"),
        ("input_costs.csv", "P2_B,150,346\n", "", "column node: There is nothing for P2_B"),
        ("input_arrivals.csv", "2023-01-01,1\nP1_NS", "2023-13-01,1\nP1_NS", "row 1, column date"),
    ],
)
def test_a_fault_is_named_with_its_file_row_and_column(
    folder: Path, tmp_path: Path, file: str, old: str, new: str, words: str
) -> None:
    for each in folder.glob("input_*.csv"):
        shutil.copyfile(each, tmp_path / each.name)
    text = (tmp_path / file).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputFileError, match=f"{file}.*{words}"):
        read_ipacs(tmp_path)


def test_the_command_puts_theirs_beside_ours_and_writes_every_day(
    folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "days.csv"
    theirs = folder / "bed_output_using_IPACS_20230214_fix.csv"
    asked = ["ipacs", str(folder), "--as-ipacs", "--scenario", ONE.name, "--replications", "20"]
    said = CliRunner().invoke(
        flow, [*asked, "--day", "180", "--beside", str(theirs), "--to", str(file)]
    )
    assert said.exit_code == 0, said.output
    line = next(line for line in said.output.splitlines() if line.startswith(ONE.name))
    waiting = float(line.split()[3])
    assert 105 < waiting < 140
    assert line.split()[-4] == "127.0", "the queue IPACS has on day 180"
    with file.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 4 * 181
    wrong = CliRunner().invoke(flow, ["ipacs", str(folder), "--scenario", "P9"])
    assert wrong.exit_code == 2
    assert "There is no P9, but P1_B_BCap" in wrong.output
