"""Documents to entries: Bundles opened, and resources contained in others taken out."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from wholeplace.sources.fhir.files import DOCUMENTS
from wholeplace.sources.fhir.json_text import (
    json_kinds,
    json_part,
    json_parts,
    json_plain,
    json_texts,
    paths,
)
from wholeplace.sources.fhir.lists import exploded

BUNDLE = "Bundle"
OBJECT, ARRAY, STRING, NULL = "OBJECT", "ARRAY", "VARCHAR", "NULL"

ENTRIES = pa.schema(
    [
        ("file", pa.int32()),
        ("line", pa.int64()),
        ("entry", pa.int64()),
        ("container", pa.int64()),
        ("full_url", pa.string()),
        ("method", pa.string()),
        ("url", pa.string()),
        ("changed", pa.string()),
        ("problem", pa.string()),
        ("text", pa.string()),
    ]
)
"""Where a resource stands: file, line, entry of the Bundle from 1 (null where there is none), and
the row of the resource it is contained in; what the Bundle says of it; a problem; and its text."""


def entries_of(documents: ir.Table) -> ir.Table:
    """The resources of documents: of a Bundle its entries, otherwise the document itself.

    Args:
        documents: Documents that are JSON, as ``files.DOCUMENTS``.

    Returns:
        ``ENTRIES``.
    """
    plain = documents.mutate(text=_without_escapes(documents.text))
    read = plain.mutate(
        kind=json_texts(plain.text, paths("$.resourceType"))[0],
        entries=json_kinds(plain.text, paths("$.entry"))[0],
    )
    bundle = (read.kind == BUNDLE).fill_null(False)
    bad = bundle & read.entries.notin([ARRAY, NULL]).fill_null(False)
    alone = read.filter(~bundle | bad)
    alone = alone.mutate(problem=ibis.ifelse(alone.kind == BUNDLE, "bad_bundle", _nothing()))
    opened = read.filter(bundle & ~bad)
    opened = opened.mutate(part=json_parts(opened.text, "$.entry[*]"))
    opened = exploded(opened, "part", "entry")
    said = json_texts(
        opened.part,
        paths("$.fullUrl", "$.request.method", "$.request.url", "$.response.lastModified"),
    )
    parts = opened.mutate(
        text=json_part(opened.part, "$.resource"),
        full_url=said[0],
        method=said[1].upper(),
        url=said[2],
        changed=said[3],
    )
    parts = parts.mutate(problem=ibis.ifelse(parts.text.isnull(), _without(parts), _nothing()))
    return ibis.union(_as_entries(alone), _as_entries(parts))


def plain_entries(documents: pa.Table) -> pa.Table:
    """Documents that are no Bundles as the entries they stand for.

    Args:
        documents: ``files.DOCUMENTS``.
    """
    columns = [
        documents[field.name]
        if field.name in documents.column_names
        else pa.nulls(documents.num_rows, field.type)
        for field in ENTRIES
    ]
    return pa.Table.from_arrays(columns, schema=ENTRIES)


def contained_of(entries: ir.Table) -> ir.Table:
    """The resources that others contain.

    Args:
        entries: Numbered entries: ``ENTRIES`` with ``row``.

    Returns:
        ``ENTRIES``, where ``container`` is the row of the resource around them.
    """
    holding = entries.filter(entries.text.contains('"contained"'))
    holding = holding.mutate(part=json_parts(holding.text, "$.contained[*]"))
    parts = exploded(holding, "part")
    return _as_entries(parts.mutate(text=parts.part, container=parts.row, problem=_nothing()))


def problem_entries(places: list[tuple[int, int]], problem: str) -> pa.Table:
    """Entries that stand for lines which could not be read.

    Args:
        places: The file and line of each.
        problem: The code of what is wrong with them.
    """
    rows = [{"file": file, "line": line, "problem": problem} for file, line in places]
    return pa.Table.from_pylist(rows, ENTRIES)


def documents_table() -> ir.Table:
    """Documents, as an Ibis table to build expressions on."""
    return ibis.table(ibis.Schema.from_pyarrow(DOCUMENTS), name="documents")


def entries_table() -> ir.Table:
    """Numbered entries, as an Ibis table to build expressions on."""
    numbered = ENTRIES.append(pa.field("row", pa.int64()))
    return ibis.table(ibis.Schema.from_pyarrow(numbered), name="entries")


def _without_escapes(text: ir.StringValue) -> ir.StringValue:
    """JSON without written-out escapes, so that no element's name can hide behind one."""
    return ibis.ifelse(text.contains("\\u"), json_plain(text), text)


def _without(parts: ir.Table) -> ir.StringValue:
    return ibis.ifelse(parts.method == "DELETE", "deletion", "nothing")


def _nothing() -> ir.StringScalar:
    return ibis.null("string")


def _as_entries(table: ir.Table) -> ir.Table:
    kinds = ibis.Schema.from_pyarrow(ENTRIES)
    return table.select(
        **{
            name: table[name].cast(kind) if name in table.columns else ibis.null(kind)
            for name, kind in kinds.items()
        }
    )
