"""A folder of inputs: read as written; every mistake named with file, row, column and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.planning.flow.small_folder import FILES, small_folder
from wholeplace.core.errors import InputFileError
from wholeplace.planning.flow.arrivals import History
from wholeplace.planning.flow.folder import AVERAGES_ONLY, read_folder


def test_a_folder_is_read_as_it_is_written(tmp_path: Path) -> None:
    found = read_folder(small_folder(tmp_path))
    assert found.services == ("reablement", "nursing")
    assert found.slots_of("reablement", "north") == 15
    assert found.stays["nursing", "south"].mean == pytest.approx(16, rel=0.01)
    assert found.asks["reablement", "south"] == {"male_carer": 0.2}
    assert found.now("extra_slots.reablement.north") == "15 slots now"
    assert found.warnings == []


def test_another_folder_has_another_fingerprint(tmp_path: Path) -> None:
    first = read_folder(small_folder(tmp_path / "a")).fingerprint
    assert read_folder(small_folder(tmp_path / "b")).fingerprint == first
    changed = FILES["slots.csv"].replace("12", "13")
    assert read_folder(small_folder(tmp_path / "c", slots=changed)).fingerprint != first


def test_averages_alone_are_warned_of(tmp_path: Path) -> None:
    text = FILES["situation.toml"]
    flat = text[: text.index("[bunching]")] + text[text.index("[hospitals") :]
    assert read_folder(small_folder(tmp_path, situation=flat)).warnings == [AVERAGES_ONLY]


def test_stays_without_an_end_are_counted_and_warned_of(tmp_path: Path) -> None:
    lengths = (
        "service,place,days,ended,people\nnursing,north,10,true,30\nnursing,north,20,false,10\n"
    )
    found = read_folder(small_folder(tmp_path, lengths=lengths))
    assert "25% of stays have no end date" in found.warnings[0]
    assert found.stays["nursing", "north"].mean > 12.5


def test_days_of_history_replace_the_demand_of_a_year(tmp_path: Path) -> None:
    days = [f"2018-{m:02}-{d:02},general,north,nursing,2" for m in (4, 5) for d in range(1, 29)]
    table = (
        "day,hospital,place,service,people\n" + "\n".join(days) + "\n2018-04-03,,south,nursing,1\n"
    )
    found = read_folder(small_folder(tmp_path, ready_by_day=table))
    assert isinstance(found.arrivals, History)
    assert [stream.hospital for stream in found.streams] == ["general", ""]


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (
            "services",
            "8,10",
            "-8,10",
            "services.csv, row 1, column stay_median: -8 is out of range",
        ),
        (
            "services",
            "8,10",
            "8,6",
            "services.csv, row 1, column stay_mean: A mean of 6 days is below",
        ),
        ("services", "8,10", "eight,10", "row 1, column stay_median: 'eight' is not a number"),
        ("services", "nursing", "nursin", "row 2, column service: 'nursin' is not known here"),
        ("services", "stay_mean", "stay_average", "Unknown column stay_average"),
        ("demand", "south,reablement", "est,reablement", "row 2, column place: 'est' is not known"),
        ("demand", "300,50", "300", "row 2: It has 3 cells and the heading 4"),
        ("slots", "12,", "12.5,", "slots.csv, row 1, column slots: 12.5 is not a whole number"),
        ("slots", "male_carer", "man", "row 1, column serves: 'feman' is not known"),
        ("catchments", "north,general,100", "north,general,90", "shares of north come to 90"),
        ("asks", "20", "120", "asks.csv, row 1, column percent: 120 is out of range"),
        ("situation", "synthetic", "sinthetic", "Unknown key sinthetic"),
        ("situation", "begins = 2019-04-01", "begins = 3", "begins is 3"),
    ],
)
def test_a_mistake_is_named_where_it_is(
    tmp_path: Path, file: str, old: str, new: str, says: str
) -> None:
    name = f"{file}.toml" if file == "situation" else f"{file}.csv"
    folder = small_folder(tmp_path, **{file: FILES[name].replace(old, new)})
    with pytest.raises(InputFileError) as refused:
        read_folder(folder)
    assert says in str(refused.value)
    assert refused.value.remedy


def test_a_negative_stay_is_rejected_with_its_row(tmp_path: Path) -> None:
    lengths = "service,place,days,ended\nnursing,north,10,true\nnursing,north,-3,true\n"
    with pytest.raises(
        InputFileError, match=r"lengths\.csv, row 2, column days: -3 is out of range"
    ):
        read_folder(small_folder(tmp_path, lengths=lengths))


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    folder = small_folder(tmp_path)
    (folder / "slots.csv").unlink()
    with pytest.raises(InputFileError, match=r"slots\.csv: There is no such file"):
        read_folder(folder)
