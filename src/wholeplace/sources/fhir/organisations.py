"""Organisations and places: the ODS code of each, by which practices and providers are known."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from wholeplace.sources.fhir.identities import address_of
from wholeplace.sources.fhir.judging import JUDGED, Reading, judge, unless, used

KINDS = ("Organization", "Location", "PractitionerRole")
ODS_SYSTEMS = (
    "https://fhir.nhs.uk/Id/ods-organization-code",
    "https://fhir.nhs.uk/Id/ods-site-code",
)
PARENT = {"Location": "managingOrganization", "PractitionerRole": "organization"}
_EMPTY = {"key": "string", "ods_code": "string"}


def ods_codes(reading: Reading) -> tuple[ir.Table, dict[str, ir.Table]]:
    """The ODS code of each organisation, and what became of every resource read for it.

    A Location without a code of its own, and a PractitionerRole, stand for their organisation.

    Args:
        reading: What was read.

    Returns:
        key and ods_code; and judged tables by kind.
    """
    judged: dict[str, ir.Table] = {}
    codes = reading.engine.table(ibis.Schema(_EMPTY).to_pyarrow().empty_table())
    for kind in KINDS:
        if kind in reading.resources.elements:
            judged[kind] = reading.engine.keep(_judged(reading, kind, codes))
            codes = ibis.union(codes, used(judged[kind]).select("key", "ods_code"))
    return reading.engine.keep(codes), judged


def _judged(reading: Reading, kind: str, codes: ir.Table) -> ir.Table:
    opened = reading.open(kind)
    has_own = kind != "PractitionerRole"
    own = _own_code(opened.identifier) if has_own else ibis.null("string")
    parent = address_of(opened[PARENT[kind]]) if kind in PARENT else ibis.null("string")
    table = reading.current(kind, opened.select("row", "wrong", own=own, parent=parent))
    asked = reading.identities.refer(table, "parent", "parent_key")
    found = asked.left_join(codes.select(parent_key="key", parent_code="ods_code"), "parent_key")
    found = found.mutate(ods_code=ibis.coalesce(found.own, found.parent_code))
    needs = [unless(found.ods_code.notnull(), "no_code")]
    return judge(found, needs).select(*JUDGED, "key", "ods_code")


def _own_code(identifiers: ir.ArrayValue) -> ir.StringValue:
    found = [
        identifiers.filter(lambda i, s=system: i["system"] == s)[0]["value"].upper()
        for system in ODS_SYSTEMS
    ]
    return ibis.coalesce(*found)
