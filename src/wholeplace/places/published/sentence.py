"""The sentence that a published series begins with."""

from __future__ import annotations

from wholeplace.places.published.figures_in_words import (
    day_words,
    limits,
    place_words,
    when,
    with_unit,
)
from wholeplace.places.published.reading import Reading, Row, latest, of_everybody

SAME_WITHIN = 0.0005
"""Two figures are the same where they differ by less than one part in two thousand, which is what
rounding a share to one decimal place can do."""

_SEXES = {"female": "for females", "male": "for males"}


def agree(first: float | None, second: float | None) -> bool:
    """Whether two printed figures are the same but for rounding.

    >>> agree(12.66, 12.659), agree(12.66, 12.9), agree(None, 3.0), agree(0.0, 0.0)
    (True, False, False, True)
    """
    if first is None or second is None:
        return first is second
    return abs(first - second) <= SAME_WITHIN * max(abs(first), abs(second))


def sentence(reading: Reading) -> str:
    """What the series says of its subject last, in one sentence, and how far back it goes.

    Several sources are all said where they differ; none is chosen.

    Args:
        reading: The indicator and its subject.
    """
    rows = latest(of_everybody(reading.own)) or latest(reading.own)
    printed = [row for row in rows if row["value"] is not None]
    if not printed:
        return f"{place_words(reading.own[0])} no figure is printed."
    if printed[0]["category"] is not None:
        return f"{place_words(printed[0])} the source prints {_parts(printed)}, {when(printed[0])}."
    said = f"{place_words(printed[0])}, {when(printed[0])}, it was {_figures(reading, printed)}"
    said += "." if _agreed(printed) else ": the sources differ."
    return f"{said} {_reach(reading)}".strip()


def _parts(rows: list[Row]) -> str:
    kinds = dict.fromkeys(str(row["category_type"]) for row in rows)
    return f"figures by {' and by '.join(kinds)} only"


def _agreed(rows: list[Row]) -> bool:
    first = {row["sex"]: row["value"] for row in reversed(rows)}
    return all(agree(first[row["sex"]], row["value"]) for row in rows)


def _figures(reading: Reading, rows: list[Row]) -> str:
    by_sex: dict[str | None, list[Row]] = {}
    for row in rows:
        by_sex.setdefault(row["sex"], []).append(row)
    said = []
    for sex, members in by_sex.items():
        words = _one(reading, members)
        said.append(f"{words} {_SEXES[sex]}" if sex in _SEXES else words)
    return " and ".join(said)


def _one(reading: Reading, rows: list[Row]) -> str:
    first = rows[0]
    if _agreed(rows):
        words = with_unit(first["value"], reading.unit)
        words += f" of people aged {first['age']}" if first["age"] else ""
        held = limits(first, reading.unit)
        return f"{words} (95% limits {held})" if held else words
    said = [
        f"{with_unit(row['value'], reading.unit)} by {reading.sources[row['source']].publication}"
        for row in rows
    ]
    return " but ".join(said)


def _reach(reading: Reading) -> str:
    days = [row["period_start"] for row in reading.own if row["value"] is not None]
    starts = sorted({day for day in days if day})
    if len(starts) < 2:
        return ""
    kind = reading.indicator.sources[0].period_kind
    form = {"day": day_words, "month": lambda d: f"{d:%B %Y}"}.get(kind, lambda d: f"{d:%Y}")
    return f"The series goes back to {form(starts[0])}."
