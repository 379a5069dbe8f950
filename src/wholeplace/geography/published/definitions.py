"""Definitions of published files: how the columns of each are read as published values."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from wholeplace.core.errors import DefinitionError


@dataclass(frozen=True)
class Subject:
    """What the rows of a file are about.

    Attributes:
        type: The kind of subject, where all are of one kind.
        code: The column of codes; empty where the file has names only.
        name: The column of names; empty where the file has codes only.
        vintage: Year of the boundaries or organisations.
        codes: The file's own code or name → the code we know it by.
        types: Our code, or what ``type_column`` holds → kind of subject, where they differ.
        type_column: The column that says which kind a row is of.
        only: The one code kept, where the file holds more than the system; empty keeps all.
        by_name: Whether codes of the system's areas are found by name, and others stay without.
    """

    type: str
    code: str = ""
    name: str = ""
    vintage: int | None = None
    codes: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    type_column: str = ""
    only: str = ""
    by_name: bool = False


@dataclass(frozen=True)
class Period:
    """When the values of a file are for.

    Attributes:
        kind: year, month, day or not stated.
        column: The column that holds it.
        fixed: The period of the whole file, where no column holds it.
    """

    kind: str
    column: str = ""
    fixed: str = ""


@dataclass(frozen=True)
class Series:
    """One indicator of a file, from columns of its own or from rows that name it.

    Attributes:
        indicator: Its id; where ``column`` is set, what ids begin with.
        title: Its title; where ``titles`` is set, what titles end with.
        unit: Unit of the value.
        units: Beginning of a title → its unit, where titles come from a column.
        value: The column of values; empty to divide ``numerator`` by ``denominator``.
        scale: What a printed value is multiplied by (100 where shares are printed for percent).
        numerator, denominator, lower, upper: Columns, where the file has them.
        standard_error: The column of standard errors, from which 95 % limits are worked out.
        column: The column whose cells name the indicator, in a long file.
        titles: The column of titles; by default ``column``.
        names: What cells of ``column`` mean in words, where the file has codes only.
        category: The category all its values are of.
        categories: Column of values → category, where each category has a column of its own.
        category_column: The column of categories, in a long file.
        category_type: What the categories divide by.
        wholes: Cells of the category column that mean everybody.
        sex, sexes: The column of sexes, and what its cells mean.
        sex_endings: Ending of a title → sex, where the title says it.
        age, ages: The column of ages, and what its cells mean in words.
    """

    indicator: str
    title: str = ""
    unit: str = ""
    units: Mapping[str, str] = field(default_factory=dict)
    value: str = ""
    scale: float = 1.0
    numerator: str = ""
    denominator: str = ""
    lower: str = ""
    upper: str = ""
    standard_error: str = ""
    column: str = ""
    titles: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    category: str = ""
    categories: Mapping[str, str] = field(default_factory=dict)
    category_column: str = ""
    category_type: str = ""
    wholes: tuple[str, ...] = ()
    sex: str = ""
    sexes: Mapping[str, str] = field(default_factory=dict)
    sex_endings: Mapping[str, str] = field(default_factory=dict)
    age: str = ""
    ages: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PublishedFile:
    """One file of a reference folder and everything said of where it comes from."""

    source: str
    file: str
    topic: str
    publisher: str
    publication: str
    licence: str
    subject: Subject
    period: Period
    series: tuple[Series, ...]
    caveat: str = ""
    obtained: str = ""
    published_on: date | None = None
    comparators: bool = False
    repeats: bool = False

    @property
    def columns(self) -> set[str]:
        """Every column the file must have."""
        named = {self.subject.code, self.subject.name, self.subject.type_column}
        named.add(self.period.column)
        for series in self.series:
            named |= {getattr(series, name) for name in _COLUMNS_OF_SERIES}
        return named - {""}


@dataclass(frozen=True)
class Membership:
    """A file that says to which wider group each subject of a source belongs.

    Attributes:
        of: The sources whose numerators and denominators are added up.
        to: The kind of subject they are added up to.
        file: The file.
        member, group, name: Its columns: who, the group's code and the group's name.
        caveat: What a reader must know of groups formed so.
    """

    of: tuple[str, ...]
    to: str
    file: str
    member: str
    group: str
    name: str
    caveat: str


_COLUMNS_OF_SERIES = (
    "value",
    "numerator",
    "denominator",
    "lower",
    "upper",
    "standard_error",
    "column",
    "titles",
    "category_column",
    "sex",
    "age",
)
_TABLES: dict[str, Any] = {"subject": Subject, "period": Period}


@cache
def published_files() -> tuple[PublishedFile, ...]:
    """The definition of every published file a reference folder may hold.

    Raises:
        DefinitionError: If one has a key there is no meaning for, or lacks one it needs.
    """
    folder = resources.files(__package__).joinpath("files")
    texts = sorted(folder.iterdir(), key=lambda file: file.name)
    content = [tomllib.loads(file.read_text("utf-8")) for file in texts]
    return tuple(_file(source, body) for part in content for source, body in part.items())


@cache
def memberships() -> tuple[Membership, ...]:
    """The definition of every file that says which group practices belong to."""
    text = resources.files(__package__).joinpath("memberships.toml").read_text("utf-8")
    return tuple(_made(Membership, body, name) for name, body in tomllib.loads(text).items())


def _file(source: str, body: dict[str, Any]) -> PublishedFile:
    made = dict(body) | {"source": source}
    for key, kind in _TABLES.items():
        made[key] = _made(kind, body.get(key, {}), source)
    series = [_made(Series, one, source) for one in body.get("series", ())]
    made["series"] = tuple(part for one in series for part in _parts(one))
    return _made(PublishedFile, made, source)


def _parts(series: Series) -> list[Series]:
    """A series for each category that has a column of its own; the series itself where none has."""
    if not series.categories:
        return [series]
    return [
        replace(series, value=column, category=category, categories={})
        for column, category in series.categories.items()
    ]


def _made(kind: type[Any], body: Mapping[str, Any], where: str) -> Any:
    known = {f.name for f in fields(kind)}
    unknown = sorted(set(body) - known)
    if unknown:
        raise DefinitionError(
            f"The published file {where} has the unknown key {unknown[0]}.",
            f"Use one of {', '.join(sorted(known))}.",
        )
    given = {key: tuple(v) if isinstance(v, list) else v for key, v in body.items()}
    try:
        return kind(**given)
    except TypeError as error:
        raise DefinitionError(f"The published file {where} is incomplete: {error}.") from None
