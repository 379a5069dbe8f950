"""The files of the project keep its manners: short, introduced, ours, and tied to no machine."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

LONGEST_FILE = 500
# Written in parts so that this file does not name what it forbids.
FORBIDDEN = {
    "a path of one machine": r"(?<![\w.~-])/(?:home|root|Users|work|opt/pypi)/",
    "a package registry's host": r"|".join(
        re.escape(host)
        for host in (
            "pypi" + ".org",
            "pythonhosted" + ".org",
            "registry.npmjs" + ".org",
            "deb.debian" + ".org",
        )
    ),
    "an index address": r"(?:index-url|find-links)[= ]+\S*://",
    "somebody else's licence": r"SPDX-License-"
    + r"Identifier|GNU GENERAL"
    + r" PUBLIC|Permission is"
    + r" hereby",
    "unfinished work": r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b",
}


@pytest.fixture(scope="module")
def files(repository: Path) -> list[Path]:
    """Every file that is tracked, or would be if it were added."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=repository,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    return [path for name in listed if name and (path := repository / name).is_file()]


@pytest.fixture(scope="module")
def texts(files: list[Path]) -> dict[Path, str]:
    """Path → content of the text files, but for lock files and the licence."""
    found = {}
    for path in files:
        if path.suffix == ".lock" or path.name == "LICENSE":
            continue
        try:
            found[path] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return found


def test_no_module_is_too_long_to_hold_in_mind(texts: dict[Path, str]) -> None:
    long = {
        path.name: lines
        for path, text in texts.items()
        if path.suffix == ".py" and (lines := len(text.splitlines())) > LONGEST_FILE
    }

    assert long == {}


def test_every_module_begins_by_saying_what_lives_there(texts: dict[Path, str]) -> None:
    silent = [
        str(path)
        for path, text in texts.items()
        if path.suffix == ".py"
        and path.parent.name != "migrations"  # as Django writes them
        and not _begins_with_docstring(text)
    ]

    assert silent == []


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_no_file_holds(kind: str, texts: dict[Path, str]) -> None:
    found = [
        f"{path.name}: {match.group()}"
        for path, text in texts.items()
        for match in re.finditer(FORBIDDEN[kind], text)
    ]

    assert found == []


def test_lock_files_hold_hashes_and_no_addresses(repository: Path) -> None:
    for lock in (repository / "requirements").glob("*.lock"):
        text = lock.read_text()
        assert "://" not in text
        assert all("--hash=sha256:" in entry for entry in re.split(r"\n(?=\S+==)", text)[1:])


def test_nothing_built_by_others_is_kept(files: list[Path]) -> None:
    packed = [path.name for path in files if re.search(r"\.min\.(js|css)$|\.woff2?$", path.name)]

    assert packed == []


def _begins_with_docstring(text: str) -> bool:
    body = ast.parse(text).body
    first = body[0] if body else None
    return (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
        and first.lineno == 1
    )
