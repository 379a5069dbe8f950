"""Writes the pages that changed: ``python -m tools.reference_pages``."""

from __future__ import annotations

import sys

from tools.reference_pages.pages import FOLDER, PAGES


def main() -> None:
    """Write the pages that changed, and say which."""
    for name, written in PAGES.items():
        content = written()
        file = FOLDER / name
        if not file.exists() or file.read_text(encoding="utf-8") != content:
            file.write_text(content, encoding="utf-8")
            sys.stdout.write(f"Wrote docs/reference/{name}\n")


if __name__ == "__main__":
    main()
