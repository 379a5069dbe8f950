"""Every measure counts its drawn population as drawn, and every population shows a boundary."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from wholeplace.core.engine import Engine, duckdb_engine
from wholeplace.core.registry import Registry
from wholeplace.measures.checking.check import check
from wholeplace.measures.measure import Measure
from wholeplace.record.drawing.world import AS_AT

REGISTRY = Registry.load(["wholeplace.definitions"])
# Their boundary is a group or a code, which a day does not move.
WITHOUT_DATES = {"most_deprived_fifth", "ethnicity_recorded"}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with duckdb_engine(tmp_path_factory.mktemp("drawn") / "scratch", threads=1) as made:
        yield made


def test_every_measure_counts_its_drawn_population_as_drawn(engine: Engine) -> None:
    checked = check(engine, REGISTRY)

    assert [f"{fault.measure}: {fault.says}" for fault in checked.faults] == []
    assert checked.measures == len(REGISTRY.all(Measure))


def test_a_day_earlier_or_later_every_drawn_population_counts_otherwise(engine: Engine) -> None:
    moved = {
        fault.measure
        for days in (-1, 1)
        for fault in check(engine, REGISTRY, on=AS_AT + dt.timedelta(days=days)).faults
    }

    unmoved = {measure.name for measure in REGISTRY.all(Measure)} - moved
    assert unmoved == WITHOUT_DATES
