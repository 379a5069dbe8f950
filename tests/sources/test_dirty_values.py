"""Values as they really come: what loads, what is rejected, what is blanked with a warning."""

from __future__ import annotations

import pytest

EVENT = "local_id,event_date,code,value,unit\n"
PERSON = "local_id,nhs_number,birth_date,sex,postcode\n"
GOOD = "ok,2024-03-01,44054006,,\n"


@pytest.mark.parametrize(
    ("row", "column", "value", "remedy"),
    [
        (",2024-03-01,44054006,,", "local_id", "", "missing"),
        ("a,,44054006,,", "event_date", "", "missing"),
        ("a,2024-02-30,44054006,,", "event_date", "2024-02-30", "no such day"),
        ("a,31/04/2024,44054006,,", "event_date", "31/04/2024", "no such day"),
        ("a,12/31/2023,44054006,,", "event_date", "12/31/2023", "month before the day"),
        ("a,01/03/24,44054006,,", "event_date", "01/03/24", "two digits"),
        ("a,45352,44054006,,", "event_date", "45352", "day number"),
        ("a,1 March 2024,44054006,,", "event_date", "1 March 2024", "not a date"),
        ("a,2026-04-11,44054006,,", "event_date", "2026-04-11", "after the day the file"),
        ("a,1879-12-31,44054006,,", "event_date", "1879-12-31", "before 1880"),
        ('a,2024-03-01,"16,916",,', "code", "16,916", "thousands separator"),
        ("a,2024-03-01,16.916,,", "code", "16.916", "thousands separator"),
        ("a,2024-03-01,4.41E+07,,", "code", "4.41E+07", "scientific notation"),
        ("a,2024-03-01,E11,,", "code", "E11", "not a whole number"),
        ("a,2024-03-01,12,,", "code", "12", "outside the allowed range"),
        ('a,2024-03-01,44054006,"1,234",', "value", "1,234", "thousands separator"),
        ('a,2024-03-01,44054006,"7,5",', "value", "7,5", "decimal comma"),
        ("a,2024-03-01,44054006,high,", "value", "high", "not a number"),
        ("a,2024-03-01,44054006,nan,", "value", "nan", "not a number"),
        ("a,2024-03-01,44054006,inf,", "value", "inf", "not a number"),
    ],
)
def test_a_wrong_value_costs_its_row_and_says_why(site, row, column, value, remedy):
    report = site.land("gp_event", EVENT + GOOD + row + "\n")
    assert site.rejects(report) == [(2, column, value)]
    assert remedy in report.rejects.read_text()
    assert report.batch.counts.loaded == 1


@pytest.mark.parametrize(
    ("content", "thousands", "code", "value"),
    [
        ('a,2024-03-01,"44,054,006","1,234.5",', ",", 44054006, 1234.5),
        ('a,2024-03-01,44.054.006,"1.234,5",', ".", 44054006, 1234.5),
        ("a,2024-03-01,44054006,16.916,", "", 44054006, 16.916),
        ("a,2024-03-01,44054006.0,1e2,", "", 44054006, 100.0),
    ],
)
def test_separators_load_once_the_sender_confirms_them(site, content, thousands, code, value):
    report = site.land("gp_event", EVENT + content + "\n", thousands=thousands)
    [row] = site.rows(report)
    assert (row["code"], row["value"]) == (code, value)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("9434765919", "9434765919"),
        ("943 476 5919", "9434765919"),
        ("943-476-5919", "9434765919"),
        ("'9434765919", "9434765919"),
        ("943\u00a0476\u00a05919", "9434765919"),
        ("9434765919.0", "9434765919"),
        ("", None),
    ],
)
def test_nhs_numbers_are_tidied(site, sent, kept):
    report = site.land("person", PERSON + f"a,{sent},1980-01-01,1,\n")
    [row] = site.identifiers(report)
    assert row["nhs_number"] == kept
    assert site.warnings(report) == []


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ("9434765918", "check digit"),
        ("9.43E+09", "rounded the NHS number"),
        ("943476591", "does not have ten digits"),
        ("unknown", "does not have ten digits"),
        ("0000000000", "placeholder"),
        ("4444444444", "placeholder"),
    ],
)
def test_a_wrong_nhs_number_is_blanked_and_the_row_stays(site, sent, why):
    report = site.land("person", PERSON + f"a,{sent},1980-01-01,1,\n")
    assert report.batch.counts.loaded == 1
    assert [row["nhs_number"] for row in site.identifiers(report)] == [None]
    assert site.warnings(report) == [(1, "nhs_number", sent)]
    assert why in report.warnings.read_text()


@pytest.mark.parametrize("number", ["9434765919", "9990000042", "5990128088"])
def test_never_issued_numbers_are_blanked_unless_the_people_are_invented(new_site, number):
    content = PERSON + f"a,{number},1980-01-01,1,\n"
    real, invented = new_site(), new_site()
    blanked = real.land("person", content, store={"synthetic": False})
    kept = invented.land("person", content)
    assert [row["nhs_number"] for row in real.identifiers(blanked)] == [None]
    assert [row["nhs_number"] for row in invented.identifiers(kept)] == [number]


def test_dates_in_the_wrong_order_cost_the_row(site):
    header = "local_id,practice_code,start_date,end_date\n"
    body = "a,D81001,2020-01-01,2019-12-31\nb,D81001,2020-01-01,\nc,D81001,2020-01-01,2020-01-01\n"
    report = site.land("registration", header + body)
    assert site.rejects(report) == [(1, "end_date", "2019-12-31")]
    assert report.batch.counts.loaded == 2


def test_codes_outside_the_list_and_codes_of_wrong_form_are_rejected(site):
    header = "spell_id,local_id,provider_code,admission_date,admission_method,primary_diagnosis\n"
    body = "1,a,RGT,2024-01-01,2A,I10X\n2,a,RGT,2024-01-01,77,I10X\n3,a,RGT,2024-01-01,21,I1.0X\n"
    report = site.land("hospital_spell", header + body)
    assert site.rejects(report) == [
        (2, "admission_method", "77"),
        (3, "primary_diagnosis", "I1.0X"),
    ]


def test_a_row_with_several_problems_is_listed_once_for_each(site):
    report = site.land("gp_event", EVENT + GOOD + "a,2024-02-30,x,y,\n")
    assert [column for _, column, _ in site.rejects(report)] == ["code", "event_date", "value"]
    assert report.batch.counts.rejected == 1


def test_a_value_that_a_spreadsheet_would_run_is_made_plain_text(site):
    report = site.land("gp_event", EVENT + GOOD + "a,2024-01-01,=1+1,,\n")
    assert site.rejects(report) == [(2, "code", "'=1+1")]


def test_equal_rows_load_once_and_rows_that_contradict_each_other_not_at_all(site):
    body = (
        "a,,1980-01-01,1,\na,,1980-01-01,1,\nb,,1980-01-01,1,\nb,,1980-01-01,2,\nc,,1980-01-01,2,\n"
    )
    report = site.land("person", PERSON + body)
    counts = report.batch.counts
    assert (counts.read, counts.loaded, counts.duplicate, counts.rejected) == (5, 2, 1, 2)
    assert [row for row, _, _ in site.rejects(report)] == [3, 4]


def test_equal_events_load_once(site):
    report = site.land("gp_event", EVENT + GOOD * 3 + "ok,2024-03-01,44054006,1,\n")
    assert (report.batch.counts.loaded, report.batch.counts.duplicate) == (2, 2)
