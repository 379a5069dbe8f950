"""Figures of reach: the concentration curve, use against need by group, and area by area."""

from __future__ import annotations

from collections.abc import Iterator

from wholeplace.measures.catalogue import Area, ReleasedValue
from wholeplace.measures.release import Release
from wholeplace.places import palette
from wholeplace.places.access.curve import curve_chart, curve_points
from wholeplace.places.access.reach_reading import GROUPED_BY, Groups, ReachedService, ReachNumbers
from wholeplace.places.access.reach_words import lean
from wholeplace.places.access.words import (
    EVERYONE,
    breakdown_name,
    group_label,
    group_name,
    too_few,
    widest_of,
)
from wholeplace.places.charts import Line, Row, interval_chart
from wholeplace.places.figures import Cell, Figure, Table, number_cell
from wholeplace.places.numbers import FIFTHS
from wholeplace.places.sentences import gap_sentence
from wholeplace.places.wording import (
    SUPPRESSED,
    area_kind,
    limits,
    people_counted,
    percent,
    shown,
    whole,
)

AXIS = "Percentage of people in need"


class ReachFigures:
    """Draws the figures of one place.

    Args:
        release: The release.
        area: The place.
        numbers: Its numbers.
    """

    def __init__(self, release: Release, area: Area, numbers: ReachNumbers) -> None:
        self._release, self._area, self._numbers = release, area, numbers
        self._source = f"Wholeplace run {release.run_id}"

    def of(self, service: ReachedService) -> list[Figure]:
        """The figures of one service."""
        return [*self._curve(service), *self._by_group(service), *self._by_area(service)]

    def _curve(self, service: ReachedService) -> Iterator[Figure]:
        breakdown = self._numbers.deprivation(service.name)
        groups = self._numbers.groups(service.name, breakdown)
        found = [groups.get(fifth) for fifth in FIFTHS]
        clients = [v.numerator for v in found if v is not None and v.numerator is not None]
        need = [v.denominator for v in found if v is not None and v.denominator is not None]
        if len(clients) < len(FIFTHS) or len(need) < len(FIFTHS):
            return
        points = curve_points(clients, need)
        if points:
            yield Figure(
                title=lean(self._numbers.concentration(service.name)),
                subtitle=f"{service.title}: people in need who used it against all people in need, "
                f"by {_lower(breakdown)}",
                spec=curve_chart(points),
                table=self._table(service, breakdown),
                source=self._source,
                note="A curve above the dashed line leans towards the more deprived, below it "
                "towards the less deprived.",
            )

    def _by_group(self, service: ReachedService) -> Iterator[Figure]:
        name = service.name
        breakdowns = [self._numbers.deprivation(name), *GROUPED_BY]
        splits = {b: _present(self._numbers.groups(name, b)) for b in breakdowns}
        tops = [v.upper or 0.0 for groups in splits.values() for v in groups.values()]
        overall = self._numbers.use(name)
        line = (
            Line(EVERYONE, overall.value)
            if overall is not None and overall.value is not None
            else None
        )
        for breakdown, groups in splits.items():
            if not any(value.shown for value in groups.values()):
                continue
            gap = widest_of(breakdown, groups)
            rows = [_row(group_label(breakdown, k), v, here=True) for k, v in groups.items()]
            yield Figure(
                title=gap_sentence(service.as_measure, gap, "Use against need is")
                if gap
                else too_few(breakdown),
                subtitle=f"{service.title}: percentage of {service.needed_by} who used it. "
                f"{breakdown_name(breakdown)}, with 95% limits",
                spec=interval_chart(
                    rows,
                    number_format=".1~%",
                    title=AXIS,
                    comparator=line,
                    domain=(0.0, max(tops)),
                ),
                table=self._table(service, breakdown),
                source=self._source,
                tall=breakdown == "ethnic_group",
            )

    def _by_area(self, service: ReachedService) -> Iterator[Figure]:
        """Every area of the kind, in the order of their names: small differences are no rank."""
        found = self._numbers.areas(service.name)
        named = sorted(
            (self._release.areas[key].name, key) for key in found if key in self._release.areas
        )
        if len(named) < 2 or not any(found[key].shown for _, key in named):
            return
        kinds = area_kind(self._area.area_type, plural=True)
        rows = [_row(name, found[key], here=key == self._area.key) for name, key in named]
        cells = tuple(
            (Cell(name, area=self._release.areas[key].slug), *_cells(found[key]))
            for name, key in named
        )
        headings = ("People in need", "Used it", "Share", "95% limits")
        yield Figure(
            title=f"{self._area.name} beside other {kinds}.",
            subtitle=f"{service.title}: percentage of {service.needed_by} who used it, "
            "with 95% limits",
            spec=interval_chart(rows, number_format=".1~%", title=AXIS),
            table=Table(
                f"{service.title}, by {area_kind(self._area.area_type).lower()}",
                (area_kind(self._area.area_type), *headings),
                cells,
            ),
            source=self._source,
            tall=True,
        )

    def _table(self, service: ReachedService, breakdown: str) -> Table:
        """Clients and need of each group, each as a share of all, and how much need is met."""
        groups = _present(self._numbers.groups(service.name, breakdown))
        clients = self._numbers.clients(service.name, breakdown)
        everybody = sum(value.numerator or 0 for value in clients.values())
        need = sum(value.denominator or 0 for value in groups.values())
        columns = (
            breakdown_name(breakdown),
            "All clients",
            "Share of clients",
            "People in need",
            "Share of need",
            "Of them, used it",
            "Share",
            "95% limits",
        )
        rows = []
        for key, value in groups.items():
            among, used, share, limit = _cells(value)
            using = clients.get(key)
            counts = (
                number_cell(people_counted(using)),
                _share(using.numerator if using else None, everybody),
                among,
                _share(value.denominator, need),
            )
            rows.append((Cell(group_name(breakdown, key)), *counts, used, share, limit))
        return Table(f"{service.title}, by {_lower(breakdown)}", columns, tuple(rows))


def _cells(value: ReleasedValue) -> tuple[Cell, Cell, Cell, Cell]:
    """People in need, those of them who used it, their share, and its limits."""
    among = whole(value.denominator) if value.denominator is not None else SUPPRESSED
    texts = (among, people_counted(value), shown(value), limits(value))
    need, used, share, limit = (number_cell(text) for text in texts)
    return need, used, share, limit


def _row(name: str, value: ReleasedValue, *, here: bool) -> Row:
    colour = palette.PLACE if here else palette.NEUTRAL
    number = value.value if value.shown else None
    return Row(name, number, value.lower, value.upper, colour, here)


def _share(part: int | None, total: int) -> Cell:
    return number_cell(percent(part / total) if part is not None and total else "")


def _present(groups: Groups) -> dict[str, ReleasedValue]:
    return {key: v for key, v in groups.items() if v.status != "no_data"}


def _lower(breakdown: str) -> str:
    name = breakdown_name(breakdown)
    return f"{name[0].lower()}{name[1:]}"
