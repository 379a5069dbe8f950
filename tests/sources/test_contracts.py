"""A contract that contradicts itself is refused where it is written."""

from __future__ import annotations

import pytest

from wholeplace.core.errors import DefinitionError
from wholeplace.sources.contracts import Column, Dataset, DateOrder

ID = Column("local_id", "text", "The person", required=True, identifying=True)
DAY = Column("day", "date", "The day")


def dataset(*columns, **rules):
    return Dataset(name="visits", title="Visits", columns=columns, **rules)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Column("a", "float", "x"), "unknown kind 'float'"),
        (lambda: Column("a", "text", "x", direct=True), "not marked identifying"),
        (lambda: dataset(DAY), "has no local_id"),
        (lambda: dataset(ID, DAY, DAY), "repeats a column"),
        (lambda: dataset(ID, DAY, key=("visit",)), "has no column visit"),
        (lambda: dataset(ID, DAY, date_orders=(DateOrder("day", "end"),)), "has no column end"),
        (lambda: dataset(ID, DAY, order=("local_id",)), "sorted by an identifying column"),
    ],
)
def test_contradictions_are_refused(make, says):
    with pytest.raises(DefinitionError, match=says):
        make()


def test_the_version_changes_with_any_rule():
    plain = dataset(ID, DAY)
    assert plain.version == dataset(ID, DAY).version
    assert plain.version != dataset(ID, Column("day", "date", "The day", required=True)).version


def test_facts_and_identifiers_part_at_the_vault():
    sex = Column("sex", "code", "Sex", linking=True)
    name = Column("name", "text", "Name", identifying=True, direct=True)
    visits = dataset(ID, DAY, sex, name)
    assert [column.name for column in visits.facts] == ["day", "sex"]
    assert [column.name for column in visits.identifiers] == ["sex", "name"]
