"""How much longer suspected duplicates make the lists: gated counts by provider and by test."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wholeplace.core.engine import Engine
from wholeplace.core.expressions import flag
from wholeplace.measures.disclosure.parted_wholes import WHOLE as ALL
from wholeplace.measures.duplicates.finding import Found
from wholeplace.measures.duplicates.protecting import withheld_where_told
from wholeplace.statistics import DisclosureProfile, release_proportion

SPLITS = (ALL, "provider", "title")
COUNTED = {
    "likely": "a second entry that is likely one wait with an earlier one",
    "suspected": "a second entry that is likely or possibly one wait with an earlier one",
    "shared": "an entry that may be one wait with any other",
    "uncoded": "an entry that does not say what is waited for",
    "planned": "an entry planned for later, which is left out",
    "unlinked": "an entry of nobody known, which cannot be compared",
}
"""What is counted among the entries on the lists, each in words."""
DUPLICATES_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("rule", "split", "category", "measure")),
        ("numerator", pa.int64()),
        ("denominator", pa.int64()),
        ("value", pa.float64()),
        ("status", pa.string()),
    ]
)


def counts(engine: Engine, found: Found) -> pa.Table:
    """Entries, and those of each kind of :data:`COUNTED`, by provider and test or specialty.

    An entry is a second one where it pairs with an earlier request: if all pairs are one wait each,
    taking those off leaves every wait on one list. Both entries of a pair are shared.

    Args:
        engine: The engine.
        found: What was found.
    """
    entries, pairs = found.entries, found.pairs
    second = pairs.group_by(entry="second_entry", provider="second_provider").agg(
        likely=flag(pairs.confidence == "likely").max()
    )
    sides = [
        pairs.select(entry=f"{side}_entry", provider=f"{side}_provider")
        for side in ("first", "second")
    ]
    shared = sides[0].union(sides[1], distinct=True)
    keys = ["entry", "provider"]
    marked = entries.left_join(second.mutate(suspected=ibis.literal(1)), keys)
    marked = marked.drop("entry_right", "provider_right")
    marked = marked.left_join(shared.mutate(shared=ibis.literal(1)), keys)
    told = {
        "likely": (marked.likely == 1),
        "suspected": marked.suspected.notnull(),
        "shared": marked.shared.notnull(),
        "uncoded": marked.kind.isnull(),
        "planned": marked.planned,
        "unlinked": marked.person.isnull(),
    }
    rows = marked.select(
        "provider",
        title=marked.title.fill_null("not coded"),
        **{name: flag(condition) for name, condition in told.items()},
    )
    sums = {name: rows[name].sum() for name in COUNTED}
    return engine.fetch(rows.group_by("provider", "title").agg(entries=rows.count(), **sums))


def released(rule: str, table: pa.Table, profile: DisclosureProfile) -> pa.Table:
    """Gated shares of the entries, of all providers and tests and of each, none told by the others.

    Args:
        rule: The rule's name.
        table: What :func:`counts` returned.
        profile: The disclosure profile.

    Returns:
        A table of :data:`DUPLICATES_SCHEMA`.
    """
    parts = [DUPLICATES_SCHEMA.empty_table()]
    for split in SPLITS:
        label = pa.array([ALL] * table.num_rows) if split == ALL else table[split]
        summed = [(name, "sum") for name in ("entries", *COUNTED)]
        added = pa.table({**_columns(table), "category": label}).group_by("category")
        parts += _shares(rule, split, added.aggregate(summed), profile)
    return withheld_where_told(pa.concat_tables(parts), profile)


def _columns(table: pa.Table) -> dict[str, pa.ChunkedArray]:
    return {name: table[name].cast(pa.int64()) for name in ("entries", *COUNTED)}


def _shares(rule: str, split: str, added: pa.Table, profile: DisclosureProfile) -> list[pa.Table]:
    made = []
    ordered = added.take(pc.sort_indices(added, [("category", "ascending")]))
    total = ordered["entries_sum"].to_numpy()
    for name in COUNTED:
        gated = release_proportion(ordered[f"{name}_sum"].to_numpy(), total, profile=profile)
        # All are counted, none sampled, so the number has no limits of chance.
        made.append(
            pa.table(
                {
                    "rule": pa.repeat(rule, len(total)),
                    "split": pa.repeat(split, len(total)),
                    "category": ordered["category"].cast(pa.string()),
                    "measure": pa.repeat(name, len(total)),
                    "numerator": pa.array(gated.numerator, pa.int64(), from_pandas=True),
                    "denominator": pa.array(gated.denominator, pa.int64(), from_pandas=True),
                    "value": pa.array(np.asarray(gated.value), pa.float64(), from_pandas=True),
                    "status": pa.array(gated.status.astype(str), pa.string()),
                },
                schema=DUPLICATES_SCHEMA,
            )
        )
    return made


def to_validate(found: Found, people: ir.Table) -> ir.Table:
    """The suspected pairs with the person's pseudonym.

    Args:
        found: What was found.
        people: ``person``, ``pseudonym``.
    """
    return found.pairs.join(people.select("person", "pseudonym"), "person").drop("person")


def to_triage(found: Found, people: ir.Table) -> ir.Table:
    """Entries that do not say what is waited for, with the person's pseudonym where known.

    Args:
        found: What was found.
        people: ``person``, ``pseudonym``.
    """
    entries = found.entries
    uncoded = entries.filter(entries.kind.isnull() & ~entries.planned)
    named = uncoded.left_join(people.select("person", "pseudonym"), "person")
    return named.select("entry", "provider", "requested", "priority", "booked", "pseudonym")
