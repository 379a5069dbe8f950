"""Where a long-range scenario finds its inputs: its own, the example, or the installation's."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from wholeplace.core.errors import ScenarioError
from wholeplace.planning.long_range.example import INPUTS
from wholeplace.planning.long_range.inputs import ABOUT, LongRangeInputs, read_inputs

EXAMPLE = "example"
OWN = Path("inputs", "long_range_beds")
"""The installation's own inputs, within its data folder."""


def inputs_here(data_folder: Path, named: str = "", near: Path = Path()) -> LongRangeInputs:
    """What a scenario is run on.

    Args:
        data_folder: The data folder of the installation.
        named: What the scenario names as its inputs: empty for the installation's own, ``example``
            for the example that ships, else a folder.
        near: The folder that a folder's path is taken from, which is the scenario file's own.

    Raises:
        ScenarioError: If it names nothing and the installation has no inputs of its own.
        InputFileError: If a folder's files are at fault.
    """
    if named == EXAMPLE and not (near / named).is_dir():
        return _read(INPUTS, 0)
    if named:
        return read_inputs(near / named)
    own = data_folder / OWN
    if not (own / ABOUT).is_file():
        raise ScenarioError(
            f"This installation has no inputs in {OWN}, and the scenario names none.",
            "`wholeplace beds inputs` writes some there from a run, to complete; or write "
            'inputs = "folder", such as one that `wholeplace beds example` makes.',
        )
    return _read(own, max(file.stat().st_mtime_ns for file in own.glob("*.csv")))


@lru_cache(4)
def _read(folder: Path, written: int) -> LongRangeInputs:
    """The inputs of a folder as they were written then."""
    return read_inputs(folder)
