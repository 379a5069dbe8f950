"""Problems worth saying: months missing, fields that fell or fall short, rows that come late."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa

from wholeplace.core.expressions import UNKNOWN
from wholeplace.sources.contracts import Dataset
from wholeplace.sources.monitoring.months import Feed, lateness
from wholeplace.sources.monitoring.standards import QualityStandard, completeness, timeliness
from wholeplace.statistics import wilson

Kind = Literal["silent", "low", "high", "fell", "incomplete", "late"]
CONFIDENCE = 0.998  # so that one in a thousand that meets a standard is said to fall short
WEIGHT: dict[str, int] = {
    kind: place
    for place, kind in enumerate(("silent", "fell", "low", "incomplete", "late", "high"))
}
"""Kind → its place in a list to act on."""


@dataclass(frozen=True)
class Problem:
    """One thing to put right.

    Attributes:
        kind: "silent" (nothing came), "low" or "high" (fewer or more than expected), "fell" (a
            field is filled less often than before), "incomplete" (less often than its standard) or
            "late".
        dataset: The data set.
        source: The source.
        provider: The provider; empty for the whole source.
        field: The field, where it is about one.
        months: Numbers of the months it is of, oldest first; empty where of the last year.
        part: Rows in those months: that came, have an answer, or came late.
        whole: Rows that were expected, or that came, in those months.
        standard: The share asked for, or the share usual before.
    """

    kind: Kind
    dataset: str
    source: str
    provider: str
    field: str = ""
    months: tuple[int, ...] = ()
    part: float = 0.0
    whole: float = 0.0
    standard: float | None = None

    @property
    def providers_own(self) -> bool:
        """Whether it is of one provider and not of all its source sends."""
        return bool(self.provider)


def find_problems(
    feeds: Iterable[Feed],
    lags: pa.Table,
    contract_of: Callable[[str], Dataset],
    standards: Sequence[QualityStandard],
) -> list[Problem]:
    """Everything worth saying about feeds, those to act on first.

    Args:
        feeds: The feeds.
        lags: Counts of rows by days, of all data sets.
        contract_of: The contract of a data set.
        standards: What is asked of fields and feeds.
    """
    found: list[Problem] = []
    for feed in feeds:
        contract = contract_of(feed.dataset)
        found += _of_months(feed)
        for field in feed.said:
            column = contract.column(field)
            standard = completeness(standards, feed.dataset, field)
            if column.often_blank and (standard is None or not standard.field):
                continue
            fallen = [] if column.often_blank else list(_fallen(feed, field))
            found += fallen
            if standard is not None:
                already = {problem.provider for problem in fallen}
                found += (p for p in _short(feed, field, standard) if p.provider not in already)
        found += _late(feed, lags, timeliness(standards, feed.dataset))
    # Rows that name no sender have nobody to put them right; the whole source is judged with them.
    found = [problem for problem in found if problem.provider != UNKNOWN]
    return sorted(found, key=lambda p: (WEIGHT[p.kind], p.dataset, p.source, p.provider, p.field))


def _of_months(feed: Feed) -> Iterator[Problem]:
    """Months in which a provider, or all of them together, sent too few rows or too many."""
    bands = feed.judged_rows()
    if bands is None:
        return
    for verdict, kind in _KIND_OF.items():
        for place, provider in enumerate(feed.providers):
            at = np.flatnonzero(bands.verdict[place] == verdict)
            if at.size:
                yield Problem(
                    kind,
                    feed.dataset,
                    feed.source,
                    provider,
                    months=tuple(feed.months[month] for month in at),
                    part=float(feed.rows[place, at].sum()),
                    whole=float(bands.expected[place, at].sum()),
                )


_KIND_OF: dict[str, Kind] = {"none": "silent", "low": "low", "high": "high"}


def _fallen(feed: Feed, field: str) -> Iterator[Problem]:
    """Months in which a field was filled less often than in the months before."""
    bands = feed.judged_field(field)
    if bands is None:
        return
    answered = feed.answered(field)
    for place, provider in enumerate(feed.providers):
        at = np.flatnonzero(bands.verdict[place] == "low")
        if at.size:
            yield Problem(
                "fell",
                feed.dataset,
                feed.source,
                provider,
                field,
                tuple(feed.months[month] for month in at),
                part=float(answered[place, at].sum()),
                whole=float(feed.rows[place, at].sum()),
                standard=float(np.max(bands.expected[place, at])),
            )


def _short(feed: Feed, field: str, standard: QualityStandard) -> Iterator[Problem]:
    """Providers whose year falls short of a standard by more than chance."""
    asked = standard.complete_at_least
    assert asked is not None  # completeness() gives none without
    answered, rows = feed.last_year(feed.answered(field)), feed.last_year(feed.rows)
    limits = wilson(answered, rows, confidence=CONFIDENCE)
    for place in np.flatnonzero(limits.upper < asked):
        yield Problem(
            "incomplete",
            feed.dataset,
            feed.source,
            feed.providers[place],
            field,
            part=float(answered[place]),
            whole=float(rows[place]),
            standard=asked,
        )


def _late(feed: Feed, lags: pa.Table, standard: QualityStandard | None) -> Iterator[Problem]:
    """Providers too many of whose rows came late, by more than chance."""
    if standard is None or standard.late_after is None or standard.late_at_most is None:
        return
    if not feed.months:
        return
    for provider, (_, _, late, rows) in lateness(feed.lags(lags), standard.late_after).items():
        limits = wilson([late], [rows], confidence=CONFIDENCE)
        if limits.lower[0] > standard.late_at_most and provider in feed.providers:
            yield Problem(
                "late",
                feed.dataset,
                feed.source,
                provider,
                part=float(late),
                whole=float(rows),
                standard=standard.late_at_most,
            )
