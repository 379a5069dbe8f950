"""Figures of waits and contacts by group: one scale, like for like, with both numbers beside."""

from __future__ import annotations

import math
from collections.abc import Sequence

from wholeplace.measures.catalogue import ReleasedMeasure, ReleasedValue
from wholeplace.measures.waits.definition import LONGEST_BIN
from wholeplace.places import palette
from wholeplace.places.access.reading import Access, AccessList, AccessNumbers, Groups
from wholeplace.places.access.words import (
    EVERYONE,
    NOT_KNOWN,
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
    SUPPRESSED,
    limits,
    people_counted,
    shown,
    whole,
)


def wait_figures(numbers: AccessNumbers, item: AccessList, source: str) -> list[Figure]:
    """Half-way waits of one list by deprivation, ethnicity and so on, on one shared scale.

    Args:
        numbers: The place's numbers.
        item: The waiting list.
        source: The source line.
    """
    breakdowns = numbers.breakdowns(item.name, "median")
    splits = {b: numbers.groups(item.name, "median", b) for b in breakdowns}
    tops = [_top(a.adjusted) for groups in splits.values() for a in groups.values()]
    domain = (0.0, max(tops, default=0.0))
    overall = numbers.everyone(item.name, "median")
    everyone = _inside(overall.adjusted.value) if overall is not None else None
    made = []
    for breakdown, groups in splits.items():
        if not any(access.raw.shown for access in groups.values()):
            continue
        gap = widest(breakdown, groups)
        made.append(
            Figure(
                title=weeks_gap(gap) if gap else too_few(breakdown),
                subtitle=f"{item.title}: weeks that half of the waits have lasted longer than. "
                f"{breakdown_name(breakdown)}, like for like in {item.alike_in}, with 95% limits",
                spec=interval_chart(
                    _rows(breakdown, groups),
                    number_format=",~f",
                    title="Weeks",
                    comparator=Line(EVERYONE, everyone) if everyone is not None else None,
                    domain=domain,
                ),
                table=wait_table(numbers, item, breakdown),
                source=source,
            )
        )
    return made


def share_figures(
    numbers: AccessNumbers, item: AccessList, share: ReleasedMeasure, source: str
) -> list[Figure]:
    """A share of contacts of every group on one chart; none where no group can be shown.

    Args:
        numbers: The place's numbers.
        item: The contacts.
        share: The share.
        source: The source line.
    """
    breakdowns = numbers.breakdowns(item.name, share.name)
    splits = {b: numbers.groups(item.name, share.name, b) for b in breakdowns}
    # Groups that are not known stand in the table: each breakdown has one, of the same name.
    known = [
        row
        for breakdown, groups in splits.items()
        for row in _rows(breakdown, {k: a for k, a in groups.items() if k not in NOT_KNOWN})
    ]
    if not any(row.value is not None for row in known):
        return []
    gap = widest(breakdowns[0], splits[breakdowns[0]])
    overall = numbers.everyone(item.name, share.name)
    everyone = overall.adjusted.value if overall is not None else None
    return [
        Figure(
            title=gap_sentence(share, gap, "The share is") if gap else too_few(breakdowns[0]),
            subtitle=f"{share.title}, as a percentage of {share.among}, of every group. Like for "
            f"like in {item.alike_in}, with 95% limits",
            spec=interval_chart(
                known,
                number_format=".1~%",
                title="Percentage",
                comparator=Line(EVERYONE, everyone) if everyone is not None else None,
            ),
            table=share_table(numbers, item, share),
            source=source,
            tall=True,
        )
    ]


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


def share_table(numbers: AccessNumbers, item: AccessList, share: ReleasedMeasure) -> Table:
    """A share of contacts of every group: as counted, and like for like."""
    columns = (
        "Group",
        "Divided by",
        "Share",
        "95% limits",
        "Like for like",
        "95% limits",
        "Counted",
        "Out of",
    )
    rows = []
    for breakdown in numbers.breakdowns(item.name, share.name):
        groups = _present(numbers.groups(item.name, share.name, breakdown))
        for key, access in groups.items():
            among = access.raw.denominator
            cells = [
                shown(access.raw),
                limits(access.raw),
                shown(access.adjusted),
                limits(access.adjusted),
                people_counted(access.raw),
                whole(among) if among is not None else SUPPRESSED,
            ]
            names = (Cell(group_name(breakdown, key)), Cell(breakdown_name(breakdown)))
            rows.append((*names, *(number_cell(text) for text in cells)))
    return Table(f"{share.title}, by group", columns, tuple(rows))


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
