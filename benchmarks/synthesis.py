"""How long making a population takes, how much memory, and how both grow with its size.

    python benchmarks/synthesis.py --people 100000 1031469

For each size prints seconds by step, rows, the peak memory of the process that made it, and the
whole as a ratio to a scan of three columns of its GP events; then how each grows against people.
"""

from __future__ import annotations

import argparse
import datetime as dt
import multiprocessing
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb

from wholeplace import geography
from wholeplace.sources.synthetic import synthesise

SCAN = "SELECT sum(code), max(event_date), sum(value) FROM read_parquet(?)"


def main() -> None:
    """Make populations of the sizes asked for, one process each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[100_000, 1_031_469])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reference", type=Path, help="folder of open data; by default made up")
    options = parser.parse_args()
    found = []
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        geography.build(options.reference, out / "reference")
        for people in options.people:
            found.append(_in_own_process(out, people, options.seed))
            print(_line(found[-1]))
    for name in ("seconds", "gigabytes", "events"):
        first, last = found[0], found[-1]
        if len(found) > 1:
            growth = last[name] / first[name] / (last["people"] / first["people"])
            print(f"{name} for each person, last size to first: {growth:.2f}")


def _in_own_process(out: Path, people: int, seed: int) -> dict[str, Any]:
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    process = context.Process(target=_make, args=(out, people, seed, queue))
    process.start()
    made = queue.get()
    process.join()
    return made


def _make(out: Path, people: int, seed: int, queue: multiprocessing.Queue) -> None:
    start = time.perf_counter()
    made = synthesise(
        geography.load(out / "reference"), people, seed, dt.date(2026, 3, 31), out / str(people)
    )
    seconds = time.perf_counter() - start
    unit = 1e9 if sys.platform == "darwin" else 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    scan = _scan(made.extracts / "gp" / "gp_event.parquet")
    queue.put(
        {
            "people": people,
            "seconds": seconds,
            "scan": scan,
            "gigabytes": peak,
            "events": made.events,
            "steps": ", ".join(f"{name} {spent:.1f} s" for name, spent in made.seconds.items()),
        }
    )


def _scan(events: Path) -> float:
    """Best of three scans with two threads, seconds."""
    best = float("inf")
    with duckdb.connect(config={"threads": 2}) as engine:
        for _ in range(3):
            start = time.perf_counter()
            engine.execute(SCAN, [str(events)]).fetchall()
            best = min(best, time.perf_counter() - start)
    return best


def _line(found: dict[str, Any]) -> str:
    return (
        f"{found['people']:>9,.0f} people: {found['seconds']:.1f} s ({found['steps']}), "
        f"{found['events']:,.0f} events, peak {found['gigabytes']:.2f} GB, "
        f"{found['seconds'] / found['scan']:.0f} times a scan of {found['scan']:.2f} s"
    )


if __name__ == "__main__":
    main()
