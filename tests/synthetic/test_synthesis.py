"""What is written: extracts that keep their contracts, and a truth they can be held against."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import subprocess
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

import duckdb
import numpy as np
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from wholeplace.cli.synth import synth
from wholeplace.core.errors import WholeplaceError
from wholeplace.core.settings import Settings
from wholeplace.definitions.datasets import DATASETS
from wholeplace.geography import Geography
from wholeplace.sources.contracts import Dataset
from wholeplace.sources.synthetic import Synthesis, report, synthesise
from wholeplace.sources.synthetic.codes import CONDITIONS, RESOLVED
from wholeplace.sources.synthetic.conditions import CHRONIC, INDEX
from wholeplace.sources.synthetic.conditions import CONDITIONS as PLANTED

AS_AT = dt.date(2026, 3, 31)
HERE = duckdb.connect()


def ask(question: str, *files: Path | str) -> list[tuple]:
    """Rows that answer a question about files, each written as ``{}``."""
    return HERE.sql(question.format(*(f"'{file}'" for file in files))).fetchall()


def feeds(made: Synthesis, dataset: str) -> list[Path]:
    return sorted(made.extracts.glob(f"*/{dataset}.parquet"))


@pytest.mark.parametrize("dataset", DATASETS, ids=lambda d: d.name)
def test_every_file_keeps_its_contract(clean: Synthesis, dataset: Dataset) -> None:
    for file in feeds(clean, dataset.name):
        table = pq.read_table(file)
        assert set(table.column_names) == {column.name for column in dataset.columns}
        for column in dataset.columns:
            if column.required:
                assert table[column.name].null_count == 0, column.name
            if column.codes:
                found = set(table[column.name].unique().to_pylist()) - {None}
                assert found <= set(column.codes), column.name


def test_the_list_of_files_names_each_file_and_the_missing_feeds(clean: Synthesis) -> None:
    text = (clean.extracts / "extract.toml").read_text()
    listed = tomllib.loads(text)["file"]

    assert {entry["path"] for entry in listed} == {
        path.relative_to(clean.extracts).as_posix() for path in clean.extracts.glob("*/*.parquet")
    }
    assert len(clean.missing) == 5
    assert all(f"No feed from: {name}" in text for name in clean.missing)


def test_clean_people_have_no_mistakes(clean: Synthesis) -> None:
    assert clean.errors == 0
    for file in feeds(clean, "hospital_spell"):
        wrong = ask(
            "select count(*) from {} where discharge_date < admission_date"
            " or admission_date < birth_date or nhs_number is null or primary_diagnosis is null",
            file,
        )
        assert wrong == [(0,)]
    events = clean.extracts / "gp" / "gp_event.parquet"
    repeated = ask(
        "select count(*) from (select local_id, event_date, code from {}"
        " group by all having count(*) > 1)",
        events,
    )
    assert repeated == [(0,)]


def test_stays_of_one_person_do_not_overlap_but_for_births_falls_and_the_last(
    clean: Synthesis,
) -> None:
    overlaps, stays = 0, 0
    for file in feeds(clean, "hospital_spell"):
        rows = ask(
            "select count(*) filter (where admission_date <= before), count(*) from (select *,"
            " lag(discharge_date) over (partition by local_id order by admission_date) as before"
            " from {})",
            file,
        )
        overlaps, stays = overlaps + rows[0][0], stays + rows[0][1]

    assert overlaps < 0.02 * stays


def test_the_truth_is_what_a_plain_reading_of_the_events_finds(clean: Synthesis) -> None:
    """First diagnosis after the last resolution, person by person, for every condition."""
    events = ask(
        "select local_id, event_date, code from {} order by 1, 2",
        clean.extracts / "gp" / "gp_event.parquet",
    )
    meaning = {code: (name, True) for name in CHRONIC for code in CONDITIONS[name]}
    meaning |= {code: (name, False) for name, code in RESOLVED.items()}
    since: dict[tuple[str, str], dt.date] = {}
    for person, day, code in events:
        if code in meaning:
            name, diagnosed = meaning[code]
            if diagnosed:
                since.setdefault((person, name), day)
            else:
                since.pop((person, name), None)
    found: dict[str, dict[str, dt.date]] = defaultdict(dict)
    for (person, name), day in since.items():
        found[name][person] = day

    for name in CHRONIC:
        truth = dict(
            ask(
                f"select gp_local_id, {name} from {{}} where {name} is not null"
                " and gp_local_id is not null",
                clean.truth / "person.parquet",
            )
        )
        young = dict(
            ask(
                f"select gp_local_id, age_known from {{}} where gp_local_id is not null"
                f" and age_known < {PLANTED[INDEX[name]].counted_from}",
                clean.truth / "person.parquet",
            )
        )
        assert truth == {p: day for p, day in found[name].items() if p not in young}, name


def test_a_practice_that_closed_has_no_patients_after_its_last_day(
    made_up: Geography, clean: Synthesis
) -> None:
    closed = {
        row["practice_code"]: row["closed"]
        for row in made_up.table("practices").to_pylist()
        if row["successor_code"]
    }
    rows = ask(
        "select practice_code, max(coalesce(end_date, date '9999-12-31')) from {} group by 1",
        clean.extracts / "gp" / "registration.parquet",
    )

    found = {code: last for code, last in rows if code in closed}
    assert found
    assert found == {code: closed[code] for code in found}


def test_spells_on_lists_follow_each_other_without_gap_or_overlap(clean: Synthesis) -> None:
    wrong = ask(
        "select count(*) from (select start_date, lag(end_date) over"
        " (partition by local_id order by start_date) as before, row_number() over"
        " (partition by local_id order by start_date) as turn from {})"
        " where turn > 1 and (before is null or start_date != before + 1)",
        clean.extracts / "gp" / "registration.parquet",
    )

    assert wrong == [(0,)]


def test_hospital_counts_of_the_truth_are_those_of_the_feeds(clean: Synthesis) -> None:
    sent = 0
    for file in feeds(clean, "hospital_spell"):
        sent += ask("select count(*) from {} where admission_date > '2025-03-31'", file)[0][0]
    truth = ask(
        "select sum(admissions_sent_12m), sum(admissions_12m) from {}",
        clean.truth / "person.parquet",
    )

    assert truth[0][0] == sent
    assert truth[0][1] > sent


def test_all_feeds_leave_no_hospital_out(made_up: Geography, tmp_path: Path) -> None:
    made = synthesise(made_up, 1_000, 1, AS_AT, tmp_path, errors=False, all_feeds=True)

    truth = ask(
        "select sum(admissions_sent_12m) = sum(admissions_12m) from {}",
        made.truth / "person.parquet",
    )
    assert made.missing == ()
    assert truth == [(True,)]


def hashes(made: Synthesis) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in (made.extracts, made.truth)
        for path in folder.rglob("*.*")
    }


def test_the_same_seed_makes_the_same_files_and_another_other_ones(
    made_up: Geography, tmp_path: Path
) -> None:
    first = hashes(synthesise(made_up, 1_500, 5, AS_AT, tmp_path / "a"))
    again = hashes(synthesise(made_up, 1_500, 5, AS_AT, tmp_path / "b"))
    other = hashes(synthesise(made_up, 1_500, 6, AS_AT, tmp_path / "c"))

    assert first == again
    assert first["gp/gp_event.parquet"] != other["gp/gp_event.parquet"]


def test_the_same_seed_makes_the_same_people_on_a_lesser_processor(tmp_path: Path) -> None:
    """Each has instructions of its own to sort by, which leave ties in another order, and for
    exponentials, whose last digits differ.
    """
    found = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])

    def made_with(environment: dict[str, str], name: str) -> dict[str, str]:
        command = Path(sys.executable).with_name("wholeplace")
        subprocess.run(
            [command, "synth", "--people", "1500", "--seed", "5", "--out", name],
            cwd=tmp_path,
            env=environment,
            check=True,
            capture_output=True,
        )
        return {
            path.relative_to(tmp_path / name).as_posix(): hashlib.sha256(
                path.read_bytes()
            ).hexdigest()
            for path in (tmp_path / name).rglob("*")
            if path.is_file()
        }

    usual = {name: value for name, value in os.environ.items() if name != "WHOLEPLACE_REFERENCE"}
    lesser = usual | {"NPY_DISABLE_CPU_FEATURES": " ".join(found)}
    there = made_with(usual, "usual")

    assert len(there) > 40
    assert made_with(lesser, "lesser") == there


def test_csv_holds_the_same_rows(made_up: Geography, tmp_path: Path) -> None:
    parquet = synthesise(made_up, 1_000, 5, AS_AT, tmp_path / "a")
    csv = synthesise(made_up, 1_000, 5, AS_AT, tmp_path / "b", format="csv")

    assert parquet.rows == csv.rows
    lines = (csv.extracts / "gp" / "residence.csv").read_text().splitlines()
    assert lines[0] == '"local_id","lsoa21","lsoa11","household","start_date","end_date"'
    assert len(lines) == csv.rows["gp/residence"] + 1


def test_a_folder_with_other_files_is_left_alone(made_up: Geography, tmp_path: Path) -> None:
    (tmp_path / "extracts").mkdir()
    (tmp_path / "extracts" / "mine.csv").write_text("kept")

    with pytest.raises(WholeplaceError, match="no synthesis wrote"):
        synthesise(made_up, 1_000, 1, AS_AT, tmp_path)

    assert (tmp_path / "extracts" / "mine.csv").read_text() == "kept"


@pytest.mark.parametrize("people", [0, 999, 20_000_001])
def test_too_few_or_too_many_people_are_refused(
    made_up: Geography, tmp_path: Path, people: int
) -> None:
    with pytest.raises(WholeplaceError, match="Ask for"):
        synthesise(made_up, people, 1, AS_AT, tmp_path)


def test_the_command_writes_extracts_truth_and_report(made_up: Geography, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "record"
    folder.mkdir(parents=True)
    (folder / "reference").symlink_to(made_up.folder)
    (tmp_path / "wholeplace.toml").write_text(f'[data]\nfolder = "{tmp_path / "data"}"\n')
    settings = Settings.load(tmp_path / "wholeplace.toml")
    page = tmp_path / "page.md"

    result = CliRunner().invoke(
        synth,
        ["--people", "1000", "--out", str(tmp_path / "made"), "--report", str(page)],
        obj=settings,
    )

    assert result.exit_code == 0, result.output
    assert "No feed from" in result.output
    assert "Everybody is invented" in page.read_text()


def test_the_report_names_every_target_and_what_is_not_matched(
    made_up: Geography, spoilt: Synthesis
) -> None:
    text = report(made_up, spoilt, 7, AS_AT)

    for words in (
        "Registered, North",
        "Aged 65 and over",
        "Dementia, Fenland",
        "women 80 and over",
        "Published figures not matched, and why",
        "missing NHS number",
        "West Suffolk",
    ):
        assert words in text


def test_a_seed_below_nought_is_refused(made_up: Geography, tmp_path: Path) -> None:
    with pytest.raises(WholeplaceError, match="below 0"):
        synthesise(made_up, 1_000, -1, AS_AT, tmp_path)
