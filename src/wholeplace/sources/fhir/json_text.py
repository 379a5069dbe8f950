"""DuckDB's functions on JSON text, for Ibis expressions; each parses the text once."""

from __future__ import annotations

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from wholeplace.sources.fhir.elements import Shape, structure, value_type


@ibis.udf.scalar.builtin
def json_valid(text: str) -> bool:  # type: ignore[empty-body]
    """Whether a text is JSON."""


@ibis.udf.scalar.builtin(name="json")
def json_plain(text: str) -> str:  # type: ignore[empty-body]
    """A JSON text in its shortest form, with its escaped letters written out."""


@ibis.udf.scalar.builtin(name="json_type")
def json_kinds(text: str, paths: list[str]) -> list[str]:  # type: ignore[empty-body]
    """The kind of JSON at each path; null where there is nothing."""


@ibis.udf.scalar.builtin(name="json_extract_string")
def json_texts(text: str, paths: list[str]) -> list[str]:  # type: ignore[empty-body]
    """The value at each path as text; null where there is nothing."""


@ibis.udf.scalar.builtin(name="json_extract")
def json_part(text: str, path: str) -> str:  # type: ignore[empty-body]
    """The JSON text at a path; null where there is nothing."""


@ibis.udf.scalar.builtin(name="json_extract")
def json_parts(text: str, path: str) -> list[str]:  # type: ignore[empty-body]
    """The JSON texts that a path with a wildcard finds."""


def paths(*names: str) -> ir.ArrayValue:
    """A fixed list of JSON paths."""
    return ibis.literal(list(names), type="array<string>")


def read_as(text: ir.StringValue, shape: Shape) -> ir.StructValue:
    """A JSON text as a typed value; what does not fit is null.

    Args:
        text: Valid JSON.
        shape: What to read.
    """
    from_json = ibis.udf.scalar.builtin(
        _from_json, name="from_json", signature=((dt.string, dt.string), value_type(shape))
    )
    return from_json(text, ibis.literal(structure(shape)))


def _from_json(text, structure):  # type: ignore[no-untyped-def]  # the signature says the types
    """Parse JSON text."""
