"""What the page of one definition says, whatever its kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wholeplace.measures.elsewhere import ELSEWHERE
from wholeplace.measures.release import Release
from wholeplace.places.figures import Cell, Table
from wholeplace.places.measure_list import STATISTICS_ELSEWHERE
from wholeplace.places.wording import begun, significant, whole
from wholeplace.places.worked_out_from import Column, worked_out_from
from wholeplace_web.catalogue.drawn_table import drawn_table

KINDS: dict[str, tuple[str, str]] = {
    "measures": ("measures", "Measures"),
    "measures-elsewhere": (ELSEWHERE, "Measures not counted here"),
    "attributes": ("attributes", "Conditions and other attributes"),
    "segments": ("segments", "Segments"),
    "code-lists": ("codelists", "Code lists"),
    "datasets": ("datasets", "Data sets"),
}
"""Kind in the address → the release's document, and its heading."""

_PARTS = {
    "published": "Measures that others publish",
    "wanted": "Measures that cannot be produced",
    "condition": "Conditions",
    "activity": "Use of care",
    "measurement": "Measurements",
    "fact": "Other facts about a person",
}
_FACTS = {
    "because": "Why it is not counted here",
    "needs": "What is needed",
    "rationale": "Why it matters",
    "numerator": "Numerator",
    "denominator": "Denominator",
    "exclusions": "Left out on purpose",
    "statistic": "Statistic",
    "per": "For every",
    "dispersion": "Dispersion",
    "unit": "Unit",
    "polarity": "Better when",
    "not_in_it": "Who is not in this number",
    "not_covered": "Who is not covered",
    "rule": "Rule",
    "ages": "Ages",
    "kind": "Kind",
    "system": "Code system",
    "standard": "Standard",
    "purpose": "Purpose",
    "legal_basis": "Legal basis",
    "target": "Target",
    "ids": "The same elsewhere",
    "owner": "Owner",
    "source": "Source",
    "overrides": "Replaces",
    "reason": "Why it replaces it",
    "id": "Id",
    "version": "Version",
}
_STATISTICS = {
    "proportion": "Proportion, with Wilson 95% limits",
    "rate": "Crude rate, with Byar's 95% limits",
    "dsr": "Directly age-standardised rate, with Dobson's 95% limits",
    "mean": "Mean, with 95% limits",
    "count": "Count, rounded",
}
_SAID_ELSEWHERE = ("none", "", "None", "[]")


@dataclass(frozen=True)
class DefinitionPage:
    """One definition: its words, its facts, what it rests on, what rests on it, and its code."""

    kind: str
    name: str
    title: str
    doc: str
    approved: bool
    facts: tuple[tuple[str, str], ...]
    code_lists: tuple[tuple[str, str], ...]
    worked_out_from: tuple[Column, ...]
    used_by: tuple[tuple[str, str, str], ...]
    tables: tuple[Table, ...]
    example: str
    drawn: Table | None
    sql: str
    codes: tuple[str, ...]


def entries(release: Release, kind: str) -> list[dict[str, Any]]:
    """The definitions of one kind, in the order of the catalogue."""
    document, _ = KINDS[kind]
    return list(release.document(document) or [])


@dataclass(frozen=True)
class Shelf:
    """Definitions that stand together on the catalogue's page."""

    id: str
    kind: str
    heading: str
    entries: tuple[dict[str, Any], ...]


def shelves(release: Release) -> list[Shelf]:
    """All definitions by kind; attributes apart by what they are."""
    found = []
    for kind, (_, heading) in KINDS.items():
        groups: dict[str, list[dict[str, Any]]] = {}
        for entry in entries(release, kind):
            name = _PARTS.get(str(entry.get("kind")), heading)
            groups.setdefault(name, []).append(entry)
        for number, (name, members) in enumerate(groups.items()):
            id_ = kind if number == 0 else f"{kind}-{number + 1}"
            found.append(Shelf(id_, kind, name, tuple(members)))
    return found


def build_definition(release: Release, kind: str, name: str) -> DefinitionPage | None:
    """The page of one definition, or None where there is none of that name."""
    if kind not in KINDS:
        return None
    entry = next((e for e in entries(release, kind) if e["name"] == name), None)
    if entry is None:
        return None
    return DefinitionPage(
        kind=kind,
        name=name,
        title=entry["title"],
        doc=str(entry.get("doc") or ""),
        approved=bool(entry.get("clinically_approved", kind != "code-lists")),
        facts=tuple(_facts(entry)),
        code_lists=tuple(_code_lists(release, entry)),
        worked_out_from=tuple(worked_out_from(release, entry.get("rests_on") or ())),
        used_by=tuple(_used_by(release, kind, name)),
        tables=tuple(_tables(entry)),
        example=str(entry.get("example") or ""),
        drawn=drawn_table(str(entry.get("example") or "")),
        sql=str(entry.get("sql") or ""),
        codes=tuple(str(code) for code in entry.get("codes") or ()),
    )


def _facts(entry: dict[str, Any]) -> list[tuple[str, str]]:
    found = []
    for key, label in _FACTS.items():
        value = entry.get(key)
        if value is None or str(value) in _SAID_ELSEWHERE:
            continue
        if key in ("per", "dispersion") and value == 1:
            continue
        words = _ids(value) if key == "ids" else str(value)
        if key == "statistic":
            known = STATISTICS_ELSEWHERE if "because" in entry else _STATISTICS
            words = known.get(words, words)
        if key == "per":
            words = f"{whole(int(value))} people"
        if key == "dispersion":
            words = (
                f"{significant(value, 2)}: as one person may be counted more than once, so many "
                "tell as much as one separate event, and the limits allow for it"
            )
        found.append((label, words))
    return found


def _ids(ids: Sequence[Mapping[str, str]]) -> str:
    """Ids of the same measure elsewhere, each with how it differs."""
    alike: dict[str, list[str]] = {}
    for one in ids:
        alike.setdefault(one.get("differs", ""), []).append(f"{one['scheme']} {one['id']}")
    said = [(", ".join(named), differs) for differs, named in alike.items()]
    return "; ".join(f"{named} ({differs})" if differs else named for named, differs in said)


def _code_lists(release: Release, entry: dict[str, Any]) -> list[tuple[str, str]]:
    titles = {held["name"]: held["title"] for held in release.document("codelists") or []}
    return [(name, titles.get(name, name)) for name in entry.get("code_lists") or []]


def _used_by(release: Release, kind: str, name: str) -> list[tuple[str, str, str]]:
    key = {"code-lists": "code_lists", "attributes": "rests_on"}.get(kind)
    if key:
        return [
            (user, entry["name"], entry["title"])
            for user in ("attributes", "measures")
            for entry in entries(release, user)
            if name in (entry.get(key) or [])
        ]
    measure = release.measures.get(f"segment_{name}") if kind == "segments" else None
    return [("measures", measure.name, measure.title)] if measure else []


def _tables(entry: dict[str, Any]) -> list[Table]:
    """The tables of a definition: a register's years, a data set's columns."""
    return [*_register_years(entry), *_columns(entry)]


def _register_years(entry: dict[str, Any]) -> list[Table]:
    years = entry.get("register_years")
    if not years:
        return []
    rows = tuple(
        (
            Cell(one["year"]),
            Cell(one["indicator"]),
            Cell(one["rule"]),
            Cell(begun(one["standing"])),
            Cell(one.get("here") or "The same"),
        )
        for one in years
    )
    headings = ("Year", "Indicator", "Who is on it", "In the framework", "How it differs here")
    return [Table("The register in the Quality and Outcomes Framework", headings, rows)]


def _columns(entry: dict[str, Any]) -> list[Table]:
    columns = entry.get("columns")
    if not columns:
        return []
    rows = tuple(
        (
            Cell(str(column["name"])),
            Cell(str(column.get("description", ""))),
            Cell(str(column.get("kind", ""))),
            Cell("Yes" if column.get("required") else "No"),
            Cell("Vault only" if column.get("identifying") else "Yes"),
        )
        for column in columns
    )
    headings = ("Column", "What it holds", "Type", "Required", "Kept with the record")
    return [Table("Columns", headings, rows)]
