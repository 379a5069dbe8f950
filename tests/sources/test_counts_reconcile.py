"""Whatever is sent: no crash, nothing half landed, and read = loaded + rejected + duplicate."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests.sources.site import RECEIVED, Site
from wholeplace.core.errors import InputFileError

RUNS = settings(suppress_health_check=list(HealthCheck), derandomize=True)

CLEAN = {
    "gp_event": (
        "local_id,event_date,code,value,unit\n"
        "a,2024-03-01,44054006,7.5,mmol/mol\n"
        "b,01/03/2024,38341003,,\n"
        'c,2024-03-02,195967001,"1",x\n'
        "a,2024-03-01,44054006,7.5,mmol/mol\n"
    ),
    "person": (
        "local_id,nhs_number,birth_date,sex,ethnic_category,postcode\n"
        "a,943 476 5919,1980-01-01,1,A,CB1 1AA\n"
        "b,9.43E+09,02/03/1990,2,Z,\n"
        'c,,2001-02-03,X,99,"PE1 1AA"\n'
        "c,,2001-02-03,9,99,PE1 1AA\n"
    ),
    "hospital_spell": (
        "spell_id,local_id,provider_code,admission_date,discharge_date,admission_method,"
        "primary_diagnosis,secondary_diagnoses\n"
        "1,a,RGT,2024-01-01,2024-01-03,21,I10X,E119;I10X\n"
        "2,b,RGN,2024-01-01,,11,,\n"
        "3,a,RGT,2024-01-05,2024-01-03,2A,J440,\n"
    ),
}


PIECES = [
    *(b",", b'"', b"\n", b"\r", b";", b"\x00", b"\xff", b"\t", b"=", b"'", b",,,,"),
    *(b"2024-13-01", b"\xc3\xa9", b"\xef\xbb\xbf"),
]


@st.composite
def mutated(draw):
    """A data set's name and a clean file of it, changed in a few places."""
    name = draw(st.sampled_from(sorted(CLEAN)))
    content = bytearray(CLEAN[name].encode())
    body = content.index(b"\n") + 1
    for _ in range(draw(st.integers(1, 4))):
        # Mostly the rows, as a broken header stops nearly every file.
        first = draw(st.sampled_from([body, body, body, body, 0]))
        place = draw(st.integers(min(first, len(content)), len(content)))
        change = draw(st.sampled_from(["insert", "delete", "repeat", "cut"]))
        if change == "insert":
            piece = draw(st.sampled_from(PIECES) | st.binary(min_size=1, max_size=4))
            content[place:place] = piece
        elif change == "delete":
            del content[place : place + draw(st.integers(1, 12))]
        elif change == "repeat":
            length = draw(st.integers(1, 60))
            content[place:place] = content[place : place + length]
        elif draw(st.booleans()):
            del content[place:]
    return name, bytes(content)


@settings(RUNS, max_examples=200)
@given(mutated())
def test_mutated_files_land_whole_or_not_at_all(case):
    name, content = case
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder))
        try:
            report = site.land(name, content)
        except InputFileError:
            assert site.snapshot() == {}
            return
        event("landed")
        counts = report.batch.counts
        assert counts.read == counts.loaded + counts.rejected + counts.duplicate
        assert counts.loaded == len(site.rows(report)) > 0
        assert counts.rejected == len({row for row, _, _ in site.rejects(report)})
        people = {row["record_id"] for row in site.identifiers(report)}
        assert {row["record_id"] for row in site.rows(report)} == people
        assert not [path for path in site.snapshot() if "staging" in path]
        assert site.land(name, content).already


IDS = st.sampled_from(["a", "b", "c", " a ", ""])
DATES = st.sampled_from(
    ["2024-03-01", "01/03/2024", "2024-02-30", "31/02/2024", "", "soon", "2026-04-11", "1879-01-01"]
)
CODES = st.sampled_from(["44054006", "38341003", "16,916", "12", "", "1.2E+07", "44054006.0"])
VALUES = st.sampled_from(["", "1", "1.0", "7.5", "7,5", "x", "NULL", "-3e2"])
UNITS = st.sampled_from(["", "kg", "kg\nm"])


def oracle(rows):
    """What should become of each row, worked out one row at a time in plain Python."""
    good = Counter()
    for local_id, day, code, value, unit in rows:
        when = None
        for form in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                when = when or datetime.strptime(day, form).date()
            except ValueError:
                continue
        whole = re.fullmatch(r"(\d+)(\.0)?", code)
        number = value if value not in ("", "NULL") else None
        try:
            number = None if number is None else float(number)
        except ValueError:
            continue
        in_time = when is not None and date(1880, 1, 1) <= when <= RECEIVED
        if local_id.strip() and in_time and whole and int(whole[1]) >= 100_000 and "\n" not in unit:
            good[(local_id.strip(), when, int(whole[1]), number, unit or None)] += 1
    return good


@settings(RUNS, max_examples=60)
@given(st.lists(st.tuples(IDS, DATES, CODES, VALUES, UNITS), min_size=1, max_size=12))
def test_each_row_ends_where_a_plain_reading_says(rows):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([("local_id", "event_date", "code", "value", "unit"), *rows])
    expected = oracle(rows)
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder))
        if not expected:
            with pytest.raises(InputFileError):
                site.land("gp_event", text.getvalue())
            return
        report = site.land("gp_event", text.getvalue())
        ids = {row["record_id"]: row["local_id"] for row in site.identifiers(report)}
        landed = {
            (ids[r["record_id"]], r["event_date"], r["code"], r["value"], r["unit"])
            for r in site.rows(report)
        }
    counts = report.batch.counts
    assert landed == set(expected)
    assert counts.read == len(rows)
    assert counts.loaded == len(expected)
    assert counts.duplicate == expected.total() - len(expected)
