"""Who is delayed: counts by since when, reason, responsible body, service, place and hospital."""

from __future__ import annotations

from wholeplace.measures.delays.cube import FOUR_WEEKS, NOW, WEEK_BEFORE, YEAR
from wholeplace.measures.delays.intervals import DELAYED
from wholeplace.places.figures import Cell, Headline, Section, Table, number_cell
from wholeplace.places.pressure.names import BREAKDOWNS, ORDERED, namer
from wholeplace.places.pressure.reading import SUPPRESSED, Count, Pressure
from wholeplace.places.pressure.words import days_cell, people_cell
from wholeplace.places.wording import whole

COLUMNS = ("People now", "A week before", "Days in 4 weeks", "Days in 12 months")
Split = dict[str, dict[str, Count]]


def who_is_delayed(pressure: Pressure) -> Section | None:
    """The section; none where no delays were landed.

    Args:
        pressure: What the release says.
    """
    total = pressure.total(DELAYED, YEAR)
    if total is None:
        return None
    said = []
    if total.days is not None:
        said.append(
            f"In the twelve months up to then, agreed delays took about {whole(total.days)} days "
            "in hospital beds."
        )
    now = pressure.total(DELAYED, NOW)
    if now is not None and now.status == SUPPRESSED:
        said.append("So few people are delayed now that they are not divided by anything.")
    biggest = _biggest(pressure)
    return Section(
        "delayed",
        "Who is delayed",
        tuple(Headline(text) for text in (*said, *([biggest] if biggest else []))),
        tables=tuple(
            table for breakdown in BREAKDOWNS if (table := _table(pressure, breakdown)).rows
        ),
        notes=(
            "A delay is agreed between a hospital and whoever can end it, has a reason, and is "
            "counted from the day after the person was ready. A delay sent without a reason or a "
            "first day is in no number here.",
            "Days are those that lie in the last four weeks, or twelve months: over a longer time "
            "there are enough people to divide, where those of one morning are too few.",
        ),
    )


def _biggest(pressure: Pressure) -> str:
    """The reason that took most days in four weeks, or in the year, where it can be told."""
    split = pressure.split(DELAYED, "reason")
    for window, said in ((FOUR_WEEKS, "In the last four weeks"), (YEAR, "In the year")):
        days = {code: by[window].days for code, by in split.items()}
        known = {code: number for code, number in days.items() if number}
        if known:
            code = max(known, key=lambda name: known[name])
            words = namer(pressure, "reason")(code)
            return (
                f"{said} most days had the reason “{words[:1].lower() + words[1:]}”: about "
                f"{whole(known[code])}."
            )
    return ""


def _table(pressure: Pressure, breakdown: str) -> Table:
    """People now and a week before, and days of the year, category by category."""
    split = pressure.split(DELAYED, breakdown)
    name = namer(pressure, breakdown)
    return Table(
        f"Delayed, by {_after(breakdown)}",
        (BREAKDOWNS[breakdown], *COLUMNS)
        if breakdown != "band"
        else (
            BREAKDOWNS[breakdown],
            *COLUMNS[:2],
        ),
        tuple(
            (Cell(name(category)), *_cells(split[category], breakdown))
            for category in _in_order(split, breakdown)
        ),
    )


def _cells(moments: dict[str, Count], breakdown: str) -> tuple[Cell, ...]:
    people = [number_cell(people_cell(moments.get(moment))) for moment in (NOW, WEEK_BEFORE)]
    if breakdown == "band":
        return tuple(people)
    days = [number_cell(days_cell(moments.get(window))) for window in (FOUR_WEEKS, YEAR)]
    return (*people, *days)


def _in_order(split: Split, breakdown: str) -> list[str]:
    """Categories in their own order, or those with most days first."""
    if breakdown in ORDERED:
        order = ORDERED[breakdown]
        return sorted(split, key=lambda c: order.index(c) if c in order else len(order))

    def size(category: str) -> tuple[int, str]:
        days = split[category][YEAR].days if YEAR in split[category] else 0
        return (-(days or 0), category)

    return sorted(split, key=size)


def _after(breakdown: str) -> str:
    words = {"band": "how long it has gone on", "responsible": "who can end it"}
    words |= {"service": "what people wait for", "place": "where people live"}
    name = BREAKDOWNS[breakdown]
    return words.get(breakdown, name[:1].lower() + name[1:])
