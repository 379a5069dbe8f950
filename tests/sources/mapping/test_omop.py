"""The OMOP mapping on drawn tables: which code an entry keeps, and what hospital visits become."""

from __future__ import annotations

# ruff: noqa: E501 - tables are drawn as wide as they are
import pytest

from tests.sources.mapping.workbench import Tried, Workbench
from wholeplace.definitions.mappings import MAPPINGS

(OMOP,) = [mapping for mapping in MAPPINGS if mapping.name == "omop_cdm_5"]
TABLES = {
    "person": """
person_id | gender_concept_id | year_of_birth | month_of_birth | day_of_birth | care_site_id | location_id | race_source_value
1         | 8507              | 1950          | 4              | 3            | 7            | 70          | A
2         | 8532              | 1962          |                |              | 8            | 71          | white
3         | 0                 |               |                |              |              |             |
""",
    "observation_period": """
person_id | observation_period_start_date | observation_period_end_date
1         | 2010-01-01                    | 2026-03-01
2         | 2010-01-01                    | 2024-12-31
9         | 2010-01-01                    | 2024-12-31
""",
    "cdm_source": "source_release_date\n2026-03-31",
    "death": "person_id | death_date\n2 | 2025-01-02\n2 | 2025-01-01",
    "care_site": "care_site_id | care_site_source_value\n7 | D81001\n8 | the surgery\n9 | RGT01",
    "location": "location_id | location_source_value\n70 | E01017976\n71 | Fenland",
    "concept": """
concept_id | concept_code    | vocabulary_id | concept_class_id
11         | 44054006        | SNOMED        | Clinical Finding
12         | 237599002       | SNOMED        | Clinical Finding
13         | C10F.           | Read          | Read
14         | E11.9           | ICD10         | ICD10 code
15         | I10             | ICD10         | ICD10 code
16         | 8480-6          | LOINC         | Lab Test
17         | 4548-4          | LOINC         | Lab Test
18         | 2093-3          | LOINC         | Lab Test
19         | 9999-9          | LOINC         | Lab Test
20         | %               | UCUM          | Unit
21         | 999791000000106 | SNOMED        | Observable Entity
22         | 4830-0          | LOINC         | Lab Test
23         | 2830-9          | LOINC         | Lab Test
24         | 39720311000001101 | dm+d        | VMP
25         | 12345           | RxNorm        | Clinical Drug
26         | 271649006       | SNOMED        | Observable Entity
27         | 314440001       | SNOMED        | Observable Entity
""",
    "concept_relationship": """
concept_id_1 | concept_id_2 | relationship_id | invalid_reason
21           | 22           | Maps to         |
26           | 23           | Maps to         |
27           | 23           | Maps to         |
12           | 19           | Maps to         | D
12           | 19           | Is a            |
""",
    "condition_occurrence": """
person_id | condition_start_date | condition_concept_id | condition_source_concept_id | visit_occurrence_id | condition_status_concept_id | condition_type_concept_id
1         | 2020-01-01           | 11                   | 12                          |                     |                             | 1
1         | 2020-01-02           | 11                   | 13                          |                     |                             | 1
1         | 2020-01-03           | 0                    | 0                           |                     |                             | 1
1         | 2020-01-04           | 11                   | 14                          | 100                 | 32903                       | 1
1         | 2020-01-05           | 12                   | 15                          | 100                 |                             | 1
""",
    "measurement": """
person_id | measurement_date | measurement_concept_id | value_as_number | unit_concept_id
1         | 2021-01-01       | 16                     | 140             |
1         | 2021-01-02       | 17                     | 7.5             | 20
1         | 2021-01-03       | 18                     | 193.35          |
1         | 2021-01-04       | 16                     |                 |
1         | 2021-01-05       | 19                     | 5               |
1         | 2021-01-06       | 22                     | 48              |
1         | 2021-01-07       | 23                     | 5               |
""",
    "drug_exposure": """
drug_exposure_id | person_id | drug_exposure_start_date | drug_concept_id | drug_source_concept_id | quantity
500              | 1         | 2022-01-01               | 25              | 24                     | 28
501              | 1         | 2022-01-02               | 25              | 25                     | 28
""",
    "visit_occurrence": """
visit_occurrence_id | person_id | visit_concept_id | visit_start_date | visit_end_date | visit_start_datetime | visit_end_datetime | care_site_id | discharge_to_concept_id
100                 | 1         | 9201             | 2020-01-04       | 2020-01-09     | 2020-01-04 00:00:00  |                    | 9            | 8536
101                 | 1         | 9203             | 2020-02-04       | 2020-02-04     | 2020-02-04 09:30:00  | 2020-02-04 13:00:00 | 9           |
102                 | 2         | 262              | 2020-03-04       | 2020-03-09     | 2020-03-04 21:05:00  | 2020-03-09 10:00:00 | 9           | 4216643
103                 | 2         | 9202             | 2020-03-04       | 2020-03-04     |                      |                    | 9            |
104                 | 2         | 9201             | 2020-03-04       | 2020-03-04     |                      |                    | 7            |
""",
}


@pytest.fixture
def tried(bench: Workbench) -> Tried:
    for name, table in TABLES.items():
        bench.table(name, table)
    return bench.apply(OMOP)


def test_people_have_a_birth_date_a_sex_and_the_first_date_of_death(tried: Tried) -> None:
    people = {row["local_id"]: row for row in tried.rows("person")}

    assert [people[n]["birth_date"] for n in "123"] == ["1950-04-03", "1962-07-01", None]
    assert [people[n]["sex"] for n in "123"] == ["1", "2", "0"]
    assert [people[n]["death_date"] for n in "123"] == [None, "2025-01-01", None]
    assert [people[n]["ethnic_category"] for n in "123"] == ["A", None, None]
    assert people["1"]["nhs_number"] == "omop-1"


def test_a_registration_needs_a_practice_and_ends_unless_it_reaches_to_the_release(
    tried: Tried,
) -> None:
    assert tried.rows("registration") == [
        {
            "local_id": "1",
            "practice_code": "D81001",
            "start_date": "2010-01-01",
            "end_date": None,
        }
    ]
    assert tried.count("observed").left_out == {"nobody of that id in the person table": 1}
    assert tried.column("residence", "lsoa21") == ["E01017976"]


def test_an_entry_keeps_the_code_it_was_recorded_under_or_takes_the_standard_one(
    tried: Tried,
) -> None:
    codes = {r["event_date"]: r["code"] for r in tried.rows("gp_event")}

    assert codes["2020-01-01"] == "237599002"
    assert codes["2020-01-02"] == "44054006"
    assert "2020-01-03" not in codes
    assert codes["2020-01-04"] == "44054006"


def test_measurements_in_loinc_come_with_their_number_in_our_units(tried: Tried) -> None:
    found = {
        r["event_date"]: (r["code"], r["value"], r["unit"])
        for r in tried.rows("gp_event")
        if r["event_date"] > "2021"
    }

    assert found == {
        "2021-01-01": ("271649006", 140.0, None),
        "2021-01-02": ("999791000000106", 58.0, "mmol/mol"),
        "2021-01-03": ("1005671000000105", 5.0, "mmol/L"),
        "2021-01-06": ("999791000000106", 48.0, None),
    }


def test_a_standard_concept_is_read_backwards_only_where_one_snomed_concept_leads_to_it(
    tried: Tried,
) -> None:
    (measured,) = [s for s in tried.mapped.steps if (s.name, s.source) == ("gp_event", "measured")]

    assert tried.count("snomed").unsure == {"leads_to": 1}
    assert measured.left_out == {
        "a measurement without its number": 1,
        "no SNOMED CT code, and not a measurement that is used": 2,
    }


def test_a_prescription_is_what_was_recorded_in_dmd(tried: Tried) -> None:
    assert [(r["item_id"], r["product"]) for r in tried.rows("prescription")] == [
        ("500", "39720311000001101")
    ]
    assert tried.count("prescription").left_out == {"not recorded as a dm+d product": 1}


def test_stays_come_with_their_icd10_diagnoses_and_how_they_ended(tried: Tried) -> None:
    spells = {row["spell_id"]: row for row in tried.rows("hospital_spell")}

    assert sorted(spells) == ["100", "102"]
    assert spells["100"]["primary_diagnosis"] == "E119"
    assert spells["100"]["secondary_diagnoses"] == "I10"
    assert [spells[n]["admission_method"] for n in ("100", "102")] == ["99", "21"]
    assert [spells[n]["discharge_destination"] for n in ("100", "102")] == ["19", "79"]
    assert spells["100"]["provider_code"] == "RGT01"


def test_attendances_have_the_times_that_were_recorded(tried: Tried) -> None:
    seen = {row["attendance_id"]: row for row in tried.rows("emergency_attendance")}

    assert sorted(seen) == ["101", "102"]
    assert seen["101"]["arrived_at"] == "2020-02-04 09:30:00"
    assert seen["101"]["departed_at"] == "2020-02-04 13:00:00"
    assert seen["102"]["departed_at"] is None


def test_the_names_of_version_5_4_are_read_too(bench: Workbench) -> None:
    for name, table in TABLES.items():
        bench.table(name, table.replace("discharge_to_concept_id", "discharged_to_concept_id"))

    spells = bench.apply(OMOP).rows("hospital_spell")

    assert [row["discharge_destination"] for row in spells] == ["19", "79"]


def test_a_database_with_people_and_conditions_alone_is_enough(bench: Workbench) -> None:
    for name in ("person", "observation_period", "concept", "condition_occurrence"):
        bench.table(name, TABLES[name])

    tried = bench.apply(OMOP)

    assert set(tried.mapped.rows) == {"person", "gp_event"}
    assert tried.mapped.not_made["hospital_spell"] == "the source has no table visit"
