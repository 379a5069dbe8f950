"""Hospital activity as SUS+ sends it: episodes gathered into spells, and codes that are tidied."""

# ruff: noqa: E501 - tables are drawn as wide as they are

from __future__ import annotations

import pytest

from tests.sources.mapping.workbench import Workbench
from wholeplace.definitions.mappings import MAPPINGS

SUS = {mapping.name: mapping for mapping in MAPPINGS}
EPISODES = """
PROCODE|PROVSPNOPS|LOPATID|NEWNHSNO|CLASSPAT|ADMIDATE  |DISDATE   |ADMIMETH|DISDEST|EPIORDER|DIAG_01|DIAG_02|OPERTN_01|OPDATE_01
RGN80  |S1        |P1     |999     |1       |2025-01-02|1801-01-01|21      |98     |1       |R69X   |I10X   |         |1800-01-01
RGN80  |S1        |P1     |999     |1       |2025-01-02|1801-01-01|21      |98     |2       |I63.9  |E11.9  |U54.3    |2025-01-05
RGN81  |S1        |P1     |999     |1       |2025-01-02|20/01/2025|21      |19     |10      |I639   |J18.9  |-        |1801-01-01
RGT    |S1        |P1     |        |2       |20250301  |20250301  |11      |19     |1       |K409   |       |T202     |2025-03-01
RGT    |S2        |P2     |        |3       |2025-03-01|2025-03-01|11      |19     |1       |N185   |       |         |
RGT    |          |P3     |        |1       |2025-03-01|          |2A      |98     |1       |       |       |         |
RGT    |S4        |       |        |1       |2025-03-01|          |2A      |98     |1       |       |       |         |
RGT    |S5        |       |888     |1       |2025-03-02|          |7Z      |       |1       |       |       |         |
"""


@pytest.fixture
def spells(bench: Workbench) -> Workbench:
    bench.table("apc", EPISODES)
    return bench


def test_episodes_of_one_provider_and_spell_number_make_one_spell(spells: Workbench) -> None:
    tried = spells.apply(SUS["sus_admitted"])

    stroke, hernia, open_spell = tried.rows("hospital_spell")[0:3]
    assert stroke["spell_id"] == "RGN-S1" and stroke["provider_code"] == "RGN"
    assert hernia["spell_id"] == "RGT-S1" and open_spell["spell_id"] == "RGT-S5"
    assert tried.count("episode").left_out == {
        "a regular day or night attender, not an admission": 1,
        "no local patient identifier and no NHS number": 1,
    }
    count = tried.count("spell")
    assert (count.read, count.mapped, count.gathered) == (6, 3, 2)
    assert count.left_out == {"no provider or spell_number": 1}


def test_the_first_episode_says_how_a_spell_began_and_the_last_how_it_ended(
    spells: Workbench,
) -> None:
    stroke = spells.apply(SUS["sus_admitted"]).rows("hospital_spell")[0]

    assert (stroke["admission_date"], stroke["admission_method"]) == ("2025-01-02", "21")
    assert (stroke["discharge_date"], stroke["discharge_destination"]) == ("2025-01-20", "19")
    assert stroke["primary_diagnosis"] == "I639"
    assert stroke["secondary_diagnoses"] == "E119;I10X;J189;R69X"
    assert (stroke["main_procedure"], stroke["main_procedure_date"]) == ("U543", "2025-01-05")
    assert stroke["other_procedures"] is None


def test_a_spell_without_a_day_of_discharge_is_still_open(spells: Workbench) -> None:
    still = spells.apply(SUS["sus_admitted"]).rows("hospital_spell")[2]

    assert (still["discharge_date"], still["discharge_destination"]) == (None, "98")
    assert still["admission_method"] is None and still["local_id"] == "888"


def test_two_hospitals_that_give_the_same_number_do_not_mean_the_same_person(
    spells: Workbench,
) -> None:
    people = spells.apply(SUS["sus_admitted"]).column("hospital_spell", "local_id")

    assert people == ["RGN:P1", "RGT:P1", "888"]


def test_what_is_mapped_of_admitted_care_lands_whole(spells: Workbench) -> None:
    (report,) = spells.land(SUS["sus_admitted"]).landed

    assert (report.batch.counts.read, report.batch.counts.loaded) == (3, 3)


def test_outpatients_land_with_what_is_not_a_code_left_blank(bench: Workbench) -> None:
    bench.table(
        "opa",
        """
        procode | attendkey | lopatid | apptdate   | attended | firstatt | reqdate    | refsourc | priority
        RGN     | 1         | P1      | 2025-02-01 | 5        | 1        | 2025-01-01 | 3        | 1
        RGN     | 2         | P1      | 2025-03-01 | 3        | 2        | 2025-04-01 | 03       | 9
        RGN     | 3         | P1      | 2025-03-01 |          | 2        | 1801-01-01 |          |
        RGN     | 4         |         | 2025-03-01 | 5        | 2        |            |          |
        """.replace("\n        ", "\n"),
    )

    done = bench.land(SUS["sus_outpatient"])

    (step,) = [s for s in done.mapped.steps if s.name == "outpatient_appointment"]
    assert step.mapped == 2 and len(step.left_out) == 2
    assert done.landed[0].batch.counts.loaded == 2
    rows = bench.apply(SUS["sus_outpatient"]).rows("outpatient_appointment")
    assert [row["referral_source"] for row in rows] == ["03", "03"]
    assert [row["referral_date"] for row in rows] == ["2025-01-01", None]
    assert [row["priority_type"] for row in rows] == ["1", None]


def test_emergency_times_are_put_together_and_acuity_is_a_level(bench: Workbench) -> None:
    bench.table(
        "ecds",
        """
        Provider_Code | EC_Ident | LOPATID | Arrival_Date | Arrival_Time | Departure_Date | Departure_Time | EC_Department_Type | EC_Acuity_SNOMED_CT
        RGN80         | 11       | P1      | 2025-01-02   | 09:15:00     | 2025-01-02     | 13:20          | 1                  | 1064901000000108
        RGN80         | 12       | P1      | 02/02/2025   | 0915         | 02/02/2025     |                | 7                  | 4
        """.replace("\n        ", "\n"),
    )

    rows = bench.apply(SUS["sus_emergency"]).rows("emergency_attendance")

    assert [row["arrived_at"] for row in rows] == ["2025-01-02 09:15", "2025-02-02 09:15"]
    assert [row["departed_at"] for row in rows] == ["2025-01-02 13:20", None]
    assert [row["acuity"] for row in rows] == ["3", "4"]
    assert [row["department_type"] for row in rows] == ["01", None]
    assert bench.land(SUS["sus_emergency"]).landed[0].batch.counts.loaded == 2
