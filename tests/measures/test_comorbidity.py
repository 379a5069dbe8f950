"""Of the people with one condition, how many have another: counted again in plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from tests.measures.small_installation import Finished, Life
from wholeplace.statistics import release_proportion

PAIRS = (("stroke", "dementia"), ("dementia", "stroke"))


def pairs(small: Finished) -> dict[tuple[str, str, str, str], dict[str, Any]]:
    rows = pq.read_table(small.release.folder / "comorbidity.parquet").to_pylist()
    return {(r["area_type"], r["area_code"], r["condition"], r["other"]): r for r in rows}


def areas_of(small: Finished, area_type: str) -> dict[str, str]:
    """Practice or small area → the area of a kind it belongs to."""
    reference = small.installation.data / "record" / "reference"
    if area_type == "icb":
        return dict.fromkeys((life.practice for life in small.lives), small.release.system.code)
    if area_type in ("pcn", "place"):
        column = "pcn_code" if area_type == "pcn" else "place"
        rows = pq.read_table(reference / "practices.parquet").to_pylist()
        return {row["practice_code"]: row[column] for row in rows}
    rows = pq.read_table(reference / "small_areas.parquet").to_pylist()
    return {row["lsoa21"]: row[area_type] for row in rows}


def both_and_one(lives: Iterable[Life], one: str, other: str) -> tuple[int, int]:
    having = [life for life in lives if life.present and getattr(life, one)]
    return sum(getattr(life, other) for life in having), len(having)


@pytest.mark.parametrize("area_type", ["pcn", "place", "icb", "district", "upper_tier"])
def test_each_pair_in_each_area_is_the_gated_share_of_a_hand_count(
    small: Finished, area_type: str
) -> None:
    belongs = areas_of(small, area_type)
    registered = area_type in ("pcn", "place", "icb")
    found = {key: row for key, row in pairs(small).items() if key[0] == area_type}
    assert found

    for (_, code, one, other), row in found.items():
        here = [
            life
            for life in small.lives
            if belongs[life.practice if registered else life.small_area] == code
        ]
        gated = release_proportion(*both_and_one(here, one, other))
        assert row["status"] == str(gated.status)
        for name in ("numerator", "denominator", "value", "lower", "upper"):
            number = float(getattr(gated, name))
            assert row[name] == (None if np.isnan(number) else pytest.approx(number))


def test_every_ordered_pair_of_different_conditions_is_there(small: Finished) -> None:
    assert {(one, other) for _, _, one, other in pairs(small)} == set(PAIRS)


def test_the_reader_finds_the_pairs_of_one_area(small: Finished) -> None:
    found = small.release.comorbidity(small.release.system)

    assert {(row["condition"], row["other"]) for row in found} == set(PAIRS)
