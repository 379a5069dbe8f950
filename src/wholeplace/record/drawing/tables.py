"""Reads a drawn table of small people: what is recorded of each, and the answers expected.

```
person | born       | coded                         || hypertension
1      | 1950-04-01 | 2019-03-02 hypertension,
       |            | 2021-01-05 stroke             || since 2019-03-02
```

Columns before ``||`` are what is recorded; a row with no person continues the one above. Columns:
``born``; ``died``; ``sex``; ``ethnicity`` (the category's code); ``registered`` (``yes``, ``no``
or ``until DATE``); ``lives`` (``fifth 1`` to ``fifth 5`` of deprivation, ``rural`` after it, or
``elsewhere``); ``coded`` (date and code list); ``readings`` (date, measurement, value);
``admitted`` (date, ``emergency`` or ``planned`` or ``maternity``, nights, diagnoses); a data set's
name (main date, then ``column=value``, one space between them); or ``recorded`` for all of these,
a data set's name then standing after the date. Columns after ``||`` are the answers.
"""

from __future__ import annotations

import datetime as dt
import inspect
import re
from collections.abc import Collection
from dataclasses import dataclass

from wholeplace.record.drawing.people import (
    Admission,
    Coded,
    DrawnPerson,
    DrawnRow,
    DrawnTableError,
    Home,
    Reading,
)

KINDS = ("emergency", "planned", "maternity")
ABOUT = ("born", "died", "sex", "ethnicity", "registered", "lives")
RECORDED = ("coded", "readings", "admitted", "recorded")
USUAL = {"born": "1970-01-01", "sex": "female", "registered": "yes", "lives": "fifth 3"}
VALUE = re.compile(r"\s+(?=[a-z_0-9]+=)")


def read_table(text: str, datasets: Collection[str] = ()) -> list[DrawnPerson]:
    """The people of a drawn table.

    Args:
        text: The table.
        datasets: Names of data sets that may be columns or stand in ``recorded``.

    Raises:
        DrawnTableError: If a line, date, column or number of cells is wrong.
    """
    table = read_cells(text)
    for name in table.recorded[1:]:
        if name not in (*ABOUT, *RECORDED, *datasets):
            raise DrawnTableError(
                f"There is no column {name!r}: use {', '.join((*ABOUT, *RECORDED))}"
                f"{' or a data set' if datasets else ''}."
            )
    people = [_person(table.recorded, table.answers, left, right) for left, right in table.rows]
    if len({person.number for person in people}) < len(people):
        raise DrawnTableError("Two people have one number.", "Number them 1, 2, 3 …")
    return people


@dataclass(frozen=True)
class DrawnCells:
    """A drawn table as cells: the columns recorded, the answers, and the rows of both."""

    recorded: list[str]
    answers: list[str]
    rows: list[tuple[list[str], list[str]]]


def read_cells(text: str) -> DrawnCells:
    """The cells of a drawn table, continued lines joined, to show it as a table.

    Raises:
        DrawnTableError: If a line or the number of cells is wrong.
    """
    lines = [line for line in inspect.cleandoc(text).splitlines() if line.strip()]
    if not lines or "||" not in lines[0]:
        raise DrawnTableError("The first line must name columns, with || before the answers.")
    recorded, answers = _header(lines[0])
    rows: list[tuple[list[str], list[str]]] = []
    for number, line in enumerate(lines[1:], start=2):
        left, right = _split(line, number, len(recorded), len(answers))
        if left[0]:
            rows.append((left, right))
        elif not rows:
            raise DrawnTableError(f"Line {number} continues a row, but there is none above it.")
        else:
            above_left, above_right = rows[-1]
            rows[-1] = (_joined(above_left, left), _joined(above_right, right))
    return DrawnCells(recorded, answers, rows)


def _header(line: str) -> tuple[list[str], list[str]]:
    left, _, right = line.partition("||")
    recorded = [cell.strip() for cell in left.split("|")]
    answers = [cell.strip() for cell in right.split("|")]
    if recorded[0] != "person":
        raise DrawnTableError("The first column must be `person`.")
    if not all(answers):
        raise DrawnTableError("An answer column has no name.")
    return recorded, answers


def _split(line: str, number: int, recorded: int, answers: int) -> tuple[list[str], list[str]]:
    left, marked, right = line.partition("||")
    cells = [cell.strip() for cell in left.split("|")]
    found = [cell.strip() for cell in right.split("|")] if marked else [""] * answers
    if len(cells) != recorded or len(found) != answers:
        raise DrawnTableError(
            f"Line {number} has {len(cells)} + {len(found)} cells, the first line "
            f"{recorded} + {answers}."
        )
    return cells, found


def _joined(above: list[str], more: list[str]) -> list[str]:
    return [f"{first} {second}".strip() for first, second in zip(above, more, strict=True)]


def _person(
    recorded: list[str], answers: list[str], left: list[str], right: list[str]
) -> DrawnPerson:
    cells = USUAL | {name: cell for name, cell in zip(recorded, left, strict=True) if cell}
    if not cells["person"].isdigit():
        raise DrawnTableError(f"{cells['person']!r} is not a number of a person.")
    registered, left_on = _registered(cells["registered"])
    person = DrawnPerson(
        number=int(cells["person"]),
        born=_day(cells["born"]),
        sex=cells["sex"],
        registered=registered,
        left=left_on,
        died=_day(cells["died"]) if "died" in cells else None,
        ethnicity=cells.get("ethnicity", ""),
        home=_home(cells["lives"]),
        expected=dict(zip(answers, right, strict=True)),
    )
    for column in (name for name in recorded if name not in ("person", *ABOUT)):
        for entry in _entries(cells.get(column, "")):
            _record(person, column, entry)
    return person


def _entries(cell: str) -> list[str]:
    return [entry.strip() for entry in cell.split(",") if entry.strip()]


def _record(person: DrawnPerson, column: str, entry: str) -> None:
    """Add one entry of a cell to what is recorded of somebody."""
    kind = _kind_of(entry) if column == "recorded" else column
    if kind == "coded":
        person.coded.append(_coded(entry))
    elif kind == "readings":
        person.readings.append(_reading(entry))
    elif kind == "admitted":
        person.admitted.append(_admission(entry))
    elif kind == "recorded":
        day, _, rest = entry.partition(" ")
        dataset, _, values = rest.partition(" ")
        person.rows.append(_row(dataset, f"{day} {values}"))
    else:
        person.rows.append(_row(kind, entry))


def _kind_of(entry: str) -> str:
    """Which column an entry of a mixed cell would stand in; a data set's row stands in none."""
    words = entry.split()
    if "=" in entry:
        return "recorded"
    if len(words) > 1 and words[1] in KINDS:
        return "admitted"
    return "readings" if len(words) == 3 and words[2][0].isdigit() else "coded"


def _registered(cell: str) -> tuple[bool, dt.date | None]:
    if cell.startswith("until "):
        return True, _day(cell.removeprefix("until ").strip())
    if cell not in ("yes", "no"):
        raise DrawnTableError(f"Registered is {cell!r}: say yes, no or until and a date.")
    return cell == "yes", None


def _home(cell: str) -> Home:
    if cell == "elsewhere":
        return Home(None)
    found = re.fullmatch(r"fifth ([1-5])( rural)?", cell)
    if not found:
        raise DrawnTableError(f"Lives is {cell!r}: say fifth 1 to 5, with rural or not, elsewhere.")
    return Home(int(found[1]), bool(found[2]))


def _coded(entry: str) -> Coded:
    day, _, name = entry.partition(" ")
    if not name:
        raise DrawnTableError(f"{entry!r} is not a date and a code list.")
    return Coded(_day(day), name.strip().replace(" ", "_"))


def _reading(entry: str) -> Reading:
    parts = entry.split()
    if len(parts) != 3:
        raise DrawnTableError(f"{entry!r} is not a date, a measurement and a value.")
    return Reading(_day(parts[0]), parts[1], float(parts[2]))


def _admission(entry: str) -> Admission:
    parts = entry.split()
    if len(parts) < 3 or not parts[2].isdigit():
        raise DrawnTableError(f"{entry!r} is not a date, a kind, nights and diagnoses.")
    return Admission(_day(parts[0]), parts[1], int(parts[2]), tuple(parts[3:]))


def _row(dataset: str, entry: str) -> DrawnRow:
    day, *values = VALUE.split(entry.strip())
    return DrawnRow(dataset, _day(day), dict(_value(value) for value in values))


def _value(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name, value


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise DrawnTableError(f"{text!r} is not a date like 2024-06-11.") from error
