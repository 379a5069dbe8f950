"""Where a scenario finds its inputs: the example, a folder of your own, landed data."""

from __future__ import annotations

import json
import shutil
from functools import lru_cache
from importlib import resources
from pathlib import Path

from wholeplace.core.errors import RunError
from wholeplace.planning.flow.folder import read_folder
from wholeplace.planning.flow.landed import read_landed
from wholeplace.planning.flow.situation import Situation
from wholeplace.record.runs import POINTER

EXAMPLE = "example"
PRIVATE = 0o700


def situation_here(data_folder: Path, named: str = "", near: Path = Path()) -> Situation:
    """What a scenario is run on.

    Args:
        data_folder: The data folder of the installation.
        named: What the scenario names as its inputs: empty for the data of the published run,
            ``example`` for the example that ships, else a folder.
        near: The folder that a folder's path is taken from, which is the scenario file's own.

    Raises:
        RunError: If it names nothing and no run with the data it needs is published.
        InputFileError: If a folder's files are at fault.
    """
    if named == EXAMPLE and not (near / named).is_dir():
        return _example()
    if named:
        return read_folder(near / named)
    return landed_situation(data_folder)


def landed_situation(data_folder: Path) -> Situation:
    """What the published run counted for the model.

    Raises:
        RunError: If nothing is published, or it has nothing for the model.
    """
    pointer = data_folder / "release" / POINTER
    if not pointer.is_file():
        raise RunError(
            "Nothing has been published yet, so there are no inputs.",
            'Run `wholeplace run`, or write inputs = "example" in the scenario.',
        )
    run_id = json.loads(pointer.read_text(encoding="utf-8"))["run_id"]
    return _landed(data_folder, run_id)


def write_example(folder: Path) -> list[Path]:
    """Write the example's inputs and its scenarios into a folder, to run and to change.

    Args:
        folder: A folder that is empty or not there yet.

    Returns:
        The files written.

    Raises:
        RunError: If the folder holds something already.
    """
    if folder.is_dir() and any(folder.iterdir()):
        raise RunError(f"{folder} is not empty.", "Name a folder that is not there yet.")
    source = resources.files("wholeplace.planning.flow") / "example"
    with resources.as_file(source) as held:
        shutil.copytree(held, folder, dirs_exist_ok=True)
    return sorted(path for path in folder.rglob("*") if path.is_file())


@lru_cache(1)
def _example() -> Situation:
    with resources.as_file(resources.files("wholeplace.planning.flow") / "example") as folder:
        return read_folder(folder / "inputs")


@lru_cache(4)
def _landed(data_folder: Path, run_id: str) -> Situation:
    return read_landed(data_folder, run_id)
