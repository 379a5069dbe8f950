"""A whole small installation: made-up people landed as extracts, and runs over them.

Everything the run should find is also here in plain Python, worked out from the same people.
"""

from __future__ import annotations

import csv
import datetime as dt
import functools
import random
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from tests.once import once
from tests.sources.site import BY_NAME, RECEIVED
from wholeplace import geography
from wholeplace.core.calendar import age_in_years
from wholeplace.core.identifiers import load_key
from wholeplace.core.settings import Settings
from wholeplace.measures.pipeline import Order, run
from wholeplace.measures.release import Release
from wholeplace.sources.landing import Store, Submission, land_file

AS_AT = dt.date(2026, 3, 31)
PERIOD_START = dt.date(2025, 4, 1)
KNOWN_AT = dt.date(2026, 12, 31)
DEFINITIONS = Path(__file__).parent / "small_definitions"
PACKAGES = ["wholeplace.definitions.datasets"]
STROKE, DEMENTIA, RESOLVED, OTHER = 230690007, 52448006, 1321000119108, 271649006
ETHNIC = {"A": "white", "H": "asian", "M": "black", "D": "mixed", "S": "other", "Z": "not_stated"}
PEOPLE = 900


@dataclass
class Life:
    """One made-up person, as the extracts tell of them."""

    local_id: str
    nhs_number: str
    born: dt.date
    sex: str
    ethnic: str
    practice: str
    small_area: str
    died: dt.date | None = None
    left: dt.date | None = None
    joined: dt.date = dt.date(2015, 1, 1)
    coded: list[tuple[dt.date, int]] = field(default_factory=list)
    stays: list[tuple[dt.date, dt.date]] = field(default_factory=list)

    @property
    def present(self) -> bool:
        """Whether the person is in the population on the date of the run."""
        return (self.died is None or self.died > AS_AT) and self.left is None

    @property
    def here_in_period(self) -> bool:
        """Whether the person belonged here at some time of the last year."""
        return self.left is None or self.left >= PERIOD_START

    @property
    def age(self) -> int:
        return age_in_years(self.born, AS_AT)

    @property
    def stroke(self) -> bool:
        return any(code == STROKE for _, code in self.coded)

    @property
    def dementia(self) -> bool:
        ends = [day for day, code in self.coded if code == RESOLVED]
        starts = [day for day, code in self.coded if code == DEMENTIA]
        return any(day > max(ends, default=dt.date.min) for day in starts)

    @property
    def stays_in_period(self) -> int:
        return sum(PERIOD_START <= start <= AS_AT for start, _ in self.stays)


class Installation:
    """A folder with settings, geography and landed extracts.

    Args:
        folder: Where it is made.
    """

    def __init__(self, folder: Path, **installation: Any) -> None:
        self.folder = folder
        self.settings = Settings.from_mapping(
            {
                "installation": {"synthetic": True, "name": "Small"} | installation,
                "definitions": {"packages": PACKAGES, "folders": [str(DEFINITIONS)]},
                "engine": {"threads": 1},
            },
            root=folder,
        )
        self.data = self.settings.data_folder
        self.key = load_key(self.settings.key_file)

    def of_one_year(self) -> Installation:
        """The same, whose runs leave out earlier years: nearly half of what a small run takes."""
        self.settings = replace(self.settings, run=replace(self.settings.run, earlier_years=0))
        return self

    def order(self, **says: Any) -> Order:
        """What to run; the usual dates unless others are named."""
        return Order(**({"settings": self.settings, "as_at": AS_AT, "known_at": KNOWN_AT} | says))

    def run(self, **says: Any) -> str:
        """Run and publish."""
        return run(self.order(**says))

    def release(self, run_id: str) -> Release:
        """A finished release."""
        return Release(self.data / "release" / run_id)

    def land(self, dataset: str, rows: list[dict[str, Any]], **says: Any) -> None:
        """Land rows as a CSV file."""
        source = says.pop("source", "gp")
        received = says.pop("received", RECEIVED)
        path = self.folder / f"{dataset}-{source}-{received}.csv"
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        submission = Submission(source, says.pop("period", "2026-03"), received, **says)
        pseudonymised = self.settings.installation.identity == "pseudonymised"
        store = Store(self.data, self.key, synthetic=True, threads=1, pseudonymised=pseudonymised)
        land_file(BY_NAME[dataset], path, submission, store)

    def land_lives(self, lives: list[Life], **says: Any) -> None:
        """Land what practices and one hospital know of people."""
        for dataset, rows in gp_extracts(lives).items():
            self.land(dataset, rows, **says)
        self.land("hospital_spell", spells(lives), source="cuh", **says)


def gp_extracts(lives: list[Life]) -> dict[str, list[dict[str, Any]]]:
    """The extracts of general practice, as rows of text."""
    people = [
        {
            "local_id": life.local_id,
            "nhs_number": life.nhs_number,
            "nhs_number_status": "01",
            "birth_date": life.born,
            "sex": life.sex,
            "ethnic_category": life.ethnic,
            "death_date": life.died or "",
        }
        for life in lives
    ]
    spans = [
        {
            "local_id": life.local_id,
            "practice_code": life.practice,
            "lsoa21": life.small_area,
            "start_date": life.joined,
            "end_date": life.left or "",
        }
        for life in lives
    ]
    events = [
        {"local_id": life.local_id, "event_date": day, "code": code}
        for life in lives
        for day, code in life.coded
    ]
    return {
        "person": people,
        "registration": [_without(row, "lsoa21") for row in spans],
        "residence": [_without(row, "practice_code") for row in spans],
        "gp_event": events,
    }


def spells(lives: list[Life]) -> list[dict[str, Any]]:
    """The extract of one hospital."""
    return [
        {
            "spell_id": f"{life.local_id}-{number}",
            "local_id": f"H{life.local_id}",
            "nhs_number": life.nhs_number,
            "nhs_number_status": "01",
            "birth_date": life.born,
            "provider_code": "RGT",
            "admission_date": start,
            "discharge_date": end,
            "admission_method": "21",
        }
        for life in lives
        for number, (start, end) in enumerate(life.stays)
    ]


def made_lives(folder: Path, number: int = PEOPLE, seed: int = 7) -> list[Life]:
    """People of four practices and six small areas, some of whom left or died.

    Args:
        folder: The geography's folder.
        number: How many.
        seed: The same seed gives the same people.
    """
    chance = random.Random(seed)
    practices = pq.read_table(folder / "practices.parquet")["practice_code"].to_pylist()
    areas = pq.read_table(folder / "small_areas.parquet")["lsoa21"].to_pylist()
    places = [(practices[n], areas[m]) for n, m in ((0, 0), (1, 1), (40, 200), (80, 400))]
    return [_life(chance, n, *chance.choices(places, [8, 4, 2, 1])[0]) for n in range(number)]


def _life(chance: random.Random, number: int, practice: str, small_area: str) -> Life:
    life = Life(
        local_id=f"G{number:05d}",
        nhs_number=nhs_number_of(number),
        born=dt.date(1930, 1, 1) + dt.timedelta(days=chance.randrange(34_000)),
        sex=chance.choice(["1", "2", "2", "9"]),
        ethnic=chance.choices(list(ETHNIC), [12, 3, 1, 1, 1, 2])[0],
        practice=practice,
        small_area=small_area,
    )
    recent = dt.date(2024, 1, 1) + dt.timedelta(days=chance.randrange(800))
    ending = chance.random()
    if ending < 0.05:
        life.left = recent
    elif ending < 0.10:
        life.left = life.died = recent
    elif ending < 0.12:
        life.died = recent  # whose registration nobody closed
    if chance.random() < 0.12:
        life.coded.append((_day(chance), STROKE))
    if chance.random() < 0.10:
        life.coded.append((_day(chance), DEMENTIA))
    if chance.random() < 0.05:
        life.coded.append((_day(chance), RESOLVED))
    life.coded.append((_day(chance), OTHER))
    for _ in range(chance.choice([0, 0, 0, 1, 1, 2, 5])):
        start = _day(chance)
        life.stays.append((start, min(start + dt.timedelta(days=chance.randrange(9)), AS_AT)))
    life.stays.sort()
    return life


def _day(chance: random.Random) -> dt.date:
    return dt.date(2023, 4, 1) + dt.timedelta(days=chance.randrange(1_095))


def nhs_number_of(number: int) -> str:
    """A number of the block that was never issued, with its check digit."""
    start = 999_000_000 + number * 3
    while True:
        digits = str(start)
        check = -sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=True)) % 11
        if check < 10:
            return f"{digits}{check}"
        start += 1


def _without(row: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != name}


@dataclass(frozen=True)
class Finished:
    """An installation with one published run, which tests only read.

    Attributes:
        installation: The installation.
        lives: Its people.
        run_id: The run.
    """

    installation: Installation
    lives: list[Life]
    run_id: str

    @property
    def release(self) -> Release:
        """The published release."""
        return self.installation.release(self.run_id)


@functools.cache
def landed(base: Path) -> tuple[Path, list[Life]]:
    """An installation's folder with everything landed and nothing run, made once a session."""

    def make(folder: Path) -> tuple[Path, list[Life]]:
        made = Installation(folder)
        reference = geography.build(None, made.data / "record" / "reference")
        lives = made_lives(reference.folder)
        made.land_lives(lives)
        return folder, lives

    return once(base, "small-landed", make)


@functools.cache
def finished(base: Path) -> Finished:
    """An installation with one published run, made once a session under a temporary folder."""
    start, lives = landed(base)

    def make(folder: Path) -> Finished:
        made = Installation(Path(shutil.copytree(start, folder, dirs_exist_ok=True)))
        return Finished(made, lives, made.run())

    return once(base, "small-finished", make)


def fresh(base: Path, folder: Path) -> Installation:
    """A copy of the landed installation, to land or run more in."""
    return Installation(Path(shutil.copytree(landed(base)[0], folder / "small")))
