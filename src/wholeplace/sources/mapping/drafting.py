"""A first mapping drafted from a file nobody has described: to be read, corrected and checked."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from wholeplace.sources.contracts import Column, Dataset
from wholeplace.sources.headers import plain_name
from wholeplace.sources.mapping.application import Workshop
from wholeplace.sources.mapping.contents import Sample, samples_of
from wholeplace.sources.mapping.definition import SourceMapping, SourceTable
from wholeplace.sources.mapping.source_tables import open_tables
from wholeplace.sources.mapping.suggesting import Suggestion, suggest

BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def draft(dataset: Dataset, file: Path, work: Workshop) -> str:
    """The text of a first mapping from a file to a data set.

    Args:
        dataset: The contract.
        file: A CSV or Parquet file.
        work: Where it is read.

    Raises:
        InputFileError: If it cannot be read.
    """
    name = plain_name(file.name.split(".")[0]) or "source"
    name = name if name[0].isalpha() else f"t_{name}"
    table = SourceTable(name, (file.name.split(".")[0],))
    mapping = SourceMapping(name="draft", title="Draft", tables=(table,))
    open_tables(work.connection, mapping, {name: [file]}, work.scratch)
    samples = samples_of(work.connection.view(name))
    found = suggest(dataset, samples)
    return "\n".join(
        [
            f"# A draft made from {file.name}: read every line, then run",
            "#   wholeplace mapping check THIS_FILE SOURCE_FOLDER",
            "",
            f'title = "{dataset.title} from {name}"',
            f'system = "{name}"',
            "",
            "[[table]]",
            f'name = "{name}"',
            *([f"file = {json.dumps(table.files[0])}"] if table.files[0] != name else []),
            "",
            "[[output]]",
            f'dataset = "{dataset.name}"',
            f'from = "{name}"',
            "",
            "[output.columns]",
            *_columns(dataset, found),
            *_left_over(samples, found),
            "",
        ]
    )


def _columns(dataset: Dataset, found: Sequence[Suggestion]) -> list[str]:
    by_name = {suggestion.column.name: suggestion for suggestion in found}
    lines = []
    for column in dataset.columns:
        suggestion = by_name.get(column.name)
        if suggestion is not None:
            lines += _line(suggestion)
        elif column.required:
            lines.append(
                f"# {column.name} is required, and no column looks like it: {_about(column)}"
            )
    return lines


def _line(suggestion: Suggestion) -> list[str]:
    """The rule a suggestion comes to, under what is to be checked about it."""
    parts = [f"column = {json.dumps(suggestion.theirs)}"]
    if suggestion.format:
        parts.append(f"format = {json.dumps(suggestion.format)}")
    if suggestion.values:
        pairs = ", ".join(f"{_key(k)} = {json.dumps(v)}" for k, v in suggestion.values.items())
        parts.append(f"values = {{ {pairs} }}")
    if suggestion.keep_others:
        parts.append("keep_others = true")
    rule = json.dumps(suggestion.theirs) if len(parts) == 1 else f"{{ {', '.join(parts)} }}"
    comments = [f"# {suggestion.theirs}: {suggestion.because}"]
    if suggestion.unread:
        comments.append(f"# not clear what these mean: {', '.join(suggestion.unread)}")
    return [*comments, f"{suggestion.column.name} = {rule}"]


def _left_over(samples: Sequence[Sample], found: Sequence[Suggestion]) -> list[str]:
    used = {suggestion.theirs for suggestion in found}
    rest = [sample.name for sample in samples if sample.name not in used]
    return ["", f"# Not used: {', '.join(rest)}"] if rest else []


def _about(column: Column) -> str:
    return column.description[0].lower() + column.description[1:]


def _key(value: str) -> str:
    return value if BARE_KEY.fullmatch(value) else json.dumps(value)
