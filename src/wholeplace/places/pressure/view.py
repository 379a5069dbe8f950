"""The pressure board of one release: sentences first, then who, what is full, and how fresh."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from wholeplace.core.calendar import in_words
from wholeplace.measures.delays.cube import FOUR_WEEKS, NOW, WEEK_BEFORE, WINDOWS, YEAR
from wholeplace.measures.delays.intervals import DELAYED
from wholeplace.measures.release import Release
from wholeplace.places.figures import Section
from wholeplace.places.pressure.counted_ways import three_ways
from wholeplace.places.pressure.fresh import freshness, stale_sentences
from wholeplace.places.pressure.front_door import front_door
from wholeplace.places.pressure.full import fullest, what_is_full
from wholeplace.places.pressure.reading import Pressure, age_in_days
from wholeplace.places.pressure.what_if import WhatIf, worst
from wholeplace.places.pressure.who import who_is_delayed
from wholeplace.places.pressure.words import about, against_the_aim, change, people_words
from wholeplace.places.wording import whole

OLD_AFTER = 2  # days behind the day the page is read on


@dataclass(frozen=True)
class PressureView:
    """The page.

    Attributes:
        lede: What a morning call needs to know, in sentences.
        sections: Its parts, in order.
        stale: A sentence for each feed that is not current.
        nothing: What is missing, where no number of delays can be shown at all.
        what_if: The scenario to begin with; None where nothing can be told.
    """

    lede: tuple[str, ...]
    sections: tuple[Section, ...]
    stale: tuple[str, ...]
    nothing: str
    what_if: WhatIf | None


def build_pressure_view(release: Release) -> PressureView:
    """Build the page.

    Args:
        release: The release.
    """
    pressure = Pressure(release)
    parts = (
        who_is_delayed(pressure),
        what_is_full(pressure),
        front_door(pressure),
        three_ways(pressure),
        freshness(pressure),
    )
    nothing = "" if pressure.measures else "No data of leaving hospital were landed."
    return PressureView(
        tuple(_lede(pressure)),
        tuple(part for part in parts if part is not None),
        tuple(stale_sentences(pressure)),
        nothing,
        worst(pressure),
    )


def how_old(release: Release, today: dt.date) -> str:
    """A warning where the board lies well behind the day it is read on; empty otherwise.

    Args:
        release: The release.
        today: The day the page is read on.
    """
    days = age_in_days(release.manifest.as_at, today)
    if days <= OLD_AFTER:
        return ""
    return (
        f"This is how it was on {in_words(release.manifest.as_at)}, {days} days ago. "
        "No later data have been run here, so nothing on this page is today's."
    )


def _lede(pressure: Pressure) -> list[str]:
    now, before = (pressure.total(DELAYED, moment) for moment in (NOW, WEEK_BEFORE))
    sentences = []
    if now is not None:
        than = change(now, before)
        sentences.append(
            f"At the end of {in_words(pressure.as_at)}, {about(now)} delayed in hospital, ready "
            f"to leave and waiting for an agreed reason{': ' + than if than else ''}. "
            f"{against_the_aim(now)}".strip()
        )
    usual = _usual(pressure)
    full = fullest(pressure)
    return [*sentences, *filter(None, (usual, full))]


def _usual(pressure: Pressure) -> str:
    """People delayed on an average day of four weeks, and of the year; empty where not told."""
    spans = ((FOUR_WEEKS, "the last four weeks"), (YEAR, "the last twelve months"))
    told = []
    for window, words in spans:
        count = pressure.total(DELAYED, window)
        if count is not None and count.days is not None:
            people = people_words(count.days / WINDOWS[window])
            told.append(f"about {people} on an average day of {words} ({whole(count.days)} days)")
    return f"Delayed in hospital were {', and '.join(told)}." if told else ""
