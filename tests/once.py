"""What takes long to make and is only read: made by whichever worker comes first, for all."""

from __future__ import annotations

import fcntl
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Made = TypeVar("Made")


def once(base: Path, name: str, make: Callable[[Path], Made]) -> Made:
    """What ``make`` gives for a new folder, whichever worker of this session made it.

    Args:
        base: The worker's own temporary folder.
        name: What it is called.
        make: Makes it in the folder given; what it returns is pickled for the other workers.
    """
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    kept = shared / f"{name}.pickle"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            folder = shared / name
            folder.mkdir()
            kept.write_bytes(pickle.dumps(make(folder)))
    made: Made = pickle.loads(kept.read_bytes())
    return made
