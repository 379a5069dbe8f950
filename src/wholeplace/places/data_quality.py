"""How good the data are, in words and tables: of everything, and of what one sender sends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wholeplace.measures.quality.words import begun, plain, plain_field
from wholeplace.measures.release import Release
from wholeplace.places.figures import Cell, Table, number_cell
from wholeplace.places.wording import SUPPRESSED, percent, whole

YEAR = 12
_GROUPS = ("asian", "black", "mixed", "white", "other", "not_stated", "unknown")
_GROUP_WORDS = {"not_stated": "Not stated", "unknown": "Not known"}
_VERDICTS = {
    "none": "Nothing came",
    "low": "Fewer than expected",
    "high": "More than expected",
    "as_expected": "As expected",
    "too_few": "Too few to judge",
    "too_soon": "Too soon to judge",
}
Problem = Mapping[str, Any]


@dataclass(frozen=True)
class SenderPage:
    """What one sender's page of one data set says.

    Attributes:
        title: The data set's title.
        sender: The sender's name.
        problems: Its problems.
        months: Rows of each month with the band expected.
        fields: What each field says.
        lateness: How late rows came, in a sentence; empty where it cannot be said.
    """

    title: str
    sender: str
    problems: tuple[Problem, ...]
    months: Table
    fields: Table
    lateness: str


def headline(release: Release) -> str:
    """The first sentence of the data page."""
    problems = release.rows("problems")
    feeds = {(row["dataset"], row["source"]) for row in release.rows("field_quality")}
    if not feeds:
        return "This run has no account of how good its data are."
    if not problems:
        return (
            f"Nothing stands out in the {len(feeds)} feeds that arrived: no month is missing and "
            "every field is as complete as asked."
        )
    senders = {_sender(problem) for problem in problems}
    things = "1 thing" if len(problems) == 1 else f"{len(problems)} things"
    who = "1 sender" if len(senders) == 1 else f"{len(senders)} senders"
    verb = "is" if len(problems) == 1 else "are"
    return f"There {verb} {things} to put right with {who}, in {len(feeds)} feeds that arrived."


def fix_lists(release: Release) -> list[tuple[str, list[Problem]]]:
    """Problems by who can put them right, those with most first."""
    found: dict[str, list[Problem]] = {}
    for problem in release.rows("problems"):
        found.setdefault(_sender(problem), []).append(problem)
    return sorted(found.items(), key=lambda entry: (-len(entry[1]), entry[0]))


def overview(release: Release) -> Table:
    """One row per data set: senders, newest month, how complete and how late."""
    titles = _titles(release)
    problems = release.rows("problems")
    months = release.rows("feed_months")
    late = release.rows("lateness")
    rows = []
    for name in dict.fromkeys(row["dataset"] for row in release.rows("field_quality")):
        mine = [row for row in months if row["dataset"] == name]
        newest = max((row["month"] for row in mine if row["rows"]), default=None)
        said = [
            row
            for row in release.rows("field_quality")
            if row["dataset"] == name and row["month"] is None and row["said"] == "answered"
        ]
        worst = _least_complete(release, name, said)
        days = [row["p95_days"] for row in late if row["dataset"] == name and row["p95_days"]]
        count = sum(problem["dataset"] == name for problem in problems)
        rows.append(
            (
                Cell(titles.get(name, plain(name))),
                Cell(f"{newest:%B %Y}" if newest else ""),
                number_cell(f"{max(days):.0f} days" if days else ""),
                Cell(worst),
                number_cell(whole(count) if count else "None"),
            )
        )
    columns = ("Data set", "Newest month", "95 in 100 rows come within", "Least complete", "To fix")
    return Table("What arrived, and how good it is", columns, tuple(rows))


def senders(release: Release) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Data set titles, each with its senders as (data set, source and provider, name)."""
    titles = _titles(release)
    found: dict[str, dict[str, tuple[str, str, str]]] = {}
    names = _names(release)
    for row in release.rows("field_quality"):
        key = f"{row['source']}~{row['provider']}"
        title = titles.get(row["dataset"], plain(row["dataset"]))
        name = names.get(row["provider"], row["provider"]) or f"All that {row['source']} sends"
        found.setdefault(title, {})[key] = (row["dataset"], key, name)
    return [
        (t, sorted(held.values(), key=lambda e: (not e[1].endswith("~"), e[2])))
        for t, held in found.items()
    ]


def sender_page(release: Release, dataset: str, source: str, provider: str) -> SenderPage | None:
    """The page of one sender's part of a data set, or None where it sends none of it."""

    def mine(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        key = (dataset, source, provider)
        return [r for r in rows if (r["dataset"], r["source"], r["provider"]) == key]

    fields = mine(release.rows("field_quality"))
    if not fields:
        return None
    late = mine(release.rows("lateness"))
    name = _names(release).get(provider, provider) or f"All that {source} sends"
    return SenderPage(
        title=_titles(release).get(dataset, plain(dataset)),
        sender=name,
        problems=tuple(mine(release.rows("problems"))),
        months=_month_table(mine(release.rows("feed_months"))),
        fields=_field_table(fields),
        lateness=_lateness(late[0]) if late else "",
    )


def ethnicity_matrix(release: Release) -> Table:
    """People by ethnic group: what the register says down, what hospitals say across."""
    counts: dict[tuple[str, str], int] = {}
    for row in release.rows("agreement"):
        if row["subject"] == "ethnicity":
            key = (row["register"], row["other"])
            counts[key] = counts.get(key, 0) + (row["counted"] or 0)
    if not counts:
        return Table("", (), ())
    words = [_GROUP_WORDS.get(group, group.capitalize()) for group in _GROUPS]
    rows = tuple(
        (
            Cell(words[place]),
            *(number_cell(_people(counts.get((own, other)))) for other in _GROUPS),
        )
        for place, own in enumerate(_GROUPS)
    )
    return Table(
        "Ethnic group in the register of people (down) and in other sources (across)",
        ("Register", *words),
        rows,
    )


def agreement_table(release: Release) -> Table:
    """Sex, birth date and practice: how often other sources say what the register says."""
    totals: dict[tuple[str, str], list[int]] = {}
    for row in release.rows("agreement"):
        if row["subject"] == "ethnicity" or not row["counted"]:
            continue
        same = row["other"] in ("3 of 3 parts", "the same") or (
            row["subject"] == "sex" and row["register"] == row["other"]
        )
        held = totals.setdefault((row["subject"], row["source"]), [0, 0])
        held[0] += row["counted"] * same
        held[1] += row["counted"]
    rows = tuple(
        (Cell(subject.capitalize()), Cell(source), number_cell(percent(same / every)))
        for (subject, source), (same, every) in sorted(totals.items())
        if every
    )
    return Table("How often sources agree with the register", ("What", "Source", "The same"), rows)


def _month_table(rows: Sequence[Mapping[str, Any]]) -> Table:
    ordered = sorted(rows, key=lambda row: row["month"], reverse=True)
    before: dict[dt.date, Any] = {row["month"]: row["rows"] for row in ordered}
    shown = []
    for row in ordered[:YEAR]:
        month: dt.date = row["month"]
        last = (month - dt.timedelta(days=1)).replace(day=1)
        tone = "worse" if row["verdict"] in ("none", "low") else ""
        shown.append(
            (
                Cell(f"{month:%B %Y}"),
                number_cell(_rows(row)),
                number_cell(_count(before.get(last))),
                number_cell(_count(before.get(month.replace(year=month.year - 1)))),
                number_cell(_band(row)),
                Cell(_VERDICTS.get(row["verdict"], ""), tone=tone),
            )
        )
    columns = ("Month", "Rows", "Month before", "Year before", "Expected", "So")
    return Table("Rows by month", columns, tuple(shown))


def _field_table(rows: Sequence[Mapping[str, Any]]) -> Table:
    year = [row for row in rows if row["month"] is None]
    names = dict.fromkeys(row["field"] for row in year)
    said = {(row["field"], row["said"]): row for row in year}
    kinds = ("answered", "blank", "not_known", "not_stated")
    shown = tuple(
        (
            Cell(begun(plain_field(name))),
            *(number_cell(_value(said.get((name, kind)))) for kind in kinds),
        )
        for name in names
    )
    columns = ("Field", "Answered", "Blank", "“Not known”", "“Not stated”")
    return Table("What fields say, in the last 12 months", columns, shown)


def _people(counted: int | None) -> str:
    """People of one cell: where every source has too few to show they are few, not none."""
    return "0" if counted is None else whole(counted) if counted else "A few"


def _lateness(row: Mapping[str, Any]) -> str:
    if row["median_days"] is None:
        return ""
    late = row["late"]
    words = f" {begun(percent(late))} came later than {row['late_after']} days." if late else ""
    return (
        f"Half of rows come within {row['median_days']:.0f} days of the event, and 95 in 100 "
        f"within {row['p95_days']:.0f}.{words}"
    )


def _least_complete(release: Release, dataset: str, said: Sequence[Mapping[str, Any]]) -> str:
    ordinary = {
        column["name"]
        for entry in release.document("datasets") or []
        if entry["name"] == dataset
        for column in entry["columns"]
        if column.get("often_blank")
    }
    sums: dict[str, list[int]] = {}
    for row in said:
        if row["field"] not in ordinary and row["numerator"] is not None and row["denominator"]:
            held = sums.setdefault(row["field"], [0, 0])
            held[0] += row["numerator"]
            held[1] += row["denominator"]
    if not sums:
        return ""
    field, (answered, every) = min(sums.items(), key=lambda entry: entry[1][0] / entry[1][1])
    return f"{begun(plain_field(field))}, {percent(min(answered / every, 1.0))}"


def _value(row: Mapping[str, Any] | None) -> str:
    if row is None:
        return ""
    if row["value"] is None:
        return SUPPRESSED if row["status"] == "suppressed" else "Hidden"
    return percent(min(row["value"], 1.0))


def _rows(row: Mapping[str, Any]) -> str:
    if row["rows"] is None:
        return SUPPRESSED if row["status"] == "suppressed" else "Hidden"
    return _count(row["rows"])


def _band(row: Mapping[str, Any]) -> str:
    if row["lower"] is None or row["upper"] is None:
        return ""
    return f"{whole(row['lower'])} to {whole(row['upper'])}"


def _count(number: int | None) -> str:
    return "" if number is None else whole(number)


def _titles(release: Release) -> dict[str, str]:
    return {entry["name"]: entry["title"] for entry in release.document("datasets") or []}


def _names(release: Release) -> dict[str, str]:
    return {"unknown": "People with no practice known"} | {
        area.code: area.name
        for area in release.areas.values()
        if area.area_type in ("practice", "provider")
    }


def _sender(problem: Problem) -> str:
    return str(problem["provider_name"] or f"The source {problem['source']}")
