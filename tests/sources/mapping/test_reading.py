"""Mappings read from TOML: mistakes are answered with where and what to do, whatever is in them."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import wholeplace.definitions.mappings as shipped
from wholeplace.core.errors import WholeplaceError
from wholeplace.definitions.datasets import DATASETS
from wholeplace.definitions.mappings import MAPPINGS
from wholeplace.sources.mapping.checking import check_alone
from wholeplace.sources.mapping.definition import MappingError
from wholeplace.sources.mapping.library import find_mapping
from wholeplace.sources.mapping.reading import mapping_of, read_mapping

GOOD = """
title = "Mine"
[[table]]
name = "people"
[[output]]
dataset = "person"
from = "people"
[[output.lookup]]
table = "people"
on = { id = "id" }
[[output.leave_out]]
when = "id = '1'"
reason = "not wanted"
[output.columns]
local_id = "id"
"""
SHIPPED = sorted(Path(shipped.__file__).parent.glob("*.toml"))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("title", "titel"), "Unknown key titel in the mapping. Did you mean title?"),
        (('name = "people"', 'nmae = "people"'), "Unknown key nmae.* Did you mean name?"),
        (('from = "people"', 'from = "peopel"'), "peopel.* Did you mean people?"),
        (('from = "people"', ""), "from is missing in the output person"),
        (('on = { id = "id" }', ""), "the lookup people of the output person has no key"),
        (('"id"\n', '{ column = "id", constant = "1" }\n'), "local_id .* column and constant"),
        (('"id"\n', "{ }\n"), "no origin"),
        (('"id"\n', '{ column = "id", matching = "(" }\n'), "no regular expression"),
        (('"id"\n', '"other.id"\n'), "has no lookup other. Did you mean people?"),
        (('"id"\n', '{ column = "id", values = { a = 1 } }\n'), "not text"),
        (("\"id = '1'\"", '"count(*) > 1"'), "uses '?count"),
        (("when = \"id = '1'\"", 'blank = "sex"'), "sex, which is not mapped"),
        (('reason = "not wanted"', ""), "reason is missing"),
        (("[[output]]", "[output]"), "list of tables"),
        (("= ", "=="), "This is not TOML"),
    ],
)
def test_a_mistake_is_named_with_where_it_stands(change: tuple[str, str], says: str) -> None:
    text = GOOD.replace(*change, 1) if change[0] != "= " else GOOD.replace("= ", "== ", 1)

    with pytest.raises(MappingError, match=says):
        mapping_of(text)


def test_a_mapping_without_outputs_or_with_a_lost_parent_is_refused() -> None:
    with pytest.raises(MappingError, match="makes no dataset"):
        mapping_of('title = "Mine"')
    with pytest.raises(MappingError, match="extends nobody"):
        mapping_of(GOOD.replace("title", 'extends = "nobody"\ntitle'))


KEYS = [
    *("name", "from", "table", "on", "where", "pick", "order", "columns", "lookup", "leave_out"),
    *("when", "blank", "reason", "column", "first", "constant", "expression", "date", "values"),
    *("format", "year", "id", "local_id", "by"),
]
VALUES: Any = st.recursive(
    st.one_of(
        st.text(max_size=8),
        st.integers(),
        st.booleans(),
        st.sampled_from(["people", "id", "person", "only", "a.b", "a = 1", "%d/%m/%Y"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


def toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return "'" + "".join(c for c in value if c.isprintable() and c != "'") + "'"
    if isinstance(value, list):
        return f"[{', '.join(toml(item) for item in value)}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {toml(item)}' for key, item in value.items())} }}"
    return str(value)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(
        st.sampled_from(["title", "table", "group", "step", "output", "not_mapped", "extends"]),
        st.one_of(VALUES, st.lists(st.dictionaries(st.sampled_from(
            ["name", "from", "dataset", "columns", "lookup", "by", "leave_out", "file", "names"]
        ), VALUES, max_size=5), min_size=1, max_size=3)),
        max_size=5,
    )
)  # fmt: skip
def test_no_toml_makes_the_reader_fail_in_any_other_way(content: dict[str, Any]) -> None:
    text = "\n".join(f"{key} = {toml(value)}" for key, value in content.items())
    try:
        mapping_of(text)
    except MappingError as error:
        assert error.problem


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_a_shipped_mapping_with_a_line_lost_is_read_or_refused(file: Path, tmp_path: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    chosen = random.Random(1)
    for _ in range(25):
        kept = list(lines)
        del kept[chosen.randrange(len(kept))]
        broken = tmp_path / "broken.toml"
        broken.write_text("\n".join(kept), encoding="utf-8")
        try:
            read_mapping(broken)
        except WholeplaceError as error:
            assert "broken.toml" in error.problem


@pytest.mark.parametrize("mapping", MAPPINGS, ids=lambda mapping: mapping.name)
def test_every_shipped_mapping_is_complete_and_says_where_its_format_is_published(
    mapping: Any,
) -> None:
    assert check_alone(mapping, {dataset.name: dataset for dataset in DATASETS}) == []
    assert mapping.standard and mapping.source and mapping.title


def test_a_mapping_is_found_by_its_name_or_by_its_file(tmp_path: Path) -> None:
    known = {mapping.name: mapping for mapping in MAPPINGS}
    (tmp_path / "mine.toml").write_text(GOOD)

    assert find_mapping("omop_cdm_5", known).name == "omop_cdm_5"
    assert find_mapping(str(tmp_path / "mine.toml"), known).name == "mine"
    with pytest.raises(MappingError, match=r"no mapping omop. Did you mean omop_cdm_5\?"):
        find_mapping("omop", known)
    with pytest.raises(MappingError, match="cannot be read"):
        find_mapping(str(tmp_path / "none.toml"), known)
