"""Makes the worked example of the long-range bed model from open figures; run when one changes.

python -m tools.beds_example REFERENCE_FOLDER
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from wholeplace.planning.projection.cohorts import SEXES
from wholeplace.planning.projection.subnational import Subnational, read_subnational

FOLDER = Path("src/wholeplace/planning/long_range/example/inputs")
AGES = (0, 15, 45, 65, 70, 75, 80, 85, 90)
BASE = 2018
# Of the synthetic population, five years to March 2026: admissions and nights by sex and age band,
# emergency and then planned. Only their proportions are used.
EMERGENCY = {
    "female": (
        *((141, 410), (397, 1459), (325, 1012), (140, 671), (201, 843)),
        *((165, 873), (260, 1142), (302, 1212), (160, 508)),
    ),
    "male": (
        *((100, 293), (360, 1223), (313, 1251), (104, 304), (165, 606)),
        *((192, 831), (202, 1194), (172, 570), (128, 533)),
    ),
}
PLANNED = {
    "female": (
        *((74, 60), (434, 195), (586, 385), (229, 99), (264, 147)),
        *((179, 88), (175, 82), (142, 70), (50, 33)),
    ),
    "male": (
        *((81, 48), (380, 231), (579, 311), (218, 94), (209, 111)),
        *((210, 175), (123, 49), (100, 33), (19, 11)),
    ),
}
NON_ELECTIVE = 63_465  # Cambridgeshire, 2018/19, estimated full year: Better Care Fund plan
ADMISSIONS = 185_000  # "over 185,000", the whole system: Long Term Plan draft, 2019
OCCUPIED, HELD = 1_970, 2_072  # three trusts, mean of 2022/23: NHS England
OUTPATIENTS = 1_000_000  # made up, to show the one third of the Long Term Plan draft
PETERBOROUGH = "E06000031"


def main(reference: Path) -> None:
    """Write the tables that are worked out; the rest are written by hand beside them."""
    file = reference / "real" / "snpp2018b" / "snpp_2018b_six_districts_variants.csv"
    projection = read_subnational(file)
    FOLDER.mkdir(parents=True, exist_ok=True)
    _write("population.csv", _people(projection))
    _write("counts.csv", _counts(projection))


def _people(projection: Subnational) -> Iterable[Mapping[str, object]]:
    starts = [*AGES[1:], max(projection.ages) + 1]
    for year in projection.years:
        people = projection.at(year)
        for place, area in enumerate(projection.areas.values()):
            for sex, name in enumerate(SEXES):
                for low, high in zip(AGES, starts, strict=True):
                    number = people[place, sex, low:high].sum()
                    yield {
                        "variant": projection.variant,
                        "area": area,
                        "year": year,
                        "sex": name,
                        "age_from": low,
                        "people": round(number),
                    }


def _counts(projection: Subnational) -> Iterable[Mapping[str, object]]:
    people = projection.in_financial_year(BASE).sum(axis=(1, 2))
    inside = 1 - people[list(projection.areas).index(PETERBOROUGH)] / people.sum()
    urgent = NON_ELECTIVE / inside
    scale = {
        "emergency": urgent / _total(EMERGENCY, 0),
        "planned": (ADMISSIONS - urgent) / _total(PLANNED, 0),
    }
    shapes = {"emergency": EMERGENCY, "planned": PLANNED}
    nights = sum(_total(shapes[name], 1) * by for name, by in scale.items())
    fill = OCCUPIED * 365 / nights
    made: dict[tuple[str, str, int], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for name, shape in shapes.items():
        for sex, rows in shape.items():
            for age, (admitted, stayed) in zip(AGES, rows, strict=True):
                of = "planned"
                if name == "emergency":
                    of = "emergency_older" if age >= 65 else "emergency_younger"
                made[of, sex, age][0] += admitted * scale[name]
                made[of, sex, age][1] += stayed * scale[name] * fill
                if name == "planned":
                    share = admitted / _total(PLANNED, 0)
                    made["outpatients", sex, age][0] += OUTPATIENTS * share
    for (activity, sex, age), (admitted, days) in sorted(made.items()):
        yield {
            "activity": activity,
            "area": "",
            "year": BASE,
            "sex": sex,
            "age_from": age,
            "admissions": round(admitted),
            "bed_days": round(days),
        }


def _total(shape: Mapping[str, Iterable[tuple[int, int]]], place: int) -> int:
    return sum(row[place] for rows in shape.values() for row in rows)


def _write(name: str, rows: Iterable[Mapping[str, object]]) -> None:
    made = list(rows)
    with (FOLDER / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, made[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(made)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
