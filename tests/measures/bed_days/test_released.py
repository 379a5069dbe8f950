"""The release's table of bed days: what is shown, what is hidden, and parts that add up."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from wholeplace.core.calendar import AGE_BANDS
from wholeplace.measures.bed_days.counting import AMOUNTS
from wholeplace.measures.bed_days.occupied import occupied_daily, occupied_rows
from wholeplace.measures.bed_days.released import SCHEMA, Counted, bed_day_rows
from wholeplace.measures.cells import CATEGORIES, Cells
from wholeplace.statistics import HES

YEARS = ((dt.date(2025, 4, 1), dt.date(2026, 3, 31)), (dt.date(2024, 4, 1), dt.date(2025, 3, 31)))
BANDS = ("65-69", "75-79")
Row = dict[str, Any]


def a_year(
    *, people: int = 1000, women: tuple[int, int] = (20, 160), men: tuple[int, int] = (30, 240)
) -> Cells:
    """One area: so many people of each sex and band, and (people in hospital, their nights)."""
    sums: dict[str, list[int]] = {name: [] for name in AMOUNTS}
    sexes, bands = [], []
    for sex, (persons, nights) in (("female", women), ("male", men)):
        for band in BANDS:
            each = nights // persons if persons else 0
            values = dict.fromkeys(AMOUNTS, 0) | {
                "people": people,
                "in_hospital": persons,
                "stays": persons,
                "days": each * persons,
                "stays_squared": persons,
                "stays_days": each * persons,
                "days_squared": each * each * persons,
                "long_7": persons if each >= 7 else 0,
            }
            for name, value in values.items():
                sums[name].append(value)
            sexes.append(CATEGORIES["sex"].index(sex))
            bands.append(AGE_BANDS.index(band))
    count = len(sexes)
    return Cells(
        levels={"icb": (["Z1"], np.zeros(count, dtype=np.int64))},
        breakdowns={
            "all": np.zeros(count, dtype=np.int64),
            "sex": np.array(sexes),
            "age_band": np.array(bands),
        },
        sums={name: np.array(values) for name, values in sums.items()},
    )


def rows(*years: Cells) -> list[Row]:
    """The released rows of these years, the latest first."""
    counted = [Counted(period, cells) for period, cells in zip(YEARS, years, strict=False)]
    made = pa.concat_tables([SCHEMA.empty_table(), *bed_day_rows(counted, "resident", HES)])
    return made.to_pylist()


def one(found: list[Row], **wanted: object) -> Row:
    """The row of these values; of everybody aged 65 and over, in the latest year, by default."""
    usual = {"ages": "65+", "breakdown": "all", "category": "all", "period_end": YEARS[0][1]}
    chosen = [r for r in found if all(r[k] == v for k, v in (usual | wanted).items())]
    assert len(chosen) == 1, chosen
    return chosen[0]


def test_bed_days_are_a_standardised_rate_and_a_rounded_count() -> None:
    days = one(rows(a_year()), measure="days")
    assert (days["statistic"], days["numerator"], days["denominator"]) == ("dsr", 800, 4000)
    # 400 nights among 2,000 people in both bands, so any weights give 200 per 1,000.
    assert days["value"] == 200 and days["status"] == "shown"
    assert days["lower"] < 175 and days["upper"] > 225
    assert one(rows(a_year()), measure="length")["value"] == 8
    assert one(rows(a_year()), measure="long_7")["value"] == 1


def test_75_and_over_are_counted_without_the_younger() -> None:
    assert one(rows(a_year()), measure="days", ages="75+")["numerator"] == 400


def test_nights_of_few_people_are_hidden_however_many_nights_there_are() -> None:
    """Three people with 150 nights each are three people."""
    found = rows(a_year(women=(2, 300), men=(1, 150)))
    assert one(found, measure="days")["status"] == "too_few"
    assert one(found, measure="days")["numerator"] is None
    assert one(found, measure="last_night")["value"] is None


def test_where_one_sex_is_hidden_the_other_is_withheld_too() -> None:
    found = rows(a_year(women=(2, 16)))
    by_sex = {
        category: one(found, measure="days", breakdown="sex", category=category)["status"]
        for category in ("female", "male")
    }
    assert by_sex == {"female": "too_few", "male": "withheld"}
    assert one(found, measure="days")["status"] == "shown"


def test_the_older_are_withheld_where_few_of_the_younger_are_left() -> None:
    """65 and over less 75 and over would be the three people of 65 to 69."""
    cells = a_year()
    for place, band in enumerate(BANDS * 2):
        if band == "65-69":
            cells.sums["in_hospital"][place] = 1 if place == 0 else 2
    found = rows(cells)
    assert one(found, measure="days")["status"] == "shown"
    assert one(found, measure="days", ages="75+")["status"] == "withheld"


def test_where_one_area_is_hidden_alone_the_next_smallest_is_withheld() -> None:
    """The whole is shown, and what the others leave of it would be the hidden area."""
    each = [a_year(), a_year(women=(40, 320)), a_year(women=(1, 8), men=(1, 8))]
    cells = Cells(
        levels={
            "icb": (["Z1"], np.zeros(12, dtype=np.int64)),
            "district": (["D1", "D2", "D3"], np.repeat([0, 1, 2], 4)),
        },
        breakdowns={
            name: np.concatenate([part.breakdowns[name] for part in each])
            for name in ("all", "sex", "age_band")
        },
        sums={name: np.concatenate([part.sums[name] for part in each]) for name in AMOUNTS},
    )
    found = [row for row in rows(cells) if row["area_type"] == "district"]
    status = {
        code: one(found, measure="days", area_code=code)["status"] for code in ("D1", "D2", "D3")
    }
    assert status == {"D1": "withheld", "D2": "shown", "D3": "too_few"}


def test_the_parts_of_a_change_add_up_as_they_are_shown() -> None:
    found = rows(a_year(men=(37, 333)), a_year())
    parts = [
        one(found, measure=name, breakdown="all")["value"]
        for name in ("change", "change_from_stays", "change_from_length")
    ]
    assert parts[0] == pytest.approx(parts[1] + parts[2])
    assert parts[1] > 0 and parts[2] > 0
    assert one(found, measure="change")["period_start"] == YEARS[1][0]


def test_a_change_needs_both_years_to_be_shown() -> None:
    found = rows(a_year(), a_year(women=(1, 8), men=(1, 8)))
    assert one(found, measure="change")["value"] is None
    assert one(found, measure="days")["status"] == "shown"


def test_beds_occupied_at_midnight_and_in_the_day_follow_from_who_came_and_left() -> None:
    day = [dt.date(2026, 2, 1), dt.date(2026, 2, 10), dt.date(2026, 2, 20)]
    moves = pa.table(
        {"provider_code": ["R"] * 3, "day": day, "came": [100, 20, 0], "left": [0, 20, 50]}
    )
    daily = {row["day"]: row for row in occupied_daily(moves, dt.date(2026, 2, 28)).to_pylist()}
    here = [daily[d] for d in (*day, dt.date(2026, 2, 28))]
    assert [row["at_midnight"] for row in here] == [100, 100, 50, 50]
    # Twenty came and left on the tenth; fifty left on the twentieth.
    assert [row["in_the_day"] for row in here] == [100, 120, 100, 50]
    months = occupied_rows(occupied_daily(moves, dt.date(2026, 2, 28)), HES).to_pylist()
    february = [r for r in months if r["month"] == day[0] and r["measure"] == "at_midnight"]
    assert [(r["mean"], r["fewest"], r["most"]) for r in february] == [(85, 50, 100)]


def test_a_hospital_with_few_people_shows_none_of_its_counts() -> None:
    moves = pa.table(
        {"provider_code": ["R"], "day": [dt.date(2020, 1, 1)], "came": [4], "left": [0]}
    )
    months = occupied_rows(occupied_daily(moves, dt.date(2026, 2, 28)), HES).to_pylist()
    assert months and all(row["mean"] is None and row["status"] == "suppressed" for row in months)
