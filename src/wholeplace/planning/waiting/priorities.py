"""National clinical priorities, and in how many days each is to be seen.

Source: Royal College of Surgeons of England, Clinical guide to surgical prioritisation during the
coronavirus pandemic, July 2020 (operations: P1a within 24 hours, P1b within 72 hours, P2 within
four weeks, P3 within three months, P4 after that); NHS England, Clinical Prioritisation Programme,
frequently asked questions (P5 and P6 for people who ask to wait, D1 to D6 for tests). P4, P5 and P6
have no number of days; a year orders them last. D4 is for routine tests in 6 to 12 weeks (HSJ, 13
May 2021); the days of D1, D2 and D3 (three days, two and six weeks) were entered from memory.
"""

from __future__ import annotations

from typing import NamedTuple

YEAR = 365


class Priority(NamedTuple):
    """One clinical priority.

    Attributes:
        code: Its code.
        days: In how many days somebody is to be seen.
        promised: Whether the guide gives that number.
    """

    code: str
    days: int
    promised: bool = True


PRIORITIES = (
    Priority("P1A", 1),
    Priority("P1B", 3),
    Priority("P1", 3),
    Priority("D1", 3),
    Priority("D2", 14),
    Priority("P2", 28),
    Priority("D3", 42),
    Priority("P3", 84),
    Priority("D4", 84),
    Priority("P4", YEAR, promised=False),
    Priority("P5", YEAR, promised=False),
    Priority("P6", YEAR, promised=False),
    Priority("D5", YEAR, promised=False),
    Priority("D6", YEAR, promised=False),
)
TARGET_DAYS = {priority.code: priority.days for priority in PRIORITIES}
LEAST_URGENT = "P4"
