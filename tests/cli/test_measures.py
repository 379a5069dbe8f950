"""``wholeplace measures`` lists what can be counted and shows how."""

from __future__ import annotations

from pathlib import Path

import pytest

from wholeplace.cli.main import main

UNDRAWN = '''
"""A measure of a partnership's own."""

from wholeplace.measures.measure import count, measure


@measure(
    title="Adults",
    statistic="proportion",
    says="are adults",
    numerator="Adults.",
    denominator="Everybody.",
    not_in_it="Nobody.",
)
def adults(person):
    """People aged 18 or over."""
    return count(person.age >= 18)
'''


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


def test_it_checks_a_measure_on_its_drawn_people(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "measures", "check", "aged_65_and_over")
    assert code == 0
    assert "1 measure counts 3 drawn people as drawn." in out


def test_a_measure_that_nobody_is_drawn_for_fails_the_check(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "measures.py").write_text(UNDRAWN, encoding="utf-8")
    (tmp_path / "wholeplace.toml").write_text('[definitions]\nfolders = ["ours"]\n')

    code, out, err = said(capsys, "measures", "check", "adults")

    assert code == 1
    assert "adults: It has no drawn population." in out
    assert "1 of 1 measures did not pass." in err


def test_it_lists_what_others_publish_and_what_cannot_be_produced(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, out, _ = said(capsys, "measures", "--group", "use")
    counted, _, rest = out.partition("Published by others\n")
    published, _, missing = rest.partition("Cannot be produced\n")
    assert "emergency_admission_rate" in counted
    assert "published_four_hours" in published
    assert "cancer_within_62_days" in missing


def test_it_says_why_a_measure_cannot_be_produced(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "measures", "dementia_diagnosis_rate")
    assert code == 0
    assert "Why not counted:" in out and "Needs:" in out
    assert "at least 67 in 100" in out
