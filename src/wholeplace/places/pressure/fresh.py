"""How fresh each feed is, in words: a feed that is not current says so, and since when."""

from __future__ import annotations

from typing import Any

from wholeplace.core.calendar import in_words
from wholeplace.places.figures import Cell, Headline, Section, Table
from wholeplace.places.pressure.reading import Pressure
from wholeplace.places.pressure.words import how_long_ago


def stale_sentences(pressure: Pressure) -> list[str]:
    """A sentence for each feed that is not current.

    Args:
        pressure: What the release says.
    """
    return [
        f"{feed['title']} from {feed['source']} last tells of {in_words(feed['last_day'])}, "
        f"{how_long_ago(feed['days_ago'])}: what rests on it is not shown as current."
        for feed in pressure.stale_feeds
    ]


def freshness(pressure: Pressure) -> Section | None:
    """The section; none where the release does not say.

    Args:
        pressure: What the release says.
    """
    if not pressure.feeds:
        return None
    late = len(pressure.stale_feeds)
    said = "Every feed is current." if not late else f"{late} of {len(pressure.feeds)} are not."
    return Section(
        "fresh",
        "How fresh the data are",
        (Headline(said),),
        tables=(
            Table(
                "The last day each feed tells of",
                ("Feed", "Last day", "Received", "State"),
                tuple(map(_row, pressure.feeds)),
            ),
        ),
        notes=(
            "A feed is not current when it has been silent for longer than is usual for it. Its "
            "people are left out of the numbers of today, and no hospital is shown as empty.",
        ),
    )


def _row(feed: dict[str, Any]) -> tuple[Cell, ...]:
    silent = how_long_ago(feed["days_ago"])
    state = Cell("Not current", tone="worse") if feed["stale"] else Cell("Current")
    return (
        Cell(f"{feed['title']}, {feed['source']}"),
        Cell(f"{in_words(feed['last_day'])} ({silent})"),
        Cell(in_words(feed["received"])),
        state,
    )
