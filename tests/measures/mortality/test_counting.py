"""Deaths and people at risk, counted by the engine as a plain reading of the rule counts them."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator

import pyarrow as pa
import pytest

from wholeplace.core.calendar import AGE_BAND_STARTS, AGE_BANDS, age_in_years
from wholeplace.core.engine import Engine, duckdb_engine
from wholeplace.measures.mortality.counting import (
    counted_deaths,
    counted_population,
    people_described,
    years_back,
)
from wholeplace.measures.mortality.cube import covered_pools

AS_AT = dt.date(2026, 3, 31)
YEARS = years_back(AS_AT, 5)
AREAS = ("L1", "L2", "L3")
DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with duckdb_engine(tmp_path_factory.mktemp("mortality") / "scratch", threads=1) as made:
        yield made


def band(age: int) -> str:
    return AGE_BANDS[sum(start <= age for start in AGE_BAND_STARTS) - 1]


class World:
    """Random people: born, moving, leaving and dying; some deaths are linked to nobody."""

    def __init__(self, seed: int, people: int = 400) -> None:
        draw = random.Random(seed)
        self.people, self.homes, self.deaths = [], [], []
        for person in range(1, people + 1):
            born = dt.date(1930, 1, 1) + DAY * draw.randrange(35_000)
            dies = max(born, dt.date(2020, 6, 1) + DAY * draw.randrange(2_000))
            died = dies if draw.random() < 0.3 else None
            came = max(born, dt.date(2015, 1, 1) + DAY * draw.randrange(3_000))
            moved = came + DAY * draw.randrange(1, 3_000)
            left = moved + DAY * draw.randrange(1, 2_000) if draw.random() < 0.3 else None
            first, second = draw.sample(AREAS, 2)
            sex = draw.choice(["1", "2", "2", "9"])
            self.people.append((person, born, died, sex))
            self.homes += [(person, first, came, moved), (person, second, moved, left)]
            if died is not None:
                linked = draw.random() < 0.9
                told = died + DAY * draw.randrange(0, 200)
                self.deaths.append(
                    (person, second, died, told, draw.choice(["I251", None]), linked)
                )

    def datasets(self, engine: Engine) -> tuple[dict[str, object], object]:
        names = ("record_id", "lsoa21", "start_date", "end_date")
        homes = [dict(zip(names, home, strict=True)) for home in self.homes]
        people = [
            {"record_id": n, "birth_date": b, "death_date": d, "sex": s, "received": AS_AT}
            for n, b, d, s in self.people
        ]
        deaths = [
            {"record_id": 10_000 + n, "lsoa21": a, "death_date": d}
            | {"registration_date": r, "underlying_cause": c}
            for n, a, d, r, c, _ in self.deaths
        ]
        links = [{"record_id": n, "person": n} for n, *_ in self.people]
        links += [{"record_id": 10_000 + n, "person": n} for n, *_, linked in self.deaths if linked]
        homes = [home | {"lsoa11": home["lsoa21"], "household": ""} for home in homes]
        made = {"person": people, "residence": homes, "death": deaths}
        tables = {name: engine.table(pa.Table.from_pylist(rows)) for name, rows in made.items()}
        return tables, engine.table(pa.Table.from_pylist(links))

    def living(self) -> Counter[tuple[str, str, str, int]]:
        found: Counter[tuple[str, str, str, int]] = Counter()
        for year in YEARS:
            for person, born, died, sex in self.people:
                there = [
                    area
                    for n, area, start, end in self.homes
                    if n == person and start <= year.middle and (end is None or end > year.middle)
                ]
                if there and (died is None or died > year.middle):
                    word = {"1": "male", "2": "female"}.get(sex, "unknown")
                    age = band(age_in_years(born, year.middle))
                    found[there[-1], word, age, year.number] += 1
        return found

    def dead(self) -> Counter[tuple[str, str, str, str | None, bool, int]]:
        people = {n: (born, sex) for n, born, _, sex in self.people}
        found: Counter[tuple[str, str, str, str | None, bool, int]] = Counter()
        for person, area, died, told, cause, linked in self.deaths:
            born, sex = people[person]
            word = {"1": "male", "2": "female"}.get(sex, "unknown") if linked else "unknown"
            age = band(age_in_years(born, died)) if linked else "unknown"
            for year in YEARS:
                if year.start <= told <= year.end:
                    found[area, word, age, cause, linked, year.number] += 1
        return found


@pytest.mark.parametrize("seed", [1, 2])
def test_people_at_risk_and_deaths_are_those_of_the_plain_rule(engine: Engine, seed: int) -> None:
    world = World(seed)
    tables, links = world.datasets(engine)

    described = people_described(engine, tables, links)
    population = counted_population(engine, tables, links, described, YEARS)
    deaths = counted_deaths(engine, tables, links, described, YEARS)

    cells = ("lsoa21", "sex", "age_band")
    living = {
        (*(row[n] for n in cells), row["year"]): row["people"] for row in population.to_pylist()
    }
    dead = {
        (*(row[n] for n in cells), row["cause"], row["linked"], row["year"]): row["deaths"]
        for row in deaths.to_pylist()
    }
    assert living == dict(world.living())
    assert dead == dict(world.dead())
    assert min(len(living), len(dead)) > 50


def test_years_are_whole_months_that_end_before_the_date() -> None:
    years = years_back(dt.date(2026, 4, 15), 2)

    assert [(y.start, y.middle, y.end) for y in years] == [
        (dt.date(2025, 4, 1), dt.date(2025, 10, 1), dt.date(2026, 3, 31)),
        (dt.date(2024, 4, 1), dt.date(2024, 10, 1), dt.date(2025, 3, 31)),
    ]


def yearly(name: str, counts: list[int]) -> pa.Table:
    return pa.table({"year": list(range(1, len(counts) + 1)), name: counts})


@pytest.mark.parametrize(
    ("people", "deaths", "pools"),
    [
        ([100, 99, 98, 97, 96], [9, 9, 9, 9, 9], (3, 5)),
        ([100, 99, 98, 97, 96], [9, 9, 9, 9, 1], (3,)),
        ([100, 99, 98, 60, 50], [9, 9, 9, 9, 9], (3,)),
        ([100, 70, 60, 50, 40], [9, 9, 9, 9, 9], ()),
        ([100, 99, 98, 97, 96], [9, 9, 0, 0, 0], ()),
        ([100, 99, 98, 97, 96], [0, 0, 0, 0, 0], ()),
    ],
)
def test_a_year_that_is_not_whole_is_not_pooled(
    people: list[int], deaths: list[int], pools: tuple[int, ...]
) -> None:
    assert covered_pools(yearly("people", people), yearly("deaths", deaths)) == pools
