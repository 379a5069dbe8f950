"""Reads a drawn table of small people: what is recorded of each, and the answers expected.

```
person | born       | coded                         || hypertension
1      | 1950-04-01 | 2019-03-02 hypertension,
       |            | 2021-01-05 stroke             || since 2019-03-02
```

Columns before ``||`` are what is recorded; a row with no person continues the one above. Columns:
``born``, ``sex``, ``registered`` (yes or no), ``coded`` (date and code list), ``readings`` (date,
measurement, value), ``admitted`` (date, ``emergency`` or ``planned`` or ``maternity``, nights,
diagnoses), or ``recorded`` for all three together. Columns after it are attributes, with
``since DATE``, ``yes``, ``no``, a number or words.
"""

from __future__ import annotations

import datetime as dt
import inspect
from dataclasses import dataclass, field

KINDS = ("emergency", "planned", "maternity")
RECORDED = ("born", "sex", "registered", "coded", "readings", "admitted", "recorded")
USUAL = {"born": "1970-01-01", "sex": "female", "registered": "yes"}


class DrawnTableError(ValueError):
    """A drawn table cannot be read; the message says where and why."""


@dataclass(frozen=True)
class Coded:
    """A code of a list on a day."""

    day: dt.date
    code_list: str


@dataclass(frozen=True)
class Reading:
    """A reading on a day."""

    day: dt.date
    measurement: str
    value: float


@dataclass(frozen=True)
class Admission:
    """A hospital stay."""

    day: dt.date
    kind: str
    nights: int
    diagnoses: tuple[str, ...]


@dataclass
class DrawnPerson:
    """One person of a table, and what should be found true of them."""

    number: int
    born: dt.date
    sex: str
    registered: bool
    coded: list[Coded] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    admitted: list[Admission] = field(default_factory=list)
    expected: dict[str, str] = field(default_factory=dict)


def read_table(text: str) -> list[DrawnPerson]:
    """The people of a drawn table.

    Raises:
        DrawnTableError: If a line, date, column or number of cells is wrong.
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
    return [_person(recorded, answers, left, right) for left, right in rows]


def _header(line: str) -> tuple[list[str], list[str]]:
    left, _, right = line.partition("||")
    recorded = [cell.strip() for cell in left.split("|")]
    answers = [cell.strip() for cell in right.split("|")]
    if recorded[0] != "person":
        raise DrawnTableError("The first column must be `person`.")
    for name in recorded[1:]:
        if name not in RECORDED:
            raise DrawnTableError(f"There is no column {name!r}: use {', '.join(RECORDED)}.")
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
    mixed = [(_kind_of(entry), entry) for entry in _entries(cells.get("recorded", ""))]
    mixed += [
        (kind, entry)
        for kind in ("coded", "readings", "admitted")
        for entry in _entries(cells.get(kind, ""))
    ]
    return DrawnPerson(
        number=int(cells["person"]),
        born=_day(cells["born"]),
        sex=cells["sex"],
        registered=cells["registered"] == "yes",
        coded=[_coded(entry) for kind, entry in mixed if kind == "coded"],
        readings=[_reading(entry) for kind, entry in mixed if kind == "readings"],
        admitted=[_admission(entry) for kind, entry in mixed if kind == "admitted"],
        expected=dict(zip(answers, right, strict=True)),
    )


def _entries(cell: str) -> list[str]:
    return [entry.strip() for entry in cell.split(",") if entry.strip()]


def _kind_of(entry: str) -> str:
    """Which column an entry of a mixed cell would stand in."""
    words = entry.split()
    if len(words) > 1 and words[1] in KINDS:
        return "admitted"
    return "readings" if len(words) == 3 and words[2][0].isdigit() else "coded"


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


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise DrawnTableError(f"{text!r} is not a date like 2024-06-11.") from error
