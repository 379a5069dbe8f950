"""Inequalities are the statistics functions applied to released values, and nothing beside them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from wholeplace.measures.inequalities import INEQUALITIES_SCHEMA, inequalities_of
from wholeplace.measures.release_tables import VALUES_SCHEMA
from wholeplace.statistics import (
    difference,
    poisson_rate,
    ratio,
    release_proportion,
    slope_index,
    wilson,
)

AS_AT = dt.date(2026, 3, 31)
NUMBERS = ("numerator", "denominator", "value", "lower", "upper")


def values(
    breakdown: str,
    groups: dict[str, tuple[int, int]],
    measure: str = "smokers",
    statistic: str = "proportion",
    per: int = 1,
) -> pa.Table:
    """Released values of one place: category → counted, among."""
    rows: list[dict[str, Any]] = []
    for category, (counted, among) in groups.items():
        if statistic == "proportion":
            gated = release_proportion(counted, among)._asdict()
        else:
            estimate = poisson_rate(counted, among, per)
            gated = {"status": "shown", "numerator": counted, "denominator": among}
            gated |= estimate._asdict()
        numbers = {name: float(gated[name]) for name in NUMBERS}
        rows.append(
            {
                "area_type": "district",
                "area_code": "D1",
                "basis": "resident",
                "measure": measure,
                "period_start": AS_AT,
                "period_end": AS_AT,
                "breakdown": breakdown,
                "category": category,
                "statistic": statistic,
                "status": str(gated["status"]),
            }
            | {name: None if np.isnan(number) else number for name, number in numbers.items()}
        )
    for row in rows:
        row |= {n: None if row[n] is None else int(row[n]) for n in NUMBERS[:2]}
    return pa.Table.from_pylist(rows, VALUES_SCHEMA)


def only(table: pa.Table, per: dict[str, int] | None = None) -> dict[str, Any]:
    """The one row of inequalities that values give."""
    made = inequalities_of(table, per or {})
    assert made.schema == INEQUALITIES_SCHEMA
    (row,) = made.to_pylist()
    return dict(row)


def estimate(row: dict[str, Any], name: str) -> list[float]:
    return [row[name], row[f"{name}_lower"], row[f"{name}_upper"]]


FIFTHS = {
    "1": (200, 1000),
    "2": (180, 1200),
    "3": (150, 1500),
    "4": (100, 1250),
    "5": (90, 1500),
    "unknown": (15, 50),
}


def test_a_gap_by_deprivation_is_between_its_two_ends() -> None:
    row = only(values("deprivation_2025", FIFTHS))

    ends = wilson(200, 1000), wilson(90, 1500)
    assert (row["group"], row["reference"], row["status"]) == ("1", "5", "shown")
    assert estimate(row, "difference") == pytest.approx([float(p) for p in difference(*ends)])
    assert estimate(row, "ratio") == pytest.approx([float(p) for p in ratio(*ends)])


def test_the_people_it_amounts_to_are_those_above_the_least_deprived_fifths_value() -> None:
    row = only(values("deprivation_2025", FIFTHS))

    assert row["people"] == pytest.approx(720 - 6450 * 90 / 1500)
    assert row["people_lower"] < row["people"] < row["people_upper"]


def test_people_whose_fifth_is_not_known_are_in_no_gap_and_their_share_is_said() -> None:
    row = only(values("deprivation_2025", FIFTHS))

    assert row["share_unknown"] == pytest.approx(50 / 6500)


def test_an_end_with_next_to_nobody_in_it_does_not_stand_for_the_place() -> None:
    row = only(values("deprivation_2025", FIFTHS | {"1": (20, 100)}))

    assert (row["group"], row["reference"]) == ("2", "5")


def test_a_place_of_one_fifth_has_no_gap() -> None:
    row = only(values("deprivation_2025", {"3": (40, 400), "4": (0, 0)}))

    assert (row["group"], row["status"], row["difference"]) == (None, "no_data", None)


def test_a_hidden_end_hides_the_gap_and_says_why() -> None:
    row = only(values("deprivation_2025", FIFTHS | {"5": (3, 1500)}))

    assert row["status"] == "suppressed"
    assert estimate(row, "difference") == estimate(row, "people") == [None] * 3


def test_a_group_between_that_is_hidden_leaves_the_gap_and_hides_the_people() -> None:
    row = only(values("deprivation_2025", FIFTHS | {"3": (3, 1500)}))

    assert row["difference"] is not None
    assert estimate(row, "people") == [None] * 3


def test_nobody_counted_at_the_reference_gives_a_difference_and_no_ratio() -> None:
    row = only(values("deprivation_2025", FIFTHS | {"5": (0, 1500)}))

    assert row["difference"] == pytest.approx(0.2)
    assert row["ratio"] is None


def test_the_ethnic_group_of_most_people_is_compared_with_the_one_surely_furthest_from_it() -> None:
    groups = {
        "white": (900, 9000),
        "asian": (200, 1000),
        "black": (15, 70),
        "unknown": (400, 500),
        "not_stated": (10, 100),
    }

    row = only(values("ethnic_group", groups))

    assert (row["group"], row["reference"]) == ("asian", "white")
    assert row["people"] == pytest.approx(200 - 1000 * 0.1)
    assert row["share_unknown"] == pytest.approx(600 / 10670)


def test_women_are_compared_with_men_and_the_countryside_with_towns() -> None:
    sex = only(values("sex", {"female": (50, 1000), "male": (80, 1000)}))
    land = only(values("rurality", {"urban": (50, 1000), "rural": (80, 1000)}))

    assert (sex["group"], sex["reference"]) == ("female", "male")
    assert sex["difference"] == pytest.approx(-0.03)
    assert (land["group"], land["reference"]) == ("rural", "urban")


def test_each_plus_group_stands_beside_everybody_else() -> None:
    groups = {
        "rural": (80, 1000),
        "not_rural": (50, 1000),
        "unknown_rural": (50, 500),
        "carers": (20, 100),
        "not_carers": (110, 1900),
    }

    rows = inequalities_of(values("plus_group", groups), {}).to_pylist()

    pairs = {(row["group"], row["reference"]): row["share_unknown"] for row in rows}
    assert pairs == {("rural", "not_rural"): 0.2, ("carers", "not_carers"): 0.0}


def test_a_rate_counts_its_people_by_what_it_is_for() -> None:
    groups = {"1": (300, 1000), "5": (100, 1000)}
    table = values("deprivation_2025", groups, "stays", "rate", per=1000)

    row = only(table, {"stays": 1000})

    assert row["difference"] == pytest.approx(200)
    assert row["people"] == pytest.approx(200)


TENTHS = {str(n): (300 - 20 * n, 1000) for n in range(1, 11)}


def test_the_slope_over_tenths_runs_from_the_most_deprived_end_down() -> None:
    row = only(values("deprivation_tenth_2025", TENTHS))

    shares = wilson([300 - 20 * n for n in range(10, 0, -1)], 1000)
    expected = slope_index(*shares, [1000] * 10, spread="logit")
    assert estimate(row, "sii") == pytest.approx([float(part) for part in expected.sii])
    assert estimate(row, "rii") == pytest.approx([float(part) for part in expected.rii])
    assert row["sii"] == pytest.approx(0.2)
    assert row["index_status"] == "shown"


def test_a_tenth_that_is_hidden_hides_the_slope() -> None:
    row = only(values("deprivation_tenth_2025", TENTHS | {"4": (3, 1000)}))

    assert (row["sii"], row["rii"], row["index_status"]) == (None, None, "suppressed")
    assert row["difference"] == pytest.approx(0.18)


def test_counts_are_not_compared() -> None:
    table = values("sex", {"female": (50, 1000), "male": (80, 1000)})
    counts = table.set_column(
        VALUES_SCHEMA.get_field_index("statistic"), "statistic", pa.array(["count", "count"])
    )

    assert inequalities_of(counts, {}).num_rows == 0
