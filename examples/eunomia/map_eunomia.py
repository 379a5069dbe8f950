"""Map Eunomia, the OMOP demonstration data of OHDSI, to the extracts Wholeplace lands.

Eunomia (2,694 invented people, Apache-2.0) knows conditions and hospital stays, not addresses or
practices. So each person is given a practice and a small area of the geography by the remainder of
their id: places then have people in them, but the differences between places mean nothing.

    python examples/eunomia/map_eunomia.py OMOP_FOLDER DATA_FOLDER EXTRACTS_FOLDER

The three folders: the OMOP tables as Parquet, the data folder with a geography in it
(``wholeplace reference``), and where to write the extracts.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

RECEIVED = "2019-07-31"
PERIOD = "2019-07"

PEOPLE = """
    SELECT person_id::VARCHAR AS local_id,
           'eunomia-' || person_id AS nhs_number,
           '01' AS nhs_number_status,
           birth_datetime::DATE AS birth_date,
           CASE gender_source_value WHEN 'M' THEN '1' WHEN 'F' THEN '2' ELSE '0' END AS sex,
           '99' AS ethnic_category,
           NULL::DATE AS death_date
    FROM people"""

REGISTRATIONS = """
    SELECT person_id::VARCHAR AS local_id,
           practice_code,
           observation_period_start_date AS start_date,
           NULL::DATE AS end_date
    FROM observed SEMI JOIN people USING (person_id)
    JOIN practices ON person_id % (SELECT count(*) FROM practices) = place"""

RESIDENCES = """
    SELECT person_id::VARCHAR AS local_id,
           lsoa21,
           NULL::VARCHAR AS lsoa11,
           NULL::VARCHAR AS household,
           observation_period_start_date AS start_date,
           NULL::DATE AS end_date
    FROM observed SEMI JOIN people USING (person_id)
    JOIN small_areas ON person_id % (SELECT count(*) FROM small_areas) = place"""

# The source value of a condition is the SNOMED CT code it was recorded under.
GP_EVENTS = """
    SELECT DISTINCT
           person_id::VARCHAR AS local_id,
           condition_start_date AS event_date,
           condition_source_value::BIGINT AS code,
           NULL::DOUBLE AS value,
           NULL::VARCHAR AS unit
    FROM conditions
    WHERE try_cast(condition_source_value AS BIGINT) IS NOT NULL"""

# Every Eunomia visit is an inpatient stay (concept 9201); how it began is not recorded.
HOSPITAL_SPELLS = """
    SELECT visit_occurrence_id::VARCHAR AS spell_id,
           person_id::VARCHAR AS local_id,
           'eunomia-' || person_id AS nhs_number,
           '01' AS nhs_number_status,
           NULL::DATE AS birth_date,
           'OMOP1' AS provider_code,
           visit_start_date AS admission_date,
           visit_end_date AS discharge_date,
           '99' AS admission_method,
           NULL::VARCHAR AS primary_diagnosis,
           NULL::VARCHAR AS secondary_diagnoses,
           '99' AS discharge_destination,
           NULL::VARCHAR AS lsoa21,
           NULL::VARCHAR AS practice_code
    FROM visits"""

EXTRACTS = {
    "person": PEOPLE,
    "registration": REGISTRATIONS,
    "residence": RESIDENCES,
    "gp_event": GP_EVENTS,
    "hospital_spell": HOSPITAL_SPELLS,
}
OMOP_TABLES = {
    "people": "person",
    "observed": "observation_period",
    "conditions": "condition_occurrence",
    "visits": "visit_occurrence",
}


def map_eunomia(omop: Path, data: Path, extracts: Path) -> None:
    """Write the five extracts and their ``extract.toml``.

    Args:
        omop: Folder of OMOP tables as Parquet.
        data: Data folder that holds a geography.
        extracts: Folder to write; made if need be.
    """
    extracts.mkdir(parents=True, exist_ok=True)
    engine = duckdb.connect()
    for name, table in OMOP_TABLES.items():
        engine.read_parquet(str(omop / f"{table}.parquet")).create_view(name)
    reference = data / "record" / "reference"
    practices = engine.read_parquet(str(reference / "practices.parquet"))
    practices.filter("in_system").project(
        "practice_code, row_number() OVER (ORDER BY practice_code) - 1 AS place"
    ).create_view("practices")
    small_areas = engine.read_parquet(str(reference / "small_areas.parquet"))
    small_areas.project("lsoa21, row_number() OVER (ORDER BY lsoa21) - 1 AS place").create_view(
        "small_areas"
    )
    entries = []
    for dataset, query in EXTRACTS.items():
        engine.sql(query).write_parquet(str(extracts / f"{dataset}.parquet"))
        entries.append(
            f'[[file]]\ndataset = "{dataset}"\nsource = "eunomia"\npath = "{dataset}.parquet"\n'
            f'period = "{PERIOD}"\nreceived = {RECEIVED}\nsubmission = "full"\n'
        )
    (extracts / "extract.toml").write_text("\n".join(entries), encoding="utf-8")


if __name__ == "__main__":
    map_eunomia(*(Path(argument) for argument in sys.argv[1:4]))
