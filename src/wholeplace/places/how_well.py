"""The section "How well people are": segments, conditions and the conditions that go together."""

from __future__ import annotations

from typing import Any

from wholeplace.measures.catalogue import Area, ReleasedValue
from wholeplace.places import palette
from wholeplace.places.bars import stacked_shares
from wholeplace.places.figures import Cell, Figure, Headline, Section, Table, number_cell
from wholeplace.places.numbers import UNKNOWN
from wholeplace.places.reading import Reading, comparison_table
from wholeplace.places.sentences import frequency, one_denominator
from wholeplace.places.wording import SUPPRESSED, are, people_counted, percent, shown

_PAIRS_SHOWN = 8
Segment = dict[str, Any]


def section(reading: Reading) -> Section:
    """The section for one place."""
    segments = _segments(reading)
    conditions = reading.measures("conditions")
    tables = [comparison_table(reading, conditions, "Long-term conditions")] if conditions else []
    pairs = _pairs(reading)
    if pairs is not None:
        tables.append(pairs)
    figures = (segments,) if segments else ()
    notes = (
        "A condition is counted once it is recorded by a GP; people who have it without a "
        "diagnosis are not in these numbers.",
    )
    return Section(
        "health",
        "How well people are",
        tuple(_sentences(reading)),
        figures,
        tuple(table for table in tables if table.rows),
        notes,
    )


def _entries(reading: Reading) -> list[Segment]:
    """The segments of the first model, those whose need is not known last."""
    entries = reading.release.document("segments") or []
    entries = [entry for entry in entries if entry.get("model") == entries[0].get("model")]
    return sorted(entries, key=lambda entry: (entry["name"] == UNKNOWN, entry.get("order", 0)))


def _measure_of(segment: Segment) -> str:
    return str(segment.get("measure") or f"segment_{segment['name']}")


def _value(reading: Reading, area: Area, segment: Segment) -> ReleasedValue | None:
    return reading.numbers.overall(area, _measure_of(segment))


def _segments(reading: Reading) -> Figure | None:
    entries = [e for e in _entries(reading) if _value(reading, reading.area, e) is not None]
    if not entries:
        return None
    areas = [reading.area, reading.system] if reading.compared else [reading.area]
    data, rows = [], []
    for order, segment in enumerate(entries):
        cells = [Cell(segment["title"], measure=_measure_of(segment))]
        for area in areas:
            value = _value(reading, area, segment)
            if value is not None and value.value is not None:
                name = area.name if area == reading.area else "Whole system"
                data.append(
                    {"area": name, "group": segment["title"], "share": value.value, "order": order}
                )
            cells += [number_cell(people_counted(value)), number_cell(shown(value))]
        rows.append(tuple(cells))
    columns: tuple[str, ...] = ("Segment", "People", "Share")
    if reading.compared:
        columns += ("People in the system", "Share in the system")
    titles = [entry["title"] for entry in entries]
    return Figure(
        title=_healthy_finding(reading, entries),
        subtitle="Each person is in one segment: the highest need that applies to them",
        spec=stacked_shares(data, titles, _shades(entries)),
        table=Table("People by segment", columns, tuple(rows)),
        source=reading.source,
        measure=_measure_of(entries[0]),
    )


def _shades(entries: list[Segment]) -> list[str]:
    """Darker for greater need; the unknown, who come last, are grey."""
    known = [entry for entry in entries if entry["name"] != UNKNOWN]
    return palette.ramp(len(known)) + [palette.UNKNOWN] * (len(entries) - len(known))


def _healthy_finding(reading: Reading, entries: list[Segment]) -> str:
    """The last segment before the unknown is the one with least need."""
    known = [entry for entry in entries if entry["name"] != UNKNOWN]
    value = _value(reading, reading.area, known[-1]) if known else None
    if value is None or value.value is None:
        return "How need differs between people"
    words = frequency(value.value, one_denominator([value.value]))
    return f"{words} people are in the “{known[-1]['title']}” segment."


def _sentences(reading: Reading) -> list[Headline]:
    measures = [m for m in reading.measures("conditions") if reading.there(m) is not None]
    words = [reading.judged(measure)[0].partition(",")[0] for measure in measures]
    if not any(words):
        return []
    counts = {word: words.count(word) for word in ("Higher", "Similar", "Lower")}
    return [
        Headline(
            f"Of the {sum(counts.values())} measures below that can be compared, "
            f"{are(counts['Higher'])} higher here than in the system as a whole, "
            f"{are(counts['Lower'])} lower and {are(counts['Similar'])} similar. Ages are not "
            "allowed for: a place with more older people has more of most conditions."
        )
    ]


def _pairs(reading: Reading) -> Table | None:
    rows = [
        row
        for row in reading.release.comorbidity(reading.area)
        if row.get("basis") in (None, reading.basis) and row.get("value") is not None
    ]
    if not rows:
        return None
    rows = _stronger_direction(rows)
    rows.sort(key=lambda row: -(row["numerator"] or 0))
    return Table(
        "Conditions that most often go together",
        ("Of people with", "this share also have", "Share", "People with both"),
        tuple(
            (
                _condition(reading, row["condition"]),
                _condition(reading, row["other"]),
                number_cell(percent(row["value"])),
                number_cell(SUPPRESSED if row["numerator"] is None else f"{row['numerator']:,}"),
            )
            for row in rows[:_PAIRS_SHOWN]
        ),
    )


def _stronger_direction(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each pair of conditions once, from the one whose people more often have the other."""
    best: dict[frozenset[str], dict[str, Any]] = {}
    for row in rows:
        pair = frozenset((row["condition"], row["other"]))
        if pair not in best or row["value"] > best[pair]["value"]:
            best[pair] = row
    return list(best.values())


def _condition(reading: Reading, name: str) -> Cell:
    """A condition by the title of the measure of how many have it, which it opens."""
    measures = reading.release.measures
    found = measures.get(f"{name}_prevalence") or measures.get(name)
    if found is None:
        return Cell(name.replace("_", " ").capitalize())
    return Cell(found.title, measure=found.name)
