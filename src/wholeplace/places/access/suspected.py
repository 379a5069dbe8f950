"""How much longer suspected duplicates make waiting lists: sentences and tables of a range."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wholeplace.measures.release import Release
from wholeplace.places.figures import Cell, Headline, Section, Table, number_cell
from wholeplace.places.sentences import frequency, one_denominator
from wholeplace.places.wording import SUPPRESSED, begun, whole

TABLE = "duplicates"
LIKELY, SUSPECTED, SHARED, UNCODED = "likely", "suspected", "shared", "uncoded"
NOT_REMOVED = (
    "Nothing has been taken off any list. Whether two entries are one wait is for the providers to "
    "settle, with the person if need be; surveillance and planned repeats are left out by rule."
)
Counts = Mapping[str, Mapping[str, Any]]
"""Measure → its released row."""


def duplicate_sections(release: Release) -> Iterator[Section]:
    """A section for each rule by which duplicates were looked for.

    Args:
        release: The release.
    """
    for rule in release.document(TABLE) or []:
        rows = release.select(TABLE, rule=rule["name"])
        if rows:
            yield _section(release, rule, _by_category(rows))


def duplicates_not_produced(release: Release) -> list[tuple[str, str]]:
    """Titles of the rules that could not be followed, each with the reason."""
    return [
        (rule["title"], rule["missing"])
        for rule in release.document(TABLE) or []
        if rule["missing"]
    ]


def _by_category(rows: list[dict[str, Any]]) -> dict[tuple[str, str], Counts]:
    found: dict[tuple[str, str], dict[str, Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault((row["split"], row["category"]), {})[row["measure"]] = row
    return dict(found)


def _section(
    release: Release, rule: Mapping[str, Any], found: Mapping[tuple[str, str], Counts]
) -> Section:
    overall = found["all", "all"]
    tables = (
        _table(f"{begun(rule['noun'])}, by hospital", "Hospital", found, "provider", release),
        _table(f"{begun(rule['noun'])}, by {rule['alike']}", begun(rule["alike"]), found, "title",
               release, rule["names"]),
    )  # fmt: skip
    return Section(
        f"duplicates-{rule['name']}",
        f"{rule['title']}?",
        tuple(Headline(text) for text in sentences(overall, rule["noun"])),
        tables=tuple(table for table in tables if table.rows),
        notes=(
            f"{rule['doc']} Not in these numbers: {rule['not_in_it'][:1].lower()}"
            f"{rule['not_in_it'][1:]}",
            "A pair is one second entry, and both of its entries are on another list too. It is "
            "likely or possible by points for what is alike, which no real list has tested yet.",
        ),
    )


def sentences(found: Counts, noun: str) -> list[str]:
    """How many entries may be second ones, as a range, and what could not be compared.

    Args:
        found: The counts of all entries.
        noun: What an entry is called, in the plural.
    """
    total = found[LIKELY]["denominator"]
    if not total:
        return [f"Too few {noun} are on the lists to look for duplicates."]
    return [
        f"Of about {whole(total)} {noun} on the lists, {_range(found)}.",
        *_uncoded(found, noun),
        NOT_REMOVED,
    ]


def _range(found: Counts) -> str:
    """From those that are likely to all that are suspected."""
    low, high = found[LIKELY], found[SUSPECTED]
    if high["numerator"] == 0:
        return "none is suspected to be on two hospitals' lists"
    if _not_shown(low) or _not_shown(high):
        return "how many may be a second entry for a wait that is on another list is not shown"
    least, most = _about(low), _about(high)
    shares = [row["value"] for row in (low, high) if row["value"]]
    said = f"{least} are likely to be a second entry for a wait that is on another list, and {most}"
    said += " are if those that are only possible are counted too"
    if len(shares) == 2:
        denominator = one_denominator(shares)
        said += (
            f": between {frequency(shares[0], denominator)} and "
            f"{frequency(shares[1], denominator)} entries"
        )
    return said


def _about(row: Mapping[str, Any]) -> str:
    """A rounded number within a sentence, or that it is small."""
    return SUPPRESSED if row["numerator"] is None else f"about {whole(row['numerator'])}"


def _not_shown(row: Mapping[str, Any]) -> bool:
    """Whether nothing is said of a number, not even that it is small."""
    return row["numerator"] is None and row["status"] != "suppressed"


def _uncoded(found: Counts, noun: str) -> Iterator[str]:
    row = found[UNCODED]
    if row["numerator"] == 0:
        return
    if _not_shown(row):
        yield f"How many {noun} do not say what for, and could not be compared, is not shown."
        return
    yield (
        f"{begun(_about(row))} {noun} do not say what for, so they could not be compared: they are "
        "listed for somebody to code."
    )


def _table(
    caption: str,
    heading: str,
    found: Mapping[tuple[str, str], Counts],
    split: str,
    release: Release,
    names: Mapping[str, str] | None = None,
) -> Table:
    columns = (heading, "On the lists", "Likely second entries", "With possible ones",
               "On another list too", "Not coded")  # fmt: skip
    rows = []
    for (kind, category), counts in found.items():
        if kind != split:
            continue
        area = release.areas.get(("provider", category)) if split == "provider" else None
        name = area.name if area is not None else (names or {}).get(category, category)
        entries = counts[LIKELY]["denominator"]
        cells = [whole(entries) if entries is not None else SUPPRESSED]
        cells += [_count(counts[measure]) for measure in (LIKELY, SUSPECTED, SHARED, UNCODED)]
        rows.append((Cell(begun(name)), *(number_cell(text) for text in cells)))
    rows.sort(key=lambda row: row[0].text)
    return Table(caption, columns, tuple(rows))


def _count(row: Mapping[str, Any]) -> str:
    """A rounded number, or why it is not shown."""
    if row["numerator"] is not None:
        return whole(row["numerator"])
    return SUPPRESSED if row["status"] == "suppressed" else "Not shown"
