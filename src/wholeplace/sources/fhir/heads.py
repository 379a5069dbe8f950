"""Heads of resources: kind, id, version and what bars them; and the elements read of each kind."""

from __future__ import annotations

from collections.abc import Callable

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from wholeplace.sources.fhir.bundles import ENTRIES, NULL, OBJECT, STRING
from wholeplace.sources.fhir.elements import READ, expected_kinds
from wholeplace.sources.fhir.json_text import json_kinds, json_texts, paths, read_as

HEADS = pa.schema(
    [
        ("row", pa.int64()),
        *(ENTRIES.field(name) for name in ENTRIES.names if name != "text"),
        ("type", pa.string()),
        ("id", pa.string()),
        ("version", pa.string()),
        ("updated", pa.string()),
        ("digest", pa.string()),
    ]
)
"""One row for each resource: its number, where it stands, its kind, id, version, time of the last
update, and a digest of its text that tells whether two are the same."""

MODIFIER = r'"modifierExtension"\s*:\s*\['


def heads_of(entries: ir.Table) -> ir.Table:
    """What is known of each resource before its elements are read.

    Args:
        entries: Numbered entries.

    Returns:
        ``HEADS``.
    """
    text = entries.text
    said = json_texts(
        text, paths("$.resourceType", "$.id", "$.meta.versionId", "$.meta.lastUpdated")
    )
    kinds = json_kinds(text, paths("$", "$.resourceType", "$.id", "$.implicitRules"))
    read = entries.mutate(said=said, kinds=kinds)
    named = read.said[0].re_search("^[A-Za-z]{1,64}$")
    is_resource = (read.kinds[0] == OBJECT) & (read.kinds[1] == STRING) & named
    named_so = read.text.contains("modifierExtension")  # looked for first, as it is faster
    modified = (named_so & read.text.re_search(MODIFIER)) | (read.kinds[3] != NULL).fill_null(False)
    problem = ibis.cases(
        (read.problem.notnull(), read.problem),
        (~is_resource.fill_null(False), "not_resource"),
        (read.kinds[2].notin([STRING, NULL]), "wrong_shape"),
        (modified, "modifier"),
        else_=ibis.null("string"),
    )
    found = read.mutate(
        problem=problem,
        type=ibis.ifelse(is_resource.fill_null(False), read.said[0], ibis.null("string")),
        id=read.said[1].nullif(""),
        version=read.said[2],
        updated=read.said[3],
        digest=read.text.hexdigest("md5"),
    )
    return found.select(*HEADS.names)


def elements_of(kind: str) -> Callable[[ir.Table], ir.Table]:
    """How the elements of one kind of resource are read from entries.

    Args:
        kind: A kind that is read.

    Returns:
        A function from numbered entries to ``row``, ``wrong`` (the first element that is not of
        the kind FHIR says, or null) and the elements themselves as ``read``.
    """

    def read(entries: ir.Table) -> ir.Table:
        mine = entries.filter(json_texts(entries.text, paths("$.resourceType"))[0] == kind)
        expected = list(expected_kinds(READ[kind]))
        found = mine.mutate(
            kinds=json_kinds(mine.text, paths(*(path for path, _ in expected))),
            read=read_as(mine.text, READ[kind]),
        )
        wrong = [
            (found.kinds[place].notin([*allowed, NULL]), f"{kind}{path.removeprefix('$')}")
            for place, (path, allowed) in enumerate(expected)
        ]
        return found.select("row", wrong=ibis.cases(*wrong, else_=_none()), read=found.read)

    return read


def _none() -> ir.StringScalar:
    return ibis.null("string")
