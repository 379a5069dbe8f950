"""Every lever of a scenario moves the answer, the way it should; a lever without a case fails.

A small situation with all that levers act on: two hospitals, people found ready on Fridays, some
who go home without support, families that choose, and needs that few slots meet.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.planning.flow.small_folder import FILES, small_folder
from wholeplace.core.registry import Registry
from wholeplace.definitions.models.discharge_levers import LEVERS, PERIOD
from wholeplace.planning.flow.folder import read_folder
from wholeplace.planning.flow.layout import Layout, lay_out
from wholeplace.planning.flow.levers import EVERY_LEVER, levers
from wholeplace.planning.flow.services import HOME
from wholeplace.planning.flow.simulating import Outcome, simulate_scenario
from wholeplace.planning.flow.situation import COMMUNITY, Situation
from wholeplace.planning.models.model import Model
from wholeplace.planning.models.scenario import parse_scenario

REPLICATIONS = 4
SHORT = "days = 150\nwarm_up_days = 60\n"
NEEDS = ("female_carer", "male_carer", "own_language", "single_sex_ward", "night_care")
RICH = {
    "situation": FILES["situation.toml"]
    .replace("[bunching]", "process_in_working_days = true\n[bunching]")
    .replace("1.1, 1.1, 1.1, 1.4, 0.6, 0.4", "0.7, 0.7, 0.7, 2.5, 0.7, 0.4")
    .replace("[places]", '[hospitals.county]\nname = "C"\n[needs]\nnight_care = "N"\n[places]'),
    "services": "service,stay_median,stay_mean,process_median,process_mean,choice_percent,"
    """choice_median,choice_mean,hospital_median,hospital_mean
reablement,8,10,0.5,1,20,3,4,5,7
home_care_health,9,11,0.5,1,,,,5,7
nursing,12,16,1,2,20,3,4,9,12
home,,,0.5,1,,,,3,4
""",
    "demand": FILES["demand.csv"]
    + "north,home_care_health,60,0\nsouth,home_care_health,60,0\n"
    + "north,home,900,0\nsouth,home,900,0\n",
    "catchments": "place,hospital,percent\n"
    + "".join(f"{p},general,60\n{p},county,40\n" for p in ("north", "south")),
    "slots": FILES["slots.csv"].replace("nursing,south,11,", "nursing,south,10,")
    + "home_care_health,north,9,\nhome_care_health,south,9,\n",
    "asks": "service,ask,percent\nreablement,male_carer,20\n",
}
FEWER = {
    "extra_slots": "extra_slots.reablement.north = 4",
    "shorter_stays": "shorter_stays.nursing = 20",
    "pooled": 'pooled.reablement = ["north+south"]',
    "open_eligibility": "open_eligibility = 100",
    "open_to": "open_to.male_carer = 100",
    "smoother_discharges": "smoother_discharges = 100",
    "seven_day_discharge": "seven_day_discharge = true",
    "faster_assessment": "faster_assessment.nursing = 50",
    "faster_choice": "faster_choice = 50",
    "admissions_change": "admissions_change = -10",
    "home_first": "home_first = 30",
    "home_without_support": "home_without_support = 30",
}
"""Lever → a scenario that pulls it for the better."""


@pytest.fixture(scope="module")
def model() -> Model:
    return Registry.load(["wholeplace.definitions.models"]).get(Model, "discharge_flow")


@pytest.fixture(scope="module")
def situation(tmp_path_factory: pytest.TempPathFactory) -> Situation:
    return read_folder(small_folder(tmp_path_factory.mktemp("rich"), **RICH))


def answered(model: Model, situation: Situation, text: str = "") -> Outcome:
    scenario = parse_scenario(f'model = "discharge_flow"\n{SHORT}{text}', "ours.toml")
    asked = levers(scenario.values(model, situation), situation)
    outcome = simulate_scenario(situation, asked, seed=5, replications=REPLICATIONS)
    assert outcome is not None
    return outcome


def laid_out(model: Model, situation: Situation, text: str = "") -> Layout:
    scenario = parse_scenario(f'model = "discharge_flow"\n{text}', "ours.toml")
    return lay_out(situation, levers(scenario.values(model, situation), situation))


@pytest.fixture(scope="module")
def nothing(model: Model, situation: Situation) -> Outcome:
    return answered(model, situation)


def test_every_lever_has_a_case() -> None:
    pulled = {lever.key for lever in LEVERS if lever.group != PERIOD}
    assert pulled == set(FEWER) == set(EVERY_LEVER)


@pytest.mark.parametrize("lever", FEWER)
def test_a_lever_moves_the_answer_the_way_it_should(
    model: Model, situation: Situation, nothing: Outcome, lever: str
) -> None:
    saved = nothing.days_a_year - answered(model, situation, FEWER[lever]).days_a_year
    assert saved.mean() > 0.005 * nothing.days_a_year.mean()
    assert (saved > 0).mean() >= 0.75


def test_assessing_people_who_go_home_faster_helps_them_alone(
    model: Model, situation: Situation, nothing: Outcome
) -> None:
    faster = answered(model, situation, "faster_assessment.home = 50")
    saved = (nothing.days_by_cell - faster.days_by_cell).mean(axis=0)
    by_way = saved.reshape(-1, len(situation.places)).sum(axis=1)
    assert by_way[-1] > 100
    assert by_way[:-1] == pytest.approx([0, 0, 0], abs=1e-9)


def test_who_goes_home_without_support_waits_for_assessment_and_for_no_slot(
    nothing: Outcome,
) -> None:
    layout, seen = nothing.layout, nothing.seen
    assert layout.services[-1] == HOME
    cells = slice(-len(layout.places), None)
    assert (layout.slots_by_cell[cells] == 0).all()
    delayed = seen.delayed[:, :, cells].sum()
    assert seen.in_process[:, cells].sum() == pytest.approx(delayed)
    assert seen.ready[:, cells].sum() == pytest.approx(4 * 1_800 * 150 / 365, rel=0.15)


def test_sending_people_home_without_support_needs_no_stream_of_them(
    model: Model, tmp_path: Path
) -> None:
    plain = read_folder(small_folder(tmp_path))
    before, after = (answered(model, plain, text) for text in ("", "home_without_support = 30"))
    assert HOME not in before.layout.services and after.layout.services[-1] == HOME
    ready = [outcome.seen.ready.sum() for outcome in (before, after)]
    assert ready[0] == ready[1]  # the same people, in hospital and assessed as before
    assert after.days_a_year.mean() < 0.95 * before.days_a_year.mean()


@pytest.mark.parametrize("need", NEEDS)
def test_each_need_delays_people_and_making_slots_able_helps(
    model: Model, tmp_path: Path, need: str
) -> None:
    """Sex of carers, language, type of ward, and a rule of entry of the partnership's own."""
    slots = RICH["slots"].replace("anything female_carer", "anything")
    files = {
        **RICH,
        "asks": f"service,ask,percent\nreablement,{need},25\n",
        "slots": slots.replace("anything male_carer", f"anything {need}"),
    }
    narrow = read_folder(small_folder(tmp_path, **files))
    assert need in narrow.unmet
    days = answered(model, narrow).days_a_year.mean()
    assert answered(model, replace(narrow, asks={})).days_a_year.mean() < 0.97 * days
    assert answered(model, narrow, f"open_to.{need} = 100").days_a_year.mean() < 0.97 * days


def test_slots_for_people_of_one_hospital_take_nobody_else(model: Model, tmp_path: Path) -> None:
    slots = "service,place,slots,takes_from\nnursing,north,5,county home\nnursing,north,3,\n"
    slots += "nursing,south,9,\nreablement,north,9,\nhome_care_health,north,9,\n"
    ruled = read_folder(small_folder(tmp_path, **{**RICH, "slots": slots}))
    layout = laid_out(model, ruled)
    nursing = layout.services.index("nursing")
    size = {unit.name: unit.slots for unit in layout.network.units}
    enters = {
        source: sorted(
            size[name]
            for name in layout.network.classes[layout.kind[number, nursing, 0, 0]].stages[-1]
        )
        for number, source in enumerate(layout.sources)
    }
    assert enters == {"general": [3], "county": [3, 5], COMMUNITY: [3, 5]}
    opened = laid_out(model, ruled, "open_eligibility = 100")
    assert all(row.takes_from is None for row in opened.slots)


def test_several_groups_of_places_share_a_service_each_among_themselves(
    model: Model, tmp_path: Path
) -> None:
    four = ("north", "south", "east", "west")
    names = "".join(f'{place} = "{place.title()}"\n' for place in four)
    files = {
        "situation": FILES["situation.toml"].partition("[places]")[0] + f"[places]\n{names}",
        "demand": "place,service,from_hospital_a_year\n"
        + "".join(f"{place},nursing,150\n" for place in four),
        "catchments": "place,hospital,percent\n" + "".join(f"{p},general,100\n" for p in four),
        "slots": "service,place,slots\n" + "".join(f"nursing,{p},8\n" for p in four),
        "asks": "service,ask,percent\nnursing,anything,100\n",
    }
    wide = read_folder(small_folder(tmp_path, **files))
    layout = laid_out(model, wide, 'pooled.nursing = ["north+west", "south+east"]')
    ways = [
        layout.network.classes[layout.kind[0, 0, number, 0]].stages[1]
        for number in range(len(layout.places))
    ]
    used = dict(zip(layout.places, ({u.split("/")[1] for u in way} for way in ways), strict=True))
    assert used["north"] == used["west"] == {"north", "west"}
    assert used["south"] == used["east"] == {"south", "east"}
