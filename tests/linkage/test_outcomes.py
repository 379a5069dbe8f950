"""What becomes of each record: linked to a person, or left apart for a reason that is counted."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.linkage.linking import NUMBERS, Office, drawn

OUTCOMES = {
    "the same number in every source is one person": """
        source   | record | number | born       || outcome | person
        gp       | 1      | A      | 1950-04-01 || linked  | a
        cuh      | 2      | A      | 1950-04-01 || linked  | a
        papworth | 3      | A      | 1950-04-01 || linked  | a
        gp       | 4      | B      | 1950-04-01 || linked  | b
        """,
    "a record without a number stays apart": """
        source | record | number | born       || outcome       | person
        gp     | 1      | A      | 1950-04-01 || linked        | a
        cuh    | 2      |        | 1950-04-01 || no NHS number | -
        """,
    "only a verified number links": """
        source | record | number | status | born       || outcome                 | person
        gp     | 1      | A      | 01     | 1950-04-01 || linked                  | a
        cuh    | 2      | A      | 02     | 1950-04-01 || NHS number not verified | -
        cuh    | 3      | A      | 03     | 1950-04-01 || NHS number not verified | -
        cuh    | 4      | A      | 04     | 1950-04-01 || NHS number not verified | -
        cuh    | 5      | A      | 08     | 1950-04-01 || NHS number not verified | -
        cuh    | 6      | A      | none   | 1950-04-01 || NHS number not verified | -
        """,
    "a token is no NHS number where numbers arrive in clear": """
        source | record | number | born       || outcome                 | person
        gp     | 1      | A      | 1950-04-01 || linked                  | a
        cuh    | 2      | t-9f2  | 1950-04-01 || NHS number not verified | -
        """,
    "one number with two birth dates in one source links neither": """
        source | record | number | born       || outcome                              | person
        gp     | 1      | A      | 1950-04-01 || linked                               | a
        cuh    | 2      | A      | 1950-04-01 || two birth dates under one NHS number | -
        cuh    | 3      | A      | 1950-04-02 || two birth dates under one NHS number | -
        """,
    "two records of one source that agree are one person": """
        source | record | number | born       || outcome | person
        cuh    | 1      | A      | 1950-04-01 || linked  | a
        cuh    | 2      | A      | 1950-04-01 || linked  | a
        """,
    "somebody else under the number does not part it from the right one": """
        source | record | number | born       || outcome              | person
        gp     | 1      | A      | 1950-04-01 || linked               | a
        cuh    | 2      | A      | 1950-04-01 || linked               | a
        cuh    | 3      | A      | 1980-09-09 || birth date disagrees | -
        """,
    "an unverified record does not put a verified one in doubt": """
        source | record | number | status | born       || outcome                 | person
        cuh    | 1      | A      | 01     | 1950-04-01 || linked                  | a
        cuh    | 2      | A      | 03     | 1980-09-09 || NHS number not verified | -
        """,
    "two of year, month and day must agree with the register": """
        source   | record | number | born       || outcome               | person
        gp       | 1      | A      | 1950-04-01 || linked                | a
        cuh      | 2      | A      | 1951-04-01 || linked                | a
        papworth | 3      | A      | 1950-05-01 || linked                | a
        wsft     | 4      | A      | 1950-04-09 || linked                | a
        qehkl    | 5      | A      | 1950-01-04 || birth date disagrees  | -
        bedford  | 6      | A      | 1951-05-01 || birth date disagrees  | -
        lister   | 7      | A      | 1980-09-09 || birth date disagrees  | -
        """,
    "a birth date that is not known disagrees with nothing": """
        source   | record | number | born       || outcome | person
        gp       | 1      | A      | 1950-04-01 || linked  | a
        cuh      | 2      | A      |            || linked  | a
        gp       | 3      | B      |            || linked  | b
        papworth | 4      | B      | 1980-09-09 || linked  | b
        """,
    "hospitals alone need not agree with each other": """
        source   | record | number | born       || outcome | person
        cuh      | 1      | A      | 1950-04-01 || linked  | a
        papworth | 2      | A      | 1980-09-09 || linked  | a
        """,
    "the same birth date without the same number is two people": """
        source | record | number | born       || outcome | person
        gp     | 1      | A      | 1950-04-01 || linked  | a
        cuh    | 2      | B      | 1950-04-01 || linked  | b
        """,
    "a record sent again links by the newest row that can link": """
        source | record | number | status | received   || outcome | person
        gp     | 1      | A      | 01     | 2026-04-10 || linked  | a
        cuh    | 2      | B      | 01     | 2026-03-10 || linked  | a
        cuh    | 2      | A      | 01     | 2026-04-10 || linked  | a
        cuh    | 3      | A      | 01     | 2026-03-10 || linked  | a
        cuh    | 3      | A      | 03     | 2026-04-10 || linked  | a
        cuh    | 4      |        | 07     | 2026-04-10 || linked  | a
        cuh    | 4      | A      | 01     | 2026-03-10 || linked  | a
        """,
    "a record with several rows on one day links by a verified one": """
        source | record | number | status | born       || outcome | person
        cuh    | 1      | A      | 03     | 1950-04-01 || linked  | a
        cuh    | 1      | A      | 01     | 1950-04-01 || linked  | a
        cuh    | 2      |        | 07     | 1960-04-01 || linked  | b
        cuh    | 2      | B      | 01     | 1960-04-01 || linked  | b
        """,
    "one mistyped row does not part a record from the rest": """
        source | record | number | born       || outcome | person
        gp     | 1      | B      | 1950-04-01 || linked  | b
        gp     | 2      | A      | 1980-09-09 || linked  | a
        cuh    | 3      | B      | 1950-04-01 || linked  | b
        cuh    | 3      | B      | 1914-01-05 || linked  | b
        cuh    | 3      | A      | 1950-04-01 || linked  | b
        """,
    "the register's newest birth date is the one to agree with": """
        source | record | number | born       | received   || outcome | person
        gp     | 1      | A      | 1905-04-11 | 2026-03-10 || linked  | a
        gp     | 1      | A      | 1950-04-01 | 2026-04-10 || linked  | a
        cuh    | 2      | A      | 1950-04-01 | 2026-04-10 || linked  | a
        """,
}


@pytest.mark.parametrize("table", OUTCOMES.values(), ids=list(OUTCOMES))
def test_each_record_has_the_outcome_drawn_and_is_counted_once(linkage: Office, table: str) -> None:
    rows = drawn(table)
    records = {(row["source"], row["record"], row["outcome"]) for row in rows}

    linked = linkage.link(rows)

    found = linkage.people(linked)
    for row in rows:
        assert (int(row["record"]) in found) == (row["outcome"] == "linked"), row
    pairs = {(found[int(row["record"])], row["person"]) for row in rows if row["person"] != "-"}
    assert len(pairs) == len({name for name, _ in pairs}) == len({letter for _, letter in pairs})
    counts = {(c["source"], c["outcome"]): c["records"] for c in linked.counts.to_pylist()}
    assert counts == Counter((source, outcome) for source, _, outcome in records)


def test_where_data_arrive_pseudonymised_a_token_needs_no_status(linkage: Office) -> None:
    rows = drawn("""
        source | record | number | status | born       || person
        gp     | 1      | t-9f2  | none   | 1950-04-01 || a
        cuh    | 2      | t-9f2  | none   |            || a
        cuh    | 3      | t-000  | none   |            || b
        cuh    | 4      |        | none   |            || -
        """)

    found = linkage.people(linkage.link(rows, pseudonymised=True))

    assert found[1] == found[2] != found[3]
    assert 4 not in found
    assert linkage.people(linkage.link(rows, pseudonymised=False)) == {}


RANDOM_RECORDS = st.lists(
    st.fixed_dictionaries(
        {
            "source": st.sampled_from(["gp", "cuh", "papworth"]),
            "record": st.sampled_from("12345"),
            "number": st.sampled_from(["", "A", "A", "B", "C", "D"]),
            "status": st.sampled_from(["01", "01", "03", "none"]),
            "born": st.sampled_from(["", "1950-04-01", "1950-04-01", "1951-05-01", "1950-04-02"]),
            "received": st.sampled_from(["2026-03-10", "2026-04-10"]),
        }
    ),
    min_size=1,
    max_size=24,
)
Row = dict[str, str]


def registered_births(rows: list[Row]) -> dict[str, str]:
    """The rule in plain Python: the newest birth date that the register tells of each number."""
    found: dict[str, str] = {}
    # Of two birth dates registered on one day, the earlier stands.
    for row in sorted(sorted(rows, key=lambda r: r["born"], reverse=True), key=received):
        if row["source"] == "gp" and row["number"] and row["status"] == "01" and row["born"]:
            found[row["number"]] = row["born"]
    return found


def received(row: Row) -> str:
    return row["received"]


def rank(row: Row, registered: dict[str, str]) -> tuple[bool, str, bool, int, bool]:
    """The rule in plain Python: the better a row of a record, the higher."""
    usable = row["number"] != "" and row["status"] == "01"
    reference = registered.get(row["number"])
    agreeing = 3
    if row["born"] and reference:
        pairs = zip(row["born"].split("-"), reference.split("-"), strict=True)
        agreeing = sum(one == other for one, other in pairs)
    return (usable and agreeing >= 2, row["received"], usable, agreeing, row["number"] != "")


def judged(rows: list[Row]) -> dict[tuple[str, str], tuple[str, str]]:
    """The rule in plain Python: source and record → outcome and number."""
    registered = registered_births(rows)
    best: dict[tuple[str, str], Row] = {}
    # Of rows alike in rank, the lower number and the one with a birth date, the earlier, stands.
    for row in sorted(rows, key=lambda r: (NUMBERS.get(r["number"], ""), r["born"] or "9")):
        key = (row["source"], row["record"])
        if key not in best or rank(row, registered) > rank(best[key], registered):
            best[key] = row
    births: dict[tuple[str, str], set[str]] = {}
    for row in best.values():
        if rank(row, registered)[0] and row["born"]:
            births.setdefault((row["source"], row["number"]), set()).add(row["born"])
    found = {}
    for key, row in best.items():
        linkable, _, usable, _, numbered = rank(row, registered)
        outcome = "linked"
        if not numbered:
            outcome = "no NHS number"
        elif not usable:
            outcome = "NHS number not verified"
        elif not linkable:
            outcome = "birth date disagrees"
        elif len(births.get((row["source"], row["number"]), ())) > 1:
            outcome = "two birth dates under one NHS number"
        found[key] = (outcome, row["number"])
    return found


# An example takes a whole linkage, and shrinking one would take minutes.
@settings(max_examples=20, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(rows=RANDOM_RECORDS)
def test_random_records_are_linked_as_the_rule_in_plain_python_says(
    shared: Office, rows: list[Row]
) -> None:
    # A landing writes no two rows alike, and a record id is of one source.
    rows = [dict(told) for told in dict.fromkeys(tuple(row.items()) for row in rows)]
    for row in rows:
        row["record"] = {"gp": "1", "cuh": "2", "papworth": "3"}[row["source"]] + row["record"]

    linked = shared.link(rows)

    expected = judged(rows)
    outcomes = Counter((source, outcome) for (source, _), (outcome, _) in expected.items())
    assert {
        (c["source"], c["outcome"]): c["records"] for c in linked.counts.to_pylist()
    } == outcomes
    found = shared.people(linked)
    numbers = {int(record): n for (_, record), (o, n) in expected.items() if o == "linked"}
    assert set(found) == set(numbers)
    pairs = {(found[record], number) for record, number in numbers.items()}
    assert len(pairs) == len(set(found.values())) == len(set(numbers.values()))


def test_a_third_number_of_one_record_is_asked_of_the_register_too(linkage: Office) -> None:
    rows = drawn("""
        source | record | number | born       | received   || outcome
        gp     | 1      | A      | 1950-04-01 | 2026-04-10 || linked
        gp     | 1      | B      | 1980-09-09 | 2026-04-10 || linked
        gp     | 1      | C      | 1950-04-01 | 2026-05-10 || linked
        cuh    | 2      | B      | 1950-04-01 | 2026-04-10 || birth date disagrees
        """)

    linked = linkage.link(rows)

    assert set(linkage.people(linked)) == {1}
