"""The geography is written in one step, old or new and never half."""

from __future__ import annotations

from pathlib import Path

import pytest

from wholeplace import geography
from wholeplace.core.errors import GeographyError
from wholeplace.geography import Geography, store


def test_the_made_up_geography_is_the_same_every_time(made_up: Geography, tmp_path: Path) -> None:
    assert geography.build(None, tmp_path / "again").content_hash == made_up.content_hash


def test_building_over_an_older_geography_replaces_it(tmp_path: Path) -> None:
    out = tmp_path / "record" / "reference"
    first = geography.build(None, out)
    (out / "stray.txt").write_text("left over")
    second = geography.build(None, out)
    assert first.content_hash == second.content_hash
    assert [p.name for p in out.parent.iterdir()] == ["reference"]
    assert not (out / "stray.txt").exists()


def test_a_build_killed_between_its_renames_leaves_the_old_geography(tmp_path: Path) -> None:
    out = tmp_path / "reference"
    before = geography.build(None, out).content_hash
    out.rename(tmp_path / ".previous-reference")
    assert geography.load(out).content_hash == before
    assert geography.build(None, out).folder == out
    assert [p.name for p in tmp_path.iterdir()] == ["reference"]


def test_a_build_killed_while_writing_leaves_the_old_geography(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "reference"
    built = geography.build(None, out)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(store.json, "dumps", killed)
    with pytest.raises(KeyboardInterrupt):
        geography.build(None, out)
    monkeypatch.undo()
    assert geography.load(out).content_hash == built.content_hash
    assert geography.build(None, out).content_hash == built.content_hash


def test_opening_what_was_never_built_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(GeographyError, match="wholeplace reference"):
        geography.load(tmp_path / "reference")


def test_opening_half_a_geography_names_the_missing_table(
    made_up: Geography, tmp_path: Path
) -> None:
    (tmp_path / "reference.json").write_text("{}")
    with pytest.raises(GeographyError, match="no table areas, small_areas"):
        geography.load(tmp_path)


def test_a_table_or_boundary_that_does_not_exist_is_named(made_up: Geography) -> None:
    with pytest.raises(GeographyError, match="no geography table 'rivers'"):
        made_up.table("rivers")
    with pytest.raises(GeographyError, match="no boundaries for 'practice'"):
        made_up.boundaries("practice")


def test_a_row_held_twice_or_with_an_empty_cell_is_refused() -> None:
    row = {"lsoa11": "A", "lsoa21": "B", "change_code": "U"}
    with pytest.raises(GeographyError, match="twice"):
        store.to_arrow("lsoa_change", [row, dict(row)])
    with pytest.raises(GeographyError, match="empty change_code"):
        store.to_arrow("lsoa_change", [row | {"change_code": None}])
