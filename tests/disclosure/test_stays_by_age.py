"""Stays by age and sex: margins that the values show, or nearly, tell no hidden group."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from wholeplace.measures.bed_days.by_age import released_by_age
from wholeplace.measures.disclosure.residents_as_said import write_residents_as_said
from wholeplace.measures.disclosure.saying_less import RELEASED_SCHEMA
from wholeplace.statistics import HES, NARROWEST
from wholeplace.statistics.attack import attack
from wholeplace.statistics.margins_shown import (
    hidden_beside_margins,
    margins_of,
    told_of,
)

YEAR = (dt.date(2025, 4, 1), dt.date(2026, 3, 31))
AGES, SEXES = 4, 2
WAYS = np.repeat(np.arange(AGES), SEXES), np.tile(np.arange(SEXES), AGES)


def told(counts: np.ndarray, gone: np.ndarray) -> int:
    """Hidden cells that are told to within four values by integer programmes over all margins."""
    totals, sums = margins_of(counts, WAYS)
    none = np.zeros(len(totals), dtype=np.bool_)
    cells, margins = told_of(counts, gone, HES), told_of(totals, none, HES)
    lower, upper = (np.concatenate(part) for part in zip(cells, margins, strict=True))
    wanted = np.flatnonzero(gone | ((counts > 0) & (counts <= HES.suppressed_up_to)))
    found = attack(lower, upper, sums, wanted)
    return int(((found.values < NARROWEST) & (found.most > 0)).sum())


@pytest.mark.parametrize("drawn", [0, 1, 2])
def test_no_hidden_group_of_drawn_tables_is_told_by_any_margin(drawn: int) -> None:
    chance, before = np.random.default_rng(drawn), 0
    for _ in range(8):
        counts = chance.poisson(9, AGES * SEXES).astype(float)
        alone = np.zeros(len(counts), dtype=np.bool_)
        before += told(counts, alone)

        gone = hidden_beside_margins(counts, alone, WAYS)

        assert told(counts, gone) == 0

    assert before > 0


def test_a_group_whose_few_days_its_margins_would_tell_is_withheld() -> None:
    """20 days of both (18 to 22) less 10 of girls (8 to 12) leave 6 or 7 of "1 to 7" of boys."""
    counted = pa.table(
        {
            "activity": ["planned"] * 4,
            "sex": ["female", "male"] * 2,
            "age_band": ["1-4", "1-4", "5-9", "5-9"],
            "people": [12, 9, 30, 40],
            "residents": [300, 310, 280, 290],
            "admissions": [12, 9, 30, 40],
            "bed_days": [12, 6, 30, 40],
        }
    )

    rows = released_by_age(counted, YEAR, HES).to_pylist()

    assert [row["status"] for row in rows] == ["shown", "shown", "withheld", "shown"]
    assert rows[2]["admissions"] is rows[2]["bed_days"] is rows[2]["residents"] is None


def test_residents_are_those_that_the_values_say(tmp_path: Path) -> None:
    """Of two systems together; none where the values of either withhold them."""
    about = {"area_type": "icb", "basis": "resident", "measure": "people", "breakdown": "age_sex"}
    values = pa.Table.from_pylist(
        [
            about | {"area_code": system, "category": f"{sex}|65-69", "numerator": people}
            for sex, of_both in (("female", (250, 100)), ("male", (300, None)))
            for system, people in zip("AB", of_both, strict=True)
        ],
        RELEASED_SCHEMA,
    )
    stays = pa.table(
        {
            "sex": ["female", "male"],
            "age_band": ["65-69", "65-69"],
            "residents": [355, 400],
            "status": ["shown", "shown"],
        }
    )
    pq.write_table(stays, tmp_path / "stays_by_age.parquet")

    write_residents_as_said(tmp_path, values, ["people"])

    again = pq.read_table(tmp_path / "stays_by_age.parquet")
    assert again["residents"].to_pylist() == [350, None]
