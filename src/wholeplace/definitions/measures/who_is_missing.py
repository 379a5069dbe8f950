"""Sentences that several measures share: who is not in a number."""

from __future__ import annotations

UNLINKED = "people whose records could not be linked; people who opted out of sharing"
NOT_RECORDED = (
    "People registered with practices outside the system; people whose condition nobody has "
    f"recorded; {UNLINKED}."
)
NOT_CODED = (
    "People registered with practices outside the system; checks and vaccinations done elsewhere "
    f"and never coded by the practice; {UNLINKED}."
)
NOT_SENT = (
    "Stays and attendances at hospitals that send no data, which matters most near the system's "
    f"edges; care paid for privately; {UNLINKED}."
)
NOT_HERE = f"People neither registered nor resident here; {UNLINKED}."
