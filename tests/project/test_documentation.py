"""Documentation cannot fall behind: what the code knows is in it, and what it names exists."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import click
import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from tools.reference_pages.pages import FOLDER, PAGES
from wholeplace.cli.main import wholeplace as program
from wholeplace.core.settings import CONNECTIONS, Settings, section_types
from wholeplace.measures.catalogue import ReleasedValue
from wholeplace.record.person import BASE_COLUMNS


@pytest.fixture(scope="module")
def texts(repository: Path) -> dict[Path, str]:
    """Every page of Markdown that a reader may open."""
    files = [*repository.glob("*.md"), *(repository / "docs").rglob("*.md")]
    return {file: file.read_text(encoding="utf-8") for file in files}


@pytest.fixture(scope="module")
def commands() -> dict[str, click.Command]:
    """Every command by its name."""
    context = click.Context(program, info_name="wholeplace")
    named = {name: program.get_command(context, name) for name in program.list_commands(context)}
    return {name: command for name, command in named.items() if command is not None}


@pytest.mark.parametrize("name", PAGES)
def test_the_page_says_what_the_code_says(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == PAGES[name](), "Run `make docs`."


def test_every_setting_has_words() -> None:
    silent = [
        f"{section}.{name}"
        for section, kind in section_types().items()
        for name, key in kind.__dataclass_fields__.items()
        if not key.metadata.get("doc", "").strip()
    ]

    assert silent == []


def test_every_command_and_option_has_words(commands: dict[str, click.Command]) -> None:
    silent = [
        f"{name} {' '.join(option.opts)}"
        for name, command in commands.items()
        for option in command.params
        if isinstance(option, click.Option) and not option.help
    ]
    silent += [name for name, command in commands.items() if not command.help]

    assert silent == []


def test_every_column_that_a_reader_meets_is_described() -> None:
    described = (FOLDER / "run-tables.md").read_text(encoding="utf-8")
    columns = [*BASE_COLUMNS, *ReleasedValue.__dataclass_fields__]

    assert [name for name in columns if f"`{name}`" not in described] == []


def test_commands_named_in_the_documentation_exist(
    texts: dict[Path, str], commands: dict[str, click.Command]
) -> None:
    named = {
        (file.name, word)
        for file, text in texts.items()
        for word in re.findall(r"(?:`|bin/|^)wholeplace ([a-z]\w*)", text, re.MULTILINE)
    }

    assert {(file, word) for file, word in named if word not in commands} == set()


def test_make_targets_named_in_the_documentation_exist(
    texts: dict[Path, str], repository: Path
) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (repository / "Makefile").read_text(), re.MULTILINE))
    named = {
        word
        for text in texts.values()
        for word in re.findall(r"(?:`|^)make ([a-z][a-z-]*)", text, re.MULTILINE)
    }

    assert named - targets == set()


def test_settings_shown_in_the_documentation_are_accepted(texts: dict[Path, str]) -> None:
    shown = [
        tomllib.loads(block)
        for text in texts.values()
        for block in re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    ]
    known = {*section_types(), CONNECTIONS}
    settings = [content for content in shown if content.keys() <= known]

    assert settings
    for content in settings:
        Settings.from_mapping(content)


def test_links_between_files_lead_somewhere(texts: dict[Path, str]) -> None:
    broken = [
        f"{file.name}: {target}"
        for file, text in texts.items()
        for target in re.findall(r"\]\((?!https?://|#)([^)#\s]+)", text)
        if not (file.parent / target).exists()
    ]

    assert broken == []


def test_the_site_builds_strictly_and_fetches_nothing(repository: Path, tmp_path: Path) -> None:
    config = load_config(str(repository / "mkdocs.yml"), site_dir=str(tmp_path), strict=True)

    build(config)

    fetched = [
        f"{page.relative_to(tmp_path)}: {address}"
        for page in tmp_path.rglob("*.html")
        for address in re.findall(
            r'<(?:script|link|img|iframe)[^>]+(?:src|href)="?(https?://[^"\s>]+)',
            page.read_text(encoding="utf-8"),
        )
    ]
    assert fetched == []
