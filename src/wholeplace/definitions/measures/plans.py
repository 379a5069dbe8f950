"""The plans and standards that measures answer to, and what each asks of a measure."""

from __future__ import annotations

import datetime as dt

from wholeplace.measures.targets import ExternalId, Scheme, Target

JFP = "Cambridgeshire and Peterborough Joint Forward Plan, 2023"
LTP = "Cambridgeshire and Peterborough Long Term Plan, 2019"
CORE20 = f"{JFP}, Core20PLUS5"
CVD_STRATEGY = f"{JFP}, cardiovascular strategy 2021 to 2026"
AMBITIONS = "Public Health England and NHS England, ambitions for cardiovascular disease, 2019"
PLANNING_2024 = "NHS England, Priorities and operational planning guidance 2024/25"
PLANNING_2025 = "NHS England, Priorities and operational planning guidance 2025/26"
CONSTITUTION = "NHS Constitution"
WHO = "World Health Organization"
TALKING_STANDARD = "NHS England, national standard for Talking Therapies"

MARCH_2025 = dt.date(2025, 3, 31)
MARCH_2026 = dt.date(2026, 3, 31)
MARCH_2028 = dt.date(2028, 3, 31)


def share(
    value: float, source: str, *, by: dt.date | None = None, whom: str = "", at_most: bool = False
) -> Target:
    """A share aimed for, said as so many in 100.

    Args:
        value: The share, as a fraction of one.
        source: Who asks it.
        by: The last day on which it is to be reached.
        whom: Whom it is asked for, where that is fewer than the measure counts.
        at_most: Whether the share is a ceiling rather than a floor.
    """
    bound = "at most" if at_most else "at least"
    says = f"{bound} {value * 100:g} in 100"
    return Target(says=says, source=source, value=value, whom=whom, by=by)


def fewer(share_of_it: float, source: str, *, of: str, by: dt.date | None = None) -> Target:
    """A fall aimed for, as a share of where it began."""
    says = f"{share_of_it * 100:.0f} in 100 fewer {of}"
    return Target(says=says, source=source, change=-share_of_it, by=by)


def asked(says: str, source: str, *, by: dt.date | None = None) -> Target:
    """Something asked for without a number."""
    return Target(says=says, source=source, by=by)


def ids(scheme: Scheme, *named: str, differs: str = "") -> tuple[ExternalId, ...]:
    """Ids of one scheme."""
    return tuple(ExternalId(scheme, one, differs) for one in named)
