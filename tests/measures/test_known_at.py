"""A figure as it was known on an earlier day comes out the same for ever, its run id included."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.measures.small_installation import RECEIVED, Installation, fresh
from wholeplace.record.runs import final_folders

EARLIER = RECEIVED + dt.timedelta(days=1)
LATER = RECEIVED + dt.timedelta(days=40)
TABLES = ("release/values.parquet", "cubes/registered.parquet", "record/person.parquet")


def tables(installation: Installation, run_id: str) -> dict[str, list[dict[str, object]]]:
    folders = final_folders(installation.data, run_id)
    found = {}
    for name in TABLES:
        zone, file = name.split("/")
        rows = pq.read_table(getattr(folders, zone) / file).to_pylist()
        found[name] = sorted(rows, key=repr)
    return found


def forget(installation: Installation, run_id: str) -> None:
    folders = final_folders(installation.data, run_id)
    for folder in (folders.record, folders.cubes, folders.release):
        shutil.rmtree(folder)


def test_what_was_known_on_an_earlier_day_is_worked_out_again_exactly(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    installation = fresh(tmp_path_factory.getbasetemp(), tmp_path)
    first = installation.run(known_at=EARLIER)
    before = tables(installation, first)
    forget(installation, first)

    late = [{"local_id": "G00001", "event_date": "2026-01-02", "code": "230690007"}]
    installation.land("gp_event", late, received=LATER, period="2026-04", kind="increment")
    moved = [
        {"local_id": "G00002", "lsoa21": "", "start_date": "2015-01-01", "end_date": "2026-01-01"}
    ]
    installation.land("residence", moved, received=LATER, period="2026-04", kind="increment")
    stay = {"spell_id": "x", "local_id": "HG00003", "provider_code": "RGT"}
    rows = [stay | {"admission_date": "2026-03-02", "admission_method": "21"}]
    installation.land(
        "hospital_spell", rows, source="cuh", received=LATER, period="2026-03", kind="period"
    )

    assert installation.run(known_at=EARLIER) == first
    assert tables(installation, first) == before
    second = installation.run(known_at=LATER)
    assert second != first
    assert tables(installation, second) != before


def test_the_order_of_landing_changes_neither_the_run_id_nor_a_number(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    events = [
        [{"local_id": "G00001", "event_date": f"2026-01-0{day}", "code": "230690007"}]
        for day in (1, 2)
    ]
    runs = []
    for order in ((0, 1), (1, 0)):
        folder = tmp_path / f"{order[0]}"
        folder.mkdir()
        installation = fresh(tmp_path_factory.getbasetemp(), folder).of_one_year()
        for which in order:
            received = LATER + dt.timedelta(days=which)
            installation.land("gp_event", events[which], received=received, kind="increment")
        runs.append((installation, installation.run()))

    (one, first), (other, second) = runs
    assert first == second
    values = "release/values.parquet"
    assert tables(one, first)[values] == tables(other, second)[values]
