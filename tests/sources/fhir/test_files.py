"""FHIR files of any making: lines, Bundles, compressed, cut short, or not FHIR at all."""

from __future__ import annotations

import gzip
import json

import pytest

from tests.sources.fhir.made import Sender, bundle, condition, observation, patient
from wholeplace.core.errors import InputFileError


def test_lines_bundles_and_compressed_files_are_read_alike(sender: Sender) -> None:
    sender.lines("Patient.ndjson", [patient("1"), "", patient("2")])
    sender.lines("lines-under-another-name.json", [patient("3"), patient("4")])
    sender.file("marked.ndjson", b"\xef\xbb\xbf" + json.dumps(patient("5")).encode() + b"\r\n")
    sender.file("packed.ndjson.gz", gzip.compress(json.dumps(patient("6")).encode()))
    sender.json("deep/er/bundle.json", bundle(patient("7"), patient("8")))
    sender.json("one.json", patient("9"))
    sender.file("empty.ndjson", "")
    sender.file("read-me.txt", "not FHIR")

    flat = sender.flat()

    assert flat.column("patient", "patient_id") == list("123456789")
    assert flat.account.files == 7


def test_the_same_files_give_the_same_tables_so_that_they_land_once(sender: Sender) -> None:
    first = sender.flat(patient(), *(observation(str(n)) for n in range(3_000)))

    again = sender.flat()

    for table in first.folder.glob("*.parquet"):
        assert (again.folder / table.name).read_bytes() == table.read_bytes()


def test_files_of_one_name_are_told_apart_by_their_folders(sender: Sender) -> None:
    sender.lines("north/Patient.ndjson", [patient("1")])
    sender.lines("south/Patient.ndjson", [patient("2", birthDate="soon")])

    assert [row["file"] for row in sender.flat().refused] == ["south/Patient.ndjson"]


def test_a_bad_line_is_refused_with_its_file_and_number_and_the_rest_are_read(
    sender: Sender,
) -> None:
    good = [json.dumps(patient(str(n))) for n in range(3)]
    lines = [good[0], '{"resourceType": "Patient", ', good[1], "[1]", "null", '"text"', good[2]]
    content = "\n".join(lines).encode() + b'\n{"resourceType": "Patient", "id": "\xff"}\n'
    sender.file("Patient.ndjson", content)

    flat = sender.flat()

    assert flat.column("patient", "patient_id") == ["0", "1", "2"]
    assert [(row["line"], row["problem"]) for row in flat.refused] == [
        ("2", "The text is not JSON"),
        ("4", "This is not a FHIR resource: it has no resourceType"),
        ("5", "This is not a FHIR resource: it has no resourceType"),
        ("6", "This is not a FHIR resource: it has no resourceType"),
        ("8", "The text is not UTF-8"),
    ]


@pytest.mark.parametrize("name", ["Patient.ndjson", "Patient.ndjson.gz"])
def test_a_file_cut_short_in_a_line_stops_the_import_and_names_the_line(
    sender: Sender, name: str
) -> None:
    whole = "\n".join(json.dumps(patient(str(n))) for n in range(3)).encode()
    cut = whole[:-20]
    sender.file(name, gzip.compress(cut) if name.endswith(".gz") else cut)

    with pytest.raises(InputFileError, match=rf"{name}, row 3: The file ends before its JSON does"):
        sender.flat()


def test_a_compressed_file_cut_short_stops_the_import(sender: Sender) -> None:
    packed = gzip.compress(json.dumps(bundle(*(observation(str(n)) for n in range(99)))).encode())
    sender.file("bundle.json.gz", packed[: len(packed) // 2])

    with pytest.raises(InputFileError, match=r"bundle.json.gz: The compressed file is cut short"):
        sender.flat()


def test_a_bundle_cut_short_stops_the_import_and_says_where(sender: Sender) -> None:
    text = json.dumps(bundle(patient(), condition()), indent=1)
    sender.file("bundle.json", text[: len(text) // 2])

    with pytest.raises(InputFileError, match=r"bundle.json, row \d+: The file ends before"):
        sender.flat()


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("empty.json", "  \n", "The file is empty"),
        ("latin.json", b'{"resourceType": "Patient",\n "id": "\xe9"}', "not UTF-8"),
        ("read-me.txt", "nothing", "no FHIR file"),
    ],
)
def test_a_file_that_cannot_be_read_as_a_whole_stops_the_import(
    sender: Sender, name: str, content: str | bytes, problem: str
) -> None:
    sender.file(name, content)

    with pytest.raises(InputFileError, match=problem):
        sender.flat()


def test_an_element_name_cannot_hide_behind_escapes(sender: Sender) -> None:
    hidden = json.dumps(patient())[:-1] + ', "\\u006dodifierExtension": [{"url": "x"}]}'

    sender.lines("Patient.ndjson", [hidden])

    assert sender.flat().rows("patient") == []


def test_a_bundle_whose_entries_are_no_list_is_refused(sender: Sender) -> None:
    flat = sender.flat({"resourceType": "Bundle", "type": "collection", "entry": {"resource": 1}})

    assert flat.outcomes == {"Bundle": {"The Bundle's entries are not a list of entries": 1}}
