"""The overview of variation: every measure, how many units are outside its funnel, and the gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wholeplace.measures.catalogue import Area, ReleasedMeasure
from wholeplace.measures.release import Release
from wholeplace.places.variation.reading import (
    Compared,
    Cost,
    by_measure,
    compared,
    costs,
    measures,
    of_unit,
)
from wholeplace.places.variation.totals import Priced, Target, Total, added, priced
from wholeplace.places.variation.wording import (
    NOT_A_SAVING,
    SMALL_GAP,
    about,
    alike_in,
    position_words,
    pounds,
    pounds_of,
    value_words,
)
from wholeplace.places.wording import area_kind, unit_words, whole

TARGETS: tuple[Target, ...] = ("to_median", "to_best")


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure on the overview."""

    measure: ReleasedMeasure
    compared: int
    high: int
    low: int
    greyed: int
    gaps: tuple[str, ...]
    cost: str


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One measure on the list of one unit."""

    measure: ReleasedMeasure
    value: str
    average: str
    unit: str
    words: str
    tone: str
    gap: str
    cost: str


@dataclass(frozen=True)
class Overview:
    """What the overview says of units of one kind."""

    kind: str
    alike_in: str
    sentences: tuple[str, ...]
    lines: tuple[MeasureLine, ...]
    not_compared: tuple[ReleasedMeasure, ...]
    money: tuple[tuple[str, str, str], ...]
    costs: tuple[Cost, ...]


@dataclass(frozen=True)
class UnitOverview:
    """What is said of one practice or neighbourhood."""

    area: Area
    sentences: tuple[str, ...]
    outside: tuple[UnitLine, ...]
    others: tuple[UnitLine, ...]
    greyed: tuple[tuple[ReleasedMeasure, str], ...]


def build_overview(release: Release, kind: str) -> Overview:
    """The overview of units of one kind.

    Args:
        release: The release.
        kind: The kind of unit.
    """
    rows = compared(release, kind)
    prices = costs(release)
    lines, without = [], []
    for measure, own in by_measure(release, rows):
        if any(row.ranked for row in own):
            lines.append(_line(measure, own, prices))
        else:
            without.append(measure)
    lines.sort(key=lambda line: -(line.high + line.low))
    money = priced(_valued(release, rows), prices, "to_best")
    return Overview(
        kind,
        alike_in(kind),
        tuple(_sentences(kind, lines, money)),
        tuple(lines),
        tuple(without),
        tuple(_money(release, money)),
        tuple(cost for cost in prices.values() if any(cost.name == r.unit_cost for r in rows)),
    )


def build_unit(release: Release, area: Area) -> UnitOverview:
    """Where one practice or neighbourhood stands on every measure.

    Args:
        release: The release.
        area: The unit.
    """
    rows = of_unit(release, area)
    prices = costs(release)
    outside: list[UnitLine] = []
    others: list[UnitLine] = []
    greyed = []
    for measure, (row, *_) in by_measure(release, rows):
        if row.greyed:
            greyed.append((measure, row.because))
        elif row.ranked:
            line = _unit_line(measure, row, prices)
            (outside if row.position in ("low_3", "high_3") else others).append(line)
    money = priced(_valued(release, rows), prices, "to_best")
    return UnitOverview(
        area,
        tuple(_unit_sentences(area, len(outside), len(others), len(greyed), money)),
        tuple(outside),
        tuple(others),
        tuple(greyed),
    )


def _valued(release: Release, rows: Sequence[Compared]) -> list[Compared]:
    """Rows whose gaps are of care that there had better be less of."""
    known = measures(release)
    return [row for row in rows if known[row.measure].polarity == "lower"]


def _line(
    measure: ReleasedMeasure, rows: Sequence[Compared], prices: dict[str, Cost]
) -> MeasureLine:
    totals = [added(rows, target) for target in TARGETS]
    cost = prices.get(rows[0].unit_cost or "")
    best = totals[1]
    money = ""
    if cost is not None and best is not None and measure.polarity == "lower":
        money = pounds_of(best.value if best.upper >= SMALL_GAP else 0.0, cost.pounds)
    return MeasureLine(
        measure,
        sum(row.ranked for row in rows),
        sum(row.position == "high_3" for row in rows),
        sum(row.position == "low_3" for row in rows),
        sum(row.greyed for row in rows),
        tuple(_total_words(total) for total in totals),
        money,
    )


def _total_words(total: Total | None) -> str:
    if total is None:
        return ""
    if total.upper < SMALL_GAP:
        return "None"
    return f"{about(total.value)} ({about(total.lower)} to {about(total.upper)})"


def _unit_line(measure: ReleasedMeasure, row: Compared, prices: dict[str, Cost]) -> UnitLine:
    words, tone = position_words(row, measure.polarity)
    cost = prices.get(row.unit_cost or "")
    gap = row.to_best
    money = gap is not None and cost is not None and measure.polarity == "lower"
    return UnitLine(
        measure,
        value_words(row, row.value),
        value_words(row, row.benchmark),
        unit_words(measure),
        words,
        tone,
        "" if gap is None else about(gap) if gap >= SMALL_GAP else "None",
        pounds_of(gap, cost.pounds) if money and gap is not None and cost is not None else "",
    )


def _sentences(kind: str, lines: Sequence[MeasureLine], money: Sequence[Priced]) -> list[str]:
    kinds = area_kind(kind, plural=True)
    if not lines:
        return [
            f"No measure has five {kinds} with numbers large enough to compare: 15 or more people "
            "or events must be expected of each."
        ]
    wide = sum(1 for line in lines if line.high + line.low)
    said = [
        f"{kinds[:1].upper()}{kinds[1:]} are compared on {_measures(len(lines))}, allowing for "
        f"{alike_in(kind)}. "
        + (
            f"On {whole(wide)} of them at least one is outside what chance explains (99.8% limits)."
            if wide
            else "On none of them is any outside what chance explains (99.8% limits)."
        )
    ]
    net = sum(part.net for part in money)
    if net:
        said.append(
            "The care given beyond the rate of the best fifth cost about "
            f"{pounds(net)} a year, counting each stay once. {NOT_A_SAVING}"
        )
    return said


def _unit_sentences(
    area: Area, outside: int, others: int, greyed: int, money: Sequence[Priced]
) -> list[str]:
    if not outside and not others:
        return [
            f"{area.name} has no numbers large enough to compare: 15 or more people or events must "
            "be expected of it."
        ]
    whole_list = outside + others
    said = [
        f"{area.name} is compared with its peers on {_measures(whole_list)}, allowing for "
        f"age, sex and deprivation. On {_or_none(outside)} it is outside what chance explains "
        "(99.8% limits)."
    ]
    if greyed:
        said.append(f"On {whole(greyed)} its data are late or partial, so it is not ranked.")
    net = sum(part.net for part in money)
    if net:
        said.append(
            f"Its care beyond the rate of the best fifth cost about {pounds(net)} a year, counting "
            f"each stay once. {NOT_A_SAVING}"
        )
    return said


def _money(release: Release, money: Sequence[Priced]) -> list[tuple[str, str, str]]:
    known = measures(release)
    return [
        (
            f"{part.overlaps[:1].upper()}{part.overlaps[1:]}: "
            + ", ".join(known[name].title for name in part.measures),
            pounds(part.gross),
            pounds(part.net),
        )
        for part in money
        if part.net
    ]


def _or_none(count: int) -> str:
    return whole(count) if count else "none"


def _measures(count: int) -> str:
    return f"{whole(count)} measure{'' if count == 1 else 's'}"
