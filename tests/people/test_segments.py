"""A segmentation's table must hold together before anybody is placed by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from wholeplace.core.errors import DefinitionError
from wholeplace.core.registry import Registry
from wholeplace.people.segments import read_segmentation
from wholeplace.record.segmentations import Segmentation

HEAD = 'name = "s"\ntitle = "S"\nsource = "Ours"\ndoc = "A test."\n'
ILL = '[[segment]]\nname = "ill"\ntitle = "Ill"\ndoc = "Ill."\nrules = [["any_condition", "ill"]]\n'
REST = '[[segment]]\nname = "rest"\ntitle = "Rest"\ndoc = "Rest."\nrules = [["", "else"]]\n'


def read(folder: Path, text: str) -> Segmentation:
    file = folder / "table.toml"
    file.write_text(text, encoding="utf-8")
    return read_segmentation(file)


def test_a_table_is_read_in_its_order(tmp_path: Path) -> None:
    model = read(tmp_path, HEAD + ILL + REST)
    assert [segment.name for segment in model.segments] == ["ill", "rest"]
    assert [entry["order"] for entry in model.as_data()] == [1, 2]


@pytest.mark.parametrize("table", [HEAD + ILL, HEAD + REST + ILL, HEAD + REST + REST])
def test_the_last_rule_and_no_other_takes_everybody_else(table: str, tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="exactly one rule for everybody else"):
        read(tmp_path, table)


def test_a_segment_without_a_rule_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="ill has no rule"):
        read(tmp_path, HEAD + ILL.replace('rules = [["any_condition", "ill"]]', "") + REST)


def test_needs_come_in_the_order_of_the_published_priority() -> None:
    (model,) = (
        s
        for s in Registry.load(["wholeplace.definitions"]).all(Segmentation)
        if s.name == "segment"
    )
    assert [segment.name for segment in model.segments] == [
        "frailty_and_dementia",
        "organ_failure",
        "incurable_cancer",
        "disability",
        "long_term_condition",
        "maternity",
        "acute_episode",
        "at_risk",
        "unknown",
        "healthy",
    ]
