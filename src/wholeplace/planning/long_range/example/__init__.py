"""The worked example: hospital beds of Cambridgeshire and Peterborough from 2018/19 to 2038/39."""

from __future__ import annotations

import shutil
from pathlib import Path

from wholeplace.core.errors import RunError

HERE = Path(__file__).parent
INPUTS = HERE / "inputs"
SCENARIOS = ("as-in-the-past.toml", "as-planned.toml", "longer-stays.toml")


def copy_to(folder: Path) -> list[Path]:
    """Write the example's inputs and scenarios into a folder, for somebody to change.

    Args:
        folder: A folder that does not exist yet, or is empty.

    Returns:
        The scenario files.

    Raises:
        RunError: If there is something in the folder.
    """
    if folder.exists() and any(folder.iterdir()):
        raise RunError(f"{folder} is not empty.", "Name a new folder: nothing is written over.")
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(INPUTS, folder / INPUTS.name)
    return [Path(shutil.copy(HERE / name, folder / name)) for name in SCENARIOS]
