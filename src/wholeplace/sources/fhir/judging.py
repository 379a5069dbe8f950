"""Judging resources: what is needed of each, in order, and whom they are about."""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from wholeplace.core.engine import Engine
from wholeplace.sources.fhir.identities import Identities
from wholeplace.sources.fhir.resources import Resources

PERSON_KEY = r"(^|/)Patient/|^urn:|/nhs-number\|"
KEY_START = "^([A-Za-z]+/|urn:uuid:|urn:oid:)"
JUDGED = ("row", "reason", "element")
# As an identifier of the reference, or as a search in its place.
ODS_CODE = (
    r"^(?:Organization\?identifier=|Location\?identifier=)?"
    r"https://fhir\.nhs\.uk/Id/ods-(?:organization|site)-code(?:\||%7C)(.+)$"
)


@dataclass(frozen=True)
class Need:
    """Something a resource must meet to be used.

    Attributes:
        reason: The code of why it is not, or null where it is met.
        element: The element, for the list of refusals.
    """

    reason: ir.StringValue
    element: str


def unless(met: ir.BooleanValue, reason: str, element: str = "") -> Need:
    """A need that is met where a condition is true; null counts as false."""
    fails = ~met.fill_null(False)
    return Need(ibis.ifelse(fails, reason, ibis.null("string")), element)


def judge(table: ir.Table, needs: list[Need]) -> ir.Table:
    """A table with ``reason`` and ``element`` of the first need each resource does not meet.

    Args:
        table: Resources, with ``wrong``, the first element of a wrong kind.
        needs: The needs in order.
    """
    shaped = ibis.ifelse(table.wrong.notnull(), "wrong_shape", ibis.null("string"))
    elements = [(need.reason.notnull(), need.element) for need in needs]
    return table.mutate(
        reason=ibis.coalesce(shaped, *(need.reason for need in needs)),
        element=ibis.cases((table.wrong.notnull(), table.wrong), *elements, else_=""),
    )


def used(judged: ir.Table) -> ir.Table:
    """The resources that meet every need."""
    return judged.filter(judged.reason.isnull())


def id_of(key: ir.StringValue) -> ir.StringValue:
    """The sender's own id within a key."""
    return key.re_replace(KEY_START, "")


@dataclass(frozen=True)
class Reading:
    """What the judging of every kind of resource rests on.

    Attributes:
        engine: DuckDB.
        resources: What was read.
        identities: Which of them to use, and what references lead to.
        increment: Whether the Patients may have been sent before.
        people: Key of a Patient → ``patient_id`` of the person it means, null where the Patient is
            not used; None until Patients have been judged.
        organisations: Key → ODS code; None until organisations have been judged.
    """

    engine: Engine
    resources: Resources
    identities: Identities
    increment: bool
    people: ir.Table | None = None
    organisations: ir.Table | None = None

    def open(self, kind: str) -> ir.Table:
        """Every resource of a kind: row, wrong, and the elements that are read."""
        elements = self.resources.elements[kind]
        names = elements.read.type().names
        return elements.select("row", "wrong", **{name: elements.read[name] for name in names})

    def current(self, kind: str, flat: ir.Table) -> ir.Table:
        """The resources of a kind that are to be used, with key and scope.

        Args:
            kind: The kind.
            flat: Its resources with columns that are no lists: those are slow to carry in joins.
        """
        return self.engine.keep(flat).inner_join(self.identities.current(kind), "row")

    def about(self, table: ir.Table) -> tuple[ir.Table, list[Need]]:
        """Find the person each resource is about.

        Args:
            table: Current resources, with ``subject``, the address of a Patient.

        Returns:
            The table with ``patient_id``, and the needs that go with it.
        """
        assert self.people is not None  # Patients are judged first
        asked = self.identities.refer(table, "subject", "person_key")
        people = self.people.rename(person_key="key", known_id="patient_id")
        found = asked.left_join(people, "person_key").drop("person_key_right")
        patient_id = found.known_id
        if self.increment:
            sent = found.known.fill_null(False)
            patient_id = ibis.ifelse(sent, found.known_id, id_of(found.person_key))
        found = found.mutate(patient_id=patient_id).drop("known_id")
        known = found.known.fill_null(False)
        return found, [
            unless(found.person_key.notnull(), "missing", "subject"),
            unless(known | found.person_key.re_search(PERSON_KEY), "not_a_person", "subject"),
            unless(known | ibis.literal(self.increment), "unresolved", "subject"),
            unless(found.patient_id.notnull(), "without_person", "subject"),
        ]

    def organisation(self, table: ir.Table, column: str, name: str) -> ir.Table:
        """A table with the ODS code of the organisation that an address leads to.

        Args:
            table: Current resources.
            column: A column of addresses.
            name: The name of the new column; blank where the code is not known.
        """
        assert self.organisations is not None  # organisations are judged first
        said = table[column].re_extract(ODS_CODE, 1).nullif("").upper()
        asked = self.identities.refer(table.mutate(**{name: said}), column, "_organisation")
        known = self.organisations.rename(_organisation="key", _code="ods_code")
        found = asked.left_join(known, "_organisation")
        found = found.mutate(**{name: ibis.coalesce(found[name], found._code)})
        return found.drop("_organisation", "_organisation_right", "_code")
