"""What is full: the services after hospital, their places taken, and who waits for one."""

from __future__ import annotations

from typing import Any

from wholeplace.core.calendar import in_words
from wholeplace.measures.delays.services import PATHWAY
from wholeplace.measures.delays.table import ALL
from wholeplace.places.figures import Cell, Headline, Section, Table, number_cell
from wholeplace.places.pressure.reading import Count, Pressure, first
from wholeplace.places.pressure.what_if import NEARLY, link_cell
from wholeplace.places.pressure.words import about_people, people_cell, share_cell
from wholeplace.places.wording import whole
from wholeplace.sources.after_hospital import SERVICES

NO_SLOTS = "No slots landed"
_COLUMNS = ("Places", "Taken", "Share taken", "Waiting", "Not yet taken on")
_PATHWAYS = {"1": "home with support", "2": "a bed for a while", "3": "a care home"}


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
        (Headline(_summary(pressure)),),
        tables=(_services(pressure), _by_place(pressure), _places(pressure)),
        notes=(
            "Places are those of the week that began on "
            f"{in_words(week) if week else 'an unknown day'}. People in a service are counted to "
            "the nearest 5, so a share can be a little off, and none is given where 1 to 7 are. "
            "Where few are in any one service, those of a pathway or a place together may be told.",
            "Waiting means that the service has taken the person on and no place is free. Not yet "
            "taken on means that an assessment, funding or an answer is outstanding: more places "
            "would not help those people.",
        ),
    )


def _summary(pressure: Pressure) -> str:
    slots = sum(row["slots"] or 0 for row in pressure.services if row["place"] == ALL)
    said = f"Services after hospital have {whole(slots)} places between them"
    every = first(row for row in pressure.together if (row["service"], row["place"]) == (ALL, ALL))
    if every is None or every["in_service"] is None:
        return f"{said}."
    waiting, process = (
        about_people(Count(every[state], every[f"{state}_status"]))
        for state in ("waiting", "in_process")
    )
    return (
        f"{said}, and about {whole(every['in_service'])} are taken. For one of them {waiting} "
        f"waiting, and {process} not yet taken on."
    )


def _services(pressure: Pressure) -> Table:
    """All services, those of each pathway, and each service, wherever they are."""
    several = [row for row in pressure.together if row["place"] == ALL]
    several.sort(key=lambda row: (row["service"] != ALL, row["service"]))
    together = [(_group(row), row) for row in several]
    alone = [(SERVICES[row["service"]], row) for row in _of(pressure, ALL)]
    return Table(
        "Services after hospital, everywhere",
        ("Service", *_COLUMNS),
        tuple(_row(row, Cell(name)) for name, row in (*together, *alone)),
    )


def _by_place(pressure: Pressure) -> Table:
    """All services of a place together, the fullest place first."""
    rows = [row for row in pressure.together if row["place"] != ALL and row["slots"]]
    rows.sort(key=lambda row: (-(row["share"] or 0), row["place"]))
    return Table(
        "All services of a place together, the fullest place first",
        ("Place", *_COLUMNS),
        tuple(_row(row, Cell(pressure.place(row["place"]))) for row in rows),
    )


def _group(row: dict[str, Any]) -> str:
    """What a row of several services is called."""
    if row["service"] == ALL:
        return "All services"
    number = row["service"].removeprefix(PATHWAY)
    return f"Pathway {number}: {_PATHWAYS[number]}"


def _places(pressure: Pressure) -> Table:
    """The same by service and place: the fullest, then those not told, then the empty."""
    rows = [row for row in pressure.services if row["place"] != ALL and row["slots"]]
    rows.sort(key=lambda row: (row["share"] == 0, row["share"] is None, -(row["share"] or 0)))
    return Table(
        "Service by service and place, the fullest first",
        ("Service and place", *_COLUMNS, "Ask the model"),
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
