"""Runs the example again and writes its page: ``python -m tools.worked_example``."""

from __future__ import annotations

import json
import sys

from tools.worked_example.page import PAGE, RECORD, three_options_page
from tools.worked_example.running import work_out

FULL, FEW = 100, 2
"""The page's replications, and those that a test runs again: the first of the same seed."""


def main() -> None:
    """Run, record and write."""
    found = {"full": work_out(FULL), "few": work_out(FEW)}
    RECORD.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(three_options_page(), encoding="utf-8")
    sys.stdout.write(f"Wrote {RECORD.name} and {PAGE.name}\n")


if __name__ == "__main__":
    main()
