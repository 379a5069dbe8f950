"""Waiting lists against NHSRwaitinglist: each row agrees, or is named with fault and answer.

The reference was run at commit 0d85b69 (MIT). What it gets wrong is worked out here twice: as it
should be, by a day-by-day count that shares nothing with the library, and as it is, by the same
count with the fault put in. A row counts as explained only if the fault gives its number exactly.
"""

from __future__ import annotations

import statistics
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

from tests.golden.reading import PRINTED
from tests.golden.waiting_cases import (
    BEFORE,
    CASES,
    OUR_NAMES,
    RAISED,
    RAISED_WRONGLY,
    SCALARS,
    Case,
    Given,
    dated,
    read_given,
    three_targets,
)
from wholeplace.statistics.waiting_list_sizes import (
    waiting_list_statistics,
)
from wholeplace.statistics.waiting_lists import (
    dated_list,
    queue_sizes,
)
from wholeplace.statistics.waiting_theory import (
    cautious_demand,
    relief_capacity,
)

NAMES = [f"list {case.name} from {case.start or 'its first referral'}" for case in CASES]
every_case = pytest.mark.parametrize("case", CASES, ids=NAMES)


@pytest.fixture(scope="module")
def given(reference: Path) -> Given:
    """What the golden files hold."""
    return read_given(reference)


def test_every_scalar_case_agrees_but_three_whose_answer_depends_on_the_unit(given: Given) -> None:
    for row in given.scalars:
        asked = {k: float(v) for k, v in (part.split("=") for part in row["args"].split(";"))}
        referrals, cv = asked.pop("num_referrals", 0), asked.get("cv_demand", 0)
        if row["func"] != RAISED or not referrals:
            named = {OUR_NAMES.get(name, name): value for name, value in asked.items()}
            assert_allclose(SCALARS[row["func"]](**named), float(row["expected"]), rtol=PRINTED)
            continue
        key = f"{asked['demand']:g};{referrals:g};{cv:g}"
        wrongly = _raised_by_the_reference(asked["demand"], referrals, cv)
        right = float(cautious_demand(asked["demand"], referrals, cv))
        rest = [asked[name] for name in ("queue_size", "target_queue_size", "time_to_target")]
        assert_allclose(relief_capacity(wrongly, *rest), float(row["expected"]), rtol=PRINTED)
        assert_allclose(relief_capacity(right, *rest), RAISED_WRONGLY[key], rtol=1e-6)


def _raised_by_the_reference(demand: float, referrals: float, cv: float) -> float:
    away = 2 * demand * cv / referrals**0.5
    return demand / (1 - away) if away < 1 else demand


def test_demand_raised_for_uncertainty_is_the_same_by_the_week_and_by_the_day() -> None:
    assert_allclose(cautious_demand(30, 400, 0.5), 7 * cautious_demand(30 / 7, 400, 0.5))
    assert _raised_by_the_reference(30, 400, 0.5) != pytest.approx(
        7 * _raised_by_the_reference(30 / 7, 400, 0.5)
    )


def test_queue_sizes_of_every_list_and_day_agree(given: Given) -> None:
    assert sum(len(sizes) for sizes in given.queues.values()) == 2_586
    for name, sizes in given.queues.items():
        assert queue_sizes(dated(given, name, "", "")).tolist() == sizes


@every_case
def test_what_the_reference_gets_right_agrees(given: Given, case: Case) -> None:
    for row, found in three_targets(given, case):
        agreed = {
            "mean_demand": found.demand.weekly.value,
            "cv_arrival": found.demand.cv,
            "target_queue_size": found.target_size,
        }
        if not case.faults:
            agreed |= {
                "mean_capacity": found.capacity.weekly.value,
                "cv_removal": found.capacity.cv,
                "load": found.load.value,
                "queue_size": float(found.queue_size),
                "target_capacity": found.target_capacity,
                "relief_capacity": found.relief_capacity,
            }
        for name, value in agreed.items():
            golden = float(row[name]) if row[name].strip() not in ("", "NA") else np.nan
            assert_allclose(value, golden, rtol=PRINTED, err_msg=name)
        assert (row["load_too_big"].strip() == "TRUE") == (found.load.value >= 1) or case.faults


@every_case
def test_what_is_right_where_the_reference_is_not(given: Given, case: Case) -> None:
    for _, found in three_targets(given, case):
        assert_allclose(float(found.capacity.weekly.value), case.capacity, rtol=1e-6)
        assert_allclose(found.capacity.cv, case.cv_removal, rtol=2e-6)
        assert found.queue_size == case.queue
        people = given.lists[case.name]
        rate, cv = _removals(people, *_window(given, case), seen=True, emptied_last=True)
        assert_allclose(
            (float(found.capacity.weekly.value), found.capacity.cv), (rate, cv), rtol=PRINTED
        )


@every_case
def test_a_wrong_capacity_and_queue_are_those_its_faults_give(given: Given, case: Case) -> None:
    people = given.lists[case.name]
    start, end = _window(given, case)
    rate, cv = _removals(people, start, end, seen=False, emptied_last=False)
    gone = sum(removed is not None and removed < start for _, removed in people)
    for row, _ in three_targets(given, case):
        assert_allclose(
            (float(row["mean_capacity"]), float(row["cv_removal"])), (rate, cv), PRINTED
        )
        assert int(row["queue_size"]) == case.queue + gone
        assert (gone > 0) == (BEFORE in case.faults)
        assert (rate == pytest.approx(case.capacity, rel=1e-6)) == (not case.faults)


@every_case
def test_pressure_is_seven_times_too_high_and_one_referral_too_many_is_counted(
    given: Given, case: Case
) -> None:
    """Days are divided by weeks; and the gaps between referrals are counted, not the referrals."""
    for row, found in three_targets(given, case):
        assert int(row["count_demand"]) == found.demand.people + 1
        assert_allclose(float(row["pressure"]), 7 * found.pressure, rtol=PRINTED)
        assert_allclose(float(row["mean_wait"]), 7 * found.mean_wait, rtol=PRINTED)


def test_a_verdict_of_the_reference_flips_in_one_unit(given: Given) -> None:
    """List 2 against four weeks: 3.96 is a list under pressure, 0.57 is none."""
    [(row, found)] = [
        (row, found)
        for row, found in three_targets(given, CASES[2])
        if row["target_wait"].strip() == "4"
    ]

    assert float(row["pressure"]) == pytest.approx(3.96, abs=0.01)
    assert found.pressure == pytest.approx(0.565, abs=0.001)


def test_people_referred_after_the_window_neither_stop_the_count_nor_wait_in_it() -> None:
    """The reference stops ("replacement has 46 rows, data has 35"), or counts them as waiting."""
    days = ["2024-01-01", "2024-01-10", "2024-03-01", "2024-03-02"]
    gone = ["2024-01-05", "NaT", "2024-03-20", "NaT"]
    listed = dated_list(days, gone, end=date(2024, 2, 4))

    found = waiting_list_statistics(listed, 4)

    assert len(queue_sizes(listed)) == 35
    assert (found.queue_size, found.demand.people) == (1, 2)
    assert found.mean_wait == pytest.approx(25 / 7)


def _window(given: Given, case: Case) -> tuple[date, date]:
    referred = [day for day, _ in given.lists[case.name]]
    return date.fromisoformat(case.start) if case.start else min(referred), max(referred)


def _removals(
    people: list[tuple[date, date | None]],
    start: date,
    end: date,
    *,
    seen: bool,
    emptied_last: bool,
) -> tuple[float, float]:
    """Removals a week while somebody waits, and how varied the days between are, step by step.

    Args:
        people: Dates of referral and removal.
        start: First day of the window.
        end: Last day of the window.
        seen: Whether only the window is looked at, for removals and for empty days.
        emptied_last: Whether a day's removals come before its empty list.
    """
    first = start if seen else min(day for day, _ in people)
    removals = [gone.toordinal() for _, gone in people if gone is not None]
    if seen:
        removals = [gone for gone in removals if start.toordinal() <= gone <= end.toordinal()]
    empty = [
        day
        for day in range(first.toordinal(), end.toordinal() + 1)
        if not any(
            came.toordinal() <= day and (gone is None or gone.toordinal() > day)
            for came, gone in people
        )
    ]
    events = [(day, 0, "removed") for day in removals]
    events += [(day, 1 if emptied_last else -1, "empty") for day in empty]
    gaps, last = [], start.toordinal()
    for day, _, what in sorted(events):
        if what == "removed":
            gaps.append(day - last)
        last = day
    mean = statistics.mean(gaps)
    return 7 / mean, statistics.stdev(gaps) / mean
