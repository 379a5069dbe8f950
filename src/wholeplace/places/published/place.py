"""The published figures of one place, for the end of its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wholeplace.measures.catalogue import Area
from wholeplace.measures.release import Release
from wholeplace.places.figures import Cell, Table, number_cell
from wholeplace.places.published.catalogue import Indicator, indicators
from wholeplace.places.published.figures_in_words import limits, number, period_words
from wholeplace.places.published.reading import Row, latest, of_everybody, subject_of, written

_COUNCILS = ("district", "upper_tier")


@dataclass(frozen=True)
class PlacePublished:
    """Published figures of a place: a table for each topic."""

    tables: tuple[Table, ...]


def build_place_published(release: Release, area: Area) -> PlacePublished:
    """The last published figure of every indicator of a place, by topic.

    A unitary authority is a district and an upper tier under one code, so figures of either are
    its own. Registers of the practices recorded in a district stand apart: they are not of its
    residents.

    Args:
        release: The published release.
        area: The place.
    """
    rows = release.select("published", subject_code=area.code)
    known = indicators(release)
    tables = _tables(known, _own(rows, area), "")
    recorded = [row for row in rows if row["subject_type"] == "recorded_authority"]
    if area.area_type == "district" and recorded:
        ending = f": practices whose recorded local authority is {area.name}, not its residents"
        tables += _tables(known, recorded, ending)
    return PlacePublished(tuple(tables))


def build_series_of_place(release: Release, area: Area, names: Sequence[str]) -> PlacePublished:
    """The last published figure of a few indicators of a place; empty where none is of it.

    Args:
        release: The published release.
        area: The place.
        names: Ids of the indicators.
    """
    known = {name: one for name, one in indicators(release).items() if name in names}
    rows = release.select("published", subject_code=area.code)
    return PlacePublished(tuple(_tables(known, _own(rows, area), "")))


def _own(rows: Sequence[Row], area: Area) -> list[Row]:
    kinds = _COUNCILS if area.area_type in _COUNCILS else (area.area_type,)
    return [row for row in rows if row["subject_type"] in kinds]


def _tables(known: dict[str, Indicator], rows: list[Row], ending: str) -> list[Table]:
    topics: dict[str, list[tuple[Indicator, Row]]] = {}
    for name, indicator in known.items():
        own = of_everybody(row for row in rows if row["indicator"] == name)
        printed = [row for row in latest(own) if row["value"] is not None]
        for row in printed:
            topics.setdefault(indicator.topic, []).append((indicator, row))
    return [_table(topic + ending, pairs) for topic, pairs in topics.items()]


def _table(caption: str, pairs: list[tuple[Indicator, Row]]) -> Table:
    with_limits = any(row["lower"] is not None for _, row in pairs)
    rows = []
    for indicator, row in pairs:
        source = next(s for s in indicator.sources if s.source == row["source"])
        name = ", ".join(filter(None, (indicator.title, row["sex"])))
        link = (indicator.indicator, written(subject_of(row)))
        cells = [Cell(name, published=link), number_cell(number(row["value"], source.unit))]
        if with_limits:
            cells.append(number_cell(limits(row, source.unit)))
        cells += [Cell(_unit(source.unit)), Cell(period_words(row)), Cell(source.publisher)]
        rows.append(tuple(cells))
    columns = ("Indicator", "Value", *(["95% limits"] if with_limits else []))
    return Table(caption, (*columns, "Unit", "Period", "Published by"), tuple(rows))


def _unit(unit: str) -> str:
    return unit[:1].upper() + unit[1:]
