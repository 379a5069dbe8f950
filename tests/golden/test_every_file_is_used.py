"""No golden file lies unread: each is named by a test here, or its reason is written down."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.reference

HERE = Path(__file__).parent
UNREAD = {
    "geom_ptd_icon.md": "it prints how R draws an icon, and holds no number",
}
SHORTEST = 8
"""Parts of a name shorter than this could stand for any file."""


def names_of(source: str) -> list[str]:
    """The names of files a test's source holds, as patterns: what is filled in may be anything."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            parts = [
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".*"
                for part in node.values
            ]
            if sum(len(part) for part in parts if part != ".*") >= SHORTEST:
                found.append("".join(parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.append(re.escape(node.value))
    return found


def test_names_with_parts_filled_in_are_found() -> None:
    found = names_of('golden(f"spc_ae_{name}_output"); golden("esp2013"); f"{name}.csv"')

    assert r"spc_ae_.*_output" in found
    assert "esp2013" in found
    assert not any(re.fullmatch(pattern, "anything.csv") for pattern in found)


def test_every_golden_file_of_statistics_and_charts_is_read(reference: Path) -> None:
    folder = reference / "golden"
    files = [
        *(folder / "statistics").rglob("*.csv"),
        *(folder / "statistics").rglob("ptd_snaps_raw/*.md"),
        *(folder / "spc").glob("*.csv"),
    ]
    assert len(files) > 80
    patterns = [
        pattern
        for test in HERE.glob("test_*.py")
        if test.name != Path(__file__).name
        for pattern in names_of(test.read_text(encoding="utf-8"))
    ]
    read = re.compile("|".join(sorted(set(patterns), key=len, reverse=True)))

    unread = {
        file.name
        for file in files
        if not read.fullmatch(file.stem) and not read.fullmatch(file.name)
    }

    assert unread == set(UNREAD)
