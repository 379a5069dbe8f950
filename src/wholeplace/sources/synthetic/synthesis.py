"""Drawing a population and writing it down: extracts to land, and the truth beside them."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from wholeplace.core.calendar import in_words
from wholeplace.core.errors import WholeplaceError
from wholeplace.geography import Geography
from wholeplace.sources.synthetic.admissions import admit
from wholeplace.sources.synthetic.areas import Areas, read_areas
from wholeplace.sources.synthetic.attendances import attend
from wholeplace.sources.synthetic.calibration import lines
from wholeplace.sources.synthetic.clock import Clock
from wholeplace.sources.synthetic.datasets.leaving_hospital.leave import leave
from wholeplace.sources.synthetic.datasets.leaving_hospital.written import write_leaving_hospital
from wholeplace.sources.synthetic.datasets.outside_hospital import write_care_outside_hospital
from wholeplace.sources.synthetic.datasets.recent import Noted
from wholeplace.sources.synthetic.datasets.wider_care import write_wider_care
from wholeplace.sources.synthetic.department_visits import visit
from wholeplace.sources.synthetic.diagnoses import main_diagnoses
from wholeplace.sources.synthetic.faults import Faults
from wholeplace.sources.synthetic.feeds import ExtractFolder
from wholeplace.sources.synthetic.gp_feed import write_events, write_people
from wholeplace.sources.synthetic.hospital_feeds import write_attendances, write_spells
from wholeplace.sources.synthetic.hospitals import HOSPITALS, LOCAL
from wholeplace.sources.synthetic.identities import nhs_numbers
from wholeplace.sources.synthetic.provider_feed import Outbox
from wholeplace.sources.synthetic.report import page
from wholeplace.sources.synthetic.truth import Activity, write_truth
from wholeplace.sources.synthetic.world import draw_world

FEWEST, MOST = 1_000, 20_000_000
TABLES = ("small_areas", "practices", "catchments", "populations", "ethnicity")


@dataclass(frozen=True)
class Synthesis:
    """What was written.

    Attributes:
        extracts: Folder to land.
        truth: Folder of the realised truth, never to be landed.
        rows: Rows by "source/dataset".
        people: Registered people.
        events: Coded GP events before any were sent twice.
        errors: Mistakes planted.
        missing: Hospitals whose feed is missing.
        seconds: Time taken by step.
    """

    extracts: Path
    truth: Path
    rows: dict[str, int]
    people: int
    events: int
    errors: int
    missing: tuple[str, ...]
    seconds: dict[str, float]


def synthesise(
    geography: Geography,
    people: int,
    seed: int,
    as_at: dt.date,
    out: Path,
    *,
    errors: bool = True,
    format: str = "parquet",
    all_feeds: bool = False,
) -> Synthesis:
    """Draw a population and write its extracts and its truth.

    The same geography, people, seed and date give the same files.

    Args:
        geography: Real or made-up areas.
        people: Registered people on ``as_at``.
        seed: Any whole number from 0.
        as_at: The last day known; ten years of history end there.
        out: Folder for ``extracts/`` and ``truth/``; earlier ones in it are replaced.
        errors: Whether to plant missing and wrong values.
        format: ``parquet`` or ``csv``.
        all_feeds: Whether hospitals outside the system send a feed too.

    Returns:
        What was written.

    Raises:
        WholeplaceError: If there are too few or too many people, the seed is below 0, the format is
            unknown, or the folder holds other files.
    """
    if not FEWEST <= people <= MOST:
        raise WholeplaceError(
            f"{people:,} people cannot be made.", f"Ask for {FEWEST:,} to {MOST:,}."
        )
    if seed < 0:
        raise WholeplaceError(f"The seed {seed} is below 0.", "Use a whole number from 0.")
    clock = _Stopwatch()
    extracts, truth = out / "extracts", out / "truth"
    _make_room(extracts, "extract.toml", "# Synthetic extracts")
    _make_room(truth, "parameters.json", '{\n  "seed"')
    folder = ExtractFolder(extracts, as_at, format)
    world = draw_world(areas_of(geography), people, seed, as_at)
    numbers = nhs_numbers(len(world.people), seed)
    clock.lap("people")
    faults, activity, noted = Faults(errors), Activity(world), Noted()
    sent = np.ones_like(LOCAL) if all_feeds else LOCAL
    write_people(world, numbers, folder, faults)
    for summary in write_events(world, folder, faults):
        activity.add(summary)
        noted.add(summary.noted)
    clock.lap("gp records")
    pace = Clock(world)
    spells = admit(world, pace)
    leaving = leave(world, spells)
    visits, through = attend(world, pace, spells)
    activity.count_hospital(world, spells, visits, sent)
    main = main_diagnoses(world, spells)
    write_spells(world, spells, through, main, numbers, folder, faults, sent)
    seen = visit(world, visits, main[through])
    write_attendances(world, visits, seen, numbers, folder, faults, sent)
    clock.lap("hospital records")
    outbox = Outbox(world, numbers, folder, faults)
    activity.wider = write_wider_care(outbox, spells, visits, noted, sent)
    clock.lap("wider care")
    activity.wider |= write_care_outside_hospital(outbox, spells)
    clock.lap("care outside hospital")
    activity.wider |= write_leaving_hospital(outbox, spells, leaving, sent)
    clock.lap("leaving hospital")
    missing = tuple(h.name for h, here in zip(HOSPITALS, sent, strict=True) if not here)
    folder.finish(missing)
    found = faults.table()
    write_truth(truth, world, numbers, activity, found, outbox.planted)
    clock.lap("truth")
    rows = {f"{source}/{dataset}": count for dataset, source, _, count in folder.files}
    return Synthesis(
        extracts, truth, rows, people, activity.events, len(found), missing, clock.laps
    )


def _make_room(folder: Path, mark: str, begins: str) -> None:
    """Removes what an earlier synthesis wrote, and nothing else."""
    if not folder.exists() or not any(folder.iterdir()):
        return
    listing = folder / mark
    if not listing.exists() or not listing.read_text(encoding="utf-8").startswith(begins):
        raise WholeplaceError(
            f"{folder} holds files that no synthesis wrote.", "Name another folder with --out."
        )
    shutil.rmtree(folder)


def report(geography: Geography, made: Synthesis, seed: int, as_at: dt.date) -> str:
    """Target beside achieved, as Markdown.

    Args:
        geography: The geography it was made with.
        made: What :func:`synthesise` wrote.
        seed: Its seed.
        as_at: Its last day.
    """
    small = geography.table("small_areas")
    names = dict(
        zip(small["district"].to_pylist(), small["district_name"].to_pylist(), strict=True)
    )
    return page(
        lines(pq.read_table(made.truth / "person.parquet"), names),
        made.people,
        seed,
        in_words(as_at),
        geography.kind,
        pq.read_table(made.truth / "errors.parquet"),
        made.missing,
    )


def areas_of(geography: Geography) -> Areas:
    """The arrays people are drawn from, with the middle of each small area where mapped."""
    tables = {name: geography.table(name) for name in TABLES}
    return read_areas(tables, _centroids(geography))


def _centroids(geography: Geography) -> dict[str, tuple[float, float]]:
    """Middle of the box around each small area."""
    found: dict[str, tuple[float, float]] = {}
    for feature in geography.boundaries("lsoa21")["features"]:
        points = np.array(list(_points(feature["geometry"]["coordinates"])))
        middle = (points.min(axis=0) + points.max(axis=0)) / 2
        found[feature["properties"]["code"]] = (float(middle[0]), float(middle[1]))
    return found


def _points(nested: list) -> list[tuple[float, float]]:
    """The points of a polygon or of many, flattened."""
    if isinstance(nested[0], (int, float)):
        return [(nested[0], nested[1])]
    return [point for part in nested for point in _points(part)]


class _Stopwatch:
    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name], self._last = round(now - self._last, 2), now
