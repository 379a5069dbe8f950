"""A Fingertips download is read whatever year its headers are, or refused with a reason."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wholeplace.core.errors import InputFileError
from wholeplace.geography.published.fingertips import read_fingertips
from wholeplace.geography.published.imports import add_imports, imported, keep
from wholeplace.geography.store import to_arrow

COLUMNS = [
    "Indicator ID",
    "Indicator Name",
    "Parent Code",
    "Parent Name",
    "Area Code",
    "Area Name",
    "Area Type",
    "Sex",
    "Age",
    "Category Type",
    "Category",
    "Time period",
    "Value",
    "Lower CI 95.0 limit",
    "Upper CI 95.0 limit",
    "Lower CI 99.8 limit",
    "Upper CI 99.8 limit",
    "Count",
    "Denominator",
    "Value note",
    "Recent Trend",
    "Compared to England value or percentiles",
    "Compared to ICBs value or percentiles",
    "Time period Sortable",
    "New data",
    "Compared to goal",
]
ABOUT = {
    "source": "fingertips",
    "publisher": "OHID",
    "publication": "Fingertips",
    "licence": "Open Government Licence v3.0",
    "caveat": None,
    "published_on": None,
    "received": date(2026, 4, 1),
}
FENLAND = {
    "Indicator ID": "90366",
    "Indicator Name": "Life expectancy at birth",
    "Area Code": "E07000010",
    "Area Name": "Fenland",
    "Area Type": "Districts & UAs (from Apr 2023)",
    "Sex": "Male",
    "Age": "All ages",
    "Time period": "2020 - 22",
    "Value": "77.9",
    "Lower CI 95.0 limit": "77.3",
    "Upper CI 95.0 limit": "78.5",
    "Value note": "Aggregated from all known lower geography values",
}


def written(path: Path, rows: list[dict[str, str]], columns: list[str] = COLUMNS) -> Path:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(stream.getvalue(), "utf-8-sig", newline="")
    return path


def test_a_row_is_read_under_the_contract(tmp_path: Path) -> None:
    published = read_fingertips(written(tmp_path / "ft.csv", [FENLAND]), ABOUT)

    (row,) = published.values
    (series,) = published.series
    assert (row["indicator"], row["subject_type"], row["vintage"]) == (
        "fingertips-90366",
        "district",
        2023,
    )
    assert (row["value"], row["lower"], row["upper"], row["sex"]) == (77.9, 77.3, 78.5, "male")
    assert (row["age"], row["numerator"]) == (None, None)
    assert (row["period_start"], row["period_end"]) == (date(2020, 1, 1), date(2022, 12, 31))
    assert row["note"] == FENLAND["Value note"]
    assert (series["title"], series["subject_types"]) == ("Life expectancy at birth", "district")


def test_headers_of_another_year_are_read_alike(tmp_path: Path) -> None:
    old = {"Lower CI 95.0 limit": "Lower CI limit", "Upper CI 95.0 limit": "Upper CI limit"}
    columns = [old.get(name, name) for name in COLUMNS if "99.8" not in name]
    row = {old.get(name, name): text for name, text in FENLAND.items()}

    new = read_fingertips(written(tmp_path / "new.csv", [FENLAND]), ABOUT)
    earlier = read_fingertips(written(tmp_path / "old.csv", [row], columns), ABOUT)

    assert earlier.values == new.values


def test_england_printed_for_every_kind_of_area_is_kept_once(tmp_path: Path) -> None:
    england = FENLAND | {"Area Code": "E92000001", "Area Name": "England", "Area Type": "England"}
    path = written(tmp_path / "ft.csv", [england, FENLAND, england])

    assert len(read_fingertips(path, ABOUT).values) == 2


def test_an_empty_value_is_no_value_and_gives_way_to_a_printed_one(tmp_path: Path) -> None:
    path = written(tmp_path / "ft.csv", [FENLAND | {"Value": ""}, FENLAND])

    (row,) = read_fingertips(path, ABOUT).values

    assert row["value"] == 77.9


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"Value": "many"}, r"row 2, column value: 'many' is not a number"),
        ({"Value": "nan"}, r"row 2, column value: 'nan' is not a number"),
        ({"Sex": "Both"}, r"row 2, column Sex: 'Both' is no sex"),
        ({"Indicator ID": ""}, r"row 2: The row has no indicator"),
        ({"Value": "70.1"}, r"row 2: It prints 70.1 where row 1 prints 77.9"),
    ],
)
def test_a_bad_row_refuses_the_file_and_is_named(
    tmp_path: Path, changed: dict[str, str], said: str
) -> None:
    path = written(tmp_path / "ft.csv", [FENLAND, FENLAND | changed])

    with pytest.raises(InputFileError, match=said):
        read_fingertips(path, ABOUT)


def test_another_file_is_refused_with_the_column_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", "utf-8")

    with pytest.raises(InputFileError, match="There is no column for the id"):
        read_fingertips(path, ABOUT)


CELLS = st.one_of(
    st.sampled_from(
        ["", "1", "-1.5", "1e3", "inf", "*", "£5", "Persons", "2020/21", '"', ",", "é"]
    ),
    st.text(max_size=8),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.lists(st.dictionaries(st.sampled_from(COLUMNS), CELLS, max_size=4), max_size=5))
def test_any_change_to_a_file_is_read_whole_or_refused_whole(
    tmp_path: Path, changes: list[dict[str, str]]
) -> None:
    path = written(tmp_path / "ft.csv", [FENLAND, *(FENLAND | change for change in changes)])

    try:
        published = read_fingertips(path, ABOUT)
    except InputFileError as error:
        assert error.remedy
    else:
        to_arrow("published", published.values)
        assert 1 <= len(published.values) <= 1 + len(changes)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(st.binary(max_size=200))
def test_any_bytes_are_refused_with_a_remedy(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "ft.csv"
    path.write_bytes(content)

    with pytest.raises(InputFileError):
        read_fingertips(path, ABOUT)


def test_what_is_received_later_supersedes_within_a_source_and_never_across(
    tmp_path: Path,
) -> None:
    def bring(value: str, source: str, day: int) -> bool:
        path = written(tmp_path / f"{source}{value}.csv", [FENLAND | {"Value": value}])
        received = date(2026, 4, day)
        read = read_fingertips(path, ABOUT | {"source": source, "received": received})
        return keep(tmp_path, read, received)[1]

    assert bring("77.9", "fingertips", 1)
    assert not bring("77.9", "fingertips", 3), "the same file is held once"
    assert bring("78.0", "fingertips", 2)
    assert bring("77.1", "council", 2)
    empty = (to_arrow("published_series", []), to_arrow("published", []))

    def shown(day: int) -> dict[str, float]:
        _, values = add_imports(*empty, imported(tmp_path, date(2026, 4, day)))
        return {r["source"]: r["value"] for r in values.to_pylist()}

    assert shown(1) == {"fingertips": 77.9}
    assert shown(2) == {"fingertips": 78.0, "council": 77.1}
