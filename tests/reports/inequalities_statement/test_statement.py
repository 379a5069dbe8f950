"""The statement holds every number it asks for, who is not known, and why the rest is missing."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from tests.web.made_release import make_release, publish
from wholeplace.cli.report import report
from wholeplace.core.errors import DefinitionError, RunError
from wholeplace.core.registry import Registry
from wholeplace.core.settings import Settings
from wholeplace.definitions.frameworks import INEQUALITIES_STATEMENT
from wholeplace.measures.measure import MeasureWords
from wholeplace.measures.release import Release
from wholeplace.reports.inequalities_statement.asked import (
    Domain,
    Indicator,
    Statement,
    read_statement,
)
from wholeplace.reports.inequalities_statement.rows import statement_rows
from wholeplace.reports.inequalities_statement.tables import Answered, answer_statement
from wholeplace.reports.inequalities_statement.writing import write_statement

ASKED = Statement(
    name="made",
    title="Made statement",
    source="Made up",
    doc="Two domains to test with.",
    domains=(
        Domain(
            "Diabetes: types 1/2",
            (Indicator("People with diabetes", ("diabetes",), note="Both types."),),
        ),
        Domain(
            "Deaths",
            (
                Indicator("Deaths before 75", ("deaths_under_75",)),
                Indicator("Detentions", missing="No such data are landed."),
                Indicator("Something else", ("nobody_defined_this",)),
            ),
        ),
    ),
)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return Release(make_release(tmp_path_factory.mktemp("release")))


@pytest.fixture(scope="module")
def answered(release: Release) -> Answered:
    return answer_statement(release, ASKED, "fenland")


def test_every_measure_the_statement_names_is_defined() -> None:
    defined = {one.name for one in Registry.load(["wholeplace.definitions"]).all(MeasureWords)}
    assert set(INEQUALITIES_STATEMENT.measures) <= defined


def test_the_domains_are_those_of_the_statement() -> None:
    titles = " ".join(domain.title for domain in INEQUALITIES_STATEMENT.domains)
    for word in ("Elective", "Urgent", "Respiratory", "Mental", "Cancer", "Cardio", "Diabetes"):
        assert word in titles
    for word in ("Smoking", "Oral", "Learning disability", "Maternity"):
        assert word in titles


def test_an_indicator_without_a_measure_or_a_reason_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "asked.toml"
    file.write_text(
        'name = "x"\ntitle = "X"\nsource = "X"\ndoc = "X"\n'
        '[[domains]]\ntitle = "D"\n[[domains.indicators]]\ntitle = "Silent"\n'
    )
    with pytest.raises(DefinitionError, match="“Silent” names no measure"):
        read_statement(file)


def test_each_measure_is_divided_four_ways_with_those_not_known(answered: Answered) -> None:
    _, _, diabetes = next(answered.each())
    by = {table.breakdown: table for table in diabetes.tables}

    assert list(by) == ["deprivation_2025", "ethnic_group", "age_band", "sex"]
    assert by["ethnic_group"].not_known == pytest.approx(0.02, abs=0.001)
    assert by["sex"].not_known == 0


def test_the_ends_of_deprivation_are_put_into_words(answered: Answered) -> None:
    _, _, diabetes = next(answered.each())
    said = re.search(
        r"^Diabetes: \d+ in (\d+) in the most deprived fifth and \d+ in \1 in the least deprived",
        diabetes.sentence,
    )
    assert said, diabetes.sentence


def test_numbers_are_those_of_the_release_row_for_row(release: Release, answered: Answered) -> None:
    rows = statement_rows(release, answered).to_pylist()
    fenland = release.areas_by_slug["fenland"]
    held = {
        (value.breakdown, value.category): value
        for value in release.values(
            area_types=["district"], area_codes=[fenland.code], measures=["diabetes"]
        )
    }
    mine = [row for row in rows if row["measure"] == "diabetes"]

    assert len(mine) == 1 + 5 + 6 + 20 + 2
    for row in mine:
        value = held[row["breakdown"], row["category"]]
        assert (row["value"], row["numerator"]) == (value.value, value.numerator)


def test_what_cannot_be_produced_is_a_row_with_its_reason(
    release: Release, answered: Answered
) -> None:
    rows = statement_rows(release, answered).to_pylist()
    missing = {row["asked_for"]: row for row in rows if row["status"] == "not_produced"}

    assert missing["Detentions"]["note"] == "No such data are landed."
    assert "because no death data were landed" in missing["Deaths before 75"]["note"]
    assert "is not counted" in missing["Something else"]["note"]
    assert all(row["value"] is None for row in missing.values())


def test_the_workbook_has_a_sheet_for_what_was_asked_and_for_each_domain(
    release: Release, answered: Answered, tmp_path: Path
) -> None:
    file = tmp_path / "statement.xlsx"
    write_statement(release, answered, file)
    book = openpyxl.load_workbook(file)

    assert book.sheetnames == ["Cover", "Asked for", "1 Diabetes types 1 2", "2 Deaths", "Notes"]
    asked = [row[2].value for row in book["Asked for"].iter_rows(min_row=4)]
    assert "No such data are landed." in asked
    values = [row[4].value for row in book["1 Diabetes types 1 2"].iter_rows(min_row=4)]
    assert all(isinstance(value, float | int | str) for value in values)


def test_the_csv_file_is_one_tidy_table(
    release: Release, answered: Answered, tmp_path: Path
) -> None:
    file = tmp_path / "statement.csv"
    written = write_statement(release, answered, file)
    with file.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))

    assert len(rows) == written
    assert {row["domain"] for row in rows} == {"Diabetes: types 1/2", "Deaths"}


def test_the_page_stands_alone_and_every_table_has_a_caption(
    release: Release, answered: Answered, tmp_path: Path
) -> None:
    file = tmp_path / "statement.html"
    write_statement(release, answered, file)
    page = file.read_text(encoding="utf-8")

    assert page.count("<table>") == page.count("<caption>") == 4
    assert "The people in these numbers are invented" in page
    assert not re.search(r"(src|href)=\"https?:", page)
    assert "(not known for 2.0%)" in page
    assert "True on 31 March 2026" in page


def test_a_form_nobody_knows_is_refused_and_leaves_nothing(
    release: Release, answered: Answered, tmp_path: Path
) -> None:
    with pytest.raises(RunError, match="no known form"):
        write_statement(release, answered, tmp_path / "statement.docx")
    assert not list(tmp_path.iterdir())


def test_a_place_that_does_not_exist_is_named(release: Release) -> None:
    with pytest.raises(RunError, match="no place atlantis"):
        answer_statement(release, ASKED, "atlantis")


def test_the_command_writes_every_file_and_says_how_much_is_missing(tmp_path: Path) -> None:
    zone = tmp_path / "data" / "release"
    zone.mkdir(parents=True)
    make_release(zone)
    publish(zone)
    files = [str(tmp_path / f"s.{ending}") for ending in ("xlsx", "csv", "html")]
    settings = Settings.from_mapping({}, root=tmp_path)

    result = CliRunner().invoke(report, ["inequalities-statement", *files], obj=settings)

    assert result.exit_code == 0, result.output
    assert all(Path(file).stat().st_size for file in files)
    assert "cannot be produced; the files say why" in result.output
