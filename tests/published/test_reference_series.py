"""The series of the reference folder: equal to what is published, with what they must not hide."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from wholeplace import geography
from wholeplace.core.errors import GeographyError
from wholeplace.geography import Geography
from wholeplace.geography.published.conflicts import FILE, read_conflicts
from wholeplace.geography.published.contract import PUBLISHED_TABLES, SUBJECT_TYPES
from wholeplace.geography.published.definitions import published_files

Row = dict[str, Any]
PERCENT_TOLERANCE = 1e-9  # both sides divide the same whole numbers


def qof(values: list[Row], kind: str, source: str = "qof-practices-2020-21") -> list[Row]:
    return [r for r in values if r["source"] == source and r["subject_type"] == kind]


def printed(reference: Path, file: str) -> Iterator[dict[str, str]]:
    with (reference / "real" / file).open(encoding="utf-8-sig", newline="") as handle:
        yield from csv.DictReader(handle)


def test_prevalence_by_practice_is_the_printed_register_over_the_printed_list(
    reference: Path, values: list[Row]
) -> None:
    held = {(r["subject_code"], r["indicator"]): r for r in qof(values, "practice")}
    rows = list(printed(reference, "qof2021_prevalence_practice_cp.csv"))
    assert len(rows) == len(held) == 1785
    for row in rows:
        found = held[row["PRACTICE_CODE"], f"qof-{row['GROUP_CODE'].lower()}"]
        share = 100 * int(row["REGISTER"]) / int(row["PRACTICE_LIST_SIZE"])
        assert found["value"] == pytest.approx(share, abs=PERCENT_TOLERANCE)
        assert (found["age"] is None) == (row["PATIENT_LIST_TYPE"] == "TOTAL")


def test_practices_added_up_equal_the_published_figures_of_the_system(
    reference: Path, values: list[Row]
) -> None:
    added = {r["indicator"]: r for r in qof(values, "icb")}
    published = {
        f"qof-{r['GROUP_CODE'].lower()}": r
        for r in printed(reference, "qof2021_prevalence_icb_england.csv")
        if r["STP_ODS_CODE"] == "QUE"
    }
    assert len(added) == 21 and added.keys() == published.keys()
    for indicator, row in published.items():
        assert added[indicator]["numerator"] == int(row["REGISTER"])
        assert added[indicator]["denominator"] == int(row["PRACTICE_LIST_SIZE"])
    assert added["qof-hyp"]["value"] == pytest.approx(12.66, abs=0.005)
    kept = {r["indicator"]: r["value"] for r in qof(values, "icb", "qof-systems-2020-21")}
    assert kept == {indicator: row["value"] for indicator, row in added.items()}


@pytest.mark.parametrize("kind", ["pcn", "place", "recorded_authority"])
def test_networks_places_and_recorded_authorities_each_add_up_to_the_system(
    values: list[Row], kind: str
) -> None:
    system = {r["indicator"]: r for r in qof(values, "icb")}
    sums: dict[str, list[float]] = defaultdict(lambda: [0, 0])
    for row in qof(values, kind):
        sums[row["indicator"]][0] += row["numerator"]
        sums[row["indicator"]][1] += row["denominator"]
    assert sums == {i: [r["numerator"], r["denominator"]] for i, r in system.items()}


def test_prevalence_by_network_is_that_of_a_plain_count(reference: Path, values: list[Row]) -> None:
    network = {
        r["PRACTICE_CODE"]: r["PCN_ODS_CODE"]
        for r in printed(reference, "gp_practice_pcn_icb_2021_cp.csv")
    }
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for row in printed(reference, "qof2021_prevalence_practice_cp.csv"):
        both = sums[network[row["PRACTICE_CODE"]], f"qof-{row['GROUP_CODE'].lower()}"]
        both[0] += int(row["REGISTER"])
        both[1] += int(row["PRACTICE_LIST_SIZE"])
    held = {(r["subject_code"], r["indicator"]): r["value"] for r in qof(values, "pcn")}
    assert len(held) == 21 * 21
    assert held == {key: pytest.approx(100 * n / d) for key, (n, d) in sums.items()}


def test_a_district_is_the_one_recorded_for_the_practice_and_one_practice_has_none(
    values: list[Row],
) -> None:
    rows = [r for r in qof(values, "recorded_authority") if r["indicator"] == "qof-hyp"]
    held = {r["subject_name"]: r for r in rows}
    assert {"Fenland", "North Northamptonshire", "North Hertfordshire"} < held.keys()
    unknown = held["Not known"]
    oundle = next(
        r for r in qof(values, "practice")
        if (r["subject_code"], r["indicator"]) == ("K83023", "qof-hyp")
    )  # fmt: skip
    for part in ("numerator", "denominator", "value"):
        assert unknown[part] == oundle[part]
    assert all("recorded in the NHS England allocation inputs" in r["note"] for r in rows)
    assert not [
        r for r in values if r["subject_type"] == "district" and r["indicator"] == "qof-hyp"
    ]


def test_months_carried_twice_are_marked_and_not_chosen_between(values: list[Row]) -> None:
    marked = {
        (r["source"], r["period"]) for r in values if r["note"] and "every figure" in r["note"]
    }
    sources = ("ae-system-monthly", "ae-trusts-monthly")
    assert marked == {(s, p) for s in sources for p in ("2025-02", "2025-03")}


def test_what_was_not_printed_is_empty_and_never_zero(values: list[Row]) -> None:
    times = [
        r["value"] for r in values
        if (r["source"], r["indicator"], r["subject_code"])
        == ("ae-trusts-monthly", "ae-over-4-hours", "RGT")
    ]  # fmt: skip
    others = [
        r["value"] for r in values
        if r["source"] == "dtoc-by-reason" and r["category"] == "Other" and r["period"] < "2017-04"
    ]  # fmt: skip
    assert (len(times), times.count(None)) == (52, 26)
    assert others and set(others) == {None}


def test_delayed_transfers_by_reason_and_by_responsibility_add_up_to_the_whole(
    values: list[Row],
) -> None:
    sums: dict[Any, dict[str | None, float]] = defaultdict(lambda: defaultdict(float))
    for row in values:
        if row["indicator"] == "dtoc-days":
            key = (row["subject_code"], row["period_start"])
            sums[key][row["category_type"]] += row["value"] or 0
    assert len(sums) == 3 * 105
    assert all(len(set(parts.values())) == 1 and len(parts) == 3 for parts in sums.values())


def test_trusts_are_no_areas_and_areas_known_by_name_have_no_code(values: list[Row]) -> None:
    providers = {r["subject_code"] for r in values if r["subject_type"] == "provider"}
    assert providers == {"RGM", "RGN", "RGT", "RT1", "RYV"}
    named = [r for r in values if r["subject_type"].startswith("named_")]
    assert len(named) > 4000
    assert {r["subject_code"] for r in named} == {None}


def test_life_expectancy_by_tenth_takes_its_limits_from_the_printed_standard_error(
    values: list[Row],
) -> None:
    row = next(
        r for r in values
        if r["indicator"] == "life-expectancy-by-tenth" and r["subject_code"] == "E06000031"
        and (r["sex"], r["category"]) == ("male", "1")
    )  # fmt: skip
    assert row["value"] == pytest.approx(76.04, abs=0.01)
    assert (row["lower"], row["upper"]) == pytest.approx((74.15, 77.94), abs=0.01)
    assert "standard error" in row["limits_method"]


def test_limits_printed_as_nought_are_none_and_others_are_kept(values: list[Row]) -> None:
    found = {
        (r["subject_name"], r["indicator"]): (r["lower"], r["value"], r["upper"])
        for r in values
        if r["source"] == "fingertips-comparators-2020"
    }
    start = "fingertips-2020-"
    infants = found["Cambridgeshire", f"{start}infant-mortality-rate"]
    assert infants == (2.7744, 3.5334, 4.4359)
    assert found["Cambridge", f"{start}housing-affordability-ratio"] == (None, 13.309, None)


def test_comparators_are_kept_by_name_with_what_they_are_not(real: Geography) -> None:
    rows = real.table("published_comparators").to_pylist()
    assert {r["name"]: r["code"] for r in rows if r["code"]} == {
        "Cambridge": "E07000008",
        "Cambridgeshire": "E10000003",
    }
    assert len(rows) == 107 + 35
    assert all("does not say which area is a neighbour of which" in r["caveat"] for r in rows)


def test_every_series_says_whose_it_is_and_every_value_belongs_to_one(
    series: list[Row], values: list[Row]
) -> None:
    keys = {(r["source"], r["indicator"]) for r in series}
    assert {(r["source"], r["indicator"]) for r in values} == keys
    assert {r["source"] for r in series} == {d.source for d in published_files()}
    for row in series:
        for said in ("title", "unit", "publisher", "publication", "licence", "caveat"):
            assert row[said], (row["source"], row["indicator"], said)
        assert set(row["subject_types"].split(",")) <= SUBJECT_TYPES.keys()


def test_conflicts_are_read_side_by_side_and_lead_to_what_they_concern(
    real: Geography, series: list[Row]
) -> None:
    rows = real.table("published_conflicts").to_pylist()
    assert len(rows) == 74
    assert all(r["statement_a"] and r["statement_b"] and "line" in r["source_a"] for r in rows)
    linked = {name for r in rows for name in (r["indicators"] or "").split(",") if name}
    assert linked <= {r["indicator"] for r in series}


def test_a_conflict_needs_two_statements(tmp_path: Path) -> None:
    columns = "id,topic,scope,severity,statement_a,source_a,statement_b,source_b,check"
    text = f"{columns},suggested_handling\nI1,t,s,low,one,001:line 1,,002:line 2,,\n"
    (tmp_path / FILE).write_text(text, "utf-8")
    with pytest.raises(GeographyError, match=r"row 1, column statement_b: the cell is empty"):
        read_conflicts(tmp_path)


def test_the_made_up_geography_publishes_nothing(tmp_path: Path) -> None:
    made_up = geography.build(None, tmp_path / "reference")
    assert {made_up.table(t.name).num_rows for t in PUBLISHED_TABLES} == {0}
