"""Where people belong on the date of a run: the last practice and home of the period."""

from __future__ import annotations

import datetime as dt

from tests.record.drawn_lives import answers, inputs, person_rows
from wholeplace.core.engine import Engine


def test_people_belong_to_the_practice_they_were_last_registered_with(engine: Engine) -> None:
    assert not answers(
        engine,
        """
        person | at practice                                      || practice | registered
        1      | P1 2015-01-01..                                  || P1       | yes
        2      | P1 2015-01-01..2025-08-01; P2 2025-08-01..       || P2       | yes
        3      | P2 2025-08-01..; P1 2015-01-01..2025-08-01       || P2       | yes
        4      | P1 2015-01-01..2020-01-01; P1 2021-01-01..       || P1       | yes
        5      | P9 2015-01-01..                                  || P9       | no
        6      | P1 2015-01-01..2025-08-01; P9 2025-08-01..       || P9       | no
        7      |                                                  ||          | no
        8      | P1 2026-04-01..                                  ||          | no
        9      | P1 2026-03-31..                                  || P1       | yes
        """,
    )


def test_somebody_open_at_two_practices_counts_once_at_the_one_joined_last(
    engine: Engine,
) -> None:
    rows = [
        {"person": "1", "at practice": "P1 2015-01-01..; P2 2020-01-01.."},
        {"person": "2", "at practice": "P2 2015-01-01..; P1 2015-01-01.."},
        {"person": "3", "at practice": "P1 2015-01-01..; P1 2015-01-01.."},
    ]

    found = {row["person"]: row for row in person_rows(engine, rows)}

    assert len(found) == len(person_rows(engine, rows)) == 3
    assert [found[n]["practice"] for n in (1, 2, 3)] == ["P2", "P1", "P1"]


def test_a_registration_that_lasts_comes_before_a_later_one_that_ended(engine: Engine) -> None:
    assert not answers(
        engine,
        """
        person | at practice                                      || practice | registered
        1      | P1 2015-01-01..; P2 2025-06-01..2025-09-01       || P1       | yes
        2      | P1 2015-01-01..2025-09-01; P2 2025-06-01..2025-07-01 || P2   | no
        """,
    )


def test_leavers_and_deaths_of_the_period_are_kept_but_are_not_in_the_population(
    engine: Engine,
) -> None:
    assert not answers(
        engine,
        """
        person | died       | at practice               || practice | registered | alive
        1      |            | P1 2015-01-01..2025-08-01 || P1       | no         | yes
        2      | 2025-08-01 | P1 2015-01-01..2025-08-01 || P1       | no         | no
        3      | 2025-08-01 | P1 2015-01-01..           || P1       | no         | no
        4      |            | P1 2015-01-01..2025-04-01 || P1       | no         | yes
        5      |            | P1 2015-01-01..2025-03-31 ||          | no         |
        6      | 2026-03-31 | P1 2015-01-01..           || P1       | no         | no
        7      | 2026-04-01 | P1 2015-01-01..           || P1       | yes        | yes
        8      |            | P1 2015-01-01..2026-03-31 || P1       | no         | yes
        9      |            | P1 2015-01-01..2026-04-01 || P1       | yes        | yes
        """,
    )


def test_people_live_in_the_home_they_moved_to_last(engine: Engine) -> None:
    assert not answers(
        engine,
        """
        person | died       | at home                                    || lsoa21 | resident
        1      |            | L1 2015-01-01..                            || L1     | yes
        2      |            | L1 2015-01-01..2025-08-01; L3 2025-08-01.. || L3     | yes
        3      |            | L1 2015-01-01..2025-08-01; X9 2025-08-01.. || X9     | no
        4      |            | X9 2015-01-01..                            || X9     | no
        5      |            | L3 2015-01-01..2025-08-01                  || L3     | no
        6      | 2025-08-01 | L3 2015-01-01..                            || L3     | no
        7      |            | L3 2015-01-01..2025-03-31                  ||        | no
        8      |            |                                            ||        | no
        """,
    )


def test_registered_and_resident_are_two_facts(engine: Engine) -> None:
    assert not answers(
        engine,
        """
        person | at practice     | at home         || registered | resident | place | district
        1      | P1 2015-01-01.. | L3 2015-01-01.. || yes        | yes      | north | D2
        2      | P1 2015-01-01.. | X9 2015-01-01.. || yes        | no       | north |
        3      | P9 2015-01-01.. | L3 2015-01-01.. || no         | yes      |       | D2
        4      | P9 2015-01-01.. | X9 2015-01-01.. || no         | no       |       |
        """,
    )


def test_deprivation_follows_the_home_with_each_edition_on_its_own(engine: Engine) -> None:
    assert not answers(
        engine,
        """
        person | at home         || imd19_fifth | imd25_fifth | lsoa11
        1      | L1 2015-01-01.. || 1           | 2           | L1-2011
        2      | L3 2015-01-01.. || 5           | 4           | L3-2011
        3      | X9 2015-01-01.. ||             |             |
        """,
    )


def test_an_earlier_run_sees_only_what_had_begun_and_what_had_not_ended(engine: Engine) -> None:
    table = """
        person | died       | at practice                                || practice | registered
        1      |            | P1 2015-01-01..2025-08-01; P2 2025-08-01.. || P1       | yes
        2      | 2025-08-01 | P1 2015-01-01..2025-08-01                  || P1       | yes
        """

    assert not answers(engine, table, as_at=dt.date(2025, 7, 31))


def test_ages_are_those_of_the_date_of_the_run(engine: Engine) -> None:
    assert not answers(
        engine,
        """
        person | born       || age | age_band
        1      | 2025-04-01 || 0   | under 1
        2      | 2025-03-31 || 1   | 1-4
        3      | 1936-03-31 || 90  | 90+
        4      | 1936-04-01 || 89  | 85-89
        5      |            ||     | unknown
        """,
    )


def test_a_person_nobody_says_anything_of_is_one_row_of_unknowns(engine: Engine) -> None:
    made = inputs(engine, [{"person": "1"}])
    nothing_known = person_rows(engine, [{"person": "1", "born": ""}])

    assert engine.fetch(made.people).num_rows == len(nothing_known) == 1
    row = nothing_known[0]
    assert (row["sex"], row["ethnic_group"], row["age_band"]) == ("unknown", "unknown", "unknown")
