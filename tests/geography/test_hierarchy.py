"""Areas form hierarchies with unique codes and addresses, in both geographies."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest
import shapely

from wholeplace.geography import AREA_TYPES, TABLES, Geography

ONS_CODE = re.compile(r"[A-Z]\d{8}")
ODS_CODE = re.compile(r"[A-Z0-9]+")


@pytest.fixture(params=["real", "made_up"])
def geography(request: pytest.FixtureRequest) -> Geography:
    return request.getfixturevalue(request.param)


def test_every_table_has_the_declared_columns(geography: Geography) -> None:
    for name, table in TABLES.items():
        assert geography.table(name).schema.equals(table.schema), name


def test_every_area_has_its_own_address(geography: Geography) -> None:
    slugs = geography.table("areas")["slug"].to_pylist()
    assert len(set(slugs)) == len(slugs)


def test_every_parent_is_an_area_and_only_the_system_has_none(geography: Geography) -> None:
    rows = geography.table("areas").to_pylist()
    known = {(r["area_type"], r["code"]) for r in rows}
    tops = [r["area_type"] for r in rows if r["parent_code"] is None]
    assert tops == ["icb"]
    assert all((r["parent_type"], r["parent_code"]) in known for r in rows if r["parent_code"])
    assert {r["area_type"] for r in rows} == set(AREA_TYPES)


def test_districts_own_bare_slugs_and_other_levels_add_a_suffix(geography: Geography) -> None:
    found = {
        slug: geography.area(slug)
        for slug in (
            "fenland",
            "fenland-pcn",
            "peterborough",
            "peterborough-upper-tier",
            "fenland-001-msoa",
            "north-place",
            "cambridgeshire-and-peterborough-icb",
        )
    }
    assert all(found.values()), found
    assert found["fenland"]["area_type"] == "district"
    assert geography.area("atlantis") is None


def test_royston_is_in_the_system_and_its_district_is_marked_as_a_part(
    geography: Geography,
) -> None:
    row = geography.area("north-hertfordshire")
    assert row is not None
    assert not row["whole"]
    assert row["name"] == "North Hertfordshire (part in the system)"


def test_no_figure_for_a_whole_district_is_kept_for_a_part_of_it(geography: Geography) -> None:
    part = geography.area("north-hertfordshire")
    assert part is not None
    assert part["code"] not in geography.table("populations")["area_code"].to_pylist()
    published = geography.table("published").to_pylist()
    of_areas = {r["subject_code"] for r in published if r["subject_type"] != "recorded_authority"}
    assert part["code"] not in of_areas


def test_every_small_area_of_2021_is_read_through_one_of_2011_in_its_own_district(
    geography: Geography,
) -> None:
    district = {r["lsoa11"]: r["district"] for r in geography.table("small_areas_2011").to_pylist()}
    rows = geography.table("small_areas").to_pylist()
    assert all(district[r["lsoa11"]] == r["district"] for r in rows)
    assert Counter(r["imd19_basis"] for r in rows) == {"same": 466, "split": 57, "merged": 4}


def test_a_closed_practice_names_its_successor_where_the_data_say(geography: Geography) -> None:
    rows = {r["practice_code"]: r for r in geography.table("practices").to_pylist()}
    moved = [r for r in rows.values() if r["successor_code"]]
    assert moved
    for r in moved:
        assert r["closed"] < r["successor_from"]
        assert rows[r["successor_code"]]["in_system"]
        assert r["successor_basis"]
        assert not r["in_system"]


def test_a_practice_that_changed_network_keeps_both_spells_and_shows_the_last(
    real: Geography,
) -> None:
    spells = [
        r for r in real.table("practice_networks").to_pylist() if r["practice_code"] == "D81615"
    ]
    last = next(r for r in real.table("practices").to_pylist() if r["practice_code"] == "D81615")
    assert [r["end_date"] is None for r in spells] == [False, True]
    assert last["pcn_code"] == spells[-1]["pcn_code"]
    assert last["in_system"]


def test_shares_of_a_networks_patients_add_to_one(geography: Geography) -> None:
    shares = Counter[str]()
    for r in geography.table("catchments").to_pylist():
        shares[r["pcn_code"]] += r["share"]
    assert len(shares) == 22
    assert all(abs(total - 1) < 1e-9 for total in shares.values())


def test_no_made_up_code_can_be_an_ons_or_ods_code(made_up: Geography) -> None:
    rows = made_up.table("areas").to_pylist()
    codes = {r["code"] for r in rows if r["area_type"] != "place"}
    assert all(code.startswith("ZZ-") for code in codes)
    assert not any(ONS_CODE.fullmatch(code) or ODS_CODE.fullmatch(code) for code in codes)
    assert all(r["synthetic"] for r in rows)


def test_no_made_up_code_is_in_the_real_geography(real: Geography, made_up: Geography) -> None:
    def codes(geography: Geography) -> set[str]:
        rows = geography.table("areas").to_pylist()
        return {r["code"] for r in rows if r["area_type"] != "place"}

    assert not codes(real) & codes(made_up)


def test_the_manifest_says_what_the_geography_is_made_of(geography: Geography) -> None:
    assert geography.kind == ("real" if geography.manifest["note"] == "" else "synthetic")
    assert len(geography.content_hash) == 64
    assert all(len(s["sha256"]) == 64 and s["source"] for s in geography.manifest["sources"])


@pytest.mark.parametrize(
    "kind", ["lsoa21", "lsoa11", "msoa", "ward", "district", "upper_tier", "icb"]
)
def test_every_resident_area_has_a_small_valid_boundary(geography: Geography, kind: str) -> None:
    collection = geography.boundaries(kind)
    areas = {r["code"] for r in geography.table("areas").to_pylist() if r["area_type"] == kind}
    assert {f["properties"]["code"] for f in collection["features"]} == areas
    for feature in collection["features"]:
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        assert shape.is_valid, feature["properties"]
        assert shape.area > 0
        assert geography.area(feature["properties"]["slug"])["code"] in areas
    assert (geography.folder / "boundaries" / f"{kind}.geojson").stat().st_size < 300_000


def test_small_areas_together_cover_the_system(geography: Geography) -> None:
    def land(kind: str) -> float:
        shapes = [
            shapely.from_geojson(json.dumps(f["geometry"]))
            for f in geography.boundaries(kind)["features"]
        ]
        return shapely.union_all(shapes).area

    assert land("lsoa21") == pytest.approx(land("icb"), rel=0.01)
    assert land("msoa") == pytest.approx(land("district"), rel=0.01)
