"""What is full: the services after hospital, their places taken, and who waits for one."""

from __future__ import annotations

from typing import Any

from wholeplace.core.calendar import in_words
from wholeplace.measures.delays.table import ALL
from wholeplace.places.figures import Cell, Headline, Section, Table, number_cell
from wholeplace.places.pressure.reading import Count, Pressure, first
from wholeplace.places.pressure.what_if import NEARLY, link_cell
from wholeplace.places.pressure.words import people_cell, share_cell
from wholeplace.places.wording import whole
from wholeplace.sources.after_hospital import SERVICES

NO_SLOTS = "No slots landed"


def fullest(pressure: Pressure) -> str:
    """Where nearly every place is taken, as a sentence; empty where none is or can be told.

    Args:
        pressure: What the release says.
    """
    full = [
        f"{_lower(row)} in {pressure.place(row['place'])}"
        for row in pressure.services
        if row["place"] != ALL and row["share"] is not None and row["share"] >= NEARLY
    ]
    if not full:
        return ""
    listed = full[0] if len(full) == 1 else f"{', '.join(full[:-1])} and {full[-1]}"
    return f"At least 95 in 100 places are taken in {listed}."


def what_is_full(pressure: Pressure) -> Section | None:
    """The section; none where no service sent its slots, or some are not current.

    Args:
        pressure: What the release says.
    """
    if not pressure.services:
        return None
    week = first(row["week"] for row in pressure.services if row["week"])
    return Section(
        "full",
        "What is full",
        (Headline(_summary(pressure.services)),),
        tables=(_services(pressure), _places(pressure)),
        notes=(
            "Places are those of the week that began on "
            f"{in_words(week) if week else 'an unknown day'}. People in a service are counted to "
            "the nearest 5, so a share can be a little off, and none is given where 1 to 7 are.",
            "Waiting means that the service has taken the person on and no place is free. Not yet "
            "taken on means that an assessment, funding or an answer is outstanding: more places "
            "would not help those people.",
        ),
    )


def _summary(rows: list[dict[str, Any]]) -> str:
    every = [row for row in rows if row["place"] == ALL]
    slots = sum(row["slots"] or 0 for row in every)
    hidden = any(row["in_service"] is None for row in every)
    taken = sum(row["in_service"] or 0 for row in every)
    if hidden:
        return f"Services after hospital have {whole(slots)} places between them."
    return (
        f"Services after hospital have {whole(slots)} places between them, and about "
        f"{whole(taken)} are taken."
    )


def _services(pressure: Pressure) -> Table:
    return Table(
        "Services after hospital, everywhere",
        ("Service", "Places", "Taken", "Share taken", "Waiting", "Not yet taken on"),
        tuple(_row(row, Cell(SERVICES[row["service"]])) for row in _of(pressure, ALL)),
    )


def _places(pressure: Pressure) -> Table:
    """The same by service and place: the fullest, then those not told, then the empty."""
    rows = [row for row in pressure.services if row["place"] != ALL and row["slots"]]
    rows.sort(key=lambda row: (row["share"] == 0, row["share"] is None, -(row["share"] or 0)))
    return Table(
        "Service by service and place, the fullest first",
        (
            "Service and place",
            *("Places", "Taken", "Share taken", "Waiting", "Not yet taken on"),
            "Ask the model",
        ),
        tuple(
            (
                *_row(row, Cell(f"{SERVICES[row['service']]}, {pressure.place(row['place'])}")),
                link_cell(pressure, row),
            )
            for row in rows
        ),
    )


def _row(row: dict[str, Any], heading: Cell) -> tuple[Cell, ...]:
    slots = whole(row["slots"]) if row["slots"] else NO_SLOTS
    counts = [
        people_cell(Count(row[state], row[f"{state}_status"]))
        for state in ("in_service", "waiting", "in_process")
    ]
    shown = (slots, counts[0], share_cell(row["share"]), *counts[1:])
    return (heading, *(number_cell(text) for text in shown))


def _of(pressure: Pressure, place: str) -> list[dict[str, Any]]:
    return [row for row in pressure.services if row["place"] == place]


def _lower(row: dict[str, Any]) -> str:
    words = SERVICES[row["service"]]
    return words[:1].lower() + words[1:]
