"""The demo and the benchmarks do what is left to do, and nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import bench, demo
from wholeplace.core.settings import Settings

ALL = ["reference", "synth", "land", "run"]


@pytest.fixture
def carried_out(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the steps carried out, none of which really is."""
    names: list[str] = []
    monkeypatch.setattr(demo, "carry_out", lambda step, folder: names.append(step.name))
    return names


def test_the_first_time_every_step_is_carried_out(tmp_path: Path, carried_out: list[str]) -> None:
    demo.prepare(tmp_path / "demo", 1000)

    assert carried_out == ALL
    assert Settings.load(tmp_path / "demo" / "wholeplace.toml").installation.synthetic


def test_the_second_time_nothing_is(tmp_path: Path, carried_out: list[str]) -> None:
    demo.prepare(tmp_path, 1000)
    carried_out.clear()

    demo.prepare(tmp_path, 1000)

    assert carried_out == []


def test_after_a_stop_the_rest_is_carried_out(
    tmp_path: Path, carried_out: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop_at_run(step: demo.Step, folder: Path) -> None:
        if step.name == "run":
            raise KeyboardInterrupt

    with monkeypatch.context() as stopped:
        stopped.setattr(demo, "carry_out", stop_at_run)
        with pytest.raises(KeyboardInterrupt):
            demo.prepare(tmp_path, 1000)

    demo.prepare(tmp_path, 1000)

    assert carried_out == ["run"]


def test_other_people_start_from_an_empty_folder(tmp_path: Path, carried_out: list[str]) -> None:
    demo.prepare(tmp_path, 1000)
    (tmp_path / "data").mkdir()
    carried_out.clear()

    demo.prepare(tmp_path, 2000)

    assert carried_out == ALL
    assert not (tmp_path / "data").exists()


def test_another_reference_folder_starts_again(
    tmp_path: Path, carried_out: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WHOLEPLACE_REFERENCE", raising=False)
    demo.prepare(tmp_path / "demo", 1000)
    carried_out.clear()
    monkeypatch.setenv("WHOLEPLACE_REFERENCE", str(tmp_path))

    demo.prepare(tmp_path / "demo", 1000)

    assert carried_out == ALL


@pytest.mark.parametrize(
    ("docstring", "command"),
    [
        ("Times it.", ["benchmarks/one.py"]),
        ("Times it.\n\n    python benchmarks/one.py [ROWS]\n", ["benchmarks/one.py"]),
        (
            "Times it.\n\n    python benchmarks/one.py DATA_FOLDER --as-at 2026-03-31\n",
            ["benchmarks/one.py", "DATA_FOLDER", "--as-at", "2026-03-31"],
        ),
    ],
)
def test_a_benchmark_is_run_as_its_docstring_says(
    tmp_path: Path, docstring: str, command: list[str]
) -> None:
    (tmp_path / "one.py").write_text(f'"""{docstring}"""\n')

    assert bench.usage(tmp_path / "one.py") == command
