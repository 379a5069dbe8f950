"""The morning, exactly: for whoever may open the folder of cubes."""

from __future__ import annotations

from tests.planning.flow.test_landed import AT_RGN, NURSING, counted
from wholeplace.planning.flow.morning import HEADING, this_morning


def test_it_says_who_is_in_who_waits_how_long_and_what_is_free() -> None:
    now = [
        {"state": "in_service", **NURSING, "hospital": "", "days": 6, "people": 25},
        {"state": "waiting", **AT_RGN, "days": 3, "people": 2},
        {"state": "waiting", **AT_RGN, "days": 9, "people": 1},
        {"state": "in_process", **AT_RGN, "service": "home", "days": 1, "people": 5},
    ]
    rows = [dict(zip(HEADING, one.cells, strict=True)) for one in this_morning(counted(now=now))]

    assert rows[0] == {
        "service": "nursing homes",
        "place": "Fenland",
        "slots": 40,
        "taken": 25,
        "free": 15,
        "waiting": 3,
        "longest_wait": 9,
        "in_process": 0,
    }
    assert rows[1]["service"] == "home without support" and rows[1]["in_process"] == 5
    assert rows[1]["slots"] is None and rows[1]["free"] is None
