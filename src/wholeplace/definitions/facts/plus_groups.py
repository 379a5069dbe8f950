"""Core20PLUS5: who lives in the most deprived fifth, and who is in each PLUS group.

An answer may be blank: whose ethnic category or small area is not known is in neither the group
nor its comparator, and is counted as not known.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from wholeplace.geography.deprivation import preferred_editions
from wholeplace.record.attributes import attribute
from wholeplace.record.ethnic_categories import NOT_KNOWN, NOT_STATED
from wholeplace.record.person import Person

CORE20PLUS5 = "NHS England, Core20PLUS5, an approach to reducing healthcare inequalities (2021)"
JFP = "Cambridgeshire and Peterborough Joint Forward Plan, 2023"
FIFTHS = {2019: "imd19_fifth", 2025: "imd25_fifth"}
WHITE_BRITISH = "A"


@attribute(title="Core20", source=CORE20PLUS5)
def core20(person: Person) -> ir.BooleanValue:
    """Lives in the most deprived national fifth of small areas.

    By the edition of the English Indices of Deprivation nearest the date of the run.
    """
    edition = preferred_editions(person.as_at.year)[0]
    return getattr(person, FIFTHS[edition]) == 1


@attribute(
    title="Minority ethnic community",
    source=f"{CORE20PLUS5}; {JFP}; Race Disparity Unit, Writing about ethnicity",
)
def minority_ethnic(person: Person) -> ir.BooleanValue:
    """Of any recorded ethnic category but White British, white minorities included."""
    recorded = ~person.ethnic_category.isin((NOT_STATED, NOT_KNOWN))
    return ibis.ifelse(recorded, person.ethnic_category != WHITE_BRITISH, ibis.null("boolean"))


@attribute(title="Lives in a rural area", source=f"{JFP}; rural-urban classification, ONS")
def lives_in_rural_area(person: Person) -> ir.BooleanValue:
    """Lives in a small area that the rural-urban classification calls rural."""
    return person.rural


@attribute(
    title="Learning disability or autism",
    source=f"{CORE20PLUS5}; {JFP}",
    example="""
    person | coded                          || learning_disability_or_autism
    1      | 2010-01-01 learning disability || yes
    2      | 2010-01-01 autism              || yes
    3      | 2010-01-01 depression          || no
    """,
)
def learning_disability_or_autism(person: Person) -> ir.BooleanValue:
    """A learning disability or autism on the record, or both."""
    return person.learning_disability | person.autism


@attribute(
    title="Armed forces community",
    source=JFP,
    example="""
    person | coded                    || armed_forces_community
    1      | 2010-01-01 armed forces  || yes
    2      |                          || no
    """,
)
def armed_forces_community(person: Person) -> ir.BooleanValue:
    """Recorded as having served in the armed forces, or coded as a military veteran.

    Families are part of the community and are not recorded as such.
    """
    return person.coded("armed_forces").ever()
