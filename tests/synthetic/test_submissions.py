"""Monthly submissions hold what had been received, and together tell what the extracts tell."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from wholeplace import geography
from wholeplace.core.errors import WholeplaceError
from wholeplace.definitions.datasets import DATASETS
from wholeplace.sources.synthetic import synthesise
from wholeplace.sources.synthetic.submissions import monthly_submissions

AS_AT = dt.date(2026, 3, 31)
ENDS = {"2026-01": dt.date(2026, 1, 31), "2026-02": dt.date(2026, 2, 28), "2026-03": AS_AT}
CONTRACTS = {dataset.name: dataset for dataset in DATASETS}
SPELL, EVENT, PERSON = "nwangliaft/hospital_spell", "gp/gp_event", "gp/person"
Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The extracts of 2,000 people, and the same cut into three months."""
    root = tmp_path_factory.mktemp("submissions")
    areas = geography.build(None, root / "reference")
    made = synthesise(areas, 2_000, 5, AS_AT, root, errors=False)
    monthly_submissions(made.extracts, CONTRACTS, 3, AS_AT, 5, root / "submissions")
    return root


def sent(world: Path, feed: str) -> Iterator[tuple[str, Rows]]:
    for month in ENDS:
        file = world / "submissions" / month / f"{feed}.parquet"
        yield month, pq.read_table(file).to_pylist() if file.exists() else []


def in_full(world: Path, feed: str) -> Rows:
    return pq.read_table(world / "extracts" / f"{feed}.parquet").to_pylist()


def test_each_month_is_a_folder_to_land_received_after_its_end(world: Path) -> None:
    for month, end in ENDS.items():
        listing = world / "submissions" / month / "extract.toml"
        entries = tomllib.loads(listing.read_text(encoding="utf-8"))["file"]
        kinds = {entry["submission"] for entry in entries if entry["dataset"] == "gp_event"}

        assert {entry["received"] for entry in entries} == {end + dt.timedelta(days=10)}
        assert {entry["period"] for entry in entries} == {month}
        assert kinds == ({"full"} if month == "2026-01" else {"increment"})


@pytest.mark.parametrize(
    ("feed", "dates"),
    [
        (SPELL, ("admission_date", "discharge_date")),
        (EVENT, ("event_date",)),
        (PERSON, ("birth_date", "death_date")),
        ("gp/registration", ("start_date", "end_date")),
    ],
)
def test_a_month_knows_nothing_that_came_after_it(
    world: Path, feed: str, dates: tuple[str, ...]
) -> None:
    for month, rows in sent(world, feed):
        assert rows
        for row in rows:
            assert all(row[name] is None or row[name] <= ENDS[month] for name in dates)


def test_some_events_come_late_and_none_twice(world: Path) -> None:
    months = [rows for _, rows in sent(world, EVENT)]
    late = [row for row in months[2] if row["event_date"] <= ENDS["2026-02"]]

    assert 0 < len(late) < len(months[2])
    told = [tuple(row.values()) for rows in months for row in rows]
    everything = [tuple(row.values()) for row in in_full(world, EVENT)]
    assert len(told) < len(everything)
    assert not set(told) - set(everything)


def test_stays_read_in_order_end_as_the_extracts_tell_them(world: Path) -> None:
    last: dict[str, dict[str, Any]] = {}
    again = 0
    for _, rows in sent(world, SPELL):
        again += sum(row["spell_id"] in last for row in rows)
        last |= {row["spell_id"]: row for row in rows}
    expected = {row["spell_id"]: row for row in in_full(world, SPELL)}

    same = [key for key, row in last.items() if row == expected[key]]
    assert again > 0
    assert len(same) / len(last) > 0.98
    assert 0.98 < len(last) / len(expected) <= 1


def test_the_register_holds_in_each_month_those_registered_by_then(world: Path) -> None:
    spans = in_full(world, "gp/registration")
    for month, rows in sent(world, PERSON):
        expected = {s["local_id"] for s in spans if s["start_date"] <= ENDS[month]}

        assert {row["local_id"] for row in rows} == expected


def test_the_same_seed_cuts_the_same(world: Path, tmp_path: Path) -> None:
    again = monthly_submissions(world / "extracts", CONTRACTS, 3, AS_AT, 5, tmp_path, "csv")

    assert [folder.name for folder in again] == list(ENDS)
    lines = (again[1] / f"{EVENT}.csv").read_text().splitlines()
    assert len(lines) - 1 == len(dict(sent(world, EVENT))["2026-02"])


def test_it_overwrites_its_own_files_only(world: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("Years of work.")

    with pytest.raises(WholeplaceError, match="no synthesis wrote"):
        monthly_submissions(world / "extracts", CONTRACTS, 2, AS_AT, 5, tmp_path)
    with pytest.raises(WholeplaceError, match="Ask for 2 to 60"):
        monthly_submissions(world / "extracts", CONTRACTS, 1, AS_AT, 5, tmp_path)
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "Years of work."
