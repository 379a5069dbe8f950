"""Coded entries: which of several codings is taken, and what was recorded in the first place.

Of the SNOMED CT codings one that names the UK Edition goes first, then the one the user chose, then
the first. Source: UK Core implementation guide; SNOMED CT on FHIR (system and version addresses).
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

SNOMED = "http://snomed.info/sct"
ICD10 = "http://hl7.org/fhir/sid/icd-10"
UK_EDITION = SNOMED + "/(83821000000107|999000041000000102|999000011000000103)(/|$)"
"""Versions that name the UK Edition: with its drug extension, and its clinical parts."""
CONCEPT_ID = "^[1-9][0-9]{5,17}$"
ICD10_CODE = r"^([A-Z][0-9]{2})\.?([0-9X]?[0-9]?[AD]?)$"


def entry_of(concept: ir.StructValue) -> dict[str, ir.Value]:
    """The columns of the coded entry that a CodeableConcept holds.

    Args:
        concept: As ``elements.CONCEPT``.

    Returns:
        ``code``, the SNOMED CT code as text, null where there is none; ``term``; and the coding
        recorded in the first place as ``original_system`` and ``original_code``.
    """
    chosen = _chosen(_of_system(concept["coding"], SNOMED))
    recorded = ibis.coalesce(_by_user(concept["coding"])[0], concept["coding"][0])
    return {
        "code": chosen["code"],
        "term": ibis.coalesce(concept["text"], chosen["display"], recorded["display"]),
        "original_system": recorded["system"],
        "original_code": recorded["code"],
    }


def code_problem(code: ir.StringValue) -> ir.StringValue:
    """``not_a_concept`` where a SNOMED CT code is there but is no concept identifier."""
    return ibis.ifelse(~code.re_search(CONCEPT_ID), "not_a_concept", ibis.null("string"))


def code_in(concept: ir.StructValue, system: str) -> ir.StringValue:
    """The first code of a system that a CodeableConcept holds; null where there is none."""
    return _of_system(concept["coding"], system)[0]["code"]


def icd10_of(concept: ir.StructValue) -> ir.StringValue:
    """The ICD-10 code of a CodeableConcept, without its dot; null where there is none."""
    code = code_in(concept, ICD10).upper()
    return ibis.ifelse(
        code.re_search(ICD10_CODE), code.re_replace(ICD10_CODE, r"\1\2"), ibis.null("string")
    )


def extension_code(extensions: ir.ArrayValue, url: str) -> ir.StructValue:
    """The CodeableConcept that the extension of an address holds."""
    return extensions.filter(lambda e: e["url"] == url)[0]["valueCodeableConcept"]


def _of_system(codings: ir.ArrayValue, system: str) -> ir.ArrayValue:
    return codings.filter(lambda c: (c["system"] == system) & c["code"].notnull())


def _by_user(codings: ir.ArrayValue) -> ir.ArrayValue:
    return codings.filter(lambda c: c["userSelected"])


def _chosen(codings: ir.ArrayValue) -> ir.StructValue:
    british = codings.filter(lambda c: c["version"].re_search(UK_EDITION))
    best = ibis.coalesce(_by_user(british)[0], british[0], _by_user(codings)[0], codings[0])
    # Most have one coding, and the choosing takes most of the time.
    return ibis.ifelse(codings.length() == 1, codings[0], best)
