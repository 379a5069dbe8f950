"""What a run counts of leaving hospital is what was planted, day by day and service by service."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pyarrow.parquet as pq

from tests.recovery.recovering import AS_AT, Recovered
from wholeplace.measures.flow_inputs import FlowInputs, read_inputs
from wholeplace.sources.synthetic.datasets.leaving_hospital.planted import (
    NAMES,
    PLACES,
    target_waits,
)
from wholeplace.statistics import round_count

FIRST = AS_AT - dt.timedelta(days=364)
WHERE = ["hospital", "service", "place"]


def truth(population: Recovered, name: str) -> pd.DataFrame:
    return pq.read_table(population.made.truth / f"{name}.parquet").to_pandas()


def inputs(population: Recovered) -> FlowInputs:
    return read_inputs(population.settings.data_folder / "cubes" / population.run_id)


def same(found: pd.DataFrame, true: pd.DataFrame, by: list[str]) -> None:
    counted = found.groupby(by)["people"].sum()
    planted = true.groupby(by).size()
    assert counted.sum() > 0
    pd.testing.assert_series_equal(
        counted.sort_index(), planted.sort_index(), check_names=False, check_index_type=False
    )


def test_everybody_is_ready_on_the_day_planted(clean: Recovered) -> None:
    true = truth(clean, "discharges")
    true = true[(true["ready_date"] >= FIRST) & (true["ready_date"] <= AS_AT)]

    same(inputs(clean).arrivals.to_pandas(), true.rename(columns={"ready_date": "day"}),
         ["day", *WHERE])  # fmt: skip


def test_delays_of_process_are_the_planted_ones(clean: Recovered) -> None:
    """Where a service took somebody on, the days from being ready are exactly those drawn."""
    true = truth(clean, "discharges")
    true = true[(true["ready_date"] >= FIRST) & (true["place"] != "elsewhere")].copy()
    left = true["discharge_date"].fillna(pd.Timestamp(AS_AT).date())
    true = true[true["accepted_date"].notna() & (true["accepted_date"] <= AS_AT)]
    true = true[true["accepted_date"] <= left[true.index]]
    true["days"] = [
        (one - other).days
        for one, other in zip(true["accepted_date"], true["ready_date"], strict=True)
    ]
    found = inputs(clean).process.to_pandas()
    found = found[found["service"] != "home"]

    missing = len(true) - found["people"].sum()
    assert 0 <= missing <= 0.02 * len(true)  # referrals withdrawn: they left without the service
    assert (
        abs((found["days"] * found["people"]).sum() / found["people"].sum() - true["days"].mean())
        < 0.1
    )


def test_who_goes_home_without_support_holds_a_bed_for_the_days_drawn(clean: Recovered) -> None:
    true = truth(clean, "discharges")
    mine = (true["service"] == "home") & (true["ready_date"] >= FIRST)
    true = true[mine & true["discharge_date"].notna() & (true["discharge_date"] <= AS_AT)]
    true = true[true["discharge_date"] >= true["ready_date"]]
    days = sum((true["discharge_date"] - true["ready_date"]).map(lambda one: one.days))
    found = inputs(clean).process.to_pandas()
    found = found[found["service"] == "home"]

    assert found["people"].sum() == len(true) > 100
    assert (found["days"] * found["people"]).sum() == days


def test_beds_held_after_the_ready_date_are_the_true_ones_every_day(clean: Recovered) -> None:
    true = truth(clean, "discharges")
    left = true["discharge_date"].fillna(dt.date(2100, 1, 1))
    found = inputs(clean).delayed_days.to_pandas().groupby("day")["people"].sum()

    for day in pd.date_range(FIRST, AS_AT, freq="17D").date:
        held = ((true["ready_date"] <= day) & (left > day)).sum()
        assert found.get(day, 0) == held


def test_stays_in_services_are_the_true_ones(clean: Recovered) -> None:
    care = truth(clean, "care_after_hospital")
    begun = care[care["start_date"].notna() & (care["start_date"] > AS_AT - dt.timedelta(days=730))]
    begun = begun[begun["start_date"] <= AS_AT]

    same(inputs(clean).stays.to_pandas(), begun, ["service", "place"])
    here = care[care["start_date"].notna() & care["end_date"].isna()]
    now = inputs(clean).now.to_pandas()
    same(now[now["state"] == "in_service"], here, ["service", "place"])


def test_the_released_total_is_the_true_one_rounded(clean: Recovered) -> None:
    true = truth(clean, "discharges")
    still = true[true["discharge_date"].isna() & (true["ready_date"] <= AS_AT)]
    [row] = [
        row
        for row in clean.release.select(
            "delays", measure="after_ready", moment="now", breakdown="all"
        )
    ]

    expected = round_count([len(still)])[0]
    assert row["people"] == (None if pd.isna(expected) else expected)


def test_the_planted_pinch_is_where_people_wait_longest_for_reablement() -> None:
    """Fenland is planted to wait longest: its target is the largest, whatever chance then does."""
    waits = target_waits()[NAMES.index("reablement")]
    assert PLACES[int(waits.argmax())] == "fenland"
