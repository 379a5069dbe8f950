"""ICD-10 and OPCS-4 codes land the same however they are written; a wrong one costs its row."""

from __future__ import annotations

import pytest

HEADER = "spell_id,local_id,provider_code,admission_date,"


@pytest.mark.parametrize(
    ("column", "sent", "kept"),
    [
        ("primary_diagnosis", "S72.0", "S720"),
        ("primary_diagnosis", "s720", "S720"),
        ("primary_diagnosis", "I10", "I10"),
        ("primary_diagnosis", "I10.X", "I10X"),
        ("secondary_diagnoses", "W01.0; i10;E11.9", "W010;I10;E119"),
        ("main_procedure", "W37.1", "W371"),
        ("main_procedure", "x403", "X403"),
        ("other_procedures", "Z84.3;Y98.1", "Z843;Y981"),
    ],
)
def test_a_code_lands_without_its_dot_and_in_capitals(site, column, sent, kept):
    report = site.land("hospital_spell", f'{HEADER}{column}\n1,a,RGT,2024-01-01,"{sent}"\n')
    assert [row[column] for row in site.rows(report)] == [kept]


@pytest.mark.parametrize(
    ("column", "sent"),
    [
        ("primary_diagnosis", "72.0"),
        ("primary_diagnosis", "S7.20"),
        ("secondary_diagnoses", "S720,I10"),
        ("main_procedure", "I271"),
        ("main_procedure", "W3"),
        ("other_procedures", "Z843;hip"),
    ],
)
def test_a_code_of_no_such_system_costs_its_row(site, column, sent):
    rows = f'1,a,RGT,2024-01-01,"{sent}"\n2,a,RGT,2024-01-01,\n'
    report = site.land("hospital_spell", f"{HEADER}{column}\n{rows}")
    assert site.rejects(report) == [(1, column, sent)]


def test_a_concept_identifier_too_short_or_not_whole_costs_its_row(site):
    header = "attendance_id,local_id,provider_code,arrival_date,chief_complaint\n"
    good, short, text = "29857009", "2985", "chest pain"
    body = "".join(f"{n},a,RGT,2024-01-01,{code}\n" for n, code in enumerate((good, short, text)))
    report = site.land("emergency_attendance", header + body)
    assert [row["chief_complaint"] for row in site.rows(report)] == [int(good)]
    assert site.rejects(report) == [(2, "chief_complaint", short), (3, "chief_complaint", text)]
