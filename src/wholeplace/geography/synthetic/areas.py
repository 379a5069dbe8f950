"""The made-up small areas of both vintages and the areas they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from string import ascii_uppercase

from shapely import union_all
from shapely.geometry.base import BaseGeometry

from wholeplace.geography.source import Row
from wholeplace.geography.synthetic.layout import Spot, spots, strips, tiles
from wholeplace.geography.system import districts

ICB = "ZZ-I01"
ELSEWHERE = "ZZ-I02"  # a neighbouring system, so that Royston's district lies only partly in ours
RURAL = {True: "Rural", False: "Urban"}


@dataclass(frozen=True)
class Area21:
    """One made-up LSOA 2021.

    Args:
        code: Its code; that of its LSOA 2011 if unchanged.
        parts: The LSOA 2011 it is made of, or is part of.
        change_code: U, S or M.
        shape: Its tile.
    """

    code: str
    parts: tuple[Spot, ...]
    change_code: str
    shape: BaseGeometry


def district_code(index: int) -> str:
    """Return the code of the district at ``index`` in ``districts()``."""
    return f"ZZ-D{index + 1:02d}"


@cache
def upper_tiers() -> dict[str, str]:
    """Return the made-up code of each upper tier by its name; a unitary keeps its district's."""
    codes: dict[str, str] = {}
    for index, district in enumerate(districts()):
        name = district["upper_tier_name"]
        unitary = district["code"] == district["upper_tier"]
        codes.setdefault(name, district_code(index) if unitary else f"ZZ-U{len(codes) + 1:02d}")
    return codes


def _share(place: int, number: int, groups: int) -> int:
    return place * groups // number


@cache
def _first_number(level: str) -> tuple[int, ...]:
    """Return how many areas of a level lie in the districts before each one."""
    counts = [d[level] for d in districts()]
    return tuple(sum(counts[:i]) for i in range(len(counts)))


def lookup11() -> list[Row]:
    """Return the made-up rows of the lookup from LSOA 2011 upwards."""
    rows = [_row11(spot) for spot in spots()]
    outside = rows[-1] | {"lsoa11": "ZZ-L9999", "lsoa11_name": "elsewhere", "icb": ELSEWHERE}
    return [*rows, outside]


def _row11(spot: Spot) -> Row:
    district = districts()[spot.district]
    number, groups = district["lsoa11"], district["msoas"]
    msoa = _share(spot.place_in_district, number, groups)
    first = next(i for i in range(number) if _share(i, number, groups) == msoa)
    msoa_name = f"{district['name']} {msoa + 1:03d}"
    return {
        "lsoa11": spot.code,
        "lsoa11_name": msoa_name + ascii_uppercase[spot.place_in_district - first],
        "msoa": f"ZZ-M{_first_number('msoas')[spot.district] + msoa + 1:03d}",
        "msoa_name": msoa_name,
        "district": district_code(spot.district),
        "district_name": district["name"],
        "upper_tier": upper_tiers()[district["upper_tier_name"]],
        "upper_tier_name": district["upper_tier_name"],
        "icb": ICB,
        "rural": RURAL[_rural(spot)],
    }


def _rural(spot: Spot) -> bool:
    district = districts()[spot.district]
    return spot.order >= round(district["lsoa11"] * (1 - district["rural"]))


@cache
def areas21() -> tuple[Area21, ...]:
    """Return every made-up LSOA 2021: splits spread round each district, merged pairs last."""
    found: list[Area21] = []
    new_codes = (f"ZZ-L{number}" for number in range(2001, 3000))
    for index, district in enumerate(districts()):
        own = [s for s in spots() if s.district == index]
        pairs = district["merged"]
        single = own[: len(own) - 2 * pairs]
        splits = {
            (i + 1) * len(single) // (len(district["split"]) + 1): number
            for i, number in enumerate(district["split"])
        }
        for i, spot in enumerate(single):
            if i not in splits:
                found.append(Area21(spot.code, (spot,), "U", tiles()[spot.code]))
                continue
            for shape in strips(tiles()[spot.code], splits[i]):
                found.append(Area21(next(new_codes), (spot,), "S", shape))
        for pair in range(pairs):
            first, second = own[len(single) + 2 * pair : len(single) + 2 * pair + 2]
            shape = union_all([tiles()[first.code], tiles()[second.code]])
            found.append(Area21(next(new_codes), (first, second), "M", shape))
    return tuple(found)


def changes() -> list[Row]:
    """Return the made-up overlaps of the two vintages."""
    return [
        {"lsoa11": spot.code, "lsoa21": area.code, "change_code": area.change_code}
        for area in areas21()
        for spot in area.parts
    ]


def lookup21() -> list[Row]:
    """Return the made-up rows of the lookup from LSOA 2021 upwards."""
    parents = {row["lsoa11"]: row for row in lookup11()}
    letters: dict[str, int] = {}
    rows = []
    for area in areas21():
        spot = area.parts[0]
        parent, district = parents[spot.code], districts()[spot.district]
        ward = _share(spot.place_in_district, district["lsoa11"], district["wards"])
        name = parent["lsoa11_name"]
        if area.change_code != "U":
            letters[parent["msoa"]] = letters.get(parent["msoa"], 0) + 1
            name = parent["msoa_name"] + ascii_uppercase[-letters[parent["msoa"]]]
        rows.append(
            {
                "lsoa21": area.code,
                "lsoa21_name": name,
                "ward": f"ZZ-W{_first_number('wards')[spot.district] + ward + 1:03d}",
                "ward_name": f"{district['name']} ward {ward + 1}",
                "district": parent["district"],
                "district_name": parent["district_name"],
                "icb": ICB,
                "icb_name": "",
                "rural": parent["rural"],
            }
        )
    return rows
