"""``wholeplace measures`` lists what can be counted and shows how."""

from __future__ import annotations

from pathlib import Path

import pytest

from wholeplace.cli.main import main


@pytest.fixture(autouse=True)
def somewhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def said(capsys: pytest.CaptureFixture[str], *typed: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stopped:
        main(list(typed))
    shown = capsys.readouterr()
    return int(stopped.value.code or 0), shown.out, shown.err


def test_it_lists_every_measure_by_group(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "measures")
    assert code == 0
    assert "Outcomes\n" in out
    assert "deaths_under_75" in out and "diabetes_prevalence" in out


def test_it_lists_one_group(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, "measures", "--group", "outcomes")
    assert "deaths_under_75" in out and "diabetes_prevalence" not in out


def test_it_shows_one_definition(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, "measures", "hypertension_at_target")
    assert "Who is not in it:" in out
    assert "hypertension, hypertension_resolved" in out
    assert "SELECT" not in out


def test_it_shows_the_query_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, "measures", "hypertension_at_target", "--sql")
    assert "SELECT" in out


def test_a_name_that_is_not_there_gets_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = said(capsys, "measures", "hypertension_at_targt")
    assert code == 1
    assert "Did you mean hypertension_at_target?" in err
