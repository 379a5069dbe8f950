"""The demo: invented people, from reference data to pages, each step skipped when already done."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from wholeplace.core.settings import Settings

REPOSITORY = Path(__file__).parents[1]
ROOMS = REPOSITORY / "src" / "wholeplace"
COMMAND = Path(sys.executable).with_name("wholeplace")
AS_AT = "2026-03-31"
SEED = 1
PLACE = "/places/fenland"
SETTINGS = """\
# Settings of the demo; every key is in docs/reference/settings.md.
[installation]
synthetic = true

# These people are invented, and a twentieth of a partnership: their counts are so small that
# protecting every sum would hide one headline in five. Leave this out where people are real.
[disclosure]
protect_sums = false
"""


@dataclass(frozen=True)
class Step:
    """One command of the demo.

    Attributes:
        arguments: The command and its arguments.
        says: What it does, for the person waiting.
        rooms: The parts of the library whose change means it must be done again.
    """

    arguments: tuple[str, ...]
    says: str
    rooms: tuple[str, ...]

    @property
    def name(self) -> str:
        """The command."""
        return self.arguments[0]


def steps(people: int) -> list[Step]:
    """The steps before serving, in order."""
    return [
        Step(
            ("reference",),
            "Preparing areas, deprivation and populations",
            ("core", "geography"),
        ),
        Step(
            ("synth", "--people", str(people), "--seed", str(SEED), "--out", "."),
            f"Inventing {people:,} people and what practices and hospitals send about them",
            ("sources", "definitions/codelists", "definitions/datasets"),
        ),
        Step(("land", "extracts"), "Checking and landing the extracts", ()),
        Step(
            ("run", "--as-at", AS_AT),
            "Linking, counting, protecting small numbers and publishing",
            (".",),
        ),
    ]


def prepare(folder: Path, people: int) -> None:
    """Do the steps that are not yet done with what they would be made from now.

    Landed data only ever grow, so where the people would be other people everything starts afresh.

    Args:
        folder: The demo's own folder.
        people: How many people to invent.
    """
    if reference := os.environ.get("WHOLEPLACE_REFERENCE"):
        os.environ["WHOLEPLACE_REFERENCE"] = str(Path(reference).resolve())
    folder.mkdir(parents=True, exist_ok=True)
    settings = folder / "wholeplace.toml"
    if not settings.exists():
        settings.write_text(SETTINGS, encoding="utf-8")
    record = folder / "done.json"
    done: list[str] = json.loads(record.read_text()) if record.exists() else []
    wanted = steps(people)
    inputs = fingerprints(wanted)
    first = next((n for n, made in enumerate(inputs) if done[n : n + 1] != [made]), len(wanted))
    if wanted[first:] and wanted[first].name != "run":
        first = 0
        for old in ("extracts", "truth", "data"):
            shutil.rmtree(folder / old, ignore_errors=True)
    for step in wanted[:first]:
        say(step.name, "already done")
    for number in range(first, len(wanted)):
        carry_out(wanted[number], folder)
        record.write_text(json.dumps(inputs[: number + 1]))


def fingerprints(wanted: Iterable[Step]) -> list[str]:
    """What each step is made from: reference folder, earlier steps, arguments and code."""
    made = []
    digest = hashlib.sha256(os.environ.get("WHOLEPLACE_REFERENCE", "").encode())
    for step in wanted:
        digest.update(repr(step.arguments).encode())
        for file in sorted(_files(ROOMS / room for room in step.rooms)):
            digest.update(str(file.relative_to(ROOMS)).encode() + b"\0" + file.read_bytes())
        made.append(digest.hexdigest())
    return made


def _files(folders: Iterable[Path]) -> set[Path]:
    kinds = {".py", ".toml", ".csv"}
    return {file for folder in folders for file in folder.rglob("*") if file.suffix in kinds}


def carry_out(step: Step, folder: Path) -> None:
    """Run a step's command in the demo's folder, and say how long it took."""
    say(step.name, step.says)
    start = time.monotonic()
    if subprocess.run([COMMAND, *step.arguments], cwd=folder, check=False).returncode:
        sys.exit(f"\n`wholeplace {' '.join(step.arguments)}` failed; its message is above.")
    say("", f"{time.monotonic() - start:.0f} seconds")


def say(step: str, words: str) -> None:
    """A line of progress."""
    sys.stdout.write(f"{step:<10} {words}\n")
    sys.stdout.flush()


def main() -> None:
    """Prepare the demo and serve it until it is stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--no-serve", action="store_true", help="prepare only")
    chosen = parser.parse_args()
    folder = REPOSITORY / "data" / f"demo-{chosen.people}"
    prepare(folder, chosen.people)
    if not chosen.no_serve:
        web = Settings.load(folder / "wholeplace.toml").web
        say("serve", f"Open http://{web.host}:{web.port}{PLACE} (Ctrl-C stops)")
        os.chdir(folder)
        os.execv(COMMAND, [str(COMMAND), "serve"])


if __name__ == "__main__":
    main()
