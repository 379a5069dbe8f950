"""Coverage says for whom the nearest hospital is silent, and passes the disclosure gate."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.measures.coverage import (
    ANY_HOSPITAL,
    COVERAGE_SCHEMA,
    released_coverage,
    residents_by_small_area,
    silent_hospitals,
)
from wholeplace.measures.ladders import RESIDENT_LEVELS
from wholeplace.statistics import PROFILES

SILENT = {"RCX": "King's Lynn", "RGR": "West Suffolk"}
HOSPITALS = ("RGN", "RGT", "RCX", "RGR", None)
EXACT, HES = PROFILES["exact"], PROFILES["hes"]


def areas(*places: tuple[str, str | None]) -> pa.Table:
    """Small areas L0, L1 … from the district and the nearest hospital of each."""
    return pa.Table.from_pylist(
        [
            {
                "lsoa21": f"L{number}",
                "nearest_hospital": hospital,
                **dict.fromkeys(RESIDENT_LEVELS, district),
            }
            for number, (district, hospital) in enumerate(places)
        ]
    )


def district_rows(table: pa.Table) -> dict[tuple[str, str], dict[str, object]]:
    return {
        (row["area_code"], row["provider_code"]): row
        for row in table.to_pylist()
        if row["area_type"] == "district"
    }


def test_each_silent_hospital_has_its_share_and_all_of_them_together() -> None:
    places = areas(("fenland", "RCX"), ("fenland", "RGN"), ("east", "RGR"), ("east", "RCX"))
    residents = {"L0": 60, "L1": 40, "L2": 100, "L3": 300}

    rows = district_rows(released_coverage(residents, places, SILENT, HES))

    assert rows["fenland", "RCX"]["value"] == 0.6
    assert rows["fenland", ANY_HOSPITAL]["value"] == 0.6
    assert ("fenland", "RGR") not in rows
    assert rows["east", "RGR"]["value"] == 0.25
    assert rows["east", ANY_HOSPITAL]["value"] == 1.0
    assert rows["east", "RCX"]["provider_name"] == "King's Lynn"


def test_where_every_hospital_sends_data_nobody_is_left_out() -> None:
    places = areas(("fenland", "RCX"), ("fenland", "RGN"))

    rows = district_rows(released_coverage({"L0": 60, "L1": 40}, places, {}, HES))

    assert [key for key in rows] == [("fenland", ANY_HOSPITAL)]
    assert rows["fenland", ANY_HOSPITAL]["value"] == 0


def test_small_counts_are_hidden_and_others_rounded() -> None:
    places = areas(("few", "RCX"), ("few", "RGN"), ("nobody", "RCX"), ("some", "RGR"))

    rows = district_rows(released_coverage({"L0": 7, "L1": 93, "L3": 103}, places, SILENT, HES))

    assert rows["few", "RCX"]["status"] == "suppressed"
    assert rows["few", "RCX"]["value"] is None
    assert rows["nobody", ANY_HOSPITAL]["status"] == "no_data"
    assert (rows["some", "RGR"]["numerator"], rows["some", "RGR"]["denominator"]) == (105, 105)


def test_hospitals_are_silent_unless_they_sent_stays() -> None:
    providers = pa.table(
        {"provider_code": ["RGN", "RGN", "RCX"], "name": ["N W Anglia"] * 2 + ["King's Lynn"]}
    )

    assert silent_hospitals(providers, {"RGN", "R99"}) == {"RCX": "King's Lynn"}


def test_residents_are_added_over_the_cells_of_a_small_area() -> None:
    cube = pa.table({"lsoa21": ["L0", "L1", "L0"], "people": [3, 4, 5], "sex": ["f", "f", "m"]})

    assert residents_by_small_area(cube) == {"L0": 8, "L1": 4}


@given(
    st.lists(
        st.tuples(st.sampled_from(["D1", "D2"]), st.sampled_from(HOSPITALS), st.integers(0, 3_000)),
        min_size=1,
        max_size=20,
    )
)
def test_shares_equal_a_plain_count(drawn: list[tuple[str, str | None, int]]) -> None:
    places = areas(*((district, hospital) for district, hospital, _ in drawn))
    residents = {f"L{number}": people for number, (_, _, people) in enumerate(drawn)}

    table = released_coverage(residents, places, SILENT, EXACT)

    assert table.schema == COVERAGE_SCHEMA
    for (district, code), row in district_rows(table).items():
        meant = SILENT if code == ANY_HOSPITAL else (code,)
        here = [entry for entry in drawn if entry[0] == district]
        everybody = sum(people for _, _, people in here)
        without = sum(people for _, hospital, people in here if hospital in meant)
        if everybody:
            assert (row["numerator"], row["denominator"]) == (without, everybody)
            assert row["value"] == without / everybody
