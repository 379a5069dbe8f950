"""Reading a Fingertips download: the columns of its CSV, whatever year's headers they have."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from datetime import date
from math import isfinite
from pathlib import Path

from wholeplace.core.errors import InputFileError
from wholeplace.geography.published.contract import AS_PRINTED
from wholeplace.geography.published.files import PRINTED_LIMITS, digest
from wholeplace.geography.published.periods import days_of
from wholeplace.geography.published.reading import Published, summarise
from wholeplace.geography.slugs import slugify
from wholeplace.geography.source import Row

SOURCE = "fingertips"
UNIT = "as the source defines it"
# Our name → headers of every vintage, as letters and figures only. "Compared to …" columns differ
# with the kind of area downloaded, and none is read.
HEADERS: dict[str, tuple[str, ...]] = {
    "id": ("indicatorid",),
    "title": ("indicatorname", "indicator"),
    "code": ("areacode",),
    "name": ("areaname",),
    "kind": ("areatype",),
    "sex": ("sex",),
    "age": ("age",),
    "category_type": ("categorytype",),
    "category": ("category",),
    "period": ("timeperiod",),
    "value": ("value",),
    "lower": ("lowerci950limit", "lowerci95limit", "lowercilimit", "lowerci"),
    "upper": ("upperci950limit", "upperci95limit", "uppercilimit", "upperci"),
    "numerator": ("count",),
    "denominator": ("denominator",),
    "note": ("valuenote",),
}
OPTIONAL = frozenset(
    {"category_type", "category", "lower", "upper", "numerator", "denominator", "note"}
)
_KINDS: tuple[tuple[str, str], ...] = (
    (r"england|country", "england"),
    (r"region", "region"),
    (r"sub[- ]?locations?|sub-?icb|ccg", "sub_icb"),
    (r"icb|stp|integrated care", "icb"),
    (r"pcn|primary care network", "pcn"),
    (r"\bgps?\b|practice", "practice"),
    (r"msoa", "msoa"),
    (r"ward", "ward"),
    (r"trust|provider", "provider"),
    (r"count(y|ies)|upper tier|utla", "upper_tier"),
    (r"district|lower tier|ltla|^uas?$|unitary", "district"),
)
_SEXES = {"male": "male", "female": "female", "persons": None, "": None}
_ALL_AGES = frozenset({"", "all ages"})


def kind_of(printed: str) -> str:
    """The kind of subject that an area type is.

    >>> kind_of("Districts & UAs (from Apr 2023)"), kind_of("ICB sub-locations"), kind_of("GPs")
    ('district', 'sub_icb', 'practice')
    """
    text = re.sub(r"\(.*", "", printed).strip().lower()
    return next((kind for words, kind in _KINDS if re.search(words, text)), "other")


def vintage_of(printed: str) -> int | None:
    """The year of the boundaries that an area type names in brackets, or None.

    >>> vintage_of("Districts & UAs (from Apr 2023)"), vintage_of("County & UA (4/19 - 3/20)")
    (2023, 2019)
    """
    inside = printed.partition("(")[2]
    if match := re.search(r"(?<!\d)20\d{2}", inside):
        return int(match[0])
    match = re.search(r"\d{1,2}/(\d{2})(?!\d)", inside)
    return 2000 + int(match[1]) if match and not inside.startswith("pre") else None


def read_fingertips(path: Path, about: Mapping[str, str | date | None]) -> Published:
    """Read a Fingertips download.

    Args:
        path: The CSV file.
        about: What the file itself does not say: ``source``, ``publisher``, ``publication``,
            ``licence``, ``caveat``, ``published_on`` and ``received``.

    Returns:
        Its series and values. England, printed again for every kind of area, is kept once.

    Raises:
        InputFileError: If it is no such file, a cell cannot be read, or two rows print different
            values of the same thing; nothing of it is taken.
    """
    values: dict[tuple[object, ...], tuple[int, Row]] = {}
    titles: dict[str, str] = {}
    for number, cells in _rows(path):
        row = _value(path, number, cells) | {"source": about["source"]}
        titles[row["indicator"]] = cells["title"]
        _keep(path, values, number, row)
    if not values:
        raise InputFileError(path, "There is not one row of data.", "Download the file again.")
    published = Published(values=[row for _, row in values.values()])
    said = {
        "topic": f"Imported: {about['publication']}",
        "unit": UNIT,
        "period_kind": "year",
        "obtained": None,
        "file": path.name,
        "sha256": digest(path),
    }
    published.series = [
        {**about, **said, "indicator": name, "title": title} for name, title in titles.items()
    ]
    summarise(published.series, published.values)
    return published


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        text = path.read_text("utf-8-sig")
    except (UnicodeDecodeError, OSError) as error:
        raise InputFileError(
            path, f"It cannot be read as text: {error}.", "Save it as CSV in UTF-8."
        ) from None
    if "\0" in text:
        raise InputFileError(path, "It is not text.", "Save it as CSV in UTF-8.")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise InputFileError(path, f"It is no CSV: {error}.", "Download it again.") from None
    header = rows[0] if rows else []
    columns = _columns(path, header)
    found = []
    for number, cells in enumerate(rows[1:], start=1):
        if not any(cells):
            continue
        if len(cells) != len(header):
            raise InputFileError(
                path,
                f"The row has {len(cells)} cells and the header {len(header)}.",
                "Download the file again, or look for a comma not in quotation marks.",
                row=number,
            )
        found.append((number, {ours: cells[at].strip() for ours, at in columns.items()}))
    return found


def _columns(path: Path, header: list[str]) -> dict[str, int]:
    plain = [re.sub(r"[^a-z0-9]", "", name.lower()) for name in header]
    columns = {}
    for ours, accepted in HEADERS.items():
        at = next((plain.index(name) for name in accepted if name in plain), None)
        if at is not None:
            columns[ours] = at
        elif ours not in OPTIONAL:
            raise InputFileError(
                path,
                f"There is no column for the {ours} (such as {accepted[0]!r}).",
                "This reads the CSV that Fingertips offers under Download. For another file, "
                "rename its columns as Fingertips names them.",
            )
    return columns


def _value(path: Path, number: int, cells: Mapping[str, str]) -> Row:
    if not cells["id"] or not slugify(cells["id"]):
        raise InputFileError(path, "The row has no indicator.", "Complete it.", row=number)
    if cells["sex"].lower() not in _SEXES:
        raise InputFileError(
            path, f"{cells['sex']!r} is no sex we know.", "Male, Female or Persons.",
            row=number, column="Sex",
        )  # fmt: skip
    start, end = days_of(cells["period"])
    figures = {
        name: _figure(path, number, name, cells.get(name, ""))
        for name in ("value", "lower", "upper", "numerator", "denominator")
    }
    return {
        "indicator": f"{SOURCE}-{slugify(cells['id'])}",
        "subject_type": kind_of(cells["kind"]),
        "subject_code": cells["code"] or None,
        "subject_name": cells["name"] or cells["code"] or "Not known",
        "vintage": vintage_of(cells["kind"]),
        "period": cells["period"] or None,
        "period_start": start,
        "period_end": end,
        "sex": _SEXES[cells["sex"].lower()],
        "age": None if cells["age"].lower() in _ALL_AGES else cells["age"],
        "category_type": cells.get("category_type") or None,
        "category": cells.get("category") or None,
        **figures,
        "limits_method": PRINTED_LIMITS if figures["lower"] is not None else None,
        "basis": AS_PRINTED,
        "note": cells.get("note") or None,
    }


def _figure(path: Path, number: int, name: str, text: str) -> float | None:
    if not text:
        return None
    try:
        figure = float(text)
    except ValueError:
        figure = float("nan")
    if not isfinite(figure):
        raise InputFileError(
            path, f"{text!r} is not a number.", "Correct it or leave it empty.",
            row=number, column=name,
        )  # fmt: skip
    return figure


def _keep(
    path: Path, values: dict[tuple[object, ...], tuple[int, Row]], number: int, row: Row
) -> None:
    """Keep a value once; an empty one gives way to a printed one; two printed ones must agree."""
    named = ("indicator", "subject_type", "subject_code", "subject_name", "period")
    key = tuple(row[name] for name in (*named, "sex", "age", "category_type", "category"))
    earlier, held = values.get(key, (0, None))
    if held is None or held["value"] is None:
        values[key] = (number, row)
    elif row["value"] is not None and row["value"] != held["value"]:
        raise InputFileError(
            path,
            f"It prints {row['value']:g} where row {earlier} prints {held['value']:g} for the "
            f"same indicator, area, period and people.",
            "Keep the row that is right, or import two files under two sources.",
            row=number,
        )
