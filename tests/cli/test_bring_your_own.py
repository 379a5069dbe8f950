"""The how-to of bringing one's own extract: what it prints is what the commands print."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from wholeplace.cli.main import wholeplace

BLOCK = re.compile(r"^```text\n\$ wholeplace (.*?)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture
def example(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example, as the current folder."""
    folder = Path(shutil.copytree(repository / "examples" / "own-extract", tmp_path / "own"))
    monkeypatch.chdir(folder)
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(wholeplace, list(arguments))


def without_ids(text: str) -> str:
    """The text without the ids of batches, which hang on the versions of packages."""
    return re.sub(r"\b[0-9a-f]{16}\b", "ID", text).strip()


def test_what_the_page_shows_is_what_the_commands_print(repository: Path, example: Path) -> None:
    page = (repository / "docs/how-to/bring-your-own-extract.md").read_text(encoding="utf-8")
    shown = BLOCK.findall(page)
    assert len(shown) == 4
    for command, output in shown:
        result = run(*command.split())
        assert without_ids(result.stdout) == without_ids(output)
        if command.startswith("mapping draft"):
            (example / "patients.toml").write_text(result.stdout, encoding="utf-8")


def test_the_example_lands_whole_and_leaves_nothing_behind(example: Path) -> None:
    said = run(
        *("import", "anytown.toml", "source", "--period", "2026-03", "--received", "2026-04-10")
    )

    assert said.exit_code == 0
    assert not (example / "data" / "vault" / ".import").exists()
    listed = run("land", "--list").stdout
    assert [line.split()[1] for line in listed.splitlines()[1:]] == [
        "person",
        "registration",
        "residence",
        "gp_event",
    ]


def test_a_check_that_finds_a_mistake_ends_with_one(example: Path) -> None:
    assert run("mapping", "check", "anytown.toml", "source").exit_code == 1
    assert run("mapping", "check", "anytown.toml").exit_code == 0
    (example / "source/patients.csv").write_text(
        (example / "source/patients.csv").read_text().replace("31-Jun", "30-Jun")
    )
    assert "it can be imported" in run("mapping", "check", "anytown.toml", "source").stdout


def test_the_mappings_there_are_can_be_listed_and_shown(example: Path) -> None:
    listed = run("mapping", "list").stdout

    for name in ("omop_cdm_5", "synthea_csv", "sus_admitted", "sus_outpatient", "sus_emergency"):
        assert name in listed
    assert "RxNorm names products" in run("mapping", "show", "synthea_csv").stdout


def test_a_draft_for_an_unknown_dataset_names_those_there_are(example: Path) -> None:
    result = run("mapping", "draft", "persn", "source/patients.csv")

    assert result.exit_code == 2 and "There is no dataset persn; there are" in result.output


def test_a_source_that_is_not_there_is_one_clear_message(example: Path) -> None:
    result = run("import", "anytown.toml", "nowhere", "--period", "2026-03")

    assert result.exit_code == 1
    assert "There is no folder or file nowhere." in str(result.exception)
