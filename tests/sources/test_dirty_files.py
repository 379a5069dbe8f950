"""Files as they really come: one named example for each kind of dirt a whole file can have."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from wholeplace.core.errors import InputFileError

HEADER = "local_id,event_date,code,value,unit\n"
CLEAN = HEADER + "a,2024-03-01,44054006,7.5,mmol/mol\nb,2024-03-02,38341003,,\n"
NAMES = "local_id,given_name,family_name,sex\n"


def loaded(site, content, **says):
    report = site.land("gp_event", content, **says)
    return [(row["event_date"].isoformat(), row["code"]) for row in site.rows(report)]


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("as asked", CLEAN.encode()),
        ("byte-order mark", b"\xef\xbb\xbf" + CLEAN.encode()),
        ("UTF-16 with a mark", CLEAN.encode("utf-16")),
        ("UTF-16 little end first, no mark", CLEAN.encode("utf-16-le")),
        ("UTF-16 big end first, no mark", CLEAN.encode("utf-16-be")),
        ("Windows line ends", CLEAN.replace("\n", "\r\n").encode()),
        ("old Mac line ends", CLEAN.replace("\n", "\r").encode()),
        ("mixed line ends", CLEAN.replace("\n", "\r\n", 1).replace(",\n", ",\r").encode()),
        ("blank lines", CLEAN.replace("\n", "\n\n").encode()),
        ("a blank line first", ("\n" + CLEAN).encode()),
        ("no line end at the end", CLEAN.rstrip("\n").encode()),
        ("semicolons", CLEAN.replace(",", ";").encode()),
        ("tabs", CLEAN.replace(",", "\t").encode()),
        ("quoted values", CLEAN.replace("a,", '"a",').replace("7.5", '"7.5"').encode()),
        ("spaces around values", CLEAN.replace(",44054006,", " , 44054006 ,").encode()),
        ("NULL for blanks", CLEAN.replace(",,\n", ",NULL,\n").encode()),
        ("names in other case", CLEAN.replace("local_id", " Local ID").encode()),
        (
            "other column order",
            b"code,local_id,event_date\n44054006,a,2024-03-01\n38341003,b,2024-03-02\n",
        ),
        (
            "columns nobody asked for",
            CLEAN.replace("unit", "unit,extra")
            .replace("mol\n", "mol,1\n")
            .replace(",,\n", ",,,2\n")
            .encode(),
        ),
        ("British dates", CLEAN.replace("2024-03-01", "01/03/2024").encode()),
        ("dates with a midnight", CLEAN.replace("2024-03-01", "2024-03-01 00:00:00").encode()),
    ],
)
def test_each_of_these_files_loads_as_the_clean_one_does(site, kind, content):
    assert sorted(loaded(site, content)) == [("2024-03-01", 44054006), ("2024-03-02", 38341003)]


def test_windows_1252_names_keep_their_accents(site):
    report = site.land("person", (NAMES + "a,Zoë,O’Connor,2\n").encode("cp1252"))
    [row] = site.identifiers(report)
    assert (row["given_name"], row["family_name"]) == ("Zoë", "O’Connor")
    assert "The file was read as Windows-1252." in report.batch.notes


def test_the_separator_and_renamed_columns_are_said(site):
    report = site.land("gp_event", CLEAN.replace(",", ";").replace("local_id", "Local-Id"))
    assert "The columns are separated by semicolons." in report.batch.notes
    assert "Column 'Local-Id' was read as local_id." in report.batch.notes


def test_an_unknown_column_is_left_out_and_its_nearest_name_given(site):
    report = site.land("gp_event", CLEAN.replace("unit", "units"))
    assert (
        "Column 'units' is not in the contract (did you mean unit?) and was left out."
        in report.batch.notes
    )
    assert {row["unit"] for row in site.rows(report)} == {None}


@pytest.mark.parametrize(
    ("kind", "content", "says"),
    [
        ("nothing", b"", "The file is empty."),
        ("a header alone", HEADER.encode(), "has a header and no rows"),
        ("no header", b"a,2024-03-01,44054006\n", "No column of the gp_event contract"),
        (
            "a required column missing",
            b"local_id,event_dat,code\na,2024-03-01,1\n",
            "event_date is missing",
        ),
        (
            "a column twice",
            b"local_id,code,Code,event_date\na,1,1,2024-01-01\n",
            "names code twice",
        ),
        ("a spreadsheet", b"PK\x03\x04\x00\x00\x00\x00" * 40, "not a text file"),
        (
            "a quotation mark left open",
            (CLEAN + 'c,"2024-03-03,44054006,,\nd,2024-03-04,44054006,,\n').encode(),
            "never closed",
        ),
        (
            "all rows too long",
            b"local_id,event_date,code\na,2024-03-01,44054006,x\n",
            "No row has as many values",
        ),
        (
            "all rows wrong",
            b"local_id,event_date,code\na,yesterday,44054006\n",
            "All 1 rows were rejected",
        ),
        ("Parquet cut short", b"PAR1abcdefgh", "damaged or incomplete"),
        (
            "months before days",
            (HEADER + "".join(f"a,01/{day}/2024,44054006,,\n" for day in range(10, 29))).encode(),
            "month before the day",
        ),
        (
            "columns shifted to the right",
            (HEADER + "".join(f"x,a{n},2024-03-01,44054006,1\n" for n in range(9))).encode(),
            "event_date, code stand one column to the right",
        ),
        (
            "columns shifted to the left",
            (
                "local_id,note,event_date,code,value\n"
                + "".join(f"a{n},2024-03-01,44054006,{n},x\n" for n in range(9))
            ).encode(),
            "event_date, code, value stand one column to the left",
        ),
    ],
)
def test_a_bad_file_stops_with_one_message_and_nothing_is_kept(site, kind, content, says):
    with pytest.raises(InputFileError, match=says):
        site.land("gp_event", content)
    assert site.snapshot() == {}


def test_a_missing_file_is_said(site):
    with pytest.raises(InputFileError, match="cannot be opened"):
        site.land("gp_event", site.folder / "none.csv")


def test_the_nearest_name_of_a_missing_column_is_given(site):
    with pytest.raises(InputFileError, match=r"is event_dat meant as event_date\?"):
        site.land("gp_event", "local_id,event_dat,code\na,2024-03-01,44054006\n")


def test_rows_that_do_not_fit_the_header_are_rejected_and_the_rest_loads(site):
    body = 'a,2024-03-01,44054006,1,x\nb,2024\nc,2024-03-01,44054006,1,x,9\n"d"e,2024-03-01,1,,\n'
    report = site.land(
        "gp_event", HEADER + body + "f,yesterday,44054006,,\ng,2024-03-01,38341003,,\n"
    )
    assert (report.batch.counts.read, report.batch.counts.loaded) == (6, 2)
    assert [row for row, _, _ in site.rejects(report)] == [2, 3, 4, 5]
    assert site.rejects(report)[-1] == (5, "event_date", "yesterday")


def test_a_value_over_several_lines_is_rejected(site):
    report = site.land("person", NAMES + 'a,"Ann\nMary",Low,2\nb,Bob,Low,1\n')
    assert [(row, column) for row, column, _ in site.rejects(report)] == [(1, "given_name")]


@pytest.mark.parametrize(
    "arrays",
    [
        {"local_id": ["a"], "event_date": ["2024-03-01"], "code": ["44054006"]},
        {"local_id": [7], "event_date": pa.array([19783], pa.date32()), "code": [44054006]},
        {
            "local_id": ["a"],
            "event_date": pa.array([19783 * 86400], pa.timestamp("s")),
            "code": [44054006.0],
        },
        {
            "local_id": pa.array(["a"]).dictionary_encode(),
            "event_date": ["01/03/2024"],
            "code": pa.array([44054006], pa.int32()),
        },
    ],
)
def test_parquet_loads_whatever_types_the_sender_chose(site, arrays):
    path = site.folder / "extract.parquet"
    pq.write_table(pa.table(arrays), path)
    assert loaded(site, path) == [("2024-03-01", 44054006)]


@pytest.mark.parametrize("group", [60, 4], ids=["one row group", "many row groups"])
def test_parquet_lands_the_same_however_its_rows_are_grouped(site, monkeypatch, group):
    monkeypatch.setattr("wholeplace.sources.tables.ROW_GROUP_SIZE", 4)
    days = [f"2024-01-{1 + n % 28:02}" if n != 40 else "no day" for n in range(60)]
    rows = {
        "local_id": [f"p{n // 3}" for n in range(60)],
        "event_date": days,
        "code": range(10**7, 10**7 + 60),
    }
    path = site.folder / "extract.parquet"
    pq.write_table(
        pa.table({name: [*told] for name, told in rows.items()}), path, row_group_size=group
    )
    report = site.land("gp_event", path)
    assert site.rejects(report) == [(41, "event_date", "no day")]
    found = {(row["event_date"].isoformat(), row["code"]) for row in site.rows(report)}
    assert found == {(day, 10**7 + n) for n, day in enumerate(days) if n != 40}


@pytest.mark.parametrize("at_most", [4, 5_000], ids=["parted for threads", "read as it is"])
def test_a_damaged_page_inside_parquet_stops_the_file(site, monkeypatch, at_most):
    monkeypatch.setattr("wholeplace.sources.tables.ROW_GROUP_SIZE", at_most)
    path = site.folder / "extract.parquet"
    rows = 5_000
    table = pa.table(
        {
            "local_id": [f"p{n}" for n in range(rows)],
            "event_date": ["2024-03-01"] * rows,
            "code": [44054006] * rows,
        }
    )
    pq.write_table(table, path, compression="zstd")
    content = bytearray(path.read_bytes())
    content[200:400] = bytes(200)
    path.write_bytes(bytes(content))
    with pytest.raises(InputFileError, match="to its end"):
        site.land("gp_event", path)
    assert site.snapshot() == {}
