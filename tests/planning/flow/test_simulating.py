"""Simulated scenarios: the same people meet more slots, sharing and speed, and wait less."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.planning.flow.small_folder import FILES, small_folder
from wholeplace.core.registry import Registry
from wholeplace.planning.flow.causes import CAUSES, SHORTAGE, find_causes, runs_needed, shapley
from wholeplace.planning.flow.folder import read_folder
from wholeplace.planning.flow.layout import lay_out
from wholeplace.planning.flow.levers import Levers
from wholeplace.planning.flow.levers import levers as as_levers
from wholeplace.planning.flow.people import Drawing
from wholeplace.planning.flow.phases import Phases
from wholeplace.planning.flow.sensitivity import shifted
from wholeplace.planning.flow.services import ASKS
from wholeplace.planning.flow.simulating import Outcome, simulate_scenario
from wholeplace.planning.flow.situation import Present, Situation
from wholeplace.planning.flow.start import everybody
from wholeplace.planning.flow.words import headline
from wholeplace.planning.models.model import Job, Model
from wholeplace.planning.simulation.stays import Lognormal

SEED, REPLICATIONS = 11, 6


@pytest.fixture(scope="module")
def situation(tmp_path_factory: pytest.TempPathFactory) -> Situation:
    return read_folder(small_folder(tmp_path_factory.mktemp("small")))


@pytest.fixture(scope="module")
def levers(situation: Situation) -> Levers:
    whole = dict.fromkeys(situation.services, 1.0)
    return Levers({}, {}, whole, whole, warm_up=60, days=200)


def simulated(situation: Situation, levers: Levers, seed: int = SEED) -> Outcome:
    outcome = simulate_scenario(situation, levers, seed=seed, replications=REPLICATIONS)
    assert outcome is not None
    return outcome


@pytest.fixture(scope="module")
def nothing(situation: Situation, levers: Levers) -> Outcome:
    return simulated(situation, levers)


def test_the_same_seed_is_the_same_answer_on_any_threads(
    situation: Situation, levers: Levers, nothing: Outcome
) -> None:
    again = simulate_scenario(situation, levers, seed=SEED, replications=REPLICATIONS, threads=1)
    assert again is not None and np.array_equal(again.delayed, nothing.delayed)
    assert not np.array_equal(simulated(situation, levers, seed=12).delayed, nothing.delayed)


def test_scenarios_meet_the_same_people(situation: Situation, levers: Levers) -> None:
    def drawn(scenario: Levers) -> tuple[np.ndarray, np.ndarray]:
        people = Drawing(situation, scenario, lay_out(situation, scenario), SEED).coming(0)
        return people.arrival + people.stay[:, 0], people.stay[:, -1]

    ready, stay = drawn(levers)
    changed = levers.without_mismatch(situation).without_process()
    other_ready, other_stay = drawn(replace(changed, extra_slots={("nursing", "north"): 9}))
    assert np.array_equal(ready, other_ready) and np.array_equal(stay, other_stay)


def test_the_last_digit_of_a_stay_puts_nobody_before_another(
    situation: Situation, levers: Levers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """People of one round are ready together, where nothing has to be arranged for them first.

    Processors differ in the last digit of a logarithm: all else must be the same on all of them.
    """
    usual = Lognormal.of_normals
    monkeypatch.setattr(
        Lognormal, "of_normals", lambda self, at: np.nextafter(usual(self, at), np.inf)
    )
    elsewhere = read_folder(small_folder(tmp_path))
    at_once = levers.without_process()

    there, here = simulated(elsewhere, at_once), simulated(situation, at_once)

    stays = next(iter(situation.hospital_stay))
    assert (
        elsewhere.hospital_stay[stays].quantiles != situation.hospital_stay[stays].quantiles
    ).any()
    assert np.array_equal(there.delayed, here.delayed)


def test_fewer_admissions_are_some_of_the_same_people_and_more_are_those_and_others(
    situation: Situation, levers: Levers
) -> None:
    def arrivals(change: float) -> set[float]:
        scenario = replace(levers, admissions=change)
        drawing = Drawing(situation, scenario, lay_out(situation, scenario), SEED)
        return set(drawing.coming(0).arrival)

    few, same, more = arrivals(-0.3), arrivals(0.0), arrivals(0.3)
    assert few < same < more
    assert len(few) / len(same) == pytest.approx(0.75, abs=0.06)  # those from home all come
    assert len(more) / len(same) == pytest.approx(1.25, abs=0.06)


@pytest.mark.parametrize("what", ["slots", "pooled", "process", "bunches", "fewer", "unlimited"])
def test_a_change_for_the_better_is_one(
    situation: Situation, levers: Levers, nothing: Outcome, what: str
) -> None:
    more = {(s, p): 3 for s in situation.services for p in situation.places}
    better = {
        "slots": replace(levers, extra_slots=more),
        "pooled": levers.without_mismatch(situation),
        "process": levers.without_process(),
        "bunches": levers.without_bunching(),
        "fewer": replace(levers, admissions=-0.2),
        "unlimited": levers.without_shortage(),
    }[what]
    saved = nothing.days_a_year - simulated(situation, better).days_a_year
    assert saved.mean() > 0.05 * nothing.days_a_year.mean()


def test_with_every_cause_gone_nobody_waits(situation: Situation, levers: Levers) -> None:
    gone = levers.without_process().without_bunching().without_shortage()
    assert simulated(situation, gone).days_a_year.max() < 1e-6


def test_delayed_days_are_people_times_their_waits(nothing: Outcome) -> None:
    waited = nothing.seen.waited.sum() / nothing.replications
    delayed = nothing.delayed.sum() / nothing.replications
    assert waited == pytest.approx(delayed, rel=0.06)  # those at the ends of the year apart


def test_the_parts_of_the_causes_add_up(
    situation: Situation, levers: Levers, nothing: Outcome
) -> None:
    phases = Phases(situation, Job(SEED, REPLICATIONS), total=0)
    causes = find_causes(phases, situation, levers, REPLICATIONS)
    assert causes is not None
    assert sum(cause.part for cause in causes) == pytest.approx(nothing.days_a_year)
    assert all(cause.part.mean() > 0 for cause in causes)
    assert len(runs_needed()) == 12
    assert phases.done == 12 * REPLICATIONS


def test_shapley_is_right_where_the_answer_is_known() -> None:
    """The glove game: one left glove, two right ones, and a pair is worth 1."""
    players = ("left", "right", "other")
    every = [frozenset(s) for s in ((), *((p,) for p in players))]
    every += [frozenset({a, b}) for a in players for b in players if a != b] + [frozenset(players)]
    worth = {s: np.array([float("left" in s and len(s) > 1)]) for s in every}
    found = [float(shapley(player, players, worth)[0]) for player in players]
    assert found == pytest.approx([2 / 3, 1 / 6, 1 / 6])


def test_a_request_is_met_only_by_slots_that_can(situation: Situation, levers: Levers) -> None:
    layout = lay_out(situation, levers)
    man = layout.kind[0, 0, 0, list(ASKS).index("male_carer")]
    anything = layout.kind[0, 0, 0, 0]
    slots = {unit.name: unit.slots for unit in layout.network.units}
    assert [slots[n] for n in layout.network.classes[man].stages[1]] == [3]
    assert [slots[n] for n in layout.network.classes[anything].stages[1]] == [12, 3]


def test_places_that_share_try_their_own_slots_first(situation: Situation, levers: Levers) -> None:
    shared = replace(levers, pooled={"nursing": (frozenset({"north", "south"}),)})
    layout = lay_out(situation, shared)
    way = layout.network.classes[layout.kind[0, 1, 1, 0]].stages[1]
    assert [name.split("/")[1] for name in way] == ["south", "north"]


def test_services_rest_on_bank_holidays_as_they_do_on_sundays(
    situation: Situation, levers: Levers
) -> None:
    easter = dt.date(2019, 4, 19)  # Good Friday, and Monday
    network = lay_out(replace(situation, begins=easter), replace(levers, warm_up=0)).network
    assert network.holidays[:2] == (0, 3)
    starts = network.arrays(7).starts[:, network.position["nursing/north/3"]]
    assert starts.tolist() == [False, False, False, False, True, True, True]


def test_slots_taken_away_leave_none_below_nought(situation: Situation, levers: Levers) -> None:
    fewer = replace(levers, extra_slots={("nursing", "north"): -100})
    layout = lay_out(situation, fewer)
    assert layout.slots_by_cell.tolist() == [15, 11, 0, 11]
    way = layout.network.classes[layout.kind[0, 1, 0, 0]].stages[1]
    assert [name.split("/")[1] for name in way] == ["south"]  # they use what there is


def test_people_there_today_are_there_at_the_start(situation: Situation, levers: Levers) -> None:
    present = (
        Present("in_service", "nursing", "north", "", 5, 7),
        Present("waiting", "nursing", "north", "general", 4, 3),
        Present("waiting", "reablement", "south", "", 2, 2),
        Present("in_process", "reablement", "south", "general", 1, 1),
    )
    today = replace(levers, today=True, warm_up=0)
    here = replace(situation, present=present)
    people = everybody(Drawing(here, today, lay_out(here, today), SEED), 0)
    there = people.arrival < 0
    ready_before = there & (people.holding == 0) & (people.stay[:, 0] == 0)
    assert ready_before.sum() == 4  # three accepted and one in process, all in a hospital bed
    assert (there & (people.holding > 0)).sum() == 7
    assert (there & (people.holding < 0)).sum() == 2
    in_service = people.holding > 0
    assert (people.stay[in_service, 0] > 5).all()


def test_where_beds_are_limited_people_wait_outside(tmp_path: Path, levers: Levers) -> None:
    tight = FILES["situation.toml"].replace("beds = 100", "beds = 60")
    situation = read_folder(small_folder(tmp_path, situation=tight))
    limited = simulated(situation, replace(levers, limit_beds=True))
    assert limited.seen.outside.mean() > 0.5
    assert (limited.seen.beds <= 20 + 1e-9).all()
    assert simulated(situation, levers).seen.outside.max() == 0


def test_the_causes_are_four_and_shortage_is_one() -> None:
    assert list(CAUSES)[-1] == SHORTAGE and len(CAUSES) == 4


def test_assumptions_moved_past_their_ends_stay_there(situation: Situation) -> None:
    model = Registry.load(["wholeplace.definitions.models"]).get(Model, "discharge_flow")
    values = dict(model.defaults(situation)) | {"smoother_discharges": 90}
    values |= {f"faster_assessment.{service}": 90 for service in situation.services}
    moved = shifted(shifted(values, "faster_assessment", 25), "smoother_discharges", 25)
    found = as_levers(moved, situation)
    assert set(found.process.values()) == {0.0}
    assert found.smoothing == 1.0


def test_a_run_stopped_before_no_change_was_known_does_not_say_that_nothing_changes(
    nothing: Outcome,
) -> None:
    said = headline("More slots", nothing, None, changed=True)

    assert said.startswith("With “More slots”, on an average day")
    assert headline("As it is", nothing, None, changed=False).startswith("If nothing changes,")
