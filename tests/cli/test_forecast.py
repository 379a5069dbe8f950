"""``wholeplace forecast``: tidy series in, tidy forecasts and their record out; mistakes by row."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from wholeplace.cli.forecast import forecast
from wholeplace.core.calendar import months_earlier
from wholeplace.core.errors import InputFileError

Write = Callable[[str], Path]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(forecast, [str(part) for part in arguments])


def rows(done: Result) -> list[dict[str, str]]:
    assert done.exit_code == 0, done.output
    return list(csv.DictReader(io.StringIO(done.stdout)))


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def make(text: str) -> Path:
        path = tmp_path / "series.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return make


@pytest.fixture
def monthly(write: Write) -> Path:
    """Two trusts, four years: one with a trend and a season, one that ends after four months."""
    start = dt.date(2022, 1, 1)
    lines = ["month,trust,admissions"]
    for n in range(48):
        month = months_earlier(start, -n)
        value = 1000 + 8 * n + 90 * np.sin(n * np.pi / 6)
        lines.append(f"{month:%Y-%m},A,{value:.0f}")
        if n >= 44:
            lines.append(f"{month:%Y-%m},B,{50 + n}")
    return write("\n".join(lines) + "\n")


def test_each_series_comes_back_with_its_ranges_and_method(monthly: Path) -> None:
    names = ("--by", "trust", "--date", "month", "--value", "admissions")

    found = rows(run(monthly, *names))

    first = next(row for row in found if row["trust"] == "A")
    assert first["month"] == "2026-01" and first["ahead"] == "1"
    assert float(first["value"]) == pytest.approx(1000 + 8 * 48, rel=0.01)
    assert float(first["lower_95"]) <= float(first["lower_80"]) <= float(first["value"])
    assert {row["method"] for row in found if row["trust"] == "B"} == {"naive"}


def test_the_record_says_how_both_methods_have_done(monthly: Path) -> None:
    names = ("--by", "trust", "--date", "month", "--value", "admissions", "--back-test")
    done = run(monthly, *names)

    tested, short = rows(done)
    assert float(tested["error_ratio"]) < 0.5
    assert int(tested["forecasts_tested"]) > 50
    assert float(tested["smoothing_scaled_error"]) < float(tested["naive_scaled_error"])
    assert short["forecasts_tested"] == "0" and short["error_ratio"] == ""
    assert "A: Our forecasts of this have been closer than 'the same as last year'" in done.stderr
    assert "B: There is too little history to test a forecast" in done.stderr


def test_days_have_a_week_and_a_missing_day_is_not_zero(write: Write) -> None:
    start = dt.date(2026, 1, 1)
    days = [start + dt.timedelta(days=n) for n in range(90)]
    lines = [f"{day},{300 - 100 * (day.weekday() > 4)}" for day in days if day.day != 9]
    path = write("date,value\n" + "\n".join(lines) + "\n")

    found = rows(run(path, "--horizon", "7"))

    weekend = {dt.date.fromisoformat(r["date"]).weekday() > 4: float(r["value"]) for r in found}
    assert weekend[True] == pytest.approx(200, abs=15)
    assert weekend[False] == pytest.approx(300, abs=15)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("date,value\n2026-01,1\n03/2026,2\n", "row 2, column date: '03/2026' is no date."),
        ("date,value\n2026-01,1\n2026-01,2\n", "row 2, column date: January 2026 comes twice"),
        ("date,value\n2026-01,1\n2026-02,many\n", "row 2, column value: 'many' is not a number."),
        ("date,value\n0206-01-02,1\n2026-02-03,2\n", "row 1, column date: Its dates run from"),
        ("day,value\n2026-01,1\n", "There is no column date."),
    ],
)
def test_a_mistake_is_named_by_file_row_and_column(write: Write, text: str, said: str) -> None:
    done = run(write(text))

    assert isinstance(done.exception, InputFileError)
    assert f"series.csv{', ' if said[0] == 'r' else ': '}{said}" in done.exception.problem
    assert done.exception.remedy


def test_a_series_of_one_row_is_ordinary(write: Write) -> None:
    done = run(write("date,value\n2026-01,5\n"))

    assert done.exit_code == 0
    assert {row["value"] for row in rows(done)} == {"5"}
