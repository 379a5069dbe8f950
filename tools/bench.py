"""Runs the benchmarks as their first words say, on a demo population where they need one.

A benchmark that takes arguments says how it is run on a line of its docstring, such as
``python benchmarks/person_table.py DATA_FOLDER --as-at 2026-03-31``.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from tools.demo import prepare

REPOSITORY = Path(__file__).parents[1]
FOLDER = REPOSITORY / "benchmarks"
DATA_FOLDER = "DATA_FOLDER"


def usage(benchmark: Path) -> list[str]:
    """How a benchmark is run: its file and the arguments it cannot do without."""
    docstring = ast.get_docstring(ast.parse(benchmark.read_text(encoding="utf-8"))) or ""
    line = re.search(rf"^\s*python (benchmarks/{benchmark.name}.*)$", docstring, re.MULTILINE)
    said = line.group(1) if line else f"benchmarks/{benchmark.name}"
    return shlex.split(re.sub(r"\[[^]]*\]", "", said))


def main() -> None:
    """Run the benchmarks named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="file names without .py; by default all")
    parser.add_argument("--people", type=int, default=100_000, help="size of the population")
    chosen = parser.parse_args()
    data = REPOSITORY / "data" / f"demo-{chosen.people}"
    files = [FOLDER / f"{name}.py" for name in chosen.names] or sorted(FOLDER.glob("[a-z]*.py"))
    for file in files:
        command = usage(file)
        if DATA_FOLDER in command:
            prepare(data, chosen.people)
            command = [str(data / "data") if word == DATA_FOLDER else word for word in command]
        sys.stdout.write(f"\n== {' '.join(command)}\n")
        sys.stdout.flush()
        within = os.environ | {"PYTHONPATH": str(REPOSITORY)}
        subprocess.run([sys.executable, *command], cwd=REPOSITORY, env=within, check=True)


if __name__ == "__main__":
    main()
