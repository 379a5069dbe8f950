"""Scenarios compared: paired differences, judged, in sentences, and in three forms to take away."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from tests.web.made_flow import OUTPUTS, PLACES, SERVICES, make_run
from wholeplace.core.errors import RunError
from wholeplace.reports.scenarios.board import build_board_page, difference_in_words
from wholeplace.reports.scenarios.comparison import Comparison, compare_runs
from wholeplace.reports.scenarios.reading import read_answer
from wholeplace.reports.scenarios.writing import FORMS

ROWS_OF_A_RUN = len(OUTPUTS) * (1 + len(PLACES) + len(SERVICES))
MORE_SLOTS = "More slots in Fenland"


@pytest.fixture
def compared(tmp_path: Path) -> Comparison:
    more = make_run(tmp_path, "aaaa", MORE_SLOTS, times=0.8, changed={"Extra slots": 10})
    same = make_run(tmp_path, "bbbb", "=Pooled", times=1.0, changed={"Pooled": ["fenland"]})
    nothing = make_run(tmp_path, "cccc")
    return compare_runs([read_answer(run) for run in (more, same, nothing)])


def written(compared: Comparison, form: str) -> bytes:
    stream = io.BytesIO()
    FORMS[form].write(compared, stream)
    return stream.getvalue()


def test_doing_nothing_comes_first_wherever_it_was_chosen(compared: Comparison) -> None:
    assert [one.title for one in compared.all] == ["Do nothing", MORE_SLOTS, "=Pooled"]


def test_the_difference_is_of_pairs_so_that_shared_luck_drops_out(compared: Comparison) -> None:
    found = compared.difference(compared.others[0], "people_delayed")

    assert found is not None and found.low is not None and found.high is not None
    assert found.low < -14 < found.high  # 70 people, a fifth fewer: planted
    assert found.high - found.low < 3  # unpaired, twice the spread of one would be 8
    assert found.judgement == "better"


def test_a_difference_within_its_limits_is_much_the_same(compared: Comparison) -> None:
    found = compared.difference(compared.others[1], "people_delayed")

    assert found is not None and found.judgement == "similar"
    assert difference_in_words(found).startswith("much the same (")


def test_more_people_delayed_is_worse_and_said_as_more(tmp_path: Path) -> None:
    runs = [make_run(tmp_path, "aaaa"), make_run(tmp_path, "bbbb", "Cut", times=1.5)]
    compared = compare_runs([read_answer(run) for run in runs])
    found = compared.difference(compared.others[0], "people_delayed")

    assert found is not None and found.judgement == "worse"
    assert " more (" in difference_in_words(found)


def test_a_run_that_was_stopped_pairs_on_the_years_it_has(tmp_path: Path) -> None:
    runs = [make_run(tmp_path, "aaaa"), make_run(tmp_path, "bbbb", "Short", years=12)]

    assert compare_runs([read_answer(run) for run in runs]).years == 12


@pytest.mark.parametrize(
    ("key", "words"),
    [("seed", "another seed"), ("inputs_id", "other data"), ("version", "another version")],
)
def test_runs_that_did_not_meet_the_same_people_are_refused(
    tmp_path: Path, key: str, words: str
) -> None:
    runs = [make_run(tmp_path, "aaaa"), make_run(tmp_path, "bbbb", "Other", **{key: 8})]

    with pytest.raises(RunError, match=words):
        compare_runs([read_answer(run) for run in runs])


@pytest.mark.parametrize("number", [0, 1, 5])
def test_two_to_four_scenarios_are_compared(tmp_path: Path, number: int) -> None:
    runs = [make_run(tmp_path, f"run{i}", f"Scenario {i}") for i in range(number)]

    with pytest.raises(RunError, match="Choose 2 to 4"):
        compare_runs([read_answer(run) for run in runs])


def test_the_page_for_a_board_says_each_scenario_and_what_it_assumes(compared: Comparison) -> None:
    board = build_board_page(compared)

    assert len(board.sentences) == 3
    assert "people delayed on a day" in board.sentences[0]
    assert " fewer than “Do nothing” (" in board.sentences[1]
    assert "much the same as “Do nothing” (" in board.sentences[2]
    assert [table.columns[0] for table in board.tables] == ["Figure", "Place", "Service"]
    assert board.assumed["Do nothing"] == ()
    assert board.assumed[MORE_SLOTS] == ("Extra slots: 10 slots instead of 0 slots",)
    assert "aaaa" in dict(board.facts)["Runs"]


def test_the_html_stands_alone_and_hides_no_range(compared: Comparison) -> None:
    text = written(compared, "html").decode()

    assert "http://www.w3.org/2000/svg" in text
    assert "src=" not in text and "<script" not in text and "<link" not in text
    assert "The people behind these numbers are invented" in text
    assert "fewer (" in text


def test_the_csv_is_tidy_and_safe_to_open(compared: Comparison) -> None:
    rows = list(csv.DictReader(written(compared, "csv").decode().splitlines()))

    assert len(rows) == 3 * ROWS_OF_A_RUN
    assert {row["difference"] for row in rows if row["run_id"] == "cccc"} == {""}
    assert "=Pooled" not in {row["scenario"] for row in rows}
    assert {row["judgement"] for row in rows} >= {"better", "similar", ""}


def test_the_workbook_has_cover_assumptions_numbers_and_notes(compared: Comparison) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(compared, "xlsx")))

    assert book.sheetnames == ["Cover", "Assumptions", "Numbers", "Notes"]
    assert book["Numbers"].max_row == 3 + 3 * ROWS_OF_A_RUN
    assert "invented" in book["Cover"]["A2"].value
