"""Figures of waits and contacts by group: one scale, like for like, with both numbers beside."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from wholeplace.measures.catalogue import ReleasedMeasure, ReleasedValue
from wholeplace.measures.waits.definition import LONGEST_BIN
from wholeplace.places import palette
from wholeplace.places.access.reading import Access, AccessList, AccessNumbers, Groups
from wholeplace.places.access.words import (
    EVERYONE,
    breakdown_name,
    group_label,
    group_name,
    too_few,
    weeks_cell,
    weeks_gap,
    weeks_limits,
    widest,
)
from wholeplace.places.charts import Line, Row, interval_chart
from wholeplace.places.figures import Cell, Figure, Table, number_cell
from wholeplace.places.sentences import gap_sentence
from wholeplace.places.wording import (
    limits,
    people_counted,
    shown,
    whole,
)

Finding = Callable[[str, Groups], str]


def wait_figures(numbers: AccessNumbers, item: AccessList, source: str) -> list[Figure]:
    """Half-way waits of one list by deprivation, ethnicity, age, sex and learning disability.

    Args:
        numbers: The place's numbers.
        item: The waiting list.
        source: The source line.
    """

    def finding(breakdown: str, groups: Groups) -> str:
        gap = widest(breakdown, groups)
        return weeks_gap(gap) if gap else too_few(breakdown)

    breakdowns = numbers.breakdowns(item.name, "median")
    return _figures(
        {b: numbers.groups(item.name, "median", b) for b in breakdowns},
        numbers.everyone(item.name, "median"),
        finding,
        lambda breakdown: wait_table(numbers, item, breakdown),
        alike_in=item.alike_in,
        subtitle=f"{item.title}: weeks that half of the waits have lasted longer than",
        axis="Weeks",
        number_format=",~f",
        source=source,
    )


def share_figures(
    numbers: AccessNumbers, item: AccessList, share: ReleasedMeasure, source: str
) -> list[Figure]:
    """A share of contacts by deprivation, ethnicity, age, sex and learning disability.

    Args:
        numbers: The place's numbers.
        item: The contacts.
        share: The share.
        source: The source line.
    """

    def finding(breakdown: str, groups: Groups) -> str:
        gap = widest(breakdown, groups)
        if gap is None:
            return too_few(breakdown)
        return gap_sentence(share, gap, "The share is")

    breakdowns = numbers.breakdowns(item.name, share.name)
    return _figures(
        {b: numbers.groups(item.name, share.name, b) for b in breakdowns},
        numbers.everyone(item.name, share.name),
        finding,
        lambda breakdown: share_table(numbers, item, share, breakdown),
        alike_in=item.alike_in,
        subtitle=f"{share.title}, as a percentage of {share.among}",
        axis="Percentage",
        number_format=".1~%",
        source=source,
    )


def _figures(
    splits: dict[str, Groups],
    overall: Access | None,
    finding: Finding,
    table: Callable[[str], Table],
    *,
    alike_in: str,
    subtitle: str,
    axis: str,
    number_format: str,
    source: str,
) -> list[Figure]:
    tops = [_top(a.adjusted) for groups in splits.values() for a in groups.values()]
    domain = (0.0, max(tops, default=0.0))
    if not domain[1]:
        return []
    line = None
    if overall is not None and overall.adjusted.value is not None:
        line = Line(EVERYONE, min(overall.adjusted.value, LONGEST_BIN))
    made = []
    for breakdown, groups in splits.items():
        if not any(a.raw.shown for a in groups.values()):
            continue
        made.append(
            Figure(
                title=finding(breakdown, groups),
                subtitle=f"{subtitle}. {breakdown_name(breakdown)}, like for like in "
                f"{alike_in}, with 95% limits",
                spec=interval_chart(
                    _rows(breakdown, groups),
                    number_format=number_format,
                    title=axis,
                    comparator=line,
                    domain=domain,
                ),
                table=table(breakdown),
                source=source,
            )
        )
    return made


def _rows(breakdown: str, groups: Groups) -> list[Row]:
    return [
        Row(
            group_label(breakdown, key),
            _inside(access.adjusted.value) if access.adjusted.shown else None,
            _inside(access.adjusted.lower),
            _inside(access.adjusted.upper),
            palette.PLACE,
        )
        for key, access in _present(groups).items()
    ]


def wait_table(numbers: AccessNumbers, item: AccessList, breakdown: str) -> Table:
    """Everything about the waits of each group: as counted, and like for like."""
    beyond = [(f"Over {weeks} weeks", f"over_{weeks}") for weeks in item.over]
    columns = (
        breakdown_name(breakdown),
        "Waits",
        "Half longer than (weeks)",
        "95% limits",
        "Like for like",
        "95% limits",
        "One in ten longer than (weeks)",
        *(title for title, _ in beyond),
    )
    rows = []
    for key, access in _present(numbers.groups(item.name, "median", breakdown)).items():
        others = [
            numbers.groups(item.name, name, breakdown).get(key)
            for name in ("waiting", "ninetieth", *(name for _, name in beyond))
        ]
        waiting, ninetieth, *over = [other.raw if other else None for other in others]
        cells = [
            people_counted(waiting),
            weeks_cell(access.raw),
            weeks_limits(access.raw),
            weeks_cell(access.adjusted),
            weeks_limits(access.adjusted),
            weeks_cell(ninetieth),
            *(shown(value) for value in over),
        ]
        rows.append((Cell(group_name(breakdown, key)), *(number_cell(text) for text in cells)))
    return Table(f"{item.title}, by {_lower(breakdown)}", columns, tuple(rows))


def share_table(
    numbers: AccessNumbers, item: AccessList, share: ReleasedMeasure, breakdown: str
) -> Table:
    """A share of contacts of each group: as counted, and like for like."""
    columns = (
        breakdown_name(breakdown),
        "Share",
        "95% limits",
        "Like for like",
        "95% limits",
        "Counted",
        "Out of",
    )
    rows = []
    for key, access in _present(numbers.groups(item.name, share.name, breakdown)).items():
        among = access.raw.denominator
        cells = [
            shown(access.raw),
            limits(access.raw),
            shown(access.adjusted),
            limits(access.adjusted),
            people_counted(access.raw),
            whole(among) if among is not None else "1 to 7",
        ]
        rows.append((Cell(group_name(breakdown, key)), *(number_cell(text) for text in cells)))
    return Table(f"{share.title}, by {_lower(breakdown)}", columns, tuple(rows))


def _present(groups: Groups) -> dict[str, Access]:
    """Groups that anybody is in: an empty group of people not known of is not worth a row."""
    return {key: a for key, a in groups.items() if a.raw.status != "no_data"}


def _lower(breakdown: str) -> str:
    name = breakdown_name(breakdown)
    return f"{name[0].lower()}{name[1:]}"


def _inside(number: float | None) -> float | None:
    """A number as a chart can draw it: the axis ends where the bins do."""
    return LONGEST_BIN if number is not None and math.isinf(number) else number


def _top(value: ReleasedValue) -> float:
    known: Sequence[float | None] = (value.upper, value.value)
    return max((n for n in map(_inside, known) if n is not None), default=0.0)
