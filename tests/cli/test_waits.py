"""``wholeplace waits``: tidy lists in, sizes, years ahead and clocks out; mistakes named by row."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from wholeplace.cli.main import wholeplace
from wholeplace.core.errors import WholeplaceError
from wholeplace.measures.duplicates.counting import COUNTED, DUPLICATES_SCHEMA

LIST = """
    specialty,referral,removal,priority
    110,2024-01-01,2024-01-08,P2
    110,2024-01-04,,P4
    110,2024-01-10,,P4
    110,2024-01-16,,
    130,2024-01-01,2024-01-02,P3
    130,2024-01-03,2024-01-05,P3
    130,2024-01-08,2024-01-09,P3
    130,2024-01-15,,P3
"""
Write = Callable[[str], Path]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(wholeplace, [*map(str, arguments)])


def rows(*arguments: str | Path) -> list[dict[str, str]]:
    done = run("waits", *arguments)
    assert done.exit_code == 0, done.output
    return list(csv.DictReader(io.StringIO(done.stdout)))


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def make(text: str) -> Path:
        path = tmp_path / "list.csv"
        path.write_text("\n".join(line.strip() for line in text.strip().splitlines()) + "\n")
        return path

    return make


def test_each_list_is_judged_and_the_word_size_may_be_left_out(write: Write) -> None:
    path = write(LIST)

    found = rows(path, "--by", "specialty", "--target-weeks", "4")

    assert found == rows("size", path, "--by", "specialty", "--target-weeks", "4")
    first, second = found
    assert (first["specialty"], first["waiting"], first["too_big"]) == ("110", "3", "no")
    assert float(first["demand_weekly"]) == pytest.approx(7 * 5 / 15)
    assert float(first["target_size"]) == pytest.approx(7 * 5 / 15)
    assert float(first["mean_wait_weeks"]) == pytest.approx((12 + 6 + 0) / 3 / 7)
    assert float(second["target_capacity"]) > 0 and second["relief_capacity"] == ""
    assert int(second["referrals"]) == 4


def test_the_share_to_be_seen_in_time_sets_the_target_size(write: Write) -> None:
    path = write(LIST)

    usual, promised = (
        float(rows(path, *given)[0]["target_size"]) for given in ((), ("--within", "0.92"))
    )

    assert promised == pytest.approx(usual * 4 / 2.5257, rel=1e-4)


def test_a_busy_list_may_be_judged_by_its_numbers_a_week(tmp_path: Path) -> None:
    """Ten a day, all seen the next day: times between are mostly nought, numbers a week are not."""
    lines = ["referral,removal"]
    for day in range(1, 30):
        lines += [f"2024-03-{day:02},2024-03-{day + 1:02}"] * 10
    path = tmp_path / "list.csv"
    path.write_text("\n".join(lines) + "\n")

    [gaps], [weeks] = rows(path), rows(path, "--varied", "weeks")

    assert float(gaps["demand_cv"]) > 2.5
    assert float(weeks["demand_weekly_cv"]) == 1
    assert float(weeks["target_capacity"]) < float(gaps["target_capacity"])


def test_a_window_counts_only_what_happens_in_it(write: Write) -> None:
    [found] = rows(write(LIST), "--from", "2024-01-05", "--to", "2024-01-10")

    assert (found["referrals"], found["removals"], found["waiting"]) == ("2", "3", "2")


def test_a_year_ahead_is_told_by_capacity_and_priority_with_ranges(write: Write) -> None:
    asked = ("--priority", "priority", "--weeks", "20", "--replications", "30", "--capacity", "9")

    found = rows("simulate", write(LIST), *asked)

    assert {row["scenario"] for row in found} == {
        "as now",
        "what holds it",
        "9 a week",
    }
    assert {row["priority"] for row in found} == {"all", "P2", "P3", "P4"}
    waiting = [r for r in found if r["figure"] == "waiting" and r["priority"] == "all"]
    assert all(0 <= float(r["low"]) <= float(r["high"]) for r in waiting)
    assert found == rows("simulate", write(LIST), *asked)


def test_clocks_are_read_from_activities(write: Write) -> None:
    path = write("""
        pathway,date,status,admitted
        A,2026-01-01,10,no
        A,2026-02-01,30,yes
        B,2026-01-01,10,no
    """)

    found = rows("clocks", path, "--as-at", "2026-05-08", "--admitted", "admitted")

    assert [(r["pathway"], r["outcome"], r["days"], r["weeks"]) for r in found] == [
        ("A", "admitted", "31", "4"),
        ("B", "incomplete", "127", "18"),
    ]


@pytest.mark.parametrize(
    ("command", "line", "said"),
    [
        ((), "110,1/2/24,,P2", "'1/2/24' is not a date"),
        ((), "110,2024-02-01,2024-01-01,P2", "removed before being referred"),
        (("simulate", "--priority", "priority"), "110,2024-01-01,,P9", "no clinical priority"),
        (("clocks", "--date", "referral", "--pathway", "specialty", "--status", "priority"),
         "110,2024-01-01,,77", "no referral to treatment period status"),
    ],
)  # fmt: skip
def test_a_mistake_names_its_row(
    write: Write, command: tuple[str, ...], line: str, said: str
) -> None:
    path = write(f"specialty,referral,removal,priority\n110,2024-01-01,,99\n{line}")
    if "simulate" in command:
        path = write(f"specialty,referral,removal,priority\n110,2024-01-01,,P2\n{line}")

    done = run("waits", *command[:1], path, *command[1:])

    assert isinstance(done.exception, WholeplaceError)
    assert said in done.exception.problem
    assert "row 2" in done.exception.problem


def test_a_list_that_never_moves_cannot_be_looked_ahead_on(write: Write) -> None:
    done = run("waits", "simulate", write("referral,removal\n2024-01-01,\n2024-01-09,"))

    assert isinstance(done.exception, WholeplaceError)
    assert "Too few people" in done.exception.problem


def test_an_unknown_command_is_refused(write: Write) -> None:
    done = run("waits", "size-up")

    assert done.exit_code == 2
    assert "No such command" in done.output


@pytest.fixture
def installation(tmp_path: Path) -> Path:
    """An installation whose published run suspects one pair."""
    data = tmp_path / "data"
    release, record = data / "release" / "r1", data / "record" / "runs" / "r1"
    release.mkdir(parents=True)
    record.mkdir(parents=True)
    (data / "release" / "current.json").write_text('{"run_id": "r1"}')
    (release / "manifest.json").write_text('{"run_id": "r1", "as_at": "2026-03-31"}')
    said = {"name": "test", "title": "The same test", "missing": ""}
    (release / "duplicates.json").write_text(json.dumps([said]))
    counted = [
        {"rule": "test", "split": "all", "category": "all", "measure": name, "numerator": n,
         "denominator": 500, "value": None, "status": "shown"}
        for name, n in zip(COUNTED, (20, 35, 40, None, 0, 0), strict=True)
    ]  # fmt: skip
    pq.write_table(pa.Table.from_pylist(counted, DUPLICATES_SCHEMA), release / "duplicates.parquet")
    pair = {"score": [40, 85], "first_entry": ["b", "a"], "pseudonym": ["p2", "p1"]}
    pq.write_table(pa.table(pair), record / "suspected_duplicates.parquet")
    settings = tmp_path / "wholeplace.toml"
    settings.write_text(f'[data]\nfolder = "{data}"\n')
    return settings


def test_only_counts_are_shown_until_a_purpose_is_stated(installation: Path) -> None:
    done = run("--settings", installation, "waits", "duplicates")

    assert done.exit_code == 0, done.output
    assert done.output.strip() == (
        "The same test: of 500 entries 20 likely, 35 suspected, too few to show uncoded."
    )
    assert not (installation.parent / "data" / "record" / "validation").exists()


def test_the_list_to_check_stays_in_the_record_zone_and_its_opening_is_written_down(
    installation: Path,
) -> None:
    record = installation.parent / "data" / "record"

    done = run("--settings", installation, "waits", "duplicates", "--purpose", "validation")

    assert done.exit_code == 0, done.output
    path = record / "validation" / "r1" / "suspected_duplicates.csv"
    with path.open() as handle:
        listed = list(csv.DictReader(handle))
    assert [row["first_entry"] for row in listed] == ["a", "b"]
    assert {row["same_wait"] for row in listed} == {""}
    assert path.stat().st_mode & 0o077 == 0
    assert "validation" in (record / "openings.jsonl").read_text()
    assert "There is no entries without code" in done.output


def test_a_run_that_did_not_look_says_so(installation: Path) -> None:
    (installation.parent / "data" / "release" / "r1" / "duplicates.json").unlink()

    done = run("--settings", installation, "waits", "duplicates")

    assert isinstance(done.exception, WholeplaceError)
    assert "did not look for duplicates" in done.exception.problem
