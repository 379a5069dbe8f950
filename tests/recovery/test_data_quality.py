"""The monitor finds the faults planted in feeds, where and when they were, and no others."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from tests.recovery.recovering import ABOUT_PEOPLE, AS_AT, KNOWN_AT, Recovered
from wholeplace.core.identifiers import load_key
from wholeplace.core.registry import Registry
from wholeplace.core.settings import Settings
from wholeplace.measures.orders import Order
from wholeplace.measures.pipeline import run
from wholeplace.measures.release import Release
from wholeplace.sources.batches import all_batches, places_of
from wholeplace.sources.contracts import Dataset
from wholeplace.sources.extracts import land_folder
from wholeplace.sources.landing import LandingReport, Store

SILENT = dt.date(2026, 1, 1)
UNASKED_FROM = dt.date(2025, 12, 1)
HOSPITAL, LATE_HOSPITAL = "nwangliaft", "cuh"
RECEIVED_LATE = dt.date(2026, 8, 1)
CHANGED = {
    ("gp_event", "gp"),
    ("hospital_spell", HOSPITAL),
    ("emergency_attendance", LATE_HOSPITAL),
}
"""The data sets and sources that faults are planted in."""


def largest_practice(extracts: Path) -> tuple[str, pa.Array]:
    """The practice with most registrations, and the local ids of its people."""
    rows = pq.read_table(extracts / "gp" / "registration.parquet")
    rows = rows.filter(pc.is_null(rows["end_date"]))
    counts = rows.group_by("practice_code").aggregate([("local_id", "count")])
    most = counts.sort_by([("local_id_count", "descending")])["practice_code"][0].as_py()
    return most, rows.filter(pc.equal(rows["practice_code"], most))["local_id"]


def rewrite(path: Path, change: Any) -> None:
    pq.write_table(change(pq.read_table(path)), path)


def plant(extracts: Path) -> str:
    """A practice without January, a hospital without ethnicity, a hospital whose rows come late."""
    practice, people = largest_practice(extracts)

    def without_a_month(events: pa.Table) -> pa.Table:
        day = events["event_date"].combine_chunks().cast(pa.date32())
        inside = pc.and_(pc.greater_equal(day, SILENT), pc.less(day, dt.date(2026, 2, 1)))
        mine = pc.is_in(events["local_id"], people.combine_chunks())
        return events.filter(pc.invert(pc.and_(inside, mine)))

    def without_ethnicity(spells: pa.Table) -> pa.Table:
        asked = pc.less(spells["admission_date"], UNASKED_FROM)
        known = spells["ethnic_category"].cast(pa.string())
        kept = pc.if_else(asked, known, pa.scalar(None, pa.string()))
        return spells.set_column(
            spells.column_names.index("ethnic_category"), "ethnic_category", kept
        )

    rewrite(extracts / "gp" / "gp_event.parquet", without_a_month)
    rewrite(extracts / HOSPITAL / "hospital_spell.parquet", without_ethnicity)
    late = extracts / LATE_HOSPITAL / "late.parquet"
    rows = pq.read_table(extracts / LATE_HOSPITAL / "emergency_attendance.parquet")
    third = pc.equal(pc.bit_wise_and(pa.array(range(rows.num_rows)), 1), 0)
    recent = pc.greater_equal(rows["arrival_date"], dt.date(2026, 2, 10))
    held_back = pc.and_(recent, third)
    pq.write_table(rows.filter(held_back), late)
    kept = rows.filter(pc.invert(held_back))
    pq.write_table(kept, extracts / LATE_HOSPITAL / "emergency_attendance.parquet")
    with (extracts / "extract.toml").open("a", encoding="utf-8") as listing:
        listing.write(
            f'\n[[file]]\ndataset = "emergency_attendance"\nsource = "{LATE_HOSPITAL}"\n'
            f'path = "{LATE_HOSPITAL}/late.parquet"\nperiod = "2026-03"\n'
            f'received = {RECEIVED_LATE}\nsubmission = "increment"\n'
        )
    return practice


def copy_but_what_is_planted(clean: Recovered, settings: Settings) -> None:
    """Everything landed of the clean people, but the files that faults are planted in."""
    shutil.copytree(
        clean.settings.data_folder,
        settings.data_folder,
        ignore=shutil.ignore_patterns("runs", "cubes", "release"),
    )
    shutil.copytree(clean.settings.key_file.parent, settings.key_file.parent)
    left_out = [b for b in all_batches(settings.data_folder) if (b.dataset, b.source) in CHANGED]
    assert len(left_out) == len(CHANGED)
    for batch in left_out:
        places = places_of(settings.data_folder, batch)
        shutil.rmtree(places.record)
        shutil.rmtree(places.vault)


@pytest.fixture(scope="module")
def planted(clean: Recovered, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[Any]]:
    """The practice that sent nothing, and the problems a run found."""
    folder = tmp_path_factory.mktemp("planted")
    extracts = folder / "extracts"
    shutil.copytree(clean.made.extracts, extracts)
    practice = plant(extracts)
    settings = Settings.from_mapping(
        {
            "installation": {"synthetic": True},
            "definitions": {"packages": [*ABOUT_PEOPLE, "wholeplace.definitions.quality"]},
            "engine": {"threads": 1},
            "run": {"earlier_years": 0},
            "disclosure": {"protect_sums": False},
        },
        folder,
    )
    copy_but_what_is_planted(clean, settings)
    contracts = {c.name: c for c in Registry.load(settings.definitions.packages).all(Dataset)}
    store = Store(settings.data_folder, load_key(settings.key_file), synthetic=True)
    for report in land_folder(extracts, contracts, store):
        assert isinstance(report, LandingReport), report
    run_id = run(Order(settings, AS_AT, KNOWN_AT))
    return practice, Release(settings.data_folder / "release" / run_id).rows("problems")


def test_clean_data_raise_nothing(clean: Recovered) -> None:
    assert [problem["sentence"] for problem in clean.release.rows("problems")] == []


def test_a_practice_without_a_month_is_found_in_that_month(planted: tuple[str, list[Any]]) -> None:
    practice, problems = planted
    silent = [p for p in problems if p["dataset"] == "gp_event"]

    assert [(p["kind"], p["provider"], p["first_month"], p["last_month"]) for p in silent] == [
        ("silent", practice, SILENT, SILENT)
    ]
    assert "in January 2026" in silent[0]["sentence"]


def test_a_hospital_that_stops_sending_ethnicity_is_found_from_that_month(
    planted: tuple[str, list[Any]],
) -> None:
    fallen = [p for p in planted[1] if p["dataset"] == "hospital_spell"]

    assert [(p["kind"], p["source"], p["field"]) for p in fallen] == [
        ("fell", HOSPITAL, "ethnic_category")
    ]
    assert fallen[0]["first_month"] == UNASKED_FROM
    assert "since December 2025" in fallen[0]["sentence"]


def test_rows_that_come_late_are_found(planted: tuple[str, list[Any]]) -> None:
    late = [p for p in planted[1] if p["dataset"] == "emergency_attendance"]

    assert [(p["kind"], p["source"]) for p in late] == [("late", LATE_HOSPITAL)]


def test_nothing_else_is_found(planted: tuple[str, list[Any]]) -> None:
    assert len(planted[1]) == 3, [p["sentence"] for p in planted[1]]
