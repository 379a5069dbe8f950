"""Mappings read from TOML: every key checked, every mistake answered with where and what to do."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from wholeplace.sources.mapping.definition import (
    FORMS,
    TABLES,
    Group,
    MappingError,
    SourceMapping,
    SourceTable,
    Step,
)
from wholeplace.sources.mapping.reading_parts import group_of, step_of, table_of
from wholeplace.sources.mapping.toml_reader import Reader

TEXTS = (
    "name", "title", "standard", "source", "system", "form", "extends", "overrides", "reason",
)  # fmt: skip
KEYS = (*TEXTS, "table", "group", "step", "output", "not_mapped")

Find = Callable[[str], SourceMapping]
Named = TypeVar("Named", SourceTable, Group, Step)


def read_mapping(file: Path, find: Find | None = None) -> SourceMapping:
    """The mapping that a TOML file holds.

    Args:
        file: The file.
        find: Finds the mapping that this one extends, by name.

    Raises:
        MappingError: If it cannot be read, or says something that is not understood.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise MappingError(f"The mapping {file} cannot be read.", "Check the path.") from error
    try:
        return mapping_of(text, file.stem, find, file.parent)
    except MappingError as error:
        raise MappingError(f"{file.name}: {error.problem}", error.remedy) from error


def mapping_of(
    text: str, default_name: str = "", find: Find | None = None, folder: Path | None = None
) -> SourceMapping:
    """The mapping that a TOML text holds.

    Args:
        text: The TOML.
        default_name: The name of a mapping that gives none.
        find: Finds the mapping that this one extends, by name.
        folder: Where files that come with the mapping lie.

    Raises:
        MappingError: If it is not TOML, or says something that is not understood.
    """
    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise MappingError(f"This is not TOML: {error}.", "Correct it.") from error
    reader = Reader("the mapping", content)
    reader.only(KEYS)
    said = {key: reader.text(key, "") for key in TEXTS}
    name = said["name"] or re.sub(r"[^a-z0-9]+", "_", default_name.casefold()).strip("_")
    reasons = reader.table("not_mapped")
    if not all(isinstance(reason, str) for reason in reasons.values()):
        raise MappingError("not_mapped is not a table of reasons.", 'Write name = "why".')
    made = SourceMapping(
        name=name or "mapping",
        title=said["title"] or name or "mapping",
        source=said["source"],
        standard=said["standard"],
        system=said["system"] or name or "mapping",
        form=_form(said["form"]),
        overrides=said["overrides"],
        reason=said["reason"],
        tables=tuple(table_of(table, folder) for table in reader.tables("table")),
        groups=tuple(group_of(group) for group in reader.tables("group")),
        steps=tuple(step_of(step, "name") for step in reader.tables("step")),
        outputs=tuple(step_of(step, "dataset") for step in reader.tables("output")),
        not_mapped=reasons,
        text=text,
    )
    return _checked(_extended(made, said["extends"], find))


def _form(said: str) -> str:
    """What the source is, known to be one of those there are."""
    if said and said not in FORMS:
        raise MappingError(f"There is no form {said}.", f"Use one of {', '.join(FORMS)}.")
    return said or TABLES


def _extended(made: SourceMapping, name: str, find: Find | None) -> SourceMapping:
    """The mapping with what it extends: what both name, it says itself."""
    if not name:
        return made
    if find is None:
        raise MappingError(f"It extends {name}, which cannot be found from here.", "Leave it out.")
    parent = find(name)
    ours = {output.name for output in made.outputs} | set(made.not_mapped)
    return SourceMapping(
        name=made.name,
        title=made.title,
        source=made.source or parent.source,
        standard=made.standard or parent.standard,
        system=made.system,
        form=parent.form,
        overrides=made.overrides,
        reason=made.reason,
        tables=_merged(parent.tables, made.tables),
        groups=_merged(parent.groups, made.groups),
        steps=_merged(parent.steps, made.steps),
        outputs=(*(o for o in parent.outputs if o.name not in ours), *made.outputs),
        not_mapped={**parent.not_mapped, **made.not_mapped},
        text=f"{parent.text}\n{made.text}",
    )


def _merged(parents: Iterable[Named], ours: Iterable[Named]) -> tuple[Named, ...]:
    by_name = {entry.name: entry for entry in parents}
    return tuple((by_name | {entry.name: entry for entry in ours}).values())


def _checked(mapping: SourceMapping) -> SourceMapping:
    """The mapping, once its names are known to be distinct and to lead somewhere."""
    if not mapping.outputs:
        raise MappingError("It makes no dataset.", "Add an [[output]] for each.")
    named = [table.name for table in mapping.tables]
    named += [group.name for group in mapping.groups] + [step.name for step in mapping.steps]
    for name in named:
        if named.count(name) > 1:
            raise MappingError(f"Two tables, groups or steps are called {name}.", "Rename one.")
    for step in (*mapping.steps, *mapping.outputs):
        _refuse_lost(f"{step.name} reads", step.source, named)
        _check_lookups(step, named)
    for group in mapping.groups:
        _refuse_lost(f"{group.name} reads", group.source, named)
    return mapping


def _check_lookups(step: Step, named: list[str]) -> None:
    before: set[str] = set()
    for lookup in step.lookups:
        _refuse_lost(f"the lookup {lookup.name} of {step.name} reads", lookup.table, named)
        if lookup.name in before or lookup.name == "base":
            raise MappingError(
                f"{step.name} cannot have another lookup called {lookup.name}.", "Rename one."
            )
        for reference in lookup.on.values():
            prefix = reference.rpartition(".")[0]
            if prefix and prefix not in before:
                raise MappingError(
                    f"The lookup {lookup.name} of {step.name} rests on {reference}, which is not "
                    "looked up before it.",
                    "Put the lookups in order.",
                )
        before.add(lookup.name)


def _refuse_lost(where: str, name: str, named: list[str]) -> None:
    if name not in named:
        near = difflib.get_close_matches(name, named, n=1, cutoff=0.0)
        hint = f"Did you mean {near[0]}?" if near else "Add a [[table]] of that name."
        raise MappingError(f"{where} {name}, which is no table, group or step.", hint)
