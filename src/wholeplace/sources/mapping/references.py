"""Which columns a mapping reads: of each step, of each rule, and of each table in all."""

from __future__ import annotations

from wholeplace.sources.mapping.definition import Rule, SourceMapping, Step
from wholeplace.sources.mapping.expressions import columns_of, parse_expression


def references_of(step: Step) -> list[str]:
    """Every ``column`` and ``lookup.column`` that a step's rules and conditions read."""
    found: list[str] = []
    for rule in step.columns.values():
        found += rule_references(rule)
    for rows in step.leave_out:
        found += columns_of(parse_expression(rows.when)) if rows.when else []
    for lookup in step.lookups:
        found += lookup.on.values()
    return list(dict.fromkeys(reference.casefold() for reference in found))


def rule_references(rule: Rule) -> list[str]:
    """The columns that one rule reads."""
    found = [rule.column] if rule.column else list(rule.first)
    if rule.expression:
        found += columns_of(parse_expression(rule.expression))
    if rule.date is not None:
        parts = (rule.date.year, rule.date.month, rule.date.day)
        found += [part for part in parts if isinstance(part, str)]
    return found


def wanted_columns(mapping: SourceMapping, table: str) -> list[str]:
    """The columns that a mapping reads of a table, step or group, each once."""
    found: list[str] = []
    for step in (*mapping.steps, *mapping.outputs):
        references = references_of(step)
        if step.source == table:
            found += [name for name in references if "." not in name]
        for lookup in step.lookups:
            if lookup.table == table:
                found += [*lookup.on, *lookup.order]
                found += columns_of(parse_expression(lookup.where)) if lookup.where else []
                found += used_of(references, lookup.name)
    for group in mapping.groups:
        if group.source == table:
            found += [*group.by, *group.order]
            found += [name for value in group.columns.values() for name in value.columns]
    return list(dict.fromkeys(name.casefold() for name in found))


def used_of(references: list[str], lookup: str) -> list[str]:
    """The columns of one lookup among a step's references."""
    start = f"{lookup}."
    return [name.removeprefix(start) for name in references if name.startswith(start)]
