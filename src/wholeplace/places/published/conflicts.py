"""Published figures that contradict each other, side by side: none is silently chosen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from wholeplace.measures.release import Release
from wholeplace.places.figures import Cell, Table, number_cell
from wholeplace.places.published.catalogue import Indicator, indicators
from wholeplace.places.published.figures_in_words import number, period_words
from wholeplace.places.published.reading import Reading, Row, read_indicator, written
from wholeplace.places.published.sentence import agree

_SAME_THING = ("subject_type", "subject_code", "subject_name", "period_start", "period_end")
_SAME_PART = ("sex", "age", "category_type", "category")
_MOST_ROWS = 60


@dataclass(frozen=True, slots=True)
class Statement:
    """Two printed statements that contradict each other, and what is done about it."""

    conflict: str
    topic: str
    severity: str
    statement_a: str
    source_a: str
    statement_b: str
    source_b: str
    check: str
    handling: str
    indicators: tuple[str, ...]
    measures: tuple[str, ...]


def statements(release: Release) -> list[Statement]:
    """Every contradiction in the register, in its order."""
    return [_statement(row) for row in release.rows("published_conflicts")]


def _statement(row: Row) -> Statement:
    words: dict[str, Any] = {f.name: row[f.name] or "" for f in fields(Statement)}
    for name in ("indicators", "measures"):
        words[name] = tuple(filter(None, words[name].split(",")))
    return Statement(**words)


def statements_about(
    release: Release, *, indicator: str = "", measure: str = ""
) -> list[Statement]:
    """Contradictions that concern an indicator or a measure."""
    return [
        one for one in statements(release) if indicator in one.indicators or measure in one.measures
    ]


def differing(release: Release) -> list[tuple[Indicator, str, int]]:
    """Indicators of which sources print different figures for the same thing and period.

    Returns:
        The indicator, the subject (as in an address) with most differences, and how many
        differences the indicator has.
    """
    found = []
    for indicator in indicators(release).values():
        if len(indicator.sources) < 2:
            continue
        reading = read_indicator(release, indicator)
        pairs = [rows for rows in _pairs(reading.rows) if not _all_agree(rows)]
        if pairs:
            kind, code = pairs[0][0]["subject_type"], pairs[0][0]["subject_code"]
            subject = written((kind, code or pairs[0][0]["subject_name"]))
            found.append((indicator, subject, len(pairs)))
    return found


def side_by_side(reading: Reading) -> Table | None:
    """Figures of the subject that several sources print for the same period, side by side.

    Args:
        reading: The indicator and its subject.

    Returns:
        A table with a column for each source, those that differ first; None where no figure has
        two sources.
    """
    pairs = _pairs(reading.own)
    if not pairs:
        return None
    pairs.sort(key=_all_agree)
    sources = list(dict.fromkeys(row["source"] for rows in pairs for row in rows))
    rows = []
    for same in pairs[:_MOST_ROWS]:
        held = {row["source"]: row for row in same}
        cells = [
            number_cell(number(held[s]["value"], reading.unit) if s in held else "")
            for s in sources
        ]
        rows.append((Cell(_thing(same[0])), *cells, Cell("Same" if _all_agree(same) else "Differ")))
    named = [reading.sources[source].publication for source in sources]
    caption = f"{reading.indicator.title}, {reading.name}: what each source prints"
    return Table(caption, ("Of", *named, "Comparison"), tuple(rows))


def _pairs(rows: Iterable[Row]) -> list[list[Row]]:
    """Values of the same thing, period and part that more than one source prints."""
    together: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        key = tuple(row[name] for name in (*_SAME_THING, *_SAME_PART))
        together.setdefault(key, []).append(row)
    return [same for same in together.values() if len({row["source"] for row in same}) > 1]


def _all_agree(rows: list[Row]) -> bool:
    return all(agree(rows[0]["value"], row["value"]) for row in rows)


def _thing(row: Row) -> str:
    parts = (row["sex"], row["age"] and f"ages {row['age']}", row["category"])
    return ", ".join(filter(None, (period_words(row).capitalize(), *parts)))
