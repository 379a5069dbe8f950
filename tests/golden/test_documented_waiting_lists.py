"""What the documentation says of the reference package's lists is what the golden files hold."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from tests.golden.waiting_cases import (
    CASES,
    RAISED,
    RAISED_WRONGLY,
    SCALARS,
    Given,
    read_given,
    three_targets,
)
from wholeplace.planning.waiting.ahead import capacities, look_ahead
from wholeplace.planning.waiting.dates import list_now

DOCS = Path(__file__).parents[2] / "docs"
DOCUMENT = DOCS / "explanation" / "waiting-lists.md"
HOW_TO = DOCS / "how-to" / "check-a-waiting-list.md"


@pytest.fixture(scope="module")
def given(reference: Path) -> Given:
    """What the golden files hold."""
    return read_given(reference)


def test_the_documentation_lists_every_case_and_every_faulty_row(given: Given) -> None:
    document = DOCUMENT.read_text(encoding="utf-8")
    by_function = Counter(row["func"] for row in given.scalars)
    rows = [
        f"| `{name}` | {count} | {count - (len(RAISED_WRONGLY) if name == RAISED else 0)} |"
        for name, count in sorted(by_function.items())
    ]
    for case in CASES:
        theirs = next(three_targets(given, case))[0]
        cells = (
            f"{case.name}{' from 1 February' if case.start else ''}",
            f"{float(theirs['mean_capacity']):.2f}",
            f"{case.capacity:.2f}",
            f"{int(theirs['queue_size'])}",
            f"{case.queue}",
            ", ".join(case.faults) or "agree",
        )
        rows.append(f"| {' | '.join(cells)} |")

    assert sum(by_function.values()) == 38 and set(by_function) == set(SCALARS)
    assert len(given.rows) == 3 * len(CASES)
    assert [row for row in rows if row not in document] == []


def test_the_figures_of_the_documentation_come_from_these_lists(given: Given) -> None:
    """The load of list 5 there and here, and what list 4 comes to, as the how-to says."""
    theirs, ours = next(three_targets(given, CASES[8]))
    explained = DOCUMENT.read_text(encoding="utf-8")
    loads = f"its load {float(theirs['load']):.2f}, truly {float(ours.load.value):.2f} "
    referred, removed = zip(*given.lists["4"], strict=True)
    dates = [np.array(days, "datetime64[D]") for days in (referred, removed)]
    now, capacity = list_now(*dates, np.full(len(referred), "P4"))
    plans = capacities(now, capacity, 52, 18.0)

    found = {
        row.scenario: row
        for row in look_ahead(now, plans, 200, 1)
        if (row.priority, row.figure) == ("all", "waiting")
    }

    assert loads in explained
    said = " ".join(HOW_TO.read_text(encoding="utf-8").split())
    as_now, held = found["as now"], found["what holds it"]
    assert f"ends with {as_now.mean:.0f} waiting ({as_now.low:.0f} to {as_now.high:.0f})" in said
    assert (
        f"with {held.mean:.0f} ({held.low:.0f} to {held.high:.0f}) at the {held.capacity:.1f}"
        in said
    )
