"""The same order on the same data is the same run; anything that may change a number is another."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.measures.small_installation import DEFINITIONS, KNOWN_AT, Installation, fresh, landed
from wholeplace.core.errors import RunError
from wholeplace.core.settings import Settings
from wholeplace.measures.orders import prepare


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation with everything landed; only read here."""
    return Installation(landed(tmp_path_factory.getbasetemp())[0])


@pytest.fixture
def copy(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """A copy of it, to change."""
    return fresh(tmp_path_factory.getbasetemp(), tmp_path)


def run_id(installation: Installation, **says: Any) -> str:
    return prepare(installation.order(**says)).run_id


def settled(settings: Settings, section: str, **keys: Any) -> Settings:
    return replace(settings, **{section: replace(getattr(settings, section), **keys)})


def test_the_same_order_has_the_same_id_wherever_the_installation_stands(
    small: Installation, copy: Installation
) -> None:
    assert run_id(small) == run_id(small) == run_id(copy)
    assert run_id(small).startswith("2026-03-31-")


@pytest.mark.parametrize(
    "says",
    [
        {"as_at": dt.date(2026, 2, 28)},
        {"known_at": KNOWN_AT + dt.timedelta(days=1)},
        {"engine": "spark"},
    ],
)
def test_another_date_or_engine_is_another_run(small: Installation, says: dict[str, Any]) -> None:
    assert run_id(small, **says) != run_id(small)


@pytest.mark.parametrize(
    ("section", "keys"),
    [
        ("installation", {"name": "Another"}),
        ("installation", {"identity": "pseudonymised"}),
        ("disclosure", {"profile": "below-10"}),
        ("definitions", {"packages": ["wholeplace.definitions"], "folders": []}),
    ],
)
def test_another_setting_that_shows_in_numbers_or_pages_is_another_run(
    small: Installation, section: str, keys: dict[str, Any]
) -> None:
    assert run_id(small, settings=settled(small.settings, section, **keys)) != run_id(small)


def test_memory_and_threads_make_no_other_run(small: Installation) -> None:
    more = settled(small.settings, "engine", memory_limit="4GB", threads=8)

    assert run_id(small, settings=more) == run_id(small)


def test_a_batch_more_is_another_run_from_the_day_it_was_known(copy: Installation) -> None:
    before, day = run_id(copy), KNOWN_AT - dt.timedelta(days=1)
    known_before = run_id(copy, known_at=day)

    late = {"spell_id": "late", "local_id": "HG00001", "provider_code": "RGT"}
    row = late | {"admission_date": "2026-03-01", "admission_method": "21"}
    copy.land("hospital_spell", [row], source="papworth", received=KNOWN_AT)

    assert run_id(copy) != before
    assert run_id(copy, known_at=day) == known_before


CHANGES: dict[str, Callable[[Path], object]] = {
    "a rule": lambda folder: (folder / "rules.py").write_text(
        (folder / "rules.py").read_text().replace("age >= 65", "age >= 70")
    ),
    "a code list in a folder within": lambda folder: (folder / "lists" / "a.csv").write_text(
        "code\n230690007\n"
    ),
    "a new file": lambda folder: (folder / "more.py").write_text("MORE = []\n"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_a_change_in_the_partnerships_own_definitions_is_another_run(
    small: Installation, tmp_path: Path, change: Callable[[Path], object]
) -> None:
    ours = Path(shutil.copytree(DEFINITIONS, tmp_path / "small_definitions"))
    (ours / "lists").mkdir()
    (ours / "lists" / "a.csv").write_text("code\n422504002\n")
    settings = settled(small.settings, "definitions", folders=[str(ours)])
    before = run_id(small, settings=settings)

    change(ours)

    assert run_id(small, settings=settings) != before


def test_a_run_that_is_finished_is_published_again_and_not_worked_out_again(
    copy: Installation,
) -> None:
    first = copy.run()
    finished_at = (copy.data / "release" / first / "values.parquet").stat().st_mtime_ns

    assert copy.run() == first
    assert (copy.data / "release" / first / "values.parquet").stat().st_mtime_ns == finished_at


def test_nothing_known_and_an_unknown_profile_say_what_to_do(small: Installation) -> None:
    with pytest.raises(RunError, match=r"Nothing was landed that could be known.*wholeplace land"):
        prepare(small.order(known_at=dt.date(2020, 1, 1)))
    with pytest.raises(RunError, match=r"no disclosure profile hess.*hes"):
        prepare(small.order(settings=settled(small.settings, "disclosure", profile="hess")))
