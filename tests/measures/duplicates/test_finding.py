"""Which entries may be one wait: the ones that are, and every kind that only looks like it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.measures.duplicates.entries import AS_AT, entry, found, pairs
from wholeplace.core.engine import Engine
from wholeplace.core.errors import DefinitionError, InputFileError
from wholeplace.definitions.duplicates import EQUIVALENT_TESTS, SPECIALTY_TWICE, TEST_TWICE
from wholeplace.measures.duplicates.definition import DuplicateRule, read_coded_tests

TOMORROW = AS_AT + dt.timedelta(days=1)
HERE = entry("a", "X", 20)
REFERRED: dict[str, Any] = {
    "list_type": "ORTT",
    "diagnostic_test": None,
    "treatment_function": "110",
}


SAID = (
    ({}, 85, "likely", "same code of the test; requested 10 days apart; same referrer"),
    ({"diagnostic_test": "mknel"}, 85, "likely", "same code of the test"),
    ({"referrer_code": None}, 70, "likely", "a referrer is not known"),
    ({"referrer_code": "Q"}, 65, "possible", "different referrers"),
    ({"diagnostic_test": None, "procedure": "U211"}, 60, "possible", "part of the body"),
)


def test_the_same_test_at_two_providers_is_listed_with_its_reasons(engine: Engine) -> None:
    rows = []
    for person, (other, *_) in enumerate(SAID):
        rows.append(entry(f"a{person}", "X", 20, record_id=person))
        rows.append(entry(f"b{person}", "Y", 10, **{"record_id": person} | other))

    found_pairs = {pair["person"]: pair for pair in pairs(engine, TEST_TWICE, rows)}

    for person, (_, score, confidence, said) in enumerate(SAID):
        pair = found_pairs[person]
        assert (pair["score"], pair["confidence"]) == (score, confidence)
        assert said in pair["reasons"]
        assert (pair["first_entry"], pair["second_entry"]) == (f"a{person}", f"b{person}")


def test_equivalent_codes_of_two_systems_are_one_test(engine: Engine) -> None:
    rows = [
        entry("a", "X", 20, diagnostic_test="CSKUH"),
        entry("b", "Y", 10, diagnostic_test="U051"),
    ]

    [pair] = pairs(engine, TEST_TWICE, rows)

    assert pair["score"] == 80
    assert "equivalent codes of one test" in pair["reasons"]


def test_a_code_that_no_list_holds_is_the_same_only_as_itself(engine: Engine) -> None:
    own = {"diagnostic_test": "LOCAL1"}
    rows = [
        entry("a", "X", 20, **own),
        entry("b", "Y", 10, **own),
        entry("c", "Z", 10, diagnostic_test="LOCAL2"),
    ]

    assert [pair["second_entry"] for pair in pairs(engine, TEST_TWICE, rows)] == ["b"]


ONLY_ALIKE: dict[str, dict[str, Any]] = {
    "the other knee": {"diagnostic_test": "MKNER"},
    "another test": {"diagnostic_test": "CSKUH"},
    "surveillance, planned for later": {"planned": "Y"},
    "the same provider: two steps of one plan": {"provider_code": "X"},
    "another person": {"record_id": 99},
    "made already": {"clock_stop_date": AS_AT},
    "not begun": {"clock_start_date": TOMORROW},
    "a list of treatment": {"list_type": "ORTT"},
    "no code": {"diagnostic_test": None},
    "asked for again much later": {"clock_start_date": AS_AT - dt.timedelta(days=112)},
}


def test_what_only_looks_like_it_is_not_listed(engine: Engine) -> None:
    rows = []
    for person, (why, other) in enumerate(ONLY_ALIKE.items()):
        rows.append(entry(f"before {why}", "X", 20, record_id=person))
        rows.append(entry(why, "Y", 10, **{"record_id": person} | other))

    assert [pair["second_entry"] for pair in pairs(engine, TEST_TWICE, rows)] == []


def test_the_last_day_of_the_window_counts(engine: Engine) -> None:
    rows = [entry("a", "X", 100), entry("b", "Y", 9)]

    assert [pair["days_apart"] for pair in pairs(engine, TEST_TWICE, rows)] == [91]


def test_two_requests_of_one_day_are_one_pair_and_both_booked_is_said(engine: Engine) -> None:
    rows = [entry(name, provider, 5, booked_date=TOMORROW) for name, provider in ("aX", "bY")]

    [pair] = pairs(engine, TEST_TWICE, rows)

    assert pair["days_apart"] == 0
    assert pair["reasons"].endswith("both are booked")


def test_a_referral_passed_on_is_likelier_one_wait_than_two_referrals(engine: Engine) -> None:
    here = entry("a", "X", 20, **REFERRED)
    passed_on = entry("b", "Y", 10, **REFERRED, status="21")
    another = entry("c", "Y", 10, **REFERRED)

    first, second = pairs(engine, SPECIALTY_TWICE, [here, passed_on, another])

    assert (first["second_entry"], first["score"], first["confidence"]) == ("b", 80, "likely")
    assert "transferred" in first["reasons"]
    assert (second["second_entry"], second["score"], second["confidence"]) == ("c", 65, "possible")


def test_two_operations_of_one_specialty_are_two_waits(engine: Engine) -> None:
    surgical = REFERRED | {"list_type": "IRTT"}
    rows = [
        entry("a", "X", 20, **surgical, procedure="W371"),
        entry("b", "Y", 10, **surgical, procedure="W401"),
        entry("c", "Z", 10, **surgical, procedure="W371"),
    ]

    assert [pair["second_entry"] for pair in pairs(engine, SPECIALTY_TWICE, rows)] == ["c"]


def test_records_linked_to_one_person_are_compared_and_those_of_nobody_are_not(
    engine: Engine,
) -> None:
    rows = [HERE, entry("b", "Y", 10, record_id=2), entry("c", "Z", 10, record_id=3)]

    made = found(engine, TEST_TWICE, rows, linked={1: 7, 2: 7})

    assert engine.fetch(made.pairs)["second_entry"].to_pylist() == ["b"]
    assert engine.fetch(made.entries)["person"].null_count == 1


def test_one_entry_and_two_others_are_two_pairs(engine: Engine) -> None:
    rows = [HERE, entry("b", "Y", 10), entry("c", "Z", 5)]

    seen = {(p["first_entry"], p["second_entry"]) for p in pairs(engine, TEST_TWICE, rows)}

    assert seen == {("a", "b"), ("a", "c"), ("b", "c")}


def test_every_listed_code_has_one_meaning() -> None:
    codes = [code.code for code in EQUIVALENT_TESTS.codes]

    assert len(set(codes)) == len(codes) > 20


def test_a_list_of_codes_that_repeats_one_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "tests.csv"
    file.write_text("code,system,test,modality,title\nA1,own,a,a,A\nA1,own,b,b,B\n")

    with pytest.raises(InputFileError, match="row 2"):
        read_coded_tests(file)


def test_a_window_of_no_days_is_refused() -> None:
    said = {name: getattr(TEST_TWICE, name) for name in TEST_TWICE.__dataclass_fields__}

    with pytest.raises(DefinitionError, match="window of 0 days"):
        DuplicateRule(**(said | {"window": 0}))
