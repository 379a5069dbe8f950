"""Made-up residents of small areas that add up to the published district figures exactly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wholeplace.geography.bands import BANDS
from wholeplace.geography.populations import CENSUS_AGES, ETHNIC_GROUPS
from wholeplace.geography.source import Row
from wholeplace.geography.synthetic.areas import areas21, district_code
from wholeplace.geography.synthetic.layout import spots
from wholeplace.geography.system import districts

YEAR = 2020


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Return whole numbers in proportion to ``weights`` that add to ``total`` exactly.

    The largest remainders are rounded up (Hamilton's method); ties go to the earlier place.

    Args:
        total: 0 or more.
        weights: None negative, not all zero.
    """
    whole = sum(weights)
    shares = [total * w / whole for w in weights]
    floors = [int(s) for s in shares]
    left = total - sum(floors)
    order = sorted(range(len(shares)), key=lambda i: (floors[i] - shares[i], i))
    for i in order[:left]:
        floors[i] += 1
    return floors


def _unequal(place: int) -> float:
    """Return a weight between 0.84 and 1.16, so that areas differ a little in size."""
    return 1 + 0.08 * (place % 5 - 2)


def mid_year() -> Iterator[Row]:
    """Yield people by LSOA 2011 and age (the first age of each band)."""
    for index, district in enumerate(districts()):
        own = [s for s in spots() if s.district == index]
        weights = [_unequal(s.order) for s in own]
        for (age, _), total in zip(BANDS, district["ages"], strict=True):
            for spot, n in zip(own, apportion(total, weights), strict=True):
                yield {"area_code": spot.code, "year": YEAR, "age": age, "population": n}


def mid_year_districts() -> Iterator[Row]:
    """Yield people by district."""
    for index, district in enumerate(districts()):
        yield {"area_code": district_code(index), "population": sum(district["ages"])}


def census_ages() -> Iterator[Row]:
    """Yield census residents by LSOA 2021 and six age groups."""
    for index, district in enumerate(districts()):
        own = [a for a in areas21() if a.parts[0].district == index]
        weights = [_unequal(i) for i in range(len(own))]
        for group, total in zip(CENSUS_AGES, district["census_ages"], strict=True):
            for area, n in zip(own, apportion(total, weights), strict=True):
                yield {"area_code": area.code, "age_group": group, "population": n}


def census_ethnicity() -> Iterator[Row]:
    """Yield census residents by LSOA 2021 and ethnic group, more diverse towards the centre."""
    residents: dict[str, int] = {}
    for row in census_ages():
        residents[row["area_code"]] = residents.get(row["area_code"], 0) + row["population"]
    for index, district in enumerate(districts()):
        own = [a for a in areas21() if a.parts[0].district == index]
        left = {a.code: residents[a.code] for a in own}
        total = sum(left.values())
        central = [1.5 - a.parts[0].order / district["lsoa11"] for a in own]
        for name, group in ETHNIC_GROUPS.items():
            if group == "white":
                continue
            number = round(total * district["ethnicity"][group] / 100)
            for area, n in zip(own, apportion(number, central), strict=True):
                left[area.code] -= n
                yield {"lsoa21": area.code, "group": name, "population": n}
        for code, n in left.items():
            yield {"lsoa21": code, "group": "White", "population": n}
