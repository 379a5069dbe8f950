"""Code lists as OpenCodelists and NHS England publish them, and as spreadsheets spoil them."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.core.errors import DefinitionError, InputFileError
from wholeplace.record.codelists import from_folder, read_codes
from wholeplace.record.snomed import is_concept_id

HYPERTENSION, RESOLVED, DIABETES = "38341003", "162659009", "73211009"


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    file = folder / "list.csv"
    file.write_text(text, encoding=encoding)
    return file


def with_check_digit(digits: str) -> str:
    """The id whose last digit makes it right, found by trying all ten."""
    return next(digits + last for last in "0123456789" if is_concept_id(digits + last))


concept_ids = (
    st.integers(10_000, 10**16).map(str).map(with_check_digit).filter(lambda code: len(code) <= 18)
)


@given(codes=st.lists(concept_ids, min_size=1, unique=True), repeated=st.booleans())
def test_every_code_is_read_once_in_order(codes: list[str], repeated: bool) -> None:
    cells = io.StringIO()
    writer = csv.writer(cells)
    writer.writerow(["code", "term"])
    writer.writerows([code, 'a "term", with commas'] for code in codes * (2 if repeated else 1))
    with tempfile.TemporaryDirectory() as folder:
        assert read_codes(written(Path(folder), cells.getvalue())) == tuple(codes)


@given(code=concept_ids, place=st.integers(0, 17), change=st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(code: str, place: int, change: int) -> None:
    place %= len(code)
    wrong = code[:place] + str((int(code[place]) + change) % 10) + code[place + 1 :]
    assert not is_concept_id(wrong)


@pytest.mark.parametrize(
    "header", ["code", "Code", "ConceptId", "SNOMED_code", "snomed code", "id"]
)
def test_the_column_of_codes_is_found_by_its_usual_names(header: str, tmp_path: Path) -> None:
    file = written(tmp_path, f"term,{header}\nHypertension,{HYPERTENSION}\n", "utf-8-sig")
    assert read_codes(file) == (HYPERTENSION,)


@pytest.fixture
def reference_sets(tmp_path: Path) -> Path:
    """A file of two clusters with the columns NHS England publishes."""
    return written(
        tmp_path,
        "Cluster_ID,Cluster_Description,SNOMED_code,SNOMED_code_description,PCD_Refset_ID\n"
        f"HYP_COD,Hypertension codes,{HYPERTENSION},x,999\n"
        f"HYPRES_COD,Resolved codes,{RESOLVED},x,998\n"
        f"HYP_COD,Hypertension codes,59621000,x,999\n",
    )


def test_one_cluster_is_taken_from_a_file_of_several(reference_sets: Path) -> None:
    assert read_codes(reference_sets, cluster="hyp_cod") == (HYPERTENSION, "59621000")


def test_a_file_of_several_clusters_is_refused_unless_one_is_named(reference_sets: Path) -> None:
    with pytest.raises(InputFileError, match="There are 2 clusters"):
        read_codes(reference_sets)


def test_a_cluster_that_is_not_there_is_refused(reference_sets: Path) -> None:
    with pytest.raises(InputFileError, match="There is no cluster DM_COD"):
        read_codes(reference_sets, cluster="DM_COD")


def test_a_cluster_is_refused_of_a_file_without_clusters(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match="There is no cluster HYP_COD"):
        read_codes(written(tmp_path, f"code\n{HYPERTENSION}\n"), cluster="HYP_COD")


@pytest.mark.parametrize(
    "cell", ["1091811000000100", "1.09181E+15", "38341003x", "", "3834", "  ", "38341004"]
)
def test_what_a_spreadsheet_did_to_a_code_is_refused_with_its_row(
    cell: str, tmp_path: Path
) -> None:
    file = written(tmp_path, f"code,term\n{HYPERTENSION},x\n{cell},y\n")
    with pytest.raises(InputFileError, match=r"row 2, column code: .* is not a SNOMED CT id"):
        read_codes(file)


def test_a_file_without_codes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match="no column of codes"):
        read_codes(written(tmp_path, "term\nHypertension\n"))


def test_icd10_codes_lose_their_dot(tmp_path: Path) -> None:
    file = written(tmp_path, "code\nI11.0\ne10\n")
    assert read_codes(file, system="icd10") == ("I110", "E10")


def test_opcs4_codes_lose_their_dot_and_must_have_the_form_of_one(tmp_path: Path) -> None:
    file = written(tmp_path, "opcs4\nw37.1\nW40\n")
    assert read_codes(file, system="opcs4") == ("W371", "W40")
    with pytest.raises(InputFileError, match=r"'I27\.1' is not a code of OPCS-4"):
        read_codes(written(tmp_path, "code\nI27.1\n"), system="opcs4")


def test_a_list_of_an_unknown_system_is_refused(tmp_path: Path) -> None:
    written(tmp_path, "code\nW371\n")
    (tmp_path / "lists.toml").write_text('[list]\ntitle = "Hips"\nsystem = "opcs"\n')
    with pytest.raises(DefinitionError, match="unknown system 'opcs'"):
        from_folder(tmp_path)
