"""The list of published series of a release: by topic, each with its sources."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from wholeplace.measures.release import Release
from wholeplace.places.published.figures_in_words import kind_words, span


@dataclass(frozen=True, slots=True)
class Source:
    """One source of an indicator and everything said of it."""

    source: str
    indicator: str
    title: str
    topic: str
    unit: str
    period_kind: str
    publisher: str
    publication: str
    licence: str
    caveat: str
    obtained: str
    published_on: dt.date | None
    received: dt.date | None
    first_day: dt.date | None
    last_day: dt.date | None
    subject_types: tuple[str, ...]
    values: int
    file: str
    sha256: str

    @property
    def period(self) -> str:
        """From when to when it runs."""
        return span(self.first_day, self.last_day, self.period_kind)

    @property
    def kinds(self) -> str:
        """What its values are of, in words."""
        return ", ".join(kind_words(kind) for kind in self.subject_types)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One published indicator and its sources; none of them is preferred."""

    indicator: str
    sources: tuple[Source, ...]

    @property
    def title(self) -> str:
        """The indicator as its first source names it."""
        return self.sources[0].title

    @property
    def topic(self) -> str:
        """The heading it stands under."""
        return self.sources[0].topic


def indicators(release: Release) -> dict[str, Indicator]:
    """Every published indicator by id, in the order of topic and title."""
    found: dict[str, list[Source]] = {}
    for row in release.rows("published_series"):
        kept = {name: row[name] for name in Source.__dataclass_fields__}
        kept |= {name: row[name] or "" for name in ("caveat", "obtained")}
        kept["subject_types"] = tuple(filter(None, row["subject_types"].split(",")))
        found.setdefault(row["indicator"], []).append(Source(**kept))
    made = [Indicator(name, tuple(sources)) for name, sources in found.items()]
    made.sort(key=lambda entry: (entry.topic, entry.title, entry.indicator))
    return {entry.indicator: entry for entry in made}


def topics(release: Release) -> list[tuple[str, list[Indicator]]]:
    """Indicators under their topics."""
    shelves: dict[str, list[Indicator]] = {}
    for entry in indicators(release).values():
        shelves.setdefault(entry.topic, []).append(entry)
    return list(shelves.items())
