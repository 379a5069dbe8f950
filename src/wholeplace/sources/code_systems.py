"""Code systems of diagnoses and operations: the form of a code, with and without its dot."""

from __future__ import annotations

import re
from typing import Literal

# Code systems that give a value its form; empty for none.
System = Literal["", "icd10", "opcs4", "snomed"]

ICD10_PATTERN = "[A-Z][0-9]{2}[0-9X]?[0-9]?[AD]?"
# OPCS-4 has no chapter I; a code of three characters may stand where no fourth exists.
OPCS4_PATTERN = "[A-HJ-Z][0-9]{2}[0-9]?"
FORMS = {"icd10": ICD10_PATTERN, "opcs4": OPCS4_PATTERN}
# Both are written with a dot after three characters, and kept without it.
DOTTED_CODE = r"([A-Z][0-9]{2})\.([0-9X])"


def undotted(code: str, system: Literal["icd10", "opcs4"]) -> str | None:
    """A code in capitals without its dot, or None where it has not the form of its system.

    >>> undotted("s72.0", "icd10"), undotted("W37.1", "opcs4"), undotted("I27.1", "opcs4")
    ('S720', 'W371', None)
    """
    plain = re.sub(DOTTED_CODE, r"\1\2", code.strip().upper())
    return plain if re.fullmatch(FORMS[system], plain) else None
