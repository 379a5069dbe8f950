"""Dates with a time of day: read as the clocks of the UK showed them, or the row is set aside."""

from __future__ import annotations

import csv
import datetime as dt

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HEADER = "attendance_id,local_id,provider_code,arrival_date,arrived_at,departed_at\n"


def attendance(number: int, arrived: str, departed: str = "", day: str = "2024-03-01") -> str:
    return f"{number},a,RGT,{day},{arrived},{departed}\n"


@pytest.mark.parametrize(
    "sent",
    [
        "2024-03-01T09:05",
        "2024-03-01 09:05",
        "2024-03-01 09:05:00",
        "2024-03-01T09:05:00.000",
        "01/03/2024 09:05",
        "01/03/2024 09:05:00",
    ],
)
def test_each_way_to_write_a_moment_lands_alike(site, sent):
    report = site.land("emergency_attendance", HEADER + attendance(1, sent))
    assert [row["arrived_at"] for row in site.rows(report)] == [dt.datetime(2024, 3, 1, 9, 5)]


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ("2024-03-01", "time of day is missing"),
        ("2024-03-01T09:05Z", "time zone"),
        ("2024-03-01T09:05:00+01:00", "time zone"),
        ("2024-03-01 24:05", "not a date and time"),
        ("2024-02-30 09:05", "no such day or time"),
        ("03/31/2024 09:05", "month before the day"),
        ("45352.378", "day number"),
        ("this morning", "not a date and time"),
        ("2027-03-01 09:05", "after the day the file was received"),
        ("1870-03-01 09:05", "before 1880"),
    ],
)
def test_what_is_no_moment_costs_the_row_and_says_why(site, sent, says):
    body = attendance(1, sent) + attendance(2, "")
    report = site.land("emergency_attendance", HEADER + body)
    assert site.rejects(report) == [(1, "arrived_at", sent)]
    with report.rejects.open(encoding="utf-8", newline="") as handle:
        assert says in next(csv.DictReader(handle))["problem"]


def test_nobody_leaves_before_they_came_nor_came_before_their_day_of_arrival(site):
    body = (
        attendance(1, "2024-03-01 09:05", "2024-03-01 09:04")
        + attendance(2, "2024-03-01 23:50", "2024-03-02 00:10")
        + attendance(3, "2024-02-29 23:50")
    )
    report = site.land("emergency_attendance", HEADER + body)
    assert site.rejects(report) == [
        (1, "departed_at", "2024-03-01 09:04"),
        (3, "arrived_at", "2024-02-29 23:50"),
    ]
    assert len(site.rows(report)) == 1


def test_moments_of_a_parquet_file_land_as_they_are_and_zoned_ones_are_set_aside(site, tmp_path):
    moment = dt.datetime(2024, 3, 1, 9, 5, 30)
    columns = {
        "attendance_id": ["1", "2"],
        "local_id": ["a", "b"],
        "provider_code": ["RGT", "RGT"],
        "arrival_date": [moment.date()] * 2,
        "arrived_at": pa.array([moment, None], pa.timestamp("us")),
        "departed_at": pa.array([None, moment], pa.timestamp("ms", "UTC")),
    }
    file = tmp_path / "attendances.parquet"
    pq.write_table(pa.table(columns), file)
    report = site.land("emergency_attendance", file)
    assert [row["arrived_at"] for row in site.rows(report)] == [moment]
    assert [row[:2] for row in site.rejects(report)] == [(2, "departed_at")]


@given(
    st.lists(
        st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2026, 4, 9)),
        min_size=1,
        max_size=30,
    )
)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_moment_lands_to_the_microsecond(new_site, moments):
    site = new_site()
    body = "".join(
        attendance(n, m.isoformat(sep=" "), day=m.date().isoformat()) for n, m in enumerate(moments)
    )
    report = site.land("emergency_attendance", HEADER + body)
    assert sorted(row["arrived_at"] for row in site.rows(report)) == sorted(moments)
