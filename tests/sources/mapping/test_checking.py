"""The checker: what it says of a mapping, of what it makes of a source, and what it suggests."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.sources.mapping.workbench import BY_NAME, SUBMISSION, Workbench
from wholeplace.sources.mapping.checking import check_alone, check_with
from wholeplace.sources.mapping.contents import Sample, code_for, date_format, is_nhs_number
from wholeplace.sources.mapping.drafting import draft
from wholeplace.sources.mapping.findings import Finding
from wholeplace.sources.mapping.importing import workshop
from wholeplace.sources.mapping.names import name_score
from wholeplace.sources.mapping.reading import mapping_of

PATIENTS = """
Hosp No | nhs_no       | Surname | DOB        | Gender | Ethnic Group | Died
H1      | 999 000 0018 | SMITH   | 03/04/1950 | F      | A            |
H2      | 9990000026   | JONES   | 17/11/1962 | M      | A            | 12/02/2026
H3      | 9990000034   | PATEL   | 29/02/1988 | Male   | H            |
H4      | 9990000042   | GREEN   | 05/05/1975 | F      | Z            |
H5      | 9990000050   | BROWN   | 31/02/1990 | U      | P            |
H5      | 9990000050   | BROWNE  | 28/02/1990 | M      | P            |
"""
MINE = """
[[table]]
name = "patients"
[[output]]
dataset = "person"
from = "patients"
[output.columns]
local_id = "hosp_no"
nhs_number = "nhs_no"
nhs_number_status = { constant = "01" }
family_name = "surname"
birth_date = "dob"
sex = { column = "gender", values = { F = "2", M = "1" } }
"""


def checked(bench: Workbench, text: str) -> list[Finding]:
    bench.checks += 1
    place = bench.folder / f"checked-{bench.checks}"
    with workshop(place / "work", BY_NAME, bench.store) as work:
        mapping = mapping_of(text, "mine")
        return list(check_with(mapping, bench.source, SUBMISSION, bench.store, work).findings)


def said(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.level, finding.where) for finding in findings]


def test_all_wrong_names_and_missing_columns_are_listed_at_once() -> None:
    text = MINE.replace("birth_date =", "birht_date =").replace("local_id", "locla_id")

    found = check_alone(mapping_of(text), BY_NAME)

    assert [(f.where, f.remedy) for f in found] == [
        ("person.locla_id", "Did you mean local_id?"),
        ("person.birht_date", "Did you mean birth_date?"),
        ("person.local_id", found[2].remedy),
    ]
    assert "required and not mapped" in found[2].problem


def test_an_unknown_dataset_is_answered_with_the_nearest() -> None:
    (found,) = check_alone(mapping_of(MINE.replace('"person"', '"peson"')), BY_NAME)

    assert found.remedy == "Did you mean person?"


def test_every_column_a_source_lacks_is_listed_with_the_nearest(bench: Workbench) -> None:
    bench.table("patients", PATIENTS)

    found = checked(bench, MINE.replace("hosp_no", "hosp_num").replace('"dob"', '"dobb"'))

    assert [(f.where, f.remedy) for f in found] == [
        ("patients.hosp_num", "Did you mean hosp_no?"),
        ("patients.dobb", "Did you mean dob?"),
    ]


def test_what_landing_would_refuse_is_shown_before_it_is_landed(bench: Workbench) -> None:
    bench.table("patients", PATIENTS)

    found = checked(bench, MINE)

    assert said(found) == [
        ("mistake", "person.birth_date"),
        ("mistake", "person"),
        ("doubt", "person.sex"),
        ("suggestion", "person.ethnic_category"),
        ("suggestion", "person.death_date"),
    ]
    assert "1 row: there is no such day" in found[0].problem and "31/02/1990" in found[0].problem
    assert "2 rows share a key (local_id)" in found[1].problem
    assert "2 values are covered by no rule" in found[2].problem
    assert "Male (1), U (1)" in found[2].problem
    assert found[3].remedy == 'ethnic_category = "ethnic_group"'
    assert not (bench.store.data_folder / "record" / "landed").exists()


def test_nhs_numbers_that_nothing_says_are_verified_are_a_doubt(bench: Workbench) -> None:
    bench.table("patients", PATIENTS)
    text = MINE.replace('nhs_number_status = { constant = "01" }\n', "")

    assert ("doubt", "person.nhs_number_status") in said(checked(bench, text))

    bench.store = replace(bench.store, pseudonymised=True)
    where = [finding.where for finding in checked(bench, text)]
    assert "person.nhs_number_status" not in where


def test_values_that_may_name_somebody_are_not_shown(bench: Workbench) -> None:
    bench.table("patients", PATIENTS.replace("9990000026", "9990000027"))
    text = MINE.replace('"surname"', '{ column = "surname", matching = "[A-Z]{5}" }')

    shown = " ".join(f"{f.problem} {f.remedy}" for f in checked(bench, text))

    assert "not shown" in shown
    assert "BROWNE" not in shown and "9990000027" not in shown


def test_an_output_of_which_nothing_comes_is_a_doubt(bench: Workbench) -> None:
    bench.table("patients", PATIENTS)
    text = MINE + '\n[[output.leave_out]]\nwhen = "hosp_no IS NOT NULL"\nreason = "none wanted"\n'

    found = checked(bench, text.replace("[output.columns]", "[output.columns]", 1))

    assert ("doubt", "person") in said(found)


def test_a_failing_expression_is_a_mistake_that_says_why(bench: Workbench) -> None:
    bench.table("patients", PATIENTS)

    (found,) = checked(bench, MINE.replace('"dob"', '{ expression = "date_diff(dob, 1, 2)" }'))

    assert found.level == "mistake" and "cannot be worked out" in found.problem


@pytest.mark.parametrize(
    ("values", "form"),
    [
        (["2024-01-31", "1999-12-01"], "%Y-%m-%d"),
        (["31/01/2024", "01/12/1999"], "%d/%m/%Y"),
        (["01/02/2024", "03/04/1999"], "%d/%m/%Y"),
        (["01/31/2024", "12/01/1999", "12/13/1999"], "%m/%d/%Y"),
        (["31-Jan-24", "01-Dec-99"], "%d-%b-%y"),
        (["20240131"], "%Y%m%d"),
        (["2024-01-31T09:00:00Z"], "%Y-%m-%dT%H:%M:%SZ"),
        (["SMITH", "JONES"], ""),
        ([], ""),
    ],
)
def test_the_way_dates_are_written_is_recognised(values: list[str], form: str) -> None:
    assert date_format(Sample("d", dict.fromkeys(values, 1))) == form


def test_nhs_numbers_are_recognised_by_their_check_digit() -> None:
    assert is_nhs_number("943 476 5919") and is_nhs_number("9434765919")
    assert not is_nhs_number("9434765918") and not is_nhs_number("0000000000")


def test_words_are_read_as_codes_only_where_one_meaning_fits() -> None:
    codes = {"1": "Male", "2": "Female", "9": "Indeterminate", "0": "Not known"}

    read = [code_for(v, codes) for v in ("F", "m", "Male", "FEMALE", "1", "unknown", "x")]

    assert read == ["2", "1", "1", "2", "1", None, None]


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [("nhs_no", "nhs_number"), ("patient_gender", "sex"), ("admidate", "admission_date")],
)
def test_other_peoples_names_are_recognised(theirs: str, ours: str) -> None:
    names = [column.name for dataset in BY_NAME.values() for column in dataset.columns]

    assert max(dict.fromkeys(names), key=lambda name: name_score(name, theirs)) == ours


def test_a_draft_maps_what_it_recognises_and_can_be_checked_as_it_is(bench: Workbench) -> None:
    bench.table("patients", PATIENTS.replace("31/02/1990", "31-Jan-90").replace("/", "-"))
    with workshop(bench.folder / "w", BY_NAME, bench.store) as work:
        text = draft(BY_NAME["person"], bench.source / "patients.csv", work)

    assert 'local_id = "hosp_no"' in text
    assert 'nhs_number = "nhs_no"' in text
    assert 'birth_date = { column = "dob", format = "%d-%m-%Y" }' in text
    assert 'sex = { column = "gender", values = { F = "2", M = "1", Male = "1" } }' in text
    assert "# not clear what these mean: U" in text
    assert "100% of its values have the check digit of an NHS number" in text
    assert check_alone(mapping_of(text), BY_NAME) == []


def test_a_draft_names_what_is_required_and_not_found(bench: Workbench) -> None:
    bench.table("odd", "colour | size \n red | 1")
    with workshop(bench.folder / "w", BY_NAME, bench.store) as work:
        text = draft(BY_NAME["gp_event"], bench.source / "odd.csv", work)

    assert "# local_id is required, and no column looks like it" in text
    assert "# Not used: colour, size" in text


def test_names_are_not_suggested_where_they_would_be_refused(bench: Workbench) -> None:
    bench.table("patients", PATIENTS)
    bench.store = replace(bench.store, pseudonymised=True)
    text = MINE.replace('family_name = "surname"\n', "").replace('nhs_number = "nhs_no"\n', "")

    where = [f.where for f in checked(bench, text) if f.level == "suggestion"]

    assert "person.family_name" not in where and "person.ethnic_category" in where


def test_a_folder_of_parts_is_one_table(bench: Workbench, tmp_path: Path) -> None:
    parts = bench.source / "patients"
    parts.mkdir()
    for n in (1, 2):
        (parts / f"{n}.csv").write_text(
            f"hosp_no,nhs_no,surname,dob,gender\nH{n},,S,01/01/1990,F\n"
        )

    assert bench.apply(MINE).column("person", "local_id") == ["H1", "H2"]
