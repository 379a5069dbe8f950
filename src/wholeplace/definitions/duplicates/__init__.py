"""Which entries of waiting lists may be the same wait twice, and which codes mean one test.

Codes of OPCS-4 are those the national guidance on diagnostic waiting times counts tests by (NHS
England, Diagnostics waiting times and activity, annex B). Those of the National Interim Clinical
Imaging Procedure code set are built as its editorial principles say (NPFIT-NPO-GEN-IP-0067, 2007:
the first letter is the modality, the last the side), but they, and OPCS-4 codes by part of the
body, were entered from memory and not found in print: each partnership checks the list against what
its providers send before it acts on it.
"""

from __future__ import annotations

from pathlib import Path

import ibis.expr.types as ir

from wholeplace.definitions.further_activities import TREATMENT_LISTS
from wholeplace.definitions.measures.who_is_missing import UNLINKED
from wholeplace.definitions.waiting import TEST_LIST, is_waiting
from wholeplace.measures.duplicates.definition import (
    TESTS,
    DuplicateRule,
    EquivalentTests,
    read_coded_tests,
)
from wholeplace.record.activity import Row

NOT_FOUND = f"a second entry at a provider that sends no data; {UNLINKED}."


def is_planned(row: Row) -> ir.BooleanValue:
    """Whether an entry is planned for later: the list says so, or it is outside waiting times."""
    return (row.planned == "Y").fill_null(False) | (row.list_type == "INON").fill_null(False)


EQUIVALENT_TESTS = EquivalentTests(
    name=TESTS,
    title="Codes that mean the same diagnostic test",
    source="OPCS Classification of Interventions and Procedures 4; National Interim Clinical "
    "Imaging Procedure code set; not yet approved by a clinician",
    codes=read_coded_tests(Path(__file__).with_name("tests.csv")),
)

TEST_TWICE = DuplicateRule(
    name="test",
    title="The same test on two providers' lists",
    source="NHS England, Diagnostics waiting times and activity: somebody is counted once for each "
    "test, wherever it is to be made",
    dataset="waiting_list_entry",
    waiting=lambda row: is_waiting(row, (TEST_LIST,)),
    planned=is_planned,
    alike="test",
    window=91,
    noun="waits for a test",
    doc="An equivalent test of one person, requested within 13 weeks of each other at two "
    "providers, both still waited for. Planned tests and surveillance are left out.",
    not_in_it=f"Entries whose test is not coded, which are listed apart; {NOT_FOUND}",
)

SPECIALTY_TWICE = DuplicateRule(
    name="specialty",
    title="The same specialty on two providers' lists",
    source="NHS England, consultant-led referral to treatment waiting times, rules suite 2022: a "
    "transfer between providers continues one pathway",
    dataset="waiting_list_entry",
    waiting=lambda row: is_waiting(row, TREATMENT_LISTS),
    planned=is_planned,
    alike="specialty",
    window=126,
    noun="waits for treatment",
    doc="One specialty and one person, referred within 18 weeks of each other to two providers, "
    "both clocks running. Planned admissions are left out. Two conditions of one specialty look "
    "the same, so few pairs are likely.",
    not_in_it=f"{NOT_FOUND[:1].upper()}{NOT_FOUND[1:]}",
)
