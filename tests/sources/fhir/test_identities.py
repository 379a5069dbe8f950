"""Which resource is which: Bundles and references, versions, repeats and deletions."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sources.fhir.made import (
    Resource,
    Sender,
    bundle,
    condition,
    entry,
    nhs_number,
    observation,
    patient,
    without,
)
from wholeplace.core.errors import InputFileError

SERVER = "https://records.example.nhs.uk/fhir"


def version(number: str | None, updated: str | None, **more: Any) -> Resource:
    meta = {"versionId": number, "lastUpdated": updated}
    return patient(meta={name: value for name, value in meta.items() if value}, **more)


def test_references_in_bundles_are_followed_however_they_are_written(sender: Sender) -> None:
    one = "urn:uuid:0d4e4a5c-3f0b-4a59-9a6d-35f1cbc1c9d0"
    two = "urn:uuid:1d4e4a5c-3f0b-4a59-9a6d-35f1cbc1c9d1"
    sender.json(
        "transaction.json",
        bundle(
            entry(one, without(patient(), "id")),
            # An id in a transaction means something within it at most.
            entry(two, patient("1")),
            {"resource": condition("by-uuid", about=one), "request": {"method": "POST"}},
            {"resource": condition("by-id", about="Patient/1")},
            kind="transaction",
        ),
    )
    sender.json(
        "other.json", bundle(entry("urn:uuid:2", patient("1")), condition("x", "Patient/1"))
    )

    flat = sender.flat()

    found = {row["entry_id"]: row["patient_id"] for row in flat.rows("condition")}
    assert found == {"by-uuid": one[9:], "by-id": two[9:], "x": "2"}


def test_absolute_and_versioned_references_lead_to_resources_of_their_server(
    sender: Sender,
) -> None:
    number = nhs_number("9990000018")
    sender.json(
        "page-1.json",
        bundle(
            entry(f"{SERVER}/Patient/p1", patient()),
            entry(f"{SERVER}/Condition/1", condition("1", f"{SERVER}/Patient/p1")),
            entry(f"{SERVER}/Condition/2", condition("2", f"{SERVER}/Patient/p1/_history/3")),
            entry(f"{SERVER}/Condition/3", condition("3", "Patient/p1/_history/3")),
            entry(f"{SERVER}/Condition/4", condition("4", "https://elsewhere/fhir/Patient/p1")),
            entry(f"{SERVER}/Condition/5", condition("5", subject={"identifier": number})),
            kind="searchset",
        ),
    )

    flat = sender.flat()

    assert flat.column("condition", "entry_id") == ["1", "2", "3", "5"]
    assert set(flat.column("condition", "patient_id")) == {"p1"}
    (refused,) = flat.refused
    assert (refused["file"], refused["entry"], refused["element"]) == (
        "page-1.json",
        "5",
        "subject",
    )


def test_lines_that_refer_by_the_address_of_one_server_are_about_its_people(
    sender: Sender,
) -> None:
    flat = sender.flat(patient(), condition(about=f"{SERVER}/Patient/p1"))

    assert flat.column("condition", "patient_id") == ["p1"]


def test_resources_of_two_servers_are_not_mixed(sender: Sender) -> None:
    sender.json("a.json", bundle(entry(f"{SERVER}/Patient/1", patient("1"))))
    sender.json("b.json", bundle(entry("https://other/fhir/Patient/1", patient("1"))))

    with pytest.raises(InputFileError, match="more than one server"):
        sender.flat()


NEW_YEAR, NEXT_DAY = "2024-01-01T00:00:00Z", "2024-01-02T00:00:00Z"
VERSIONS = {
    "the latest update counts": ((None, NEXT_DAY), ("7", NEW_YEAR)),
    "in any order of versions": (("1", NEXT_DAY), ("2", NEW_YEAR)),
    "across time zones": ((None, NEW_YEAR), (None, "2024-01-01T00:30:00+01:00")),
    "by number where there is no time": (("10", None), ("9", None)),
    "by number where the time is one": (("10", NEW_YEAR), ("9", NEW_YEAR)),
    "a version without a time is older": (("1", NEW_YEAR), ("2", None)),
}


def test_of_several_versions_the_newest_is_used(sender: Sender) -> None:
    newest = [version(*new, id=case) for case, (new, _) in VERSIONS.items()]
    older = [version(*old, id=case, gender="male") for case, (_, old) in VERSIONS.items()]

    flat = sender.flat(*newest[:3], *older, *newest[3:])

    found = {row["patient_id"]: row["gender"] for row in flat.rows("patient")}
    assert found == dict.fromkeys(VERSIONS, "female")
    assert flat.outcomes["Patient"] == {
        "used": 6,
        "an older version of a resource sent again": 6,
    }


def test_the_same_resource_twice_counts_once_and_two_contents_count_not_at_all(
    sender: Sender,
) -> None:
    flat = sender.flat(
        patient("same"),
        patient("same"),
        patient("torn"),
        patient("torn", gender="male"),
        condition(about="Patient/torn"),
    )

    assert flat.column("patient", "patient_id") == ["same"]
    reason = (
        "Several resources have this id, and neither meta.lastUpdated nor meta.versionId says "
        "which is the newest"
    )
    assert flat.outcomes == {
        "Condition": {"about somebody whose Patient is not used or refused": 1},
        "Patient": {"used": 1, "sent more than once with the same content": 1, reason: 2},
    }


def test_a_newer_version_that_is_refused_does_not_bring_the_older_one_back(sender: Sender) -> None:
    flat = sender.flat(
        version("1", "2024-01-01T00:00:00Z"),
        version("2", "2024-01-02T00:00:00Z", modifierExtension=[{"url": "x"}]),
    )

    assert flat.rows("patient") == []
    assert sum(flat.outcomes["Patient"].values()) == 2


def test_what_was_deleted_is_not_used_unless_it_was_sent_again_later(sender: Sender) -> None:
    def deletion(url: str, when: str | None = None) -> dict[str, Any]:
        response = {"response": {"lastModified": when}} if when else {}
        return {"request": {"method": "DELETE", "url": url}, **response}

    sender.lines("deleted.ndjson", ['{"resourceType":"Bundle","type":"transaction"}'])
    sender.json(
        "history.json",
        bundle(
            deletion("Condition/gone"),
            deletion("Condition/back", "2024-01-02T00:00:00Z"),
            deletion("Condition/late", "2024-01-04T00:00:00Z"),
            deletion("Condition/never-sent"),
            kind="history",
        ),
    )
    later = {"meta": {"lastUpdated": "2024-01-03T00:00:00Z"}}

    flat = sender.flat(
        patient(), condition("gone"), condition("back", **later), condition("late", **later)
    )

    assert flat.column("condition", "entry_id") == ["back"]
    assert flat.outcomes["Condition"] == {"used": 1, "deleted by the sender": 2}
    assert flat.outcomes[""] == {"the notice of a deletion": 4}


def test_resources_of_other_kinds_and_without_ids_are_counted(sender: Sender) -> None:
    sender.json("bundle.json", bundle({"fullUrl": "urn:uuid:1"}, patient()))

    flat = sender.flat(
        {"resourceType": "AllergyIntolerance", "id": "1"},
        {"resourceType": "OperationOutcome"},
        without(observation(), "id"),
        {"id": "1"},
        bundle(bundle(patient("inner"))),
    )

    assert flat.outcomes == {
        "": {
            "an entry of a Bundle without a resource": 1,
            "This is not a FHIR resource: it has no resourceType": 1,
        },
        "AllergyIntolerance": {"of a kind that is not read": 1},
        "Bundle": {"of a kind that is not read": 1},
        "Observation": {"It has no id": 1},
        "OperationOutcome": {"of a kind that is not read": 1},
        "Patient": {"used": 1},
    }
