"""Hospital providers: those of the system are areas, and every small area has a nearest one."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.geography import Geography
from wholeplace.geography.providers import (
    add_nearest_hospital,
    great_circle_km,
    provider_rows,
)
from wholeplace.geography.system import providers

NEIGHBOURS = {"RCX", "RGR", "RC9", "RWH", "RNQ"}
OWN = {"RGN", "RGT", "RGM"}
POINTS = st.tuples(st.floats(-180, 180), st.floats(-89, 89))


@pytest.fixture(params=["real", "made_up"])
def geography(request: pytest.FixtureRequest) -> Geography:
    return request.getfixturevalue(request.param)


def test_only_providers_of_the_system_are_areas_and_count_people_treated_there(
    geography: Geography,
) -> None:
    prefix = "ZZ-" if geography.kind == "synthetic" else ""
    rows = [r for r in geography.table("areas").to_pylist() if r["area_type"] == "provider"]

    assert {r["code"] for r in rows} == {prefix + code for code in OWN}
    assert {r["basis"] for r in rows} == {"treated_here"}
    assert all(r["slug"].endswith("-hospital-provider") for r in rows)
    assert {r["parent_type"] for r in rows} == {"icb"}


def test_neighbours_are_listed_beside_the_systems_own(geography: Geography) -> None:
    rows = geography.table("providers").to_pylist()

    assert {r["provider_code"][-3:] for r in rows if not r["in_system"]} == NEIGHBOURS
    assert {r["provider_code"][-3:] for r in rows if r["in_system"]} == OWN
    assert {r["synthetic"] for r in rows} == {geography.kind == "synthetic"}


def test_a_heart_hospital_is_nobodys_nearest_general_hospital(geography: Geography) -> None:
    nearest = geography.table("small_areas")["nearest_hospital"].to_pylist()

    assert None not in nearest
    assert not any(code.endswith("RGM") for code in nearest)


def test_wisbech_looks_to_kings_lynn_and_march_to_peterborough(
    real: Geography,
) -> None:
    nearest = {r["ward_name"]: r["nearest_hospital"] for r in real.table("small_areas").to_pylist()}

    assert nearest["Wisbech North"] == "RCX"
    assert nearest["March North"] == "RGN"
    assert nearest["Trumpington"] == "RGT"


def test_the_edges_look_to_each_of_their_neighbours(real: Geography) -> None:
    rows = real.table("small_areas").to_pylist()
    found = {(r["district_name"], r["nearest_hospital"]) for r in rows}

    assert {
        ("Fenland", "RCX"),
        ("East Cambridgeshire", "RGR"),
        ("South Cambridgeshire", "RC9"),
        ("North Hertfordshire", "RWH"),
    } <= found


def test_the_nearest_hospital_is_nearer_than_every_other_general_site() -> None:
    rows = [{"lsoa21": "at the door"}, {"lsoa21": "not drawn"}]
    for site in (site for provider in providers() for site in provider.sites if site.general):
        shapes = {"at the door": shapely.Point(site.longitude, site.latitude).buffer(0.01)}
        add_nearest_hospital(rows, shapes, provider_rows(synthetic=False))
        owner = next(p.code for p in providers() if site in p.sites)
        assert rows[0]["nearest_hospital"] == owner
        assert rows[1]["nearest_hospital"] is None


def test_a_distance_agrees_with_a_published_one() -> None:
    london, paris = (-0.1278, 51.5074), (2.3522, 48.8566)

    assert great_circle_km(london, paris) == pytest.approx(343.6, abs=0.5)


@given(POINTS, POINTS)
def test_a_distance_is_the_same_both_ways_and_never_beyond_half_the_globe(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    there = great_circle_km(one, other)

    assert there == pytest.approx(great_circle_km(other, one), abs=1e-9)
    assert 0 <= there <= 20_015.2
    assert great_circle_km(one, one) == 0
