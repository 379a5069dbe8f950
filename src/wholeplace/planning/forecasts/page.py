"""The page of forecasts of one place: what is likely next, how sure, and what such words earned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from wholeplace.core.calendar import in_words
from wholeplace.core.periods import Periods
from wholeplace.measures.catalogue import Area
from wholeplace.measures.forecasts.counted import COUNTED
from wholeplace.measures.forecasts.leaving import LEAVING
from wholeplace.measures.forecasts.published import PUBLISHED
from wholeplace.measures.release import Release
from wholeplace.places.access.list_ahead import ALL, SIZES, ListsAhead
from wholeplace.places.figures import Cell, Figure, Headline, Section, Table, number_cell
from wholeplace.places.wording import begun, significant, whole
from wholeplace.planning.forecasts.chart import forecast_chart
from wholeplace.planning.forecasts.reading import Series, areas_forecast, not_forecast, read_series
from wholeplace.planning.forecasts.words import (
    METHODS,
    before,
    held,
    likely,
    rounded,
    track_record,
    why_not,
)

_PARTS = (
    (LEAVING, "hospital", "Hospital, the coming weeks"),
    (COUNTED, "use", "Use of care, the next six months"),
    (PUBLISHED, "published", "Published figures"),
)
_LEDE = 3


@dataclass(frozen=True)
class ForecastsView:
    """The page.

    Attributes:
        area: The place.
        lede: What is likely next, of the series whose forecasts have earned most.
        sections: The series by where they come from, each with its picture.
        record: How such forecasts have done, series by series; None where nothing is forecast.
        left_out: What is not forecast, each with the reason in words.
        areas: Every place that has a forecast.
    """

    area: Area
    lede: tuple[str, ...]
    sections: tuple[Section, ...]
    record: Table | None
    left_out: tuple[tuple[str, str], ...]
    areas: tuple[Area, ...]


def build_forecasts_view(release: Release, area: Area) -> ForecastsView:
    """Build the page of one place.

    Args:
        release: The release.
        area: The place.
    """
    series = sorted(read_series(release, area), key=_order(release))
    as_at = release.manifest.as_at
    sections = list(_lists(release, area))
    said_of_lists = tuple(said.text for one in sections for said in one.sentences)
    for source, name, title in _PARTS:
        mine = [one for one in series if one.source == source]
        if mine:
            figures = tuple(_figure(one, release) for one in mine)
            late = Headline(_how_late(mine, as_at))
            sections.append(Section(name, title, (late,) if late.text else (), figures))
    return ForecastsView(
        area,
        _lede(series, as_at, said_of_lists),
        tuple(sections),
        _record(series) if series else None,
        tuple((row["title"], why_not(row)) for row in not_forecast(release, area)),
        tuple(areas_forecast(release)),
    )


def _lists(release: Release, area: Area) -> Iterator[Section]:
    """The waiting lists of the system, or of a hospital, by theory rather than from their past."""
    provider = ALL if area.key == release.system.key else area.code
    lists = [ListsAhead(release, said) for said in release.document(SIZES) or []]
    told = [(one.sentence(provider), one.figure(provider)) for one in lists]
    figures = tuple(figure for _, figure in told if figure is not None)
    if figures:
        texts = tuple(Headline(text) for text, _ in told if text)
        yield Section("lists", "Waiting lists, the next half year", texts, figures)


def _lede(series: list[Series], as_at: dt.date, lists: tuple[str, ...]) -> tuple[str, ...]:
    """What is likely next, of the series whose forecasts have been closest to what came.

    Where none is current, what waiting lists come to.
    """
    earned = sorted((one for one in series if one.smoothed), key=_ratio)
    current = [one for one in earned if not _late(one, as_at)]
    if lists and not current:
        return lists
    if earned and not current:
        return ("Only published figures are forecast well here, and they come late.",)
    return tuple(sentence(one) for one in current[:_LEDE])


def sentence(series: Series) -> str:
    """The next period of a series in a sentence."""
    first = series.ahead[0]
    low, high = first.within_80 or (0.0, 0.0)
    period = series.period(first.start)
    return likely(series.title, period, first.value or 0.0, low, high, series.kind)


def _order(release: Release) -> Callable[[Series], int]:
    """Measures stand in the order of the catalogue; other series as they were written."""
    places = {name: place for place, name in enumerate(release.measures)}
    return lambda one: places.get(one.name, len(places))


def _ratio(series: Series) -> float:
    return float(series.record["ratio"])


def _figure(series: Series, release: Release) -> Figure:
    record, published = series.record, series.source == PUBLISHED
    notes = [
        track_record(record["ratio"], record["compared"], before(series.kind, record["season"]))
    ]
    coverage = series.shown("coverage_80")
    notes += [held(coverage, 80, record["compared"])] if coverage is not None else []
    if record["missing"]:
        notes.append(f"{whole(record['missing'])} hidden or missing periods are left out.")
    return Figure(
        sentence(series),
        f"{begun(series.unit)} each {series.kind}. Dashed: expected. Dark: in four of five such "
        f"{series.kind}s. Light: in 19 of 20.",
        forecast_chart(series),
        _table(series),
        f"{'Published figures, forecast in ' if published else ''}Wholeplace run {release.run_id}",
        series.name if series.name in release.measures else "",
        " ".join(notes),
    )


def _table(series: Series) -> Table:
    """What is expected of each period ahead."""
    rows = []
    for point in series.ahead:
        low, high = point.within_80 or (0.0, 0.0)
        least, most = point.within_95 or (0.0, 0.0)
        width = high - low
        rows.append(
            (
                Cell(series.period(point.start)),
                number_cell(rounded(point.value or 0.0, width)),
                number_cell(f"{rounded(low, width)} to {rounded(high, width)}"),
                number_cell(f"{rounded(least, width)} to {rounded(most, width)}"),
            )
        )
    columns = (series.kind.capitalize(), "Expected", "Four in five", "19 in 20")
    of = ", from published figures" if series.source == PUBLISHED else ""
    return Table(f"{series.title}: what is expected{of}", columns, tuple(rows))


def _record(series: list[Series]) -> Table:
    """How smoothing and the same as last season have done."""
    rows = []
    for one in series:
        scores = [one.record[f"{who}_scaled_error"] for who in ("smoothing", "naive")]
        shares = [one.shown(f"coverage_{meant}") for meant in (80, 95)]
        rows.append(
            (
                Cell(f"{one.title}{' (published)' if one.source == PUBLISHED else ''}"),
                Cell(METHODS[one.record["method"]]),
                number_cell(whole(one.record["compared"])),
                *(number_cell("" if s is None else significant(s, 2)) for s in scores),
                *(number_cell("" if s is None else f"{s * 100:.0f}%") for s in shares),
            )
        )
    columns = (
        *("Series", "Shown by", "Forecasts tested", "Our error (MASE)"),
        *("Same as last season (MASE)", "80% ranges held", "95% ranges held"),
    )
    return Table("Forecasts from past dates, against what came", columns, tuple(rows))


def _late(series: Series, as_at: dt.date) -> bool:
    """Whether the first period ahead was over by the date of the run."""
    after = Periods(series.kind, series.ahead[0].start, 1).start(1)
    return after <= as_at


def _how_late(series: list[Series], as_at: dt.date) -> str:
    """A warning where what lies ahead of the data lies behind the reader."""
    late = [one for one in series if _late(one, as_at)]
    if not late:
        return ""
    last = max(one.last for one in late)
    words = Periods(late[0].kind, last, 1).name(0)
    return (
        f"The latest of these figures are for {words}, and this run is of {in_words(as_at)}: "
        "the first forecasts are of periods that have passed."
    )
