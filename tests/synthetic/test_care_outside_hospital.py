"""Invented care outside hospital agrees with people's lives and with the figures it is drawn to."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from wholeplace.sources.synthetic import Synthesis, targets

HERE = duckdb.connect()
MAIN_HOSPITALS = ("cuh", "nwangliaft")
EVENTS = {
    "community_contact": "contact_date",
    "mental_health_contact": "contact_date",
    "talking_therapy": "referral_date",
    "social_care_service": "start_date",
    "partner_flag": "start_date",
}


def ask(question: str, **tables: str | Path) -> list[tuple]:
    """Rows that answer a question about files, each written as ``{name}``."""
    return HERE.sql(question.format(**{n: f"'{path}'" for n, path in tables.items()})).fetchall()


def every(made: Synthesis, dataset: str, source: str = "*") -> str:
    return str(made.extracts / source / f"{dataset}.parquet")


def truth(made: Synthesis) -> Path:
    return made.truth / "person.parquet"


@pytest.mark.parametrize(("dataset", "day"), EVENTS.items())
def test_nobody_is_cared_for_before_birth_or_after_death(
    clean: Synthesis, dataset: str, day: str
) -> None:
    rows = ask(
        f"select count(*), count(*) filter (where {day} > p.death_date or {day} < p.birth_date)"
        " from {events} join {people} p using (nhs_number)",
        events=every(clean, dataset),
        people=truth(clean),
    )
    assert rows[0][0] > 0
    assert rows[0][1] == 0


def test_every_registered_death_is_the_death_of_that_person_once(clean: Synthesis) -> None:
    rows = ask(
        "select count(*), count(distinct nhs_number),"
        " count(*) filter (where d.death_date = p.death_date) from {deaths} d"
        " join {people} p using (nhs_number)",
        deaths=every(clean, "death"),
        people=truth(clean),
    )
    assert rows[0][0] == rows[0][1] == rows[0][2] > 0


def test_whoever_died_in_a_stay_died_in_hospital(clean: Synthesis) -> None:
    rows = ask(
        "select distinct place from {deaths} join {stays} using (nhs_number)"
        " where discharge_destination = '79'",
        deaths=every(clean, "death"),
        stays=every(clean, "hospital_spell"),
    )
    assert rows == [("HOSPITAL",)]


def test_the_two_main_hospitals_keep_the_published_share_within_four_hours(
    clean: Synthesis,
) -> None:
    within, attendances = 0, 0
    for source in MAIN_HOSPITALS:
        rows = ask(
            "select count(*) filter (where departed_at - arrived_at <= interval 4 hours), count(*)"
            " from {visits} where arrival_date > date '2025-03-31'",
            visits=every(clean, "emergency_attendance", source),
        )
        within, attendances = within + rows[0][0], attendances + rows[0][1]
    assert within / attendances == pytest.approx(targets.WITHIN_FOUR_HOURS, abs=0.025)


def test_people_recover_only_below_both_cut_offs_and_about_half_do(clean: Synthesis) -> None:
    courses, recovered = ask(
        "select sum(talking_therapy_courses_12m), sum(talking_therapy_recoveries_12m)"
        " from {people}",
        people=truth(clean),
    )[0]
    assert 0.3 < recovered / courses < 0.7


def test_councils_hold_no_nhs_number_for_some_people_and_none_in_clean_data(
    clean: Synthesis, spoilt: Synthesis
) -> None:
    shares = [
        ask(
            "select avg((nhs_number is null)::int) from {services}",
            services=every(made, "social_care_service"),
        )[0][0]
        for made in (clean, spoilt)
    ]
    assert shares[0] == 0
    assert 0.03 < shares[1] < 0.18


def test_an_operation_is_done_during_the_stay(clean: Synthesis) -> None:
    rows = ask(
        "select count(*), count(*) filter (where main_procedure_date < admission_date"
        " or main_procedure_date > discharge_date) from {stays} where main_procedure is not null",
        stays=every(clean, "hospital_spell"),
    )
    assert rows[0][0] > 0
    assert rows[0][1] == 0


def test_decayed_teeth_are_taken_out_of_children_in_planned_stays(clean: Synthesis) -> None:
    rows = ask(
        "select count(*), count(*) filter (where admission_method in ('11', '12', '13')"
        " and admission_date < birth_date + interval 11 year),"
        " count(*) filter (where main_procedure = 'F104')"
        " from {stays} where primary_diagnosis = 'K029'",
        stays=every(clean, "hospital_spell"),
    )
    stays, of_children, operated = rows[0]
    assert 5 < stays == of_children
    assert 0.8 < operated / stays <= 1
