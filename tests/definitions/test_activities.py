"""Use of services is counted as each activity's words say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from wholeplace.core.engine import duckdb_engine
from wholeplace.core.registry import Registry
from wholeplace.record.drawing.tables import read_table
from wholeplace.record.drawing.world import person_rows

DRAWN = """
person | admitted                               || emergency_admissions | emergency_bed_days
1      | 2026-01-02 emergency 3 K358            || 1 | 3
2      | 2026-01-02 emergency 0 K358, 2026-02-02 emergency 2 K358 || 2 | 2
3      | 2026-01-02 planned 3 K358              || 0 | 0
4      | 2025-03-31 emergency 3 K358            || 0 | 0
5      | 2025-04-01 emergency 3 K358            || 1 | 3
6      |                                        || 0 | 0
"""
BY_DIAGNOSIS = """
person | admitted                       || falls_admissions | ambulatory_care_sensitive_admissions | deliveries | self_harm_admissions
1      | 2026-01-02 emergency 9 S720 W19 || 1 | 0 | 0 | 0
2      | 2026-01-02 emergency 9 T980 Z99 W001 || 1 | 0 | 0 | 0
3      | 2026-01-02 emergency 9 T983 || 0 | 0 | 0 | 0
4      | 2026-01-02 planned 9 S720 W19 || 0 | 0 | 0 | 0
5      | 2026-01-02 emergency 9 I219 W19 || 0 | 0 | 0 | 0
6      | 2026-01-02 emergency 9 S720 W20 || 0 | 0 | 0 | 0
7      | 2026-01-02 emergency 9 J459 || 0 | 1 | 0 | 0
8      | 2026-01-02 emergency 9 I110 || 0 | 1 | 0 | 0
9      | 2026-01-02 emergency 9 I112 || 0 | 0 | 0 | 0
10     | 2026-01-02 emergency 9 J189 J459 || 0 | 0 | 0 | 0
11     | 2026-01-02 maternity 1 O80 || 0 | 0 | 1 | 0
12     | 2026-01-02 emergency 1 T391 X61 || 0 | 0 | 0 | 1
13     | 2026-01-02 emergency 1 T391 X85 || 0 | 0 | 0 | 0
14     | 2026-01-02 emergency 1 || 0 | 0 | 0 | 0
"""  # noqa: E501 - a row of four answers


@pytest.fixture(scope="module")
def find(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    registry = Registry.load(["wholeplace.definitions"])
    with duckdb_engine(tmp_path_factory.mktemp("use") / "scratch", threads=1) as engine:
        yield lambda people: person_rows(engine, registry, people)


@pytest.mark.parametrize("drawn", [DRAWN, BY_DIAGNOSIS], ids=["by method", "by diagnosis"])
def test_admissions_are_counted_as_drawn(drawn: str, find: Any) -> None:
    people = read_table(drawn)
    found = find(people)
    for person in people:
        answers = {name: str(found[person.number][name]) for name in person.expected}
        assert answers == person.expected, f"person {person.number}"


def test_several_contacts_on_a_day_are_one_day(find: Any) -> None:
    people = read_table(
        """
        person | coded                                                || x
        1      | 2026-01-02 consultation, 2026-01-02 consultation,
               | 2026-01-03 consultation                              || 2
        """
    )
    assert find(people)[1]["gp_contact_days"] == 2
