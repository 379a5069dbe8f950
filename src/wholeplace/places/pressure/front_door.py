"""The front door: attendances, ambulances and emergency admissions of the last seven days."""

from __future__ import annotations

from typing import Any

from wholeplace.core.calendar import in_words
from wholeplace.measures.delays.cube import NOW, WEEK_BEFORE
from wholeplace.measures.delays.table import ALL
from wholeplace.places.figures import Cell, Headline, Section, Table, number_cell
from wholeplace.places.pressure.reading import Count, Pressure, first
from wholeplace.places.pressure.words import HIDDEN, change, people_cell
from wholeplace.places.sentences import frequency

KINDS = {
    "attendances": ("Emergency attendances", "Over four hours"),
    "handovers": ("Ambulances that handed over", "Over 30 minutes"),
    "emergency_admissions": ("Emergency admissions", "Left the same day"),
}


def front_door(pressure: Pressure) -> Section | None:
    """The section; none where nothing of it was landed.

    Args:
        pressure: What the release says.
    """
    rows = pressure.arrivals
    if not rows:
        return None
    last = first(row["last_day"] for row in rows if row["moment"] == NOW)
    return Section(
        "front-door",
        "At the front door",
        tuple(Headline(text) for text in _sentences(rows)),
        tables=tuple(table for kind in KINDS if (table := _table(pressure, kind)).rows),
        notes=(
            f"The seven days end on {in_words(last)}; those before them end a week earlier."
            if last
            else "",
            "Attendances without a time of arrival or leaving are not counted, nor are ambulances "
            "whose handover was not timed.",
        ),
    )


def _sentences(rows: list[dict[str, Any]]) -> list[str]:
    now, before = (_total(rows, "attendances", moment) for moment in (NOW, WEEK_BEFORE))
    if now is None or now["events"] is None:
        return []
    than = change(_count(now), _count(before))
    share = now["value"]
    words = f": {frequency(share, 100)} lasted over four hours" if share is not None else ""
    return [
        f"In seven days there were about {now['events']:,} emergency attendances"
        f"{', ' + than if than else ''}{words}."
    ]


def _table(pressure: Pressure, kind: str) -> Table:
    title, against = KINDS[kind]
    mine = [row for row in pressure.arrivals if row["name"] == kind]
    codes = [row["hospital"] for row in mine if row["moment"] == NOW and row["hospital"] != ALL]
    by = {(row["hospital"], row["moment"]): row for row in mine}
    return Table(
        f"{title} in seven days",
        ("Hospital trust", "Last seven days", "Seven days before", against),
        tuple(
            (
                Cell("Every hospital" if code == ALL else pressure.hospital(code)),
                number_cell(people_cell(_count(by.get((code, NOW))))),
                number_cell(people_cell(_count(by.get((code, WEEK_BEFORE))))),
                number_cell(_share(by[code, NOW])),
            )
            for code in (*codes, ALL)
            if (code, NOW) in by
        ),
    )


def _share(row: dict[str, Any]) -> str:
    return HIDDEN if row["value"] is None else frequency(row["value"], 100)


def _count(row: dict[str, Any] | None) -> Count | None:
    return None if row is None else Count(row["events"], row["status"])


def _total(rows: list[dict[str, Any]], kind: str, moment: str) -> dict[str, Any] | None:
    found = (
        row for row in rows if (row["name"], row["hospital"], row["moment"]) == (kind, ALL, moment)
    )
    return first(found)
