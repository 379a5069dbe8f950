"""Inputs of the long-range model: the worked example reads, and mistakes are named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from wholeplace.core.errors import InputFileError, ScenarioError
from wholeplace.planning.long_range.example import INPUTS
from wholeplace.planning.long_range.inputs import read_inputs


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The worked example, its first years only, to be spoiled."""
    made = Path(shutil.copytree(INPUTS, tmp_path / "inputs"))
    heading, *rows = (made / "population.csv").read_text(encoding="utf-8").splitlines()
    near = [row for row in rows if row.split(",")[2] in ("2018", "2019")]
    (made / "population.csv").write_text("\n".join([heading, *near]) + "\n", encoding="utf-8")
    return made


def spoil(file: Path, old: str, new: str) -> None:
    """Put one thing for another in a file, once."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_base_year_has_the_published_totals() -> None:
    read = read_inputs(INPUTS)
    base = read.base
    admitted = (base.admissions * base.people[0, 0]).sum(axis=(1, 2, 3))
    assert base.year == 2018 and base.last == 2042
    assert admitted[:3].sum() == pytest.approx(185_000, abs=5)
    # Cambridgeshire's 63,465 non-elective admissions, and Peterborough's people at its rate.
    inside = 1 - base.people[0, 0, 1 - 1].sum() / base.people[0, 0].sum()
    assert admitted[:2].sum() * inside == pytest.approx(63_465, rel=1e-3)
    days = (base.days * base.people[0, 0]).sum()
    assert days / 365 == pytest.approx(1_970, abs=1)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("mitigations.csv", ",falls_exercise,", ",,", "both claim admissions"),
        ("mitigations.csv", "fewer_delays,", "fewer_delays, ", ""),
        ("mitigations.csv", "outpatients,,admissions", "clinics,,admissions", "not known"),
        ("mitigations.csv", "emergency_older,falls", "emergency_older,slips", "no part of"),
        ("mitigations.csv", "2019,2024,,", "2019,2024,66,", "middle of an age band"),
        ("mitigations.csv", "2019,2024", "2024,2024", "full effect before it begins"),
        ("mitigations.csv", "2019,2024", "2017,2024", "before the end of 2018"),
        ("mitigations.csv", ",33.3,0,33.3,", ",33.3,0,30,", "not between its low and its high"),
        ("activities.csv", "general_acute,2.7", "wards,2.7", "not known"),
        ("parts.csv", "6.9", "106.9", "out of range"),
        ("counts.csv", "2018,female,0", "2017,female,0", "not of one year"),
        ("counts.csv", "female,0", "female,1", "No people begin there"),
        ("counts.csv", "female,15", "female,0", "there twice"),
        ("population.csv", "v1,Fenland,2019,female,90", "v2,Fenland,2019,female,90", "no female"),
    ],
)
def test_a_mistake_is_named_with_its_file(
    folder: Path, file: str, old: str, new: str, said: str
) -> None:
    spoil(folder / file, old, new)
    if not said:
        read_inputs(folder)
        return
    with pytest.raises((InputFileError, ScenarioError), match=said):
        read_inputs(folder)


@pytest.mark.parametrize("file", ["mitigations.csv", "parts.csv", "activities.csv", "beds.csv"])
def test_nothing_is_taken_without_a_source(folder: Path, file: str) -> None:
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    first, quoted = lines[1], '"' in lines[1]
    start = first.index('"') if quoted else first.rindex(",", 0, first.rindex(","))
    stop = first.rindex('"') + 1 if quoted else first.rindex(",")
    lines[1] = first[:start] + first[stop:]
    (folder / file).write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(InputFileError, match=r"row 1, column source"):
        read_inputs(folder)


def test_parts_that_are_more_than_all_of_an_activity_are_refused(folder: Path) -> None:
    more = "emergency_older,chest,Chest pain,95,,made,2019\n"
    (folder / "parts.csv").write_text((folder / "parts.csv").read_text() + more)
    with pytest.raises(InputFileError, match="more than all of it"):
        read_inputs(folder)


def test_a_folder_without_mitigations_is_one_in_which_nothing_is_planned(folder: Path) -> None:
    (folder / "mitigations.csv").unlink()
    (folder / "parts.csv").unlink()
    assert read_inputs(folder).mitigations == []
