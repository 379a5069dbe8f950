"""Whether waiting lists are the right size: sentences, and figures by specialty and hospital."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wholeplace.core.calendar import in_words
from wholeplace.measures.release import Release
from wholeplace.places import palette
from wholeplace.places.access.list_ahead import ListsAhead
from wholeplace.places.access.words import weeks
from wholeplace.places.charts import Line, Row, interval_chart
from wholeplace.places.figures import Cell, Figure, Headline, Section, Table, number_cell
from wholeplace.places.wording import NO_DATA, begun, significant, whole

TABLE = "waiting_lists"
ALL = "all"
NOTES = (
    "A list is too big where more than twice as many wait as its target; then capacity just above "
    "demand no longer shortens it in good time. Capacity is what was seen in a week while "
    "somebody waited. Lists of several specialties or hospitals are judged as if they were one.",
    "People are counted wherever they live. Private care, and hospitals that send no lists, are "
    "not in these numbers; suspected duplicates are.",
)
Sizes = Mapping[str, Any]


def size_sections(release: Release) -> Iterator[Section]:
    """A section for each list whose size is judged; none where the release has no such table.

    Args:
        release: The release.
    """
    for said in release.document(TABLE) or []:
        rows = release.select(TABLE, list=said["list"])
        if rows:
            yield _section(release, said, rows)


def verdicts(release: Release) -> Iterator[str]:
    """For each list, how many wait, how many could, and how many will if nothing changes.

    Args:
        release: The release.
    """
    for said in release.document(TABLE) or []:
        found = release.select(TABLE, list=said["list"], provider=ALL, specialty=ALL)
        if found and found[0]["status"] == "shown":
            yield f"{_size(found[0], said)} {ListsAhead(release, said).short()}".strip()


def _section(release: Release, said: Mapping[str, Any], rows: Sequence[Sizes]) -> Section:
    found = {(row["provider"], row["specialty"]): row for row in rows}
    overall = found.get((ALL, ALL), {"status": "no_data"})
    ahead = ListsAhead(release, said)
    names = said["names"]
    what = "specialty" if said["list"] == "treatment" else "test"
    by_specialty = {
        names.get(specialty, specialty if specialty != "unknown" else "Not known"): _with(
            row, ahead
        )
        for (provider, specialty), row in found.items()
        if provider == ALL and specialty != ALL
    }
    by_provider = {
        _provider(release, provider): _with(row, ahead)
        for (provider, specialty), row in found.items()
        if specialty == ALL and provider != ALL
    }
    source = f"Wholeplace run {release.run_id}"
    return Section(
        f"size-{said['list']}",
        f"The right size? {begun(said['noun'])}",
        tuple(
            Headline(text)
            for text in (
                *sentences(overall, said),
                ahead.sentence(),
                _left_out(release, said.get("stale", {})),
            )
            if text
        ),
        tuple(
            figure
            for figure in (
                ahead.figure(target=overall.get("target_size")),
                _figure(by_specialty, said, what, source),
                _figure(by_provider, said, "hospital", source),
            )
            if figure is not None
        ),
        notes=NOTES,
    )


def _with(row: Sizes, ahead: ListsAhead) -> Sizes:
    """A row with what its list comes to be in half a year, in words."""
    return {**row, "in_half_a_year": ahead.at_last(row["provider"], row["specialty"])}


def _left_out(release: Release, stale: Mapping[str, str]) -> str:
    """Which hospitals' lists are not current, and so in none of these numbers."""
    if not stale:
        return ""
    told = ", ".join(
        f"{_provider(release, code)} (last {in_words(dt.date.fromisoformat(day))})"
        for code, day in sorted(stale.items())
    )
    return f"Not current, and left out of all of this: the lists of {told}."


def sentences(row: Sizes, said: Mapping[str, Any]) -> list[str]:
    """How many wait and should, whether the list grows, and what it needs.

    Args:
        row: A row of the table.
        said: What the list's size is judged by.
    """
    noun = said["noun"]
    if row["status"] != "shown":
        return [f"Too few {noun} begin or end in {said['window']} weeks to judge the lists."]
    return [_size(row, said), _needed(row), _growing(row, said["window"])]


def _size(row: Sizes, said: Mapping[str, Any]) -> str:
    """How many wait, and how many could for the standard to be kept."""
    within, longest = round(said["within"] * 100), weeks(said["weeks"])
    return (
        f"The hospitals' lists hold about {whole(row['waiting'])} {said['noun']}, of people "
        f"wherever they live. For {within} in 100 to be seen within {longest}, they could hold "
        f"about {whole(row['target_size'])}, at today's demand."
    )


def _growing(row: Sizes, window: int) -> str:
    demand, capacity = significant(row["demand"]), significant(row["capacity"])
    said = (
        f"In the last {window} weeks about {demand} people were referred in a week, and about "
        f"{capacity} were seen or left"
    )
    low, high = (f"{row[name]:.2f}" for name in ("load_lower", "load_upper"))
    ratio = f"{row['load']:.2f} referred for each one who leaves, between {low} and {high}"
    verdict = "too close to say whether the lists grow"
    if row["load_lower"] > 1:
        verdict = "the lists are growing"
    elif row["load_upper"] < 1:
        verdict = "the lists are getting shorter"
    return f"{said}: {verdict} ({ratio})."


def _needed(row: Sizes) -> str:
    if row["too_big"]:
        return (
            "More than twice as many wait, so relief comes first: about "
            f"{significant(row['relief_capacity'])} people seen in a week for half a year would "
            "bring the lists to that size."
        )
    if row["target_capacity"] is None:
        return "What would hold the lists at that size cannot be said from so few people."
    return (
        f"About {significant(row['target_capacity'])} people seen in a week would hold the lists "
        "at that size."
    )


def _figure(
    rows: Mapping[str, Sizes], said: Mapping[str, Any], what: str, source: str
) -> Figure | None:
    """Referrals for each person who leaves, with limits; None of one list, or of none shown."""
    ordered = dict(sorted(rows.items()))
    shown = {name: row for name, row in ordered.items() if row["status"] == "shown"}
    if len(ordered) < 2 or not shown:
        return None
    growing = sum(row["load_lower"] > 1 for row in shown.values())
    too_big = sum(row["too_big"] for row in shown.values())
    return Figure(
        title=f"{whole(too_big)} of {_lists(len(shown))} {'is' if too_big == 1 else 'are'} more "
        f"than twice the target; {_certain(growing)}.",
        subtitle=f"{begun(said['noun'])}, by {what}: people referred for each one who leaves the "
        f"list, in {said['window']} weeks, with 95% limits",
        spec=interval_chart(
            [_bar(name, row) for name, row in ordered.items()],
            number_format=".2~f",
            title="Referred for each who leaves",
            comparator=Line("Steady", 1.0),
        ),
        table=_table(ordered, said, what),
        source=source,
        tall=len(ordered) > 8,
    )


def _lists(number: int) -> str:
    return f"{whole(number)} list{'' if number == 1 else 's'}"


def _certain(growing: int) -> str:
    if not growing:
        return "none grows for certain"
    return f"{whole(growing)} grow{'s' if growing == 1 else ''} for certain"


def _bar(name: str, row: Sizes) -> Row:
    limits = (row["load"], row["load_lower"], row["load_upper"])
    return Row(name.removesuffix(" NHS Foundation Trust"), *limits, colour=palette.PLACE)


def _table(rows: Mapping[str, Sizes], said: Mapping[str, Any], what: str) -> Table:
    columns = (
        begun(what),
        "Waiting",
        "Target",
        "Referred a week",
        "Left a week",
        "Referred for each who leaves (95% limits)",
        "Mean wait so far (weeks)",
        "Needed a week",
        "In half a year, if nothing changes (four in five)",
    )
    cells = tuple((Cell(name), *_cells(row)) for name, row in rows.items())
    return Table(f"{begun(said['noun'])}, by {what}", columns, cells)


def _cells(row: Sizes) -> tuple[Cell, ...]:
    if row["status"] != "shown":
        why = {"no_data": NO_DATA, "stale": "Not current"}.get(row["status"], "Too few to show")
        return tuple(number_cell(text) for text in (why, *[""] * 7))
    relief = row["relief_capacity"]
    needed = (
        f"{significant(relief)}, for half a year" if relief else _number(row, "target_capacity")
    )
    texts = (
        whole(row["waiting"]),
        _number(row, "target_size"),
        _number(row, "demand"),
        _number(row, "capacity"),
        _limits(row),
        _number(row, "mean_wait"),
        needed,
        row["in_half_a_year"],
    )
    return tuple(number_cell(text) for text in texts)


def _number(row: Sizes, name: str) -> str:
    return "" if row[name] is None else significant(row[name])


def _limits(row: Sizes) -> str:
    low, high = (f"{row[name]:.2f}" for name in ("load_lower", "load_upper"))
    return f"{row['load']:.2f} ({low} to {high})"


def _provider(release: Release, code: str) -> str:
    area = release.areas.get(("provider", code))
    return area.name if area is not None else code
