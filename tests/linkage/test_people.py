"""People are minted once, keep their id for ever, and go by another name for every purpose."""

from __future__ import annotations

import datetime as dt
import stat

from tests.linkage.linking import Office, drawn

MARCH = drawn("""
    source | record | number | born
    gp     | 1      | A      | 1950-04-01
    gp     | 2      | B      | 1960-04-01
    """)
APRIL = drawn("""
    source | record | number | born       | received
    gp     | 1      | A      | 1950-04-01 | 2026-05-10
    gp     | 3      | C      | 1970-04-01 | 2026-05-10
    cuh    | 9      | B      | 1960-04-01 | 2026-05-10
    """)


def test_person_ids_are_minted_once_and_stay_through_later_runs_and_batches(
    linkage: Office,
) -> None:
    linkage.link(MARCH, run_id="march")
    first = linkage.index()

    linkage.link([*MARCH, *APRIL], run_id="april")
    second = linkage.index()
    linkage.link(MARCH, run_id="march again")

    assert set(first) == {"A", "B"}
    assert set(second) == {"A", "B", "C"}
    assert all(second[number] == person_id for number, person_id in first.items())
    assert linkage.index() == second


def test_a_run_that_meets_nobody_new_mints_nobody(linkage: Office) -> None:
    linkage.link(MARCH)
    files = sorted((linkage.vault / "person_index").iterdir())

    linkage.link(MARCH, run_id="again")

    assert sorted((linkage.vault / "person_index").iterdir()) == files


def test_only_records_that_link_mint_a_person(linkage: Office) -> None:
    linkage.link(
        drawn("""
            source | record | number | status | born
            gp     | 1      | A      | 03     | 1950-04-01
            cuh    | 2      | B      | 01     | 1950-04-01
            cuh    | 3      | B      | 01     | 1999-09-09
            """)
    )

    assert linkage.index() == {}


def test_a_person_id_says_nothing_of_the_number(linkage: Office) -> None:
    linkage.link(MARCH)

    for number, person_id in linkage.index().items():
        assert number not in person_id
        assert len(person_id) == 32


def test_two_installations_mint_unrelated_ids(linkage: Office) -> None:
    linkage.link(MARCH)
    here = linkage.index()
    linkage.vault = linkage.vault.parent / "other vault"

    linkage.link(MARCH)

    assert set(here.values()).isdisjoint(linkage.index().values())


def test_pseudonyms_stay_for_a_purpose_and_are_unrelated_for_another(linkage: Office) -> None:
    planning = linkage.people(linkage.link(MARCH))
    again = linkage.people(linkage.link([*MARCH, *APRIL], run_id="later"))
    research = linkage.people(linkage.link(MARCH, run_id="other", purpose="research"))
    other_key = linkage.people(linkage.link(MARCH, run_id="another", key=bytes(32)))

    assert all(again[record] == pseudonym for record, pseudonym in planning.items())
    assert set(planning.values()).isdisjoint(research.values())
    assert set(planning.values()).isdisjoint(other_key.values())


def test_people_are_numbered_from_one_in_the_order_of_their_pseudonyms(linkage: Office) -> None:
    people = linkage.engine.fetch(linkage.link([*MARCH, *APRIL]).people).to_pylist()

    ordered = sorted(people, key=lambda person: person["person"])
    assert [person["person"] for person in ordered] == [1, 2, 3]
    assert [p["pseudonym"] for p in ordered] == sorted(p["pseudonym"] for p in people)


def test_the_vault_keeps_each_link_with_its_pass_and_the_day_it_became_known(
    linkage: Office,
) -> None:
    linkage.link([*MARCH, *APRIL])

    links = linkage.written()

    index = linkage.index()
    assert [(row["source"], row["record_id"]) for row in links] == [
        ("cuh", 9),
        ("gp", 1),
        ("gp", 2),
        ("gp", 3),
    ]
    assert links[0] == {
        "source": "cuh",
        "record_id": 9,
        "person_id": index["B"],
        "pass": "nhs_number",
        "score": 1.0,
        "valid_from": dt.date(2026, 5, 10),
        "valid_to": None,
    }


def test_what_linkage_hands_on_holds_neither_numbers_nor_person_ids(linkage: Office) -> None:
    linked = linkage.link(MARCH)

    assert set(linked.links.columns) == {"record_id", "person"}
    assert set(linked.people.columns) == {"person", "pseudonym"}
    assert set(linked.counts.column_names) == {"source", "outcome", "records"}


def test_the_folders_of_the_index_and_the_links_are_private(linkage: Office) -> None:
    linkage.link(MARCH)

    for name in ("person_index", "person_link"):
        assert stat.S_IMODE((linkage.vault / name).stat().st_mode) == 0o700
    assert not list((linkage.vault / "person_index").glob("*.staging"))
