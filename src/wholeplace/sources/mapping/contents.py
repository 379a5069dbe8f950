"""What a column of an unknown file seems to hold, judged by a sample of its values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import duckdb

from wholeplace.sources.contracts import Column

SAMPLE_ROWS = 5_000
MOSTLY = 0.8
# Day before month where both fit, as is usual in this country.
DATE_FORMATS = (
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%Y%m%d",
    "%d %b %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%d %B %Y",
    "%d/%m/%y",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%dT%H:%M:%SZ",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%m/%d/%Y",
)
# What landing reads without being told.
UNDERSTOOD = {"%Y-%m-%d", "%d/%m/%Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M"}
WHOLE = re.compile(r"-?[0-9]{1,18}(\.0)?")
NUMBER = re.compile(r"-?[0-9]*\.?[0-9]+([eE][-+]?[0-9]+)?")
# The two digits before the check digit say that a SNOMED CT identifier is of a concept.
CONCEPT = re.compile(r"[0-9]{3,15}[01]0[0-9]")
SPECIFIC = {"date", "datetime", "nhs_number"}


@dataclass(frozen=True)
class Sample:
    """The values in the first rows of one column.

    Attributes:
        name: Its plain name.
        values: Value as text → how often, blanks left out.
        kind: Its DuckDB type.
    """

    name: str
    values: Mapping[str, int]
    kind: str = "VARCHAR"

    @property
    def given(self) -> int:
        """How many values were not blank."""
        return sum(self.values.values())


def samples_of(view: duckdb.DuckDBPyRelation) -> list[Sample]:
    """A sample of every column of a table.

    Args:
        view: The table.
    """
    rows = view.limit(SAMPLE_ROWS).fetchall()
    columns = zip(*rows, strict=True) if rows else [()] * len(view.columns)
    return [
        Sample(name, Counter(str(value) for value in values if value is not None), str(kind))
        for name, kind, values in zip(view.columns, view.types, columns, strict=True)
    ]


def date_format(sample: Sample) -> str:
    """How the dates of a column are written; empty where it holds none, or is typed as dates."""
    if not sample.given or sample.kind != "VARCHAR":
        return ""
    for form in DATE_FORMATS:
        if _share(sample, lambda value, form=form: _is_date(value, form)) >= MOSTLY:
            return form
    return ""


def fit(column: Column, sample: Sample) -> float | None:
    """The share of values that a contract's column would take; None where it takes anything.

    Args:
        column: The contract's column.
        sample: The values.
    """
    if not sample.given:
        return None
    if column.codes:
        codes = {code.upper() for code in column.codes}
        return _share(sample, lambda value: value.upper() in codes)
    if column.kind == "nhs_number":
        return _share(sample, is_nhs_number)
    if column.kind in SPECIFIC:
        dated = sample.kind.startswith(("DATE", "TIMESTAMP")) or bool(date_format(sample))
        return 1.0 if dated else 0.0
    if column.pattern:
        pattern = re.compile(column.pattern)
        return _share(sample, lambda value: bool(pattern.fullmatch(_as_code(column, value))))
    if column.clinical or column.system == "snomed":
        return _share(sample, lambda value: bool(CONCEPT.fullmatch(value)))
    if column.kind == "integer":
        return _share(sample, lambda value: bool(WHOLE.fullmatch(value)))
    if column.kind == "number":
        return _share(sample, lambda value: bool(NUMBER.fullmatch(value)))
    return None


def is_nhs_number(value: str) -> bool:
    """Whether text is ten digits of which the last is the Modulus 11 check digit."""
    digits = re.sub(r"[\s-]", "", value)
    if not re.fullmatch(r"[0-9]{10}", digits) or len(set(digits)) == 1:
        return False
    return (
        sum(int(digit) * weight for digit, weight in zip(digits, range(10, 0, -1), strict=True))
        % 11
        == 0
    )


def code_for(value: str, codes: Mapping[str, str]) -> str | None:
    """Our code for a word or letter of the source, where only one meaning fits.

    Args:
        value: What the source says.
        codes: Our codes with their meanings.
    """
    word = _words(value)
    by_code = [code for code in codes if code.casefold() == word]
    if by_code:
        return by_code[0]
    meanings = {code: _words(meaning) for code, meaning in codes.items()}
    for test in (
        lambda meaning: meaning == word,
        lambda meaning: word in meaning.split(),
        lambda meaning: len(word) > 2 and word in meaning,
        lambda meaning: len(word) == 1 and meaning.startswith(word),
    ):
        found = [code for code, meaning in meanings.items() if test(meaning)]
        if len(found) == 1:
            return found[0]
    return None


def _words(text: str) -> str:
    """The words of a text, without case and signs."""
    return " ".join(re.split(r"\W+", text.casefold())).strip()


def _as_code(column: Column, value: str) -> str:
    return value.replace(".", "") if column.system in ("icd10", "opcs4") else value.upper()


def _is_date(value: str, form: str) -> bool:
    try:
        datetime.strptime(value, form)  # noqa: DTZ007 - only whether it can be read
    except ValueError:
        return False
    return True


def _share(sample: Sample, test: object) -> float:
    assert callable(test)
    good: Iterable[int] = (number for value, number in sample.values.items() if test(value))
    return sum(good) / sample.given
