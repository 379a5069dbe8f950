"""``wholeplace diff`` on monthly submissions: a sentence, a table, files; exact for a purpose."""

from __future__ import annotations

import csv
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from wholeplace.cli.main import wholeplace

DEFINITIONS = Path(__file__).parents[1] / "measures" / "small_definitions"
SETTINGS = f"""
[installation]
name = "Monthly"
synthetic = true
[engine]
threads = 1
[run]
earlier_years = 0
[definitions]
packages = ["wholeplace.definitions.datasets"]
folders = ["{DEFINITIONS}"]
"""
SENT = {"person", "registration", "residence", "gp_event", "hospital_spell"}
MONTHS = (("2026-02", "2026-02-28", "2026-03-10"), ("2026-03", "2026-03-31", "2026-04-10"))
MEASURE = "stay_rate"


@dataclass(frozen=True)
class Monthly:
    """Two monthly submissions of 2,000 people, and a run over each."""

    root: Path
    before: str
    after: str

    def diff(self, *words: str) -> Result:
        return _run(self.root, "diff", self.before, self.after, *words)


def _run(root: Path, *words: str) -> Result:
    return CliRunner().invoke(wholeplace, ["--settings", str(root / "wholeplace.toml"), *words])


def _done(root: Path, *words: str) -> None:
    done = _run(root, *words)
    assert done.exit_code == 0, done.output


def _shortened(folder: Path) -> Path:
    """A month's folder with the few data sets that these tests read."""
    listing = folder / "extract.toml"
    head, *entries = listing.read_text().split("[[file]]")
    kept = [e for e in entries if tomllib.loads(e)["dataset"] in SENT]
    listing.write_text("[[file]]".join([head, *kept]))
    return folder


@pytest.fixture(scope="module")
def monthly(tmp_path_factory: pytest.TempPathFactory) -> Monthly:
    root = tmp_path_factory.mktemp("monthly")
    (root / "wholeplace.toml").write_text(SETTINGS)
    made = root / "made"
    _done(root, "reference", "--synthetic")
    _done(root, "synth", "--people", "2000", "--months", "2", "--out", str(made))
    for month, as_at, known_at in MONTHS:
        _done(root, "land", str(_shortened(made / "submissions" / month)))
        _done(root, "run", "--as-at", as_at, "--known-at", known_at)
    runs = _run(root, "run", "--list").output.splitlines()
    return Monthly(root, *(line.split()[0] for line in runs))


def test_it_says_why_in_a_sentence_and_a_table_and_writes_json(
    monthly: Monthly, tmp_path: Path
) -> None:
    done = monthly.diff("--measure", MEASURE, "--to", str(tmp_path / "why.json"))

    assert done.exit_code == 0, done.output
    first, _, heading, *rows = done.output.splitlines()
    assert first.startswith("Stays, Cambridgeshire and Peterborough: ")
    assert heading.split() == ["counted", "among", "number"]
    assert rows[0].startswith("Before") and any(row.startswith("After") for row in rows)
    assert "Counts as released: 0 shown, 1 to 7 suppressed" in done.output
    said = json.loads((tmp_path / "why.json").read_text())
    assert "1 to 7 suppressed" in said["notes"][0] and "order of the rows" in said["notes"][1]
    assert [said["rows"][place]["row"] for place in (0, 1, -1)] == ["before", "cause", "after"]


def test_exact_counts_add_up_are_marked_and_written_down(monthly: Monthly, tmp_path: Path) -> None:
    words = ["--measure", MEASURE, "--exact", "--purpose", "Checking March"]
    done = monthly.diff(*words, "--to", str(tmp_path / "why.csv"))

    assert done.exit_code == 0, done.output
    assert "Exact counts: not for release." in done.output
    with (tmp_path / "why.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    moved = sum(int(row["numerator"]) for row in rows if row["row"] == "cause")
    before, after = (next(r for r in rows if r["row"] == name) for name in ("before", "after"))
    assert moved == int(after["numerator"]) - int(before["numerator"]) != 0
    assert {row["counts"] for row in rows} == {"Exact counts: not for release."}
    found = {row["cause"] for row in rows if row["row"] == "cause" and row["numerator"] != "0"}
    assert found <= {"late", "came", "went", "moved", "time", "new"} and {"time", "new"} <= found
    opened = (monthly.root / "data" / "record" / "openings.jsonl").read_text().splitlines()
    line = json.loads(opened[-1])
    assert line["purpose"] == "Checking March" and monthly.after in line["what"]


def test_exact_counts_without_a_purpose_are_refused(monthly: Monthly) -> None:
    refused = monthly.diff("--measure", MEASURE, "--exact")

    assert refused.exit_code == 2 and "--purpose" in refused.output


def test_without_a_measure_it_says_what_moved(monthly: Monthly) -> None:
    done = monthly.diff("--area", "fenland")

    assert done.exit_code == 0, done.output
    assert "Fenland: " in done.output
    assert "Name a measure with --measure to see its table." in done.output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--area", "fenlnd"), "no place fenlnd"),
        (("--measure", "stay_rat"), "Did you mean stay_rate?"),
        (("--measure", MEASURE, "--to", "why.txt"), "End it in .csv or .json"),
    ],
)
def test_mistakes_say_what_to_do(monthly: Monthly, words: tuple[str, ...], says: str) -> None:
    done = monthly.diff(*words)

    assert done.exit_code != 0
    assert says in str(done.exception)


def test_nothing_is_left_behind_in_the_data_folder(monthly: Monthly) -> None:
    left = {path.name for path in (monthly.root / "data" / "record").iterdir()}

    assert left <= {"landed", "openings.jsonl", "reference", "runs"}
