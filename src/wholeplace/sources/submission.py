"""What goes with a file: what its sender says about it, and where and how it is to land."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from wholeplace.sources.batches import SubmissionKind
from wholeplace.sources.contracts import Dataset


@dataclass(frozen=True)
class Submission:
    """What the sender says about a file.

    Attributes:
        source: The sending system.
        period: The period it covers, such as ``2026-03``.
        received: The day it came.
        kind: ``full`` replaces all the source sent before; ``period`` all it sent for the period;
            ``increment`` adds to it, and replaces rows of the same key.
        thousands: The thousands separator confirmed for its numbers, or nothing.
    """

    source: str
    period: str
    received: date
    kind: SubmissionKind = "full"
    thousands: Literal["", ",", "."] = ""


@dataclass(frozen=True)
class Extract:
    """One file to land.

    Attributes:
        dataset: Its contract.
        path: The file.
        submission: What the sender says about it.
    """

    dataset: Dataset
    path: Path
    submission: Submission


@dataclass(frozen=True)
class Store:
    """Where data land, and how this installation lands them.

    Attributes:
        data_folder: The folder of the four zones.
        key: The secret key behind record ids.
        pseudonymised: Whether data arrive pseudonymised at source.
        synthetic: Whether the people are invented.
        restricted_codes: The list of restricted codes, if there is one.
        memory_limit: Memory the engine may use before it spills to disk.
        threads: Threads; 0 means all cores.
        say: Told what is being done, in a few words.
    """

    data_folder: Path
    key: bytes = field(repr=False)
    pseudonymised: bool = False
    synthetic: bool = False
    restricted_codes: Path | None = None
    memory_limit: str = "2GB"
    threads: int = 0
    say: Callable[[str], None] = lambda _: None
