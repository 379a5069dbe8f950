"""Why a resource is not used or is refused: each reason in words, with a remedy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Outcome = Literal["used", "not used", "refused"]


@dataclass(frozen=True)
class Reason:
    """Why nothing is taken from a resource.

    Attributes:
        code: A short name used in queries.
        outcome: ``not used`` where the resource is sound, ``refused`` where it is not.
        sentence: The reason, in words that follow a count.
        remedy: What to do about it; empty where there is nothing to do.
    """

    code: str
    outcome: Outcome
    sentence: str
    remedy: str = ""


_NOT_USED = (
    Reason("type", "not used", "of a kind that is not read"),
    Reason("nothing", "not used", "an entry of a Bundle without a resource"),
    Reason("repeated", "not used", "sent more than once with the same content"),
    Reason("older", "not used", "an older version of a resource sent again"),
    Reason("deleted", "not used", "deleted by the sender"),
    Reason("deletion", "not used", "the notice of a deletion"),
    Reason("status", "not used", "planned, cancelled, not done, preliminary or entered in error"),
    Reason("unconfirmed", "not used", "refuted, not confirmed, or entered in error"),
    Reason("not_snomed", "not used", "without a SNOMED CT code"),
    Reason(
        "only_icd10", "not used", "with an ICD-10 code only, which counts as its stay's diagnosis"
    ),
    Reason("no_result", "not used", "without a result, and the reason for that"),
    Reason("no_date", "not used", "without a date"),
    Reason("class", "not used", "a contact of a class that is not read"),
    Reason("not_an_order", "not used", "a plan or proposal, not an order, or an order not to give"),
    Reason("not_practice", "not used", "an episode that is no registration with a GP practice"),
    Reason("replaced", "not used", "a record that another replaces"),
    Reason("without_person", "not used", "about somebody whose Patient is not used or refused"),
    Reason("not_a_person", "not used", "about something other than a Patient"),
    Reason("no_code", "not used", "an organisation without an ODS code"),
)
_REFUSED = (
    Reason("not_text", "refused", "The text is not UTF-8", "Write FHIR as UTF-8."),
    Reason("not_json", "refused", "The text is not JSON", "Write one whole resource on each line."),
    Reason(
        "not_resource",
        "refused",
        "This is not a FHIR resource: it has no resourceType",
        "Send FHIR resources or Bundles only.",
    ),
    Reason(
        "bad_bundle", "refused", "The Bundle's entries are not a list of entries", "Send it again."
    ),
    Reason(
        "modifier",
        "refused",
        "It holds a modifierExtension or implicitRules, which may change what it means",
        "Ask the sender what they mean, and to send the resource without them.",
    ),
    Reason(
        "wrong_shape",
        "refused",
        "The element is not of the kind FHIR R4 says",
        "Correct it; check that the sender writes FHIR R4.",
    ),
    Reason(
        "conflict",
        "refused",
        "Several resources have this id, and neither meta.lastUpdated nor meta.versionId says "
        "which is the newest",
        "Send the newest of each.",
    ),
    Reason("no_id", "refused", "It has no id", "Send resources with their ids."),
    Reason("missing", "refused", "The element must be there", "Send it."),
    Reason("no_such_date", "refused", "There is no such day", "Check the year, month and day."),
    Reason(
        "not_a_date",
        "refused",
        "The value is not a FHIR date",
        "Send yyyy, yyyy-mm or yyyy-mm-dd, with or without a time.",
    ),
    Reason(
        "unknown_status",
        "refused",
        "The status is missing or not one of FHIR R4",
        "Send the status: without it nobody knows whether the entry stands.",
    ),
    Reason("not_a_number", "refused", "The value is not a number", "Send a number."),
    Reason(
        "not_a_concept",
        "refused",
        "The SNOMED CT code is not a concept identifier of 6 to 18 digits",
        "Send the concept identifier; expressions of several concepts are not read.",
    ),
    Reason(
        "unresolved",
        "refused",
        "It refers to a Patient that is not in the folder",
        "Send the Patient with it, or land the folder as an increment.",
    ),
)

REASONS: dict[str, Reason] = {reason.code: reason for reason in (*_NOT_USED, *_REFUSED)}
