"""Comparing practices: expected counts by hand, who stands in the funnel, and what is hidden."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from wholeplace.measures.cells import read_cells
from wholeplace.measures.disclosure.columns import written_out
from wholeplace.measures.measure import Measure, Terms
from wholeplace.measures.release_tables import VALUES_SCHEMA, released_values
from wholeplace.measures.unit_cost import UnitCost
from wholeplace.measures.variation.practices import may_vary, released_practices
from wholeplace.measures.variation.rows import VARIATION
from wholeplace.measures.variation.standing import MISSING, OPENED, SILENT, Evidence, standing
from wholeplace.measures.variation.units import Units, units_of
from wholeplace.statistics import PROFILES

AS_AT = dt.date(2026, 3, 31)
HES = PROFILES["hes"]
SAYS = {"title": "A measure", "says": "x", "numerator": "x", "denominator": "x", "not_in_it": "x"}
DIMENSIONS = {
    "sex": "sex",
    "age_band": "age_band",
    "deprivation_2025": "imd25_fifth",
}
PRACTICES = [f"P{n}" for n in range(8)]
LADDER = pa.table(
    {"area": PRACTICES, "practice": PRACTICES, "pcn": ["N1"] * 4 + ["N2"] * 4, "icb": ["I"] * 8}
)
OLD, YOUNG = (1_000, 0.30), (3_000, 0.02)
"""People of each practice who are old or young, and the share of them who are counted."""


def measured(**says: Any) -> Measure:
    more = {"name": "m", "statistic": "rate", "per": 1_000, "better": "lower"} | says
    return Measure(rule=lambda person: Terms(person.alive), **SAYS, **more)


def rows_of(extra: Mapping[str, int], older: Mapping[str, int]) -> list[dict[str, Any]]:
    """A cube of two strata: some practices have more events, some more old people."""
    rows = []
    for practice in PRACTICES:
        short = min(0, 300 + extra.get(practice, 0))
        for band, fifth, (people, share) in (("80-84", "1", OLD), ("20-24", "5", YOUNG)):
            size = people + (older.get(practice, 0) if band == "80-84" else 0)
            more = extra.get(practice, 0) - short if band == "80-84" else short
            rows.append(
                {
                    "practice": practice,
                    "imd25_fifth": fifth,
                    "sex": "female",
                    "age_band": band,
                    "m__numerator": round(size * share) + more,
                    "m__denominator": size,
                }
            )
    return rows


def evidence(**known: Any) -> Evidence:
    nothing: dict[str, Any] = {
        "practices": PRACTICES,
        "people": np.full(8, 4_000.0),
        "near": {"RGT": np.ones(8)},
        "problems": [],
        "resting": {"m": {"hospital_spell": ["admission_date"]}},
        "sent": {"hospital_spell": frozenset({"RGT"})},
        "changed": np.zeros(8, bool),
    }
    return Evidence(**(nothing | known))


def compared(
    extra: Mapping[str, int] = {},
    older: Mapping[str, int] = {},
    known: Evidence | None = None,
    costs: tuple[UnitCost, ...] = (),
    **says: Any,
) -> dict[str, dict[str, Any]]:
    """Unit → its row."""
    cube = pa.Table.from_pylist(rows_of(extra, older))
    cells = read_cells(cube, "practice", LADDER, DIMENSIONS)
    measure = measured(**says)
    gated = [VALUES_SCHEMA.empty_table()]
    gated += released_values(cells, "registered", [measure], AS_AT, HES)
    values = pa.concat_tables(gated).cast(written_out(VALUES_SCHEMA))
    everybody = pa.compute.and_(
        pa.compute.equal(values["breakdown"], "all"),
        pa.compute.is_in(values["area_type"], pa.array(["practice", "pcn"])),
    )
    tables = released_practices(
        values.filter(everybody),
        cells,
        units_of(cells, LADDER),
        known or evidence(),
        [measure],
        {},
        {flow: cost.name for cost in costs for flow in cost.activities},
        HES,
    )
    found = pa.concat_tables([VARIATION.empty_table(), *tables]).to_pylist()
    return {row["area_code"]: row for row in found}


def test_what_is_expected_is_the_rates_of_all_by_age_sex_and_deprivation() -> None:
    rows = compared(extra={"P0": 400})
    old_rate = (8 * 300 + 400) / 8_000

    assert rows["P0"]["expected"] == pytest.approx(1_000 * old_rate + 60, rel=0.005)
    assert rows["P0"]["numerator"] == 760
    assert rows["N1"]["expected"] == pytest.approx(4 * (1_000 * old_rate + 60), rel=0.005)


def test_a_practice_with_older_people_is_not_called_higher() -> None:
    rows = compared(older={"P0": 3_000})

    assert rows["P0"]["numerator"] == 1_260
    assert rows["P0"]["position"] == "within"
    assert rows["P0"]["value"] == pytest.approx(rows["P0"]["benchmark"], rel=0.02)


def test_a_practice_with_more_events_than_its_people_explain_is_outside() -> None:
    rows = compared(extra={"P0": 400})

    assert rows["P0"]["position"] == "high_3"
    assert rows["P0"]["to_median"] > 200
    assert {rows[code]["position"] for code in PRACTICES[1:]} <= {"within", "low_2"}


def test_more_is_better_where_the_measure_says_so() -> None:
    rows = compared(extra={"P0": -200}, better="higher")

    assert rows["P0"]["position"] == "low_3"
    assert rows["P0"]["to_best"] > 100


def test_rounding_alone_makes_nobody_differ() -> None:
    """Counts 2 apart round to 5 apart: with nearly everybody counted, chance is smaller still."""
    extra = {"P0": 40 + 658, "P1": 40 + 656, "P2": 40 + 653}
    most = {code: 40 + 655 for code in PRACTICES} | extra
    rows = compared(extra=most, statistic="proportion", per=1, better="higher")

    assert {rows[code]["position"] for code in PRACTICES} == {"within"}
    assert max(rows[code]["to_best"] for code in PRACTICES) < 1


def test_where_neither_direction_is_better_there_is_no_gap() -> None:
    rows = compared(extra={"P0": 400}, better="none")

    assert rows["P0"]["position"] == "high_3"
    assert rows["P0"]["to_best"] is None


def test_a_share_stays_a_share() -> None:
    rows = compared(extra={"P0": 500}, statistic="proportion", per=1)

    assert 0 < rows["P1"]["lower_3"] < rows["P1"]["value"] < rows["P1"]["upper_3"] < 1
    assert rows["P0"]["upper"] <= 1


def test_fewer_than_five_units_make_no_funnel() -> None:
    rows = compared(extra={"P0": 400})

    assert rows["N1"]["position"] == "not_compared"
    assert rows["N1"]["lower_3"] is None
    assert rows["N1"]["value"] is not None


def test_what_the_values_hide_is_hidden_here_too() -> None:
    rows = compared(extra={"P0": -295, "P1": -300})

    assert rows["P0"]["status"] == "shown"
    hidden = compared(extra={"P0": -355})["P0"]
    assert hidden["status"] == "suppressed"
    numbers = ("numerator", "value", "expected", "lower", "upper", "to_best", "to_median")
    assert [hidden[name] for name in numbers] == [None] * len(numbers)


def test_numbers_come_from_the_rounded_count() -> None:
    """Two true counts that round alike give one row, so no row tells them apart."""
    one, other = compared(extra={"P0": 11, "P1": -11}), compared(extra={"P0": 12, "P1": -12})
    names = ("numerator", "value", "lower", "upper")

    assert [one["P0"][n] for n in names] == [other["P0"][n] for n in names]


def test_a_practice_whose_records_did_not_come_is_grey_and_in_no_average() -> None:
    problem = {"area_type": "practice", "provider": "P0", "kind": "low", "dataset": "gp_event"}
    known = evidence(problems=[problem], resting={"m": {"gp_event": ["code"]}})
    without, plain = compared(extra={"P0": -300}, known=known), compared()

    assert (without["P0"]["standing"], without["P0"]["because"]) == ("partial", MISSING)
    assert without["P0"]["position"] == "not_compared"
    assert without["P0"]["value"] is not None
    assert without["P1"]["benchmark"] == plain["P1"]["benchmark"]


def test_a_practice_near_a_silent_hospital_is_grey_for_care_given_there() -> None:
    near = {"RGT": np.array([0.3] + [1.0] * 7), "RCX": np.array([0.7] + [0.0] * 7)}
    rows = compared(known=evidence(near=near))
    elsewhere = compared(known=evidence(near=near, resting={"m": {"gp_event": []}}))

    assert rows["P0"]["because"] == SILENT
    assert rows["N1"]["standing"] == "compared"
    assert elsewhere["P0"]["standing"] == "compared"


def test_a_neighbourhood_is_partial_once_a_fifth_of_its_people_are() -> None:
    network = Units("pcn", ["N1"], np.array([0, 0, 0, 0, -1, -1, -1, -1]))
    problem = {"area_type": "practice", "provider": "P0", "kind": "late", "dataset": "gp_event"}
    known = evidence(problems=[problem], resting={"m": {"gp_event": []}})
    smaller = evidence(
        problems=[problem],
        resting={"m": {"gp_event": []}},
        people=np.array([400.0] + [4_000.0] * 7),
    )

    assert standing(known, measured(), network)[0] == ["late"]
    assert standing(smaller, measured(), network)[0] == ["compared"]


def test_a_practice_that_opened_in_the_year_is_partial_for_flows_only() -> None:
    changed = np.array([True] + [False] * 7)
    practices = Units("practice", PRACTICES, np.arange(8))
    flow = standing(evidence(changed=changed), measured(flow="f"), practices)
    point = standing(evidence(changed=changed), measured(), practices)

    assert (flow[0][0], flow[1][0]) == ("partial", OPENED)
    assert point[0][0] == "compared"


def test_events_with_a_published_cost_carry_its_name() -> None:
    cost = UnitCost(
        name="stay",
        title="A stay",
        source="A publication",
        activities=("stays",),
        pounds=100,
        prices="2016/17",
        overlaps="stays",
    )

    assert compared(costs=(cost,), flow="stays")["P0"]["unit_cost"] == "stay"
    assert compared(costs=(cost,))["P0"]["unit_cost"] is None


@pytest.mark.parametrize(
    ("says", "may"),
    [
        ({"statistic": "rate"}, True),
        ({"statistic": "mean"}, False),
        ({"statistic": "proportion", "basis": ("resident",)}, False),
        ({"statistic": "proportion", "group": "population", "better": "none"}, False),
    ],
)
def test_averages_and_what_case_mix_is_made_of_are_left_aside(
    says: dict[str, Any], may: bool
) -> None:
    assert may_vary(measured(**says)) == may
