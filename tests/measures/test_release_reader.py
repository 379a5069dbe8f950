"""The reader of a release reaches the release and nothing else, and binds all it is asked."""

from __future__ import annotations

import tempfile
import threading
from functools import cache
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web.made_release import RUN_ID, make_release, publish
from wholeplace.core.errors import RunError
from wholeplace.measures.release import Release, current_run


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return Release(make_release(tmp_path_factory.mktemp("release")))


def test_the_pointer_names_the_published_run(tmp_path: Path) -> None:
    assert current_run(tmp_path) is None

    publish(tmp_path)

    assert current_run(tmp_path) == RUN_ID


def test_a_spoilt_pointer_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "current.json").write_text("{")

    with pytest.raises(RunError, match="Publish a run again"):
        current_run(tmp_path)


def test_a_folder_without_a_manifest_is_no_release(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="no release"):
        Release(tmp_path)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "COPY (SELECT 1) TO '/tmp/out.csv'",
        "ATTACH '/tmp/other.db'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SET allowed_directories = ['/']",
    ],
)
def test_the_engine_reaches_nothing_outside_its_release(release: Release, query: str) -> None:
    with pytest.raises(duckdb.Error):
        release.store.cursor.execute(query)


def test_values_are_filtered_by_every_column_asked(release: Release) -> None:
    fenland = release.areas_by_slug["fenland"]
    found = release.values(
        area_types=["district"],
        area_codes=[fenland.code],
        measures=["diabetes"],
        breakdowns=["sex"],
        basis="resident",
    )

    assert [value.category for value in found] == ["female", "male"]
    assert {value.area for value in found} == {fenland.key}


def test_asking_for_none_gives_none_and_not_all(release: Release) -> None:
    assert release.values(area_codes=[]) == []
    assert len(release.values(measures=["diabetes"])) > 100


@cache
def shared_release() -> Release:
    return Release(make_release(Path(tempfile.mkdtemp())))


@settings(max_examples=30)
@given(st.text())
def test_no_text_that_is_asked_becomes_part_of_a_query(asked: str) -> None:
    found = shared_release().values(area_codes=[asked], measures=[asked], basis=asked or "x")

    assert found == []


def test_one_code_may_name_two_kinds_of_area(release: Release) -> None:
    district = release.areas_by_slug["peterborough"]
    upper = release.areas_by_slug["peterborough-upper-tier"]

    assert district.code == upper.code
    assert release.parent(district) == upper
    assert district in release.children(upper, "district")


def test_threads_share_a_release(release: Release) -> None:
    found: list[int] = []

    def read() -> None:
        found.append(len(release.values(measures=["diabetes"], breakdowns=["all"])))

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 8
    assert len(set(found)) == 1


def test_a_table_no_release_has_is_refused(release: Release) -> None:
    with pytest.raises(RunError, match="no table"):
        release.rows("person")
