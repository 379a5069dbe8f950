"""Which release the next one is held against: the last that anybody has seen, of any day so far."""

from __future__ import annotations

from typing import Any

import pytest

from tests.measures.small_installation import AS_AT, Installation, landed
from wholeplace.measures import orders
from wholeplace.measures.orders import Prepared, prepare

TODAY = AS_AT.isoformat()


@pytest.fixture
def small(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation with everything landed; only read here."""
    return Installation(landed(tmp_path_factory.getbasetemp())[0])


def released(run_id: str, day: str = TODAY, **says: str) -> dict[str, Any]:
    """The manifest of a release."""
    manifest = {"run_id": run_id, "as_at": day, "known_at": day, "disclosure_profile": "hes"}
    return manifest | says


JANUARY = released("jan", "2026-01-31")
FEBRUARY = released("feb", "2026-02-28", held_against="jan")
WRONG = released("wrong", held_against="feb", inputs="before the correction")
CORRECTED = released("corrected", held_against="wrong", inputs="with the correction")


def ordered(
    small: Installation, monkeypatch: pytest.MonkeyPatch, *manifests: dict[str, Any]
) -> Prepared:
    monkeypatch.setattr(orders, "finished_runs", lambda _: list(manifests))
    return prepare(small.order())


@pytest.mark.parametrize(
    ("manifests", "wanted"),
    [
        ([], None),
        ([JANUARY, FEBRUARY], "feb"),
        ([JANUARY, FEBRUARY, WRONG], "wrong"),
        ([JANUARY, FEBRUARY, WRONG, CORRECTED], "corrected"),
        ([JANUARY, released("may", "2026-05-31")], "jan"),
        ([JANUARY, released("other", disclosure_profile="below-10")], "jan"),
    ],
    ids=["the first", "of months", "a correction", "a second one", "a later day", "of others"],
)
def test_a_release_is_held_against_the_last_one_so_far(
    small: Installation,
    monkeypatch: pytest.MonkeyPatch,
    manifests: list[dict[str, Any]],
    wanted: str | None,
) -> None:
    earlier = ordered(small, monkeypatch, *manifests).earlier

    assert (earlier.run_id if earlier else None) == wanted


def test_a_release_that_was_made_is_held_against_what_it_was_held_against(
    small: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not against itself, nor against its correction: the same order is the run that it was."""
    made = ordered(small, monkeypatch, JANUARY, FEBRUARY)
    it = released(made.run_id, held_against="feb", inputs=made.inputs)
    correction = released("corrected", held_against=made.run_id, inputs="with the correction")

    again = ordered(small, monkeypatch, JANUARY, FEBRUARY, it, correction)

    assert again.run_id == made.run_id
    assert again.earlier == made.earlier
