"""What is missing on a machine is named, with the line that installs it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PLAIN_TOOLS = ("sh", "sed", "uname", "ls")


@pytest.fixture
def bare_path(tmp_path: Path) -> Path:
    """A folder of commands with nothing of what the project needs."""
    for name in PLAIN_TOOLS:
        (tmp_path / name).symlink_to(str(shutil.which(name)))
    return tmp_path


def ask(
    repository: Path, path: Path, *words: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", str(repository / "tools" / "system.sh"), *words],
        env={"PATH": str(path), "POSTGRES_FOLDERS": str(path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_python_the_message_says_how_to_install_one(
    repository: Path, bare_path: Path
) -> None:
    answer = ask(repository, bare_path, "python")

    assert answer.returncode == 1
    assert "apt-get install --no-install-recommends python3 python3-venv" in answer.stderr
    assert "brew install python@3.12" in answer.stderr


def test_a_python_that_fits_is_found(repository: Path, bare_path: Path) -> None:
    (bare_path / "python3.11").symlink_to(sys.executable)

    assert ask(repository, bare_path, "python").stdout.strip() == "python3.11"


def test_a_python_named_by_hand_comes_first(repository: Path, bare_path: Path) -> None:
    (bare_path / "python3.11").symlink_to(sys.executable)

    answer = ask(repository, bare_path, "python", PYTHON=sys.executable)

    assert answer.stdout.strip() == sys.executable


def test_what_the_tests_lack_is_named_and_they_go_on(repository: Path, bare_path: Path) -> None:
    answer = ask(repository, bare_path, "need", "test")

    assert answer.returncode == 0
    for package in (
        "git",
        "chromium fonts-liberation",
        "default-jre-headless",
        "openjdk@17",
        "postgresql",
    ):
        assert package in answer.stderr
    assert "tests that need them are skipped" in answer.stderr


def test_in_ci_what_the_tests_lack_stops_them(repository: Path, bare_path: Path) -> None:
    assert ask(repository, bare_path, "need", "test", CI="true").returncode == 1


def test_missing_packages_come_on_one_line(repository: Path, bare_path: Path) -> None:
    answer = ask(repository, bare_path, "packages", "test")

    assert {"git", "chromium", "default-jre-headless", "postgresql"} <= set(answer.stdout.split())


def test_nothing_is_said_to_be_missing_that_is_there(repository: Path, bare_path: Path) -> None:
    for name in ("git", "java", "chromium", "initdb", "postgres"):
        command = bare_path / name
        command.write_text("#!/bin/sh\n")
        command.chmod(0o755)

    assert ask(repository, bare_path, "need", "test", CI="true").stderr == ""
