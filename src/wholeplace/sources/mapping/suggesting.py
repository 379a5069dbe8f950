"""Likely mappings of a file's columns to a contract, from their names and from their contents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from wholeplace.sources.contracts import Column, Dataset
from wholeplace.sources.mapping.contents import (
    MOSTLY,
    UNDERSTOOD,
    Sample,
    code_for,
    date_format,
    fit,
)
from wholeplace.sources.mapping.names import name_score

ENOUGH = 0.6
BY_NAME_ALONE = 0.9
BY_CONTENTS_ALONE = 0.95
MOST_VALUES = 40
# Kinds of column that contents alone can give away.
TELLING = {"nhs_number", "lsoa21", "lsoa11", "practice_code", "primary_diagnosis", "postcode"}


@dataclass(frozen=True)
class Suggestion:
    """A column of a file that may be one of ours.

    Attributes:
        column: Ours.
        theirs: The file's, by its plain name.
        score: 0 to 1.
        because: Why, in words.
        format: How its dates are written, where landing has to be told.
        values: A value map, where its values are not our codes but can be read as them.
        keep_others: Whether some of its values are our codes already.
        unread: Values that cannot be read as our codes.
    """

    column: Column
    theirs: str
    score: float
    because: str
    format: str = ""
    values: dict[str, str] = field(default_factory=dict)
    keep_others: bool = False
    unread: tuple[str, ...] = ()


def suggest(
    dataset: Dataset, samples: Sequence[Sample], taken: Iterable[str] = ()
) -> list[Suggestion]:
    """The likeliest column of a file for each column of a contract, each used once.

    Args:
        dataset: The contract.
        samples: The file's columns.
        taken: Columns of the contract that need none.
    """
    done = set(taken)
    possible = [
        found
        for column in dataset.columns
        if column.name not in done
        for sample in samples
        if (found := judge(column, sample)) is not None
    ]
    possible.sort(key=lambda found: (-found.score, found.column.name, found.theirs))
    chosen: dict[str, Suggestion] = {}
    used: set[str] = set()
    for found in possible:
        if found.column.name not in chosen and found.theirs not in used:
            chosen[found.column.name] = found
            used.add(found.theirs)
    order = [column.name for column in dataset.columns]
    return sorted(chosen.values(), key=lambda found: order.index(found.column.name))


def judge(column: Column, sample: Sample) -> Suggestion | None:
    """Whether a file's column may be one of ours, and why."""
    named = name_score(column.name, sample.name)
    share = fit(column, sample)
    values, unread = _value_map(column, sample) if named and column.codes else ({}, ())
    if column.codes and named and values:
        share = max(share or 0.0, 1 - len(unread) / max(len(sample.values), 1))
    if share is None:
        score = named if named >= BY_NAME_ALONE else 0.0
    elif named:
        score = 0.6 * named + 0.4 * share
    else:
        telling = column.name in TELLING and share >= BY_CONTENTS_ALONE
        score = 0.65 if telling else 0.0
    if score < ENOUGH or (share is not None and share < 0.5 and named < 1):
        return None
    form = date_format(sample) if column.kind in ("date", "datetime") else ""
    return Suggestion(
        column,
        sample.name,
        score,
        _because(column, sample, named, share, form),
        "" if form in UNDERSTOOD else form,
        values,
        bool(values) and any(value in column.codes for value in sample.values),
        unread,
    )


def _because(column: Column, sample: Sample, named: float, share: float | None, form: str) -> str:
    """The reasons for a suggestion, as the end of a sentence."""
    reasons = []
    if named:
        reasons.append("its name is alike" if named < 1 else "its name says so")
    if form:
        reasons.append(f"its dates look like {form}")
    elif column.kind == "nhs_number" and share is not None and share >= MOSTLY:
        reasons.append(f"{share:.0%} of its values have the check digit of an NHS number")
    elif share is not None and (column.codes or column.pattern) and share >= MOSTLY:
        reasons.append(f"{share:.0%} of its values suit")
    said = " and ".join(reasons) or "its values suit"
    some = (
        "" if share is None or share >= MOSTLY else f", though only {share:.0%} of its values suit"
    )
    return said + some


def _value_map(column: Column, sample: Sample) -> tuple[dict[str, str], tuple[str, ...]]:
    """The values with the code each must mean, and those that are not clear."""
    ours = {code.upper() for code in column.codes}
    strange = [value for value in sample.values if value.upper() not in ours]
    if not strange or len(sample.values) > MOST_VALUES:
        return {}, ()
    found = {value: code_for(value, column.codes) for value in sorted(sample.values)}
    values = {v: code for v, code in found.items() if code is not None and code != v}
    return values, tuple(value for value, code in found.items() if code is None)
