"""A small framework: Core20, two groups that overlap, and the two made of them."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from wholeplace.measures.plus_groups.framework import framework_from
from wholeplace.record.attributes import attribute
from wholeplace.record.person import Person


@attribute(title="Core20")
def in_core20(person: Person) -> ir.BooleanValue:
    """In the most deprived fifth."""
    return person.imd25_fifth == 1


@attribute(title="Minority ethnic")
def in_minority(person: Person) -> ir.BooleanValue:
    """Not White British; blank where not stated."""
    told = person.ethnic_category != "Z"
    return ibis.ifelse(told, person.ethnic_category != "A", ibis.null("boolean"))


def _group(name: str, part: str, attribute: str = "") -> dict[str, str]:
    said = {"title": name, "says": f"in {name}", "others": f"outside {name}"}
    return {"name": name, "part": part, "attribute": attribute, **said}


SMALL = framework_from(
    {
        "name": "small_framework",
        "title": "Small",
        "source": "Made up",
        "doc": "Groups to test with.",
        "groups": [
            _group("core20", "core20", "in_core20"),
            _group("minority", "plus", "in_minority"),
            _group("stroke", "plus", "stroke"),
            _group("plus", "together"),
            _group("core20plus", "together"),
        ],
        "unrecorded": [],
        "areas": [
            {
                "name": "care",
                "title": "Care",
                "of": "adults",
                "aim": "Less of it.",
                "measures": ["stroke_prevalence", "stay_rate"],
            }
        ],
    }
)
